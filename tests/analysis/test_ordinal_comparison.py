from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.comparison import compare_groups
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.ordinal_comparison import compare_adjusted
from lumo_analysis.analysis.strata import compare_within_strata
from lumo_analysis.errors import ParameterError

LARGE = [[5, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]]
NUMBERS = ["statistic", "df", "p", "p_adjusted", "effect"]
UNADJUSTED = ["unadjusted_statistic", "unadjusted_df", "unadjusted_p"]
CHECK = ["po_statistic", "po_df", "po_p"]


def _counts(*strata: list[list[int]], item: str = "coping") -> pd.DataFrame:
    rows = [
        (item, f"s{place}", group, f"a{answer}", "scale", n)
        for place, table in enumerate(strata)
        for group, row in zip("xyz", table, strict=False)
        for answer, n in enumerate(row)
    ]
    return pd.DataFrame(rows, columns=["item", "stratum", "group", "answer", "kind", "n"])


def test_one_stratum_adjusts_for_nothing() -> None:
    actual = compare_adjusted(_counts(LARGE)).iloc[0]

    assert actual["test"] == "ordinal-logit"
    assert actual["groups"] == "x+y+z"
    assert (actual["n"], actual["strata"]) == (99, 1)
    assert actual[["statistic", "df", "p"]].tolist() == pytest.approx(actual[UNADJUSTED].tolist())
    assert actual["effect"] == pytest.approx(1 - np.exp(-actual["statistic"] / 99))
    assert actual["effect_name"] == "r_squared"


def test_it_is_near_the_test_of_ranks_where_there_is_one_stratum() -> None:
    ranks = compare_groups(_counts(LARGE).drop(columns="stratum"), permutations=0).iloc[0]

    actual = compare_adjusted(_counts(LARGE)).iloc[0]

    assert actual["p"] == pytest.approx(ranks["p"], rel=0.25)
    assert actual["effect"] == pytest.approx(ranks["effect"], rel=0.1)
    assert actual["detectable"] == ranks["detectable"]


def test_a_difference_of_composition_alone_goes_with_the_stratum() -> None:
    nurses, others = [[40, 10], [8, 2]], [[2, 8], [10, 40]]

    actual = compare_adjusted(_counts(nurses, others)).iloc[0]

    assert actual["unadjusted_p"] < 0.001
    assert actual["p"] > 0.9
    assert actual["statistic"] == pytest.approx(0, abs=1e-9)


def test_a_difference_hidden_by_composition_comes_with_the_stratum() -> None:
    low, high = [[16, 4], [30, 30]], [[30, 30], [4, 16]]

    actual = compare_adjusted(_counts(low, high)).iloc[0]

    assert actual["unadjusted_p"] > 0.05
    assert actual["p"] < 0.01
    within = compare_within_strata(_counts(low, high), permutations=0).iloc[0]
    assert actual["p"] == pytest.approx(within["p"], rel=0.5)


@pytest.mark.parametrize(
    ("strata", "reason"),
    [
        ([[[0, 0], [0, 0]], [[0, 0], [0, 0]]], "too_few"),
        ([[[5, 4], [0, 0]], [[3, 4], [0, 0]]], "one_group"),
        ([[[5, 0], [3, 0]], [[0, 2], [0, 4]]], "constant"),
        ([[[5, 4], [0, 0]], [[0, 0], [3, 4]]], "confounded"),
        ([[[5, 4], [0, 9]], [[3, 2], [0, 7]]], "separated"),
    ],
)
def test_where_no_test_is_possible_p_is_missing_with_a_reason(
    strata: list[list[list[int]]], reason: str
) -> None:
    actual = compare_adjusted(_counts(*strata)).iloc[0]

    missing = actual[[*NUMBERS, *UNADJUSTED, *CHECK]].to_numpy(float)
    assert np.isnan(missing).all()
    assert (actual["reason"], actual["po_reason"], actual["strata"]) == (reason, reason, 0)


def test_two_answers_have_one_threshold_and_nothing_to_check() -> None:
    actual = compare_adjusted(_counts([[5, 4], [3, 8]])).iloc[0]

    assert actual["reason"] == ""
    assert actual["p"] == pytest.approx(0.19, abs=0.1)
    assert actual[CHECK].isna().all()
    assert actual["po_reason"] == "two_answers"


def test_no_number_is_missing_without_a_reason() -> None:
    frames = [
        _counts(LARGE, LARGE, item="one"),
        _counts([[5, 4, 0, 0, 0]] * 3, [[3, 2, 0, 0, 0]] * 3, item="two"),
        _counts([[5, 0, 0, 0, 0]] * 3, [[3, 0, 0, 0, 0]] * 3, item="three"),
    ]
    actual = compare_adjusted(pd.concat(frames, ignore_index=True))

    assert actual["reason"].tolist() == ["", "", "constant"]
    assert actual["po_reason"].tolist() == ["", "two_answers", "constant"]
    for row in actual.to_dict("records"):
        assert np.isnan([row[name] for name in NUMBERS]).any() == bool(row["reason"])
        assert np.isnan([row[name] for name in CHECK]).any() == bool(row["po_reason"])


def test_only_the_respondents_that_tell_something_are_counted() -> None:
    """An empty group, an answer nobody gave and a stratum at the end of the scale."""
    telling = [[5, 4, 0, 2], [3, 8, 0, 4], [0, 0, 0, 0]]
    at_the_end = [[0, 0, 0, 7], [0, 0, 0, 9], [0, 0, 0, 1]]

    actual = compare_adjusted(_counts(telling, at_the_end)).iloc[0]

    expected = compare_adjusted(_counts([[5, 4, 2], [3, 8, 4]])).iloc[0]
    assert (actual["n"], actual["groups"], actual["strata"]) == (26, "x+y", 1)
    assert actual["statistic"] == pytest.approx(expected["statistic"], rel=1e-12)


def test_groups_in_parts_are_compared_within_their_part() -> None:
    """Stratum s0 links x and y, and z stands alone in s1."""
    first = [[5, 4, 2], [3, 8, 4], [0, 0, 0]]
    second = [[0, 0, 0], [0, 0, 0], [6, 2, 3]]

    actual = compare_adjusted(_counts(first, second)).iloc[0]

    assert (actual["df"], actual["unadjusted_df"], actual["n"]) == (1, 2, 37)
    assert 0 < actual["p"] < 1


def test_p_is_adjusted_in_its_family() -> None:
    one, two = _counts(LARGE), _counts(LARGE, item="strain")

    both = compare_adjusted(pd.concat([one, two], ignore_index=True))
    alone = compare_adjusted(
        pd.concat([one, two], ignore_index=True), {"coping": None, "strain": None}
    )

    assert both["p_adjusted"].tolist() == pytest.approx((2 * both["p"]).tolist())
    assert alone["p_adjusted"].tolist() == alone["p"].tolist()
    assert both["family"].tolist() == ["all", "all"]


def test_counts_come_from_the_responses() -> None:
    source = np.random.default_rng(1)
    responses = pd.DataFrame(
        {
            "coping": pd.Categorical(
                source.choice(["poor", "fair", "good"], 120), ["poor", "fair", "good"], ordered=True
            ),
            "region": pd.Categorical(source.choice(["n", "s"], 120)),
            "role": pd.Categorical(source.choice(["nurse", "other"], 120)),
        }
    )

    counts = count_answers(responses, ["coping"], by="region", stratum="role")
    actual = compare_adjusted(counts).iloc[0]

    assert (actual["n"], actual["strata"], actual["reason"]) == (120, 2, "")
    by_hand = responses.groupby(["role", "region", "coping"], observed=False).size()
    strata = by_hand.to_numpy().reshape(2, 2, 3).tolist()
    assert actual["statistic"] == compare_adjusted(_counts(*strata))["statistic"][0] > 0


def test_counts_without_strata_are_refused() -> None:
    with pytest.raises(ParameterError, match="counts has no column 'stratum'"):
        compare_adjusted(_counts(LARGE).drop(columns="stratum"))


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=3, max_size=3),
        min_size=2,
        max_size=2,
    ),
    st.permutations(range(3)),
)
def test_another_order_of_groups_and_strata_changes_nothing(
    strata: list[list[list[int]]], order: list[int]
) -> None:
    moved = [[table[place] for place in order] for table in strata[::-1]]

    actual, expected = compare_adjusted(_counts(*moved)), compare_adjusted(_counts(*strata))

    assert actual["reason"].tolist() == expected["reason"].tolist()
    numbers = [*NUMBERS, *UNADJUSTED, *CHECK, "n", "strata"]
    np.testing.assert_allclose(actual[numbers], expected[numbers], atol=1e-8)
