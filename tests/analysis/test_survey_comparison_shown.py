from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.survey_comparison import compare_surveys
from lumo_analysis.analysis.survey_comparison_shown import (
    protected_whole,
    shown_comparison,
    withholds_whole,
)
from lumo_analysis.analysis.weighting import with_weights
from lumo_analysis.errors import ParameterError
from tests.two_surveys import changed, survey

FIRST, SECOND = survey("first"), survey("second", good=40)
FINE = {
    "coping": ("poor", "fair", "good"),
    "mood": ("poor", "fair", "good"),
    "trained": ("yes", "no"),
}
MERGED = (Cell(("poor", "fair"), "scale"), Cell(("good",), "scale"))
OUTSIDE = Cell(("cant_say", "no_answer"), "outside")
NUMBERS = ["statistic", "df", "n", "p", "effect", "superiority", "n_group1", "n_group2"]


def _item(item: str, rung: Any = "answers", hidden: Any = (), cells: Any = None) -> ItemPlan:
    fine = (
        *(Cell((answer,), "scale") for answer in FINE[item]),
        *([Cell(("cant_say",), "off_scale")] if item != "trained" else []),
        Cell(("no_answer",), "no_answer"),
    )
    cells = cells or fine
    return ItemPlan(item, rung, rung, cells, cells, frozenset(hidden))


def _plan(name: str, **items: ItemPlan) -> Plan:
    return Plan(name, 5, 10, {**{item: _item(item) for item in FINE}, **items})


ITEMS = list(FINE)
COMPARISON = compare_surveys(FIRST, SECOND, items=ITEMS)


def _shown(first: Plan, second: Plan) -> pd.DataFrame:
    plans = {"first": first, "second": second}
    return shown_comparison(COMPARISON, [FIRST, SECOND], plans).set_index("item")


def test_where_every_answer_is_shown_everything_is_told() -> None:
    actual = _shown(_plan("first"), _plan("second"))

    expected = COMPARISON.set_index("item")
    columns = [column for column in expected if column != "uncertain"]
    pd.testing.assert_frame_equal(
        actual[columns], expected[columns], check_dtype=False, check_exact=False
    )
    assert not actual[["withheld", "hidden"]].any(axis=None)
    assert actual["exact"].all()
    assert actual["below"].tolist() == (expected["p_adjusted"] < 0.05).tolist()


@pytest.mark.parametrize(
    "item",
    [
        _item("coping", "headline", cells=(*MERGED, OUTSIDE)),
        _item("coping", hidden=[("all", "poor"), ("all", "fair")]),
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_a_test_tells_only_its_verdict_where_one_of_the_plans_shows_less(
    item: ItemPlan, which: int
) -> None:
    plans = [_plan("first"), _plan("second")]
    plans[which] = _plan(plans[which].survey, coping=item)

    actual = _shown(*plans)

    assert actual["withheld"].tolist() == [True, False, False]
    assert actual.loc["coping", NUMBERS].isna().all()
    assert actual.loc["mood", NUMBERS].notna().all()
    adjusted = holm(COMPARISON["p"][:2])
    assert actual["below"].tolist()[:2] == (adjusted < 0.05).tolist()
    # The adjusted p of the whole family would give p of the withheld test away.
    assert actual["p_adjusted"].isna().tolist() == [True, True, False]
    assert actual["exact"].tolist() == [False, False, True]


def test_a_hidden_cell_of_a_group_withholds_nothing_of_the_whole() -> None:
    item = _item("coping", hidden=[("north", "poor"), ("north", "fair")])

    assert not withholds_whole(_plan("first", coping=item), "coping")
    assert not _shown(_plan("first", coping=item), _plan("second"))["withheld"].any()


def test_a_headline_that_is_shown_has_its_share_though_other_answers_are_hidden() -> None:
    item = _item("coping", hidden=[("all", "poor"), ("all", "fair")])
    all_of = changed("coping", base="all")
    first, second = survey("first", all_of), survey("second", all_of, good=40)
    comparison = compare_surveys(first, second, items=["coping"])

    plans = {"first": _plan("first", coping=item), "second": _plan("second")}
    actual = shown_comparison(comparison, [first, second], plans).iloc[0]

    assert actual[["n1", "base1", "n2"]].tolist() == [20, 60, 40]
    assert actual["difference"] == pytest.approx(20 / 60)
    assert actual["low"] == pytest.approx(comparison["low"][0])
    assert not actual["hidden"]


def test_a_hidden_headline_hides_the_difference_and_not_the_other_survey() -> None:
    item = _item("coping", hidden=[("all", "good"), ("all", "fair")])

    actual = _shown(_plan("first", coping=item), _plan("second")).loc["coping"]

    assert actual[["n1", "share1", "difference", "low", "high"]].isna().all()
    assert actual[["n2", "base2"]].tolist() == [40, 60]
    assert actual["hidden"]
    assert actual["uncertain"]


def test_a_test_that_was_not_possible_is_not_told_apart_where_withheld() -> None:
    constant = pd.Categorical(["good"] * 60, ["poor", "fair", "good", "cant_say"], ordered=True)
    first, second = (survey(n, columns={"coping": constant}) for n in ("first", "second"))
    comparison = compare_surveys(first, second, items=["coping"])
    assert comparison["reason"].tolist() == ["constant"]
    item = _item("coping", "headline", cells=(*MERGED, OUTSIDE))

    plans = {"first": _plan("first", coping=item), "second": _plan("second")}
    actual = shown_comparison(comparison, [first, second], plans).iloc[0]

    assert (actual["reason"], actual["below"], actual["withheld"]) == ("", False, True)
    assert actual["detectable"] > 0


def test_refused_items_keep_their_reason_and_need_no_plan() -> None:
    other = survey("second", changed("coping", base="all"))
    comparison = compare_surveys(FIRST, other, items=["coping"])

    plans = {name: Plan(name, 5, 10) for name in ("first", "second")}
    actual = shown_comparison(comparison, [FIRST, other], plans).iloc[0]

    assert actual["reason"] == "base_differs"
    assert not actual["withheld"]


def test_an_item_without_a_plan_is_refused() -> None:
    plans = {name: Plan(name, 5, 10) for name in ("first", "second")}

    with pytest.raises(ParameterError, match="no plan of disclosure control for item 'coping'"):
        shown_comparison(COMPARISON, [FIRST, SECOND], plans)


def _weighted(name: str) -> Any:
    def weights(content: dict[str, Any]) -> None:
        content["weights"] = {"margins": {"trained": {"yes": 1, "no": 1}}}

    return with_weights(survey(name, weights, good=40))


def test_weighted_shares_are_told_of_public_answers_only() -> None:
    """They depend on who gave an answer, so they would tell more than the counts shown."""
    first, second = survey("first"), _weighted("second")
    comparison = compare_surveys(first, second, items=["trained"])
    public = {name: Plan(name, 5, 10, public=True) for name in ("first", "second")}
    protected = {name: _plan(name) for name in ("first", "second")}

    told, kept = (
        shown_comparison(comparison, [first, second], plans).iloc[0]
        for plans in (public, protected)
    )

    assert told["share2"] == pytest.approx(0.5)
    assert kept["share2"] == pytest.approx(40 / 60)
    assert kept["difference"] == pytest.approx(20 / 60)


def test_protected_counts_of_the_whole_hide_what_the_plan_hides() -> None:
    plan = _plan("first", coping=_item("coping", hidden=[("all", "poor"), ("all", "fair")]))

    actual = protected_whole(FIRST, plan, ["coping"])

    assert actual["n"].isna().tolist() == [True, True, False, False, False]
    assert actual["group_size"].tolist() == [60] * 5
    assert np.array_equal(actual["group"].unique(), ["all"])
