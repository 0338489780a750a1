from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.comparison import compare_groups
from lumo_analysis.analysis.count_table import counts_of_others
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.differences import share_difference
from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.weights import design_effect, weights_of
from lumo_analysis.errors import ParameterError

SIX = pd.DataFrame(
    {
        "coping": pd.Categorical(["good", "good", "poor", None, "good", "poor"], ["poor", "good"]),
        "region": pd.Categorical(["n", "n", "n", "n", "s", None], ["n", "s"]),
        "ways__a": pd.array([True, False, True, None, False, True], dtype="boolean"),
        "ways__b": pd.array([True, True, False, None, False, True], dtype="boolean"),
        "weight": [1.0, 2.0, 3.0, 4.0, 0.5, 1.0],
    }
)
LARGE = pd.concat([SIX] * 20, ignore_index=True)


def test_weighted_counts_stand_beside_the_unweighted_ones() -> None:
    actual = count_answers(SIX, ["coping"], by="region", weight="weight")

    assert list(actual.columns) == [
        *("item", "group", "answer", "kind", "n", "weighted_n", "weighted_squares"),
    ]
    assert actual["n"].tolist() == [1, 2, 1, 0, 1, 0]
    assert actual["weighted_n"].tolist() == [3, 3, 4, 0, 0.5, 0]
    assert actual["weighted_squares"].tolist() == [9, 5, 16, 0, 0.25, 0]


def test_options_are_weighted_like_their_respondents() -> None:
    actual = count_answers(SIX, ["ways"], weight="weight")

    assert actual["answer"].tolist() == ["a", "b", "respondents", "no_answer"]
    assert actual["weighted_n"].tolist() == [5, 4, 7.5, 4]
    assert actual["weighted_squares"].tolist() == [11, 6, 15.25, 16]


def test_weights_leave_the_counts_as_they_were() -> None:
    actual = count_answers(SIX, ["coping", "ways"], by="region", weight="weight")

    expected = count_answers(SIX, ["coping", "ways"], by="region")
    pd.testing.assert_frame_equal(actual[list(expected.columns)], expected)
    pd.testing.assert_frame_equal(compare_groups(actual[:6]), compare_groups(expected[:6]))


def test_weighted_shares_stand_beside_the_unweighted_base() -> None:
    actual = shares(count_answers(LARGE, ["coping"], weight="weight"), ["good"]).iloc[0]

    # Answered: 1, 2, 3, 0.5 and 1, twenty times; sum 7.5 and squares 15.25 of each five.
    low, high = wilson_interval(3.5 / 7.5 * 20 * 7.5**2 / 15.25, 20 * 7.5**2 / 15.25)
    assert list(actual.index)[-4:] == [
        *("weighted_n", "weighted_base", "design_effect", "effective_base"),
    ]
    assert (actual["n"], actual["base"]) == (60, 100)
    assert (actual["weighted_n"], actual["weighted_base"]) == (70, 150)
    assert actual["share"] == pytest.approx(3.5 / 7.5)
    assert actual["design_effect"] == pytest.approx(5 * 15.25 / 7.5**2)
    assert actual["effective_base"] == pytest.approx(100 / actual["design_effect"])
    assert (actual["low"], actual["high"]) == pytest.approx((float(low), float(high)))


@pytest.mark.parametrize("method", ["wilson", "goodman", "clopper_pearson"])
def test_equal_weights_change_nothing(method: Any) -> None:
    equal = LARGE.assign(weight=0.3)

    actual = shares(count_answers(equal, ["coping", "ways"], weight="weight"), method=method)

    expected = shares(count_answers(equal, ["coping", "ways"]), method=method)
    pd.testing.assert_frame_equal(actual[list(expected.columns)], expected)
    assert actual["design_effect"].tolist() == pytest.approx([1] * 4)


def test_limits_go_by_the_effective_base() -> None:
    """Of 40 respondents one outweighs the others, so that they tell as much as 3.9 do."""
    responses = pd.DataFrame(
        {"coping": pd.Categorical(["good"] * 40), "weight": [40.0] + [1.0] * 39}
    )

    actual = shares(count_answers(responses, ["coping"], weight="weight")).iloc[0]

    assert actual["base"] == 40
    assert actual["effective_base"] == pytest.approx(79**2 / 1639)
    assert np.isnan(actual["share"])
    assert actual["uncertain"]


def test_weights_of_nothing_give_no_share() -> None:
    responses = LARGE.assign(weight=0)

    actual = shares(count_answers(responses, ["coping"], weight="weight"))

    assert actual[["share", "low", "high", "design_effect"]].isna().all(axis=None)
    assert actual["uncertain"].all()


def test_an_answer_of_everyone_has_a_share_of_exactly_one() -> None:
    weights = np.random.default_rng(1).random(50)
    responses = pd.DataFrame({"coping": pd.Categorical(["good"] * 50), "weight": weights})

    actual = shares(count_answers(responses, ["coping"], weight="weight")).iloc[0]

    assert (actual["share"], actual["high"]) == (1.0, 1.0)


def test_others_keep_their_weights() -> None:
    counts = count_answers(SIX, ["coping"], by="region", weight="weight")

    actual = counts_of_others(counts, "s")

    assert actual["group"].tolist() == ["s"] * 3 + ["others"] * 3
    assert actual["weighted_n"].tolist() == [0, 0.5, 0, 3, 3, 4]
    assert actual["weighted_squares"].tolist() == [0, 0.25, 0, 9, 5, 16]


def test_differences_go_by_the_weighted_shares() -> None:
    responses = pd.concat([LARGE, LARGE.assign(region="s")]).astype({"region": "category"})
    counts = count_answers(responses, ["coping"], by="region", weight="weight")

    actual = share_difference(counts, ["good"]).iloc[0]

    expected = shares(counts, ["good"])
    assert actual["difference"] == pytest.approx(expected["share"][1] - expected["share"][0])
    assert actual["low"] < actual["difference"] < actual["high"]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ([1, 2, None, -1, np.inf, 1], "3 respondents have no weight in 'weight', or one"),
        (["1"] * 6, "column 'weight' holds no numbers"),
        ([True] * 6, "column 'weight' holds no numbers"),
    ],
)
def test_what_is_no_weight_is_refused(column: list[Any], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        count_answers(SIX.assign(weight=column), ["coping"], weight="weight")

    assert message in str(caught.value)


def test_a_misspelt_column_of_weights_is_refused() -> None:
    with pytest.raises(ParameterError, match="'wieght' in the responses; did you mean 'weight'"):
        count_answers(SIX, ["coping"], weight="wieght")


def test_nullable_and_whole_numbers_are_weights() -> None:
    responses = SIX.assign(weight=pd.array([1, 2, 3, 4, 5, 6], dtype="Int64"))

    assert weights_of(responses, "weight").tolist() == [1, 2, 3, 4, 5, 6]


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=30), st.floats(0.1, 10))
def test_the_design_effect_is_one_or_more_and_has_no_unit(
    weights: list[float], unit: float
) -> None:
    actual = design_effect(weights)

    assert 1 - 1e-12 <= actual <= len(weights) + 1e-9
    assert design_effect([unit * weight for weight in weights]) == pytest.approx(actual)


def test_no_weights_have_no_design_effect() -> None:
    assert np.isnan(design_effect([]))
    assert np.isnan(design_effect([0, 0]))
