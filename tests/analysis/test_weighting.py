from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.weighting import (
    frame_of,
    weight_column,
    weighting_facts,
    weights_for,
    with_weights,
)
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import Survey
from lumo_analysis.survey.weighting import DESIGN_WEIGHT, WEIGHT

TEXT = {"en": "x"}


def _answers(*ids: str, off: str = "") -> list[dict[str, Any]]:
    return [{"id": name, "label": TEXT, "off_scale": name == off} for name in ids]


def _survey(weights: dict[str, Any] | None, frame: Any = None, **columns: Any) -> Survey:
    """Eight respondents: six of the north, two of the south; roles a and b, or can't say."""
    item = {"kind": "nominal", "section": "s", "wording": TEXT, "label": TEXT, "column": "x"}
    questionnaire = Questionnaire.model_validate(
        {
            "survey": "small",
            "languages": ["en"],
            "region": "region",
            "weights": weights,
            **dict.fromkeys(("title", "description", "population", "source", "author"), TEXT),
            "collected": {"start": "2021-02", "end": "2021-03"},
            "sections": [{"id": "s", "title": TEXT}],
            "frame": frame,
            "items": [
                {**item, "id": "region", "grouping": True, "answers": _answers("north", "south")},
                {**item, "id": "role", "answers": _answers("a", "b", "cant_say", off="cant_say")},
            ],
        }
    )
    responses = pd.DataFrame(
        {
            "region": pd.Categorical(["north"] * 6 + ["south"] * 2),
            "role": pd.Categorical(list("aaabbbab"), ["a", "b", "cant_say"]),
            DESIGN_WEIGHT: pd.array([1.0, 1, 1, 1, 1, 5, 1, 1], dtype="Float64"),
            **columns,
        }
    )
    return Survey(questionnaire, responses, pd.DataFrame(), True, {})


REGIONS = {"region": {"north": 50, "south": 50}}


def test_a_survey_without_weights_stays_as_it_is() -> None:
    survey = _survey(None)

    assert with_weights(survey) is survey
    assert weights_for(survey) is None
    assert weight_column(survey) is None
    assert weighting_facts(survey) is None


def test_a_column_of_weights_has_a_mean_of_one() -> None:
    survey = with_weights(_survey({"column": "Paino"}))

    actual = survey.responses[WEIGHT]

    assert actual.tolist() == pytest.approx([2 / 3] * 5 + [10 / 3] + [2 / 3] * 2)
    assert actual.dtype == "Float64"
    assert weight_column(survey) == WEIGHT


def test_margins_make_the_respondents_like_the_population() -> None:
    actual = with_weights(_survey({"margins": REGIONS})).responses[WEIGHT]

    assert actual.tolist() == pytest.approx([2 / 3] * 6 + [2] * 2)


def test_margins_begin_from_the_column_where_there_is_one() -> None:
    actual = with_weights(_survey({"column": "Paino", "margins": REGIONS})).responses[WEIGHT]

    assert actual.tolist() == pytest.approx([0.4] * 5 + [2] + [2] * 2)


def test_weighted_shares_stand_beside_unweighted_counts() -> None:
    survey = with_weights(_survey({"margins": REGIONS}))
    large = pd.concat([survey.responses] * 20, ignore_index=True)

    counts = count_answers(
        large, ["region"], questionnaire=survey.questionnaire, weight=weight_column(survey)
    )
    actual = shares(counts).iloc[0]

    assert (actual["n"], actual["base"], actual["share"]) == (120, 160, pytest.approx(0.5))
    facts = weighting_facts(survey)
    assert facts is not None
    assert actual["design_effect"] == pytest.approx(facts.design_effect)


def test_limits_hold_and_so_do_the_margins() -> None:
    declared = {"column": "Paino", "margins": REGIONS, "limits": {"high": 1.5}}
    survey = _survey(declared, region=pd.Categorical(["north"] * 4 + ["south"] * 4))

    actual = with_weights(survey)

    weights = actual.responses[WEIGHT]
    assert weights.tolist() == pytest.approx([1] * 4 + [5 / 6, 1.5, 5 / 6, 5 / 6])
    facts = weighting_facts(actual)
    assert facts is not None
    assert (facts.at_limits, facts.margins) == (1, ("region",))
    assert facts.largest == pytest.approx(1.5)


def test_limits_alone_hold_the_column_in() -> None:
    declared = {"column": "Paino", "limits": {"low": 0.5, "high": 2}}

    actual = with_weights(_survey(declared)).responses[WEIGHT]

    assert actual.tolist() == pytest.approx([6 / 7] * 5 + [2] + [6 / 7] * 2)


def test_limits_that_the_margins_do_not_allow_are_refused() -> None:
    with pytest.raises(ParameterError, match=r"within the limits \(low none, high 1.5 times"):
        with_weights(_survey({"margins": REGIONS, "limits": {"high": 1.5}}))


ROLE = pd.Categorical(["a", "a", None, "b", "b", "cant_say", "a", "b"], ["a", "b", "cant_say"])


def test_respondents_without_an_answer_to_a_margin_are_refused() -> None:
    survey = _survey({"margins": {"role": {"a": 1, "b": 3}}}, role=ROLE)

    with pytest.raises(ParameterError, match="2 of the respondents gave no answer to it") as told:
        with_weights(survey)

    assert "'no_answer: keep'" in str(told.value)


@pytest.mark.parametrize("column", [None, "Paino"])
def test_or_keep_the_part_of_the_weights_that_they_had(column: str | None) -> None:
    declared = {"margins": {"role": {"a": 1, "b": 3}}, "no_answer": "keep", "column": column}
    survey = _survey(declared, role=ROLE)

    actual = with_weights(survey).responses[WEIGHT].to_numpy(float)

    kept = (1 + 5) / 12 if column else 2 / 8
    role = pd.Series(ROLE)
    assert actual.mean() == pytest.approx(1)
    assert actual[[2, 5]].sum() / 8 == pytest.approx(kept)
    assert actual[role == "b"].sum() == pytest.approx(3 * actual[role == "a"].sum())


def test_one_margin_may_have_missing_answers_and_another_none() -> None:
    declared = {"margins": {**REGIONS, "role": {"a": 50, "b": 50}}, "no_answer": "keep"}
    role = pd.Categorical(["a", None, "a", "b", "b", "a", "a", "b"], ["a", "b", "cant_say"])

    actual = with_weights(_survey(declared, role=role)).responses

    weights = actual[WEIGHT].to_numpy(float)
    assert weights[6:].sum() == pytest.approx(4)
    assert weights[1] == pytest.approx(1)
    assert weights[actual["role"] == "a"].sum() == pytest.approx(3.5)


def test_a_part_of_a_survey_keeps_the_weights_of_the_whole() -> None:
    survey = with_weights(_survey({"margins": REGIONS}))

    part = survey.within("south")

    assert part.responses[WEIGHT].tolist() == pytest.approx([2, 2])
    assert with_weights(part).responses[WEIGHT].tolist() == pytest.approx([2, 2])


def test_the_cost_of_the_weights_is_kish_s() -> None:
    facts = weighting_facts(with_weights(_survey({"column": "Paino"})))

    assert facts is not None
    assert facts.design_effect == pytest.approx(8 * (7 + 25) / 12**2)
    assert facts.effective_n == pytest.approx(8 / facts.design_effect)
    assert (facts.smallest, facts.largest) == pytest.approx((2 / 3, 10 / 3))
    assert (facts.n, facts.at_limits, facts.margins) == (8, 0, ())


def test_a_margin_of_nobody_is_refused() -> None:
    with pytest.raises(ParameterError, match="margin 'region': give the population's number"):
        with_weights(_survey({"margins": {"region": {"north": 0, "south": 0}}}))


BY_REGION = {"north": 120, "south": 80}


@pytest.mark.parametrize(
    ("frame", "groups", "place", "expected"),
    [
        (None, ["all"], "all", None),
        (150, ["all"], "all", 150),
        (150, ["all"], "north", None),
        (150, ["north", "south"], "all", None),
        (BY_REGION, ["all"], "all", 200),
        (BY_REGION, ["all"], "north", 120),
        (BY_REGION, ["north", "south"], "all", BY_REGION),
        (BY_REGION, ["south", "others"], "all", {"south": 80, "others": 120}),
        (BY_REGION, ["a", "b"], "all", None),
        (BY_REGION, ["a", "others"], "all", None),
        (BY_REGION, ["north", "north"], "all", {"north": 120}),
    ],
)
def test_the_frame_is_that_of_the_groups(
    frame: Any, groups: list[str], place: str, expected: Any
) -> None:
    actual = frame_of(_survey(None, frame).questionnaire, groups, place)

    assert actual == expected


def test_a_frame_narrows_the_intervals_of_its_groups() -> None:
    survey = _survey(None, {"north": 150, "south": 60})
    large = pd.concat([survey.responses] * 20, ignore_index=True)
    counts = count_answers(large, ["role"], by="region", questionnaire=survey.questionnaire)
    groups = counts["group"].unique()

    actual = shares(counts, ["a"], frame=frame_of(survey.questionnaire, groups))

    plain = shares(counts, ["a"])
    assert ((actual["high"] - actual["low"]) < (plain["high"] - plain["low"])).all()
    assert np.isclose(actual["share"], plain["share"]).all()
