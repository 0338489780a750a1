from __future__ import annotations

from typing import Any

import pytest

from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.analysis.weighting import with_weights
from lumo_analysis.analysis.weighting_shares import weighted_shares
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.survey import Survey
from tests.two_surveys import survey

REGION = {"margins": {"region": {"north": 1, "south": 1}}}
ROLE = {"margins": {"trained": {"yes": 1, "no": 1}}}
CELLS = (Cell(("yes",), "scale"), Cell(("no",), "scale"), Cell(("no_answer",), "no_answer"))


def _survey(declared: dict[str, Any]) -> Survey:
    def change(content: dict[str, Any]) -> None:
        content["weights"] = declared

    return with_weights(survey("first", change))


def _plan(*hidden: tuple[str, str], **options: Any) -> Plan:
    own = ItemPlan("trained", "answers", "answers", CELLS, CELLS, frozenset(hidden))
    return Plan("first", 5, 10, {"trained": own}, **options)


def test_weights_by_region_are_shown_where_every_count_of_the_regions_is() -> None:
    actual = weighted_shares(_survey(REGION), _plan(), ["trained"], ["yes"], "all").iloc[0]

    # Of 20 who said yes 7 are of the north, where a weight is 60/2/20, and 13 of the south.
    assert actual["share"] == pytest.approx((7 * 1.5 + 13 * 0.75) / 60)
    assert actual[["n", "base", "withheld"]].tolist() == [20, 60, False]
    assert actual["design_effect"] == pytest.approx(60 * (20 * 1.5**2 + 40 * 0.75**2) / 60**2)


@pytest.mark.parametrize(
    ("declared", "plan"),
    [
        (REGION, _plan(("north", "yes"), ("south", "yes"))),
        (REGION, _plan(small=frozenset(["north"]))),
        (ROLE, _plan()),
        ({"margins": {**REGION["margins"], **ROLE["margins"]}}, _plan()),
    ],
)
def test_weights_that_would_tell_more_than_the_counts_are_withheld(
    declared: dict[str, Any], plan: Plan
) -> None:
    actual = weighted_shares(_survey(declared), plan, ["trained"])

    assert actual["withheld"].all()
    numbers = actual.drop(columns=["item", "group", "answers", "base_name", "uncertain"])
    assert numbers.drop(columns="withheld").isna().all(axis=None)


def test_public_answers_are_weighted_by_anything() -> None:
    plan = Plan("first", 5, 10, public=True)

    actual = weighted_shares(_survey(ROLE), plan, ["trained"])

    assert actual["share"].tolist() == pytest.approx([0.5, 0.5])
    assert not actual["withheld"].any()


def test_a_survey_without_weights_is_refused() -> None:
    with pytest.raises(ParameterError, match="survey first has no weights; declare them"):
        weighted_shares(survey("first"), _plan(), ["trained"])
