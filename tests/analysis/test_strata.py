from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.comparison import compare_groups
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.strata import compare_within_strata
from lumo_analysis.errors import ParameterError

LARGE = [[5, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]]
NUMBERS = ["statistic", "df", "n", "p", "effect"]


def _counts(*strata: list[list[int]], item: str = "coping") -> pd.DataFrame:
    rows = [
        (item, f"s{place}", group, f"a{answer}", "scale", n)
        for place, table in enumerate(strata)
        for group, row in zip("xyz", table, strict=False)
        for answer, n in enumerate(row)
    ]
    return pd.DataFrame(rows, columns=["item", "stratum", "group", "answer", "kind", "n"])


@pytest.mark.parametrize("options", [{}, {"nominal": ["coping"]}])
def test_one_stratum_gives_the_test_without_strata(options: dict[str, Any]) -> None:
    """Chi-square has n where the general test has n - 1."""
    counts = _counts(LARGE)

    actual = compare_within_strata(counts, permutations=0, **options).iloc[0]
    expected = compare_groups(counts.drop(columns="stratum"), permutations=0, **options).iloc[0]

    statistic = expected["statistic"] * (98 / 99 if options else 1)
    assert actual["statistic"] == pytest.approx(statistic)
    assert (actual["df"], actual["n"], actual["strata"]) == (expected["df"], 99, 1)
    assert actual["effect"] == pytest.approx(expected["effect"])
    assert actual["detectable"] == expected["detectable"]
    assert actual["p"] == pytest.approx(expected["p"], abs=0.02)


def test_a_difference_of_composition_alone_is_not_one_within_strata() -> None:
    """Nurses answer low in both regions, and the north has more of them."""
    nurses, others = [[40, 10], [8, 2]], [[2, 8], [10, 40]]

    pooled = compare_groups(_pooled(_counts(nurses, others)))
    within = compare_within_strata(_counts(nurses, others))

    assert pooled["p"][0] < 0.001
    assert within["p"][0] > 0.9
    assert within["statistic"][0] == pytest.approx(0)


def test_a_difference_hidden_by_composition_shows_within_strata() -> None:
    """In each stratum the second group answers higher, but it has more who answer low."""
    low, high = [[16, 4], [30, 30]], [[30, 30], [4, 16]]

    pooled = compare_groups(_pooled(_counts(low, high)))
    within = compare_within_strata(_counts(low, high))

    assert pooled["p"][0] > 0.05
    assert within["p"][0] < 0.01
    assert within["test"][0] == "van-elteren, permutation"


def test_two_groups_are_weighted_as_by_van_elteren() -> None:
    """Rank sums over N + 1, with the variance of ranks with ties (van Elteren 1960)."""
    tables = np.array([[[3, 4, 1], [2, 2, 6]], [[5, 1, 1], [2, 3, 4]]])
    above, variance = 0.0, 0.0
    for table in tables:
        values = np.repeat([0, 1, 2], table.sum(axis=0))
        ranks = pd.Series(values).rank().to_numpy()
        rank_of = dict(zip(values, ranks, strict=True))
        first, n = table[0].sum(), table.sum()
        own = sum(count * rank_of[answer] for answer, count in enumerate(table[0]))
        above += (own - first * (n + 1) / 2) / (n + 1)
        variance += first * (n - first) / n * ranks.var(ddof=1) / (n + 1) ** 2

    actual = compare_within_strata(_counts(*tables.tolist()), permutations=0).iloc[0]

    assert actual["statistic"] == pytest.approx(above**2 / variance)
    assert (actual["test"], actual["df"]) == ("van-elteren", 1)


def test_the_general_test_meets_the_job_satisfaction_of_r() -> None:
    """mantelhaen.test(Satisfaction): M^2 = 10.2, df = 9, p-value = 0.3345 (R's help page)."""
    women = [[1, 3, 11, 2], [2, 3, 17, 3], [0, 1, 8, 5], [0, 2, 4, 2]]
    men = [[1, 1, 2, 1], [0, 3, 5, 1], [0, 0, 7, 3], [0, 1, 9, 6]]
    counts = _counts()
    rows = [
        ("job", stratum, f"g{place}", f"a{answer}", "scale", n)
        for stratum, table in (("women", women), ("men", men))
        for place, row in enumerate(table)
        for answer, n in enumerate(row)
    ]
    counts = pd.DataFrame(rows, columns=counts.columns)

    asymptotic = compare_within_strata(counts, nominal=["job"], permutations=0).iloc[0]
    permuted = compare_within_strata(counts, nominal=["job"]).iloc[0]

    assert asymptotic["test"] == "cochran-mantel-haenszel"
    assert round(asymptotic["statistic"], 1) == 10.2
    assert asymptotic["df"] == 9
    assert round(asymptotic["p"], 4) == 0.3345
    assert permuted["p"] == pytest.approx(0.3345, abs=0.03)


def test_strata_that_tell_nothing_are_left_out() -> None:
    only_one_group, only_one_answer, nobody = [[5, 3], [0, 0]], [[4, 0], [3, 0]], [[0, 0], [0, 0]]
    telling = [[8, 3], [2, 9]]

    actual = compare_within_strata(_counts(only_one_group, telling, only_one_answer, nobody))

    expected = compare_within_strata(_counts(telling))
    pd.testing.assert_frame_equal(actual, expected)
    assert (actual["n"][0], actual["strata"][0], actual["reason"][0]) == (22, 1, "")


@pytest.mark.parametrize("nominal", [[], ["coping"]])
@pytest.mark.parametrize(
    ("strata", "reason"),
    [
        ([[[0, 0], [0, 0]], [[0, 0], [0, 0]]], "too_few"),
        ([[[5, 4], [0, 0]], [[0, 0], [3, 4]]], "one_group"),
        ([[[5, 0], [3, 0]], [[0, 2], [0, 4]]], "constant"),
        ([[[5, 0], [3, 0]], [[2, 2], [0, 0]]], "constant"),
    ],
)
def test_where_no_test_is_possible_p_is_missing_with_a_reason(
    strata: list[list[list[int]]], reason: str, nominal: list[str]
) -> None:
    actual = compare_within_strata(_counts(*strata), nominal=nominal).iloc[0]

    assert np.isnan(actual[["statistic", "p", "p_adjusted", "effect"]].to_numpy(float)).all()
    assert (actual["reason"], actual["strata"]) == (reason, 0)


def test_columns_are_those_of_a_comparison_and_the_strata() -> None:
    expected = compare_groups(_pooled(_counts(LARGE)))

    assert list(compare_within_strata(_counts(LARGE)).columns) == [*expected.columns, "strata"]


def test_counts_by_stratum_come_from_the_responses() -> None:
    responses = pd.DataFrame(
        [("n", "nurse", "good")] * 9 + [("s", "nurse", "poor")] * 8 + [("s", "other", None)] * 2,
        columns=["region", "role", "coping"],
    ).astype("category")
    responses.loc[0, "role"] = None

    counts = count_answers(responses, ["coping"], by="region", stratum="role")
    actual = compare_within_strata(counts).iloc[0]

    assert list(counts.columns) == ["item", "stratum", "group", "answer", "kind", "n"]
    assert counts["stratum"].tolist() == ["nurse"] * 6 + ["other"] * 6
    assert counts["n"].tolist() == [8, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 2]
    assert (actual["n"], actual["strata"], actual["p"]) == (16, 1, pytest.approx(2e-4, abs=2e-4))


def test_strata_of_several_items_stay_with_their_item() -> None:
    responses = pd.DataFrame({"a": ["x", "y"], "b": ["y", "x"], "role": ["p", "q"]}).astype(
        "category"
    )

    actual = count_answers(responses, ["b", "a"], stratum="role")

    assert actual["item"].tolist() == ["b"] * 6 + ["a"] * 6
    assert actual["stratum"].tolist() == (["p"] * 3 + ["q"] * 3) * 2
    whole = count_answers(responses, ["b", "a"])
    sums = actual.groupby(["item", "group", "answer", "kind"], sort=False)["n"].sum()
    assert sums.tolist() == whole["n"].tolist()


def test_a_stratum_is_no_item_and_no_grouping() -> None:
    responses = pd.DataFrame({"a": ["x"], "role": ["p"]}).astype("category")

    with pytest.raises(ParameterError, match="'role' is the stratum and also the grouping"):
        count_answers(responses, ["a"], by="role", stratum="role")
    with pytest.raises(ParameterError, match="'a' is the stratum and also the grouping or an"):
        count_answers(responses, ["a"], stratum="a")


def test_counts_by_stratum_are_refused_where_they_would_mislead() -> None:
    for use in (shares, compare_groups):
        with pytest.raises(ParameterError, match="these counts are by stratum; count without"):
            use(_counts(LARGE, LARGE))


def test_counts_without_or_with_uneven_strata_are_refused() -> None:
    counts = _counts(LARGE, LARGE)

    with pytest.raises(ParameterError, match="counts has no column 'stratum'"):
        compare_within_strata(_pooled(counts))
    with pytest.raises(ParameterError, match="the strata have different items, groups or"):
        compare_within_strata(counts.iloc[:-1])
    with pytest.raises(ParameterError, match="item 'copin' is not in the counts"):
        compare_within_strata(counts, nominal=["copin"])


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=3, max_size=3),
        min_size=2,
        max_size=2,
    ),
    st.permutations(range(3)),
    st.sampled_from([[], ["coping"]]),
)
def test_another_order_of_groups_and_strata_changes_nothing(
    strata: list[list[list[int]]], order: list[int], nominal: list[str]
) -> None:
    moved = [[table[place] for place in order] for table in strata]

    actual = compare_within_strata(_counts(*moved), nominal=nominal, permutations=99)

    expected = compare_within_strata(_counts(*strata), nominal=nominal, permutations=99)
    np.testing.assert_allclose(actual[NUMBERS], expected[NUMBERS], atol=1e-8)
    turned = compare_within_strata(_counts(*strata[::-1]), nominal=nominal, permutations=0)
    others = ["statistic", "df", "n", "effect"]
    np.testing.assert_allclose(turned[others], expected[others], atol=1e-8)
    assert actual["reason"].tolist() == expected["reason"].tolist()
    if not expected["reason"][0] and not nominal:
        assert 0 <= expected["effect"][0] <= 1 + 1e-9


def _pooled(counts: pd.DataFrame) -> pd.DataFrame:
    keys = ["item", "group", "answer", "kind"]
    return counts.groupby(keys, sort=False, as_index=False).agg({"n": "sum"})
