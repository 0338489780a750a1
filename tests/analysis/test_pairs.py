from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lumo_analysis.analysis.comparison import compare_groups
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.pairs import compare_pairs
from lumo_analysis.analysis.power import detectable_difference
from lumo_analysis.errors import ParameterError

LARGE = [[5, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]]


def _counts(item: str, table: list[list[int]], groups: str = "nsw") -> pd.DataFrame:
    rows = [
        (item, group, f"a{place}", "scale", n)
        for group, row in zip(groups, table, strict=False)
        for place, n in enumerate(row)
    ]
    return pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n"])


def test_every_pair_has_a_row() -> None:
    actual = compare_pairs(_counts("coping", LARGE))

    assert list(actual.columns) == [
        *("item", "groups", "test", "statistic", "df", "n", "p", "p_adjusted"),
        *("effect", "effect_name", "family", "reason", "detectable"),
        *("group1", "group2", "n_group1", "n_group2", "effect_low", "effect_high"),
    ]
    assert actual["groups"].tolist() == ["n+s", "n+w", "s+w"]
    assert actual["n"].tolist() == [73, 54, 71]
    assert (actual["n_group1"] + actual["n_group2"]).tolist() == [73, 54, 71]
    assert set(actual["test"]) == {"dunn"}
    assert set(actual["family"]) == {"coping"}
    assert actual["detectable"][2] == detectable_difference(45, 26)


def test_z_follows_dunns_formula_on_the_ranks() -> None:
    values = [np.repeat(np.arange(5), row) for row in LARGE]
    ranks = np.split(stats.rankdata(np.concatenate(values)), np.cumsum([28, 45]))
    variance = np.concatenate(ranks).var(ddof=1)

    actual = compare_pairs(_counts("coping", LARGE))

    expected = [
        (ranks[two].mean() - ranks[one].mean())
        / np.sqrt(variance * (1 / len(ranks[one]) + 1 / len(ranks[two])))
        for one, two in ((0, 1), (0, 2), (1, 2))
    ]
    assert actual["statistic"].tolist() == pytest.approx(expected)
    assert actual["p"].tolist() == pytest.approx(2 * stats.norm.sf(np.abs(expected)))


def test_z_and_delta_are_positive_where_the_second_group_answers_higher() -> None:
    actual = compare_pairs(_counts("coping", [[20, 5, 1], [2, 8, 20]])).iloc[0]

    assert actual["statistic"] > 0
    assert 0 < actual["effect_low"] < actual["effect"] < actual["effect_high"]


def test_p_is_adjusted_within_the_item_only() -> None:
    counts = pd.concat([_counts("a", LARGE), _counts("b", LARGE[::-1])])

    actual = compare_pairs(counts)

    for item in ("a", "b"):
        rows = actual[actual["item"] == item]
        assert rows["p_adjusted"].tolist() == holm(rows["p"]).tolist()


def test_for_two_groups_z_squared_is_the_statistic_of_kruskal_and_wallis() -> None:
    counts = _counts("coping", LARGE[:2])

    pairs, groups = compare_pairs(counts), compare_groups(counts, permutations=0)

    assert pairs["statistic"][0] ** 2 == pytest.approx(groups["statistic"][0])
    assert pairs["p"][0] == pytest.approx(groups["p"][0])


def test_only_items_that_differ_are_taken_apart() -> None:
    counts = pd.concat(
        [_counts("same", [[9, 9, 9]] * 3), _counts("differs", [[20, 5, 1], [1, 5, 20], [9, 9, 9]])]
    )

    actual = compare_pairs(counts, compare_groups(counts))

    assert actual["item"].tolist() == ["differs"] * 3
    assert compare_pairs(counts, compare_groups(counts), level=1e-9).empty


def test_an_item_that_could_not_be_tested_is_not_taken_apart() -> None:
    counts = _counts("constant", [[0, 12], [0, 15]])

    assert compare_pairs(counts, compare_groups(counts)).empty


@pytest.mark.parametrize(
    ("table", "reasons"),
    [
        ([[0, 0], [0, 0], [0, 0]], ["too_few"] * 3),
        ([[9, 9], [0, 0], [0, 0]], ["one_group", "one_group", "too_few"]),
        ([[0, 9], [0, 7], [0, 4]], ["constant"] * 3),
        ([[0, 9], [0, 0], [0, 4]], ["one_group", "constant", "one_group"]),
        ([[9, 9], [0, 0], [3, 9]], ["one_group", "", "one_group"]),
    ],
)
def test_a_missing_p_always_has_a_reason(table: list[list[int]], reasons: list[str]) -> None:
    actual = compare_pairs(_counts("coping", table))

    assert actual["reason"].tolist() == reasons
    missing = [bool(reason) for reason in reasons]
    for column in ("statistic", "p", "p_adjusted", "effect"):
        assert actual[column].isna().tolist() == missing


def test_two_equal_groups_among_others_have_no_difference() -> None:
    """All of the pair gave one answer; ranks among all groups still give a z of 0."""
    actual = compare_pairs(_counts("coping", [[0, 9], [0, 7], [4, 4]])).iloc[0]

    assert (actual["statistic"], actual["p"], actual["effect"]) == (0, 1, 0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": 5}, "level is 5; it must lie between 0 and 1"),
        ({"confidence": 95}, "confidence is 95; it must lie between 0 and 1"),
        (
            {"after": pd.DataFrame({"item": ["copin"], "p_adjusted": [0.01]})},
            "item 'coping' is not in the comparison given as 'after'; did you mean 'copin'?",
        ),
        ({"after": pd.DataFrame({"item": ["coping"]})}, "has no column 'p_adjusted'"),
    ],
)
def test_what_would_mislead_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        compare_pairs(_counts("coping", LARGE), **options)

    assert message in str(caught.value)


def test_no_items_give_an_empty_table_with_the_columns() -> None:
    whole = compare_pairs(_counts("coping", LARGE))

    actual = compare_pairs(_counts("coping", LARGE).iloc[:0])

    assert actual.empty
    assert list(actual.columns) == list(whole.columns)


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3),
    st.permutations(range(3)),
)
def test_another_order_of_groups_turns_only_signs(table: list[list[int]], order: list[int]) -> None:
    expected = compare_pairs(_counts("coping", table))
    moved = compare_pairs(
        _counts("coping", [table[place] for place in order], "".join("nsw"[p] for p in order))
    )

    by_pair = {
        frozenset((row.group1, row.group2)): (row.group1, row.statistic, row.p_adjusted, row.effect)
        for row in moved.itertuples()
    }
    for row in expected.itertuples():
        first, statistic, p, effect = by_pair[frozenset((row.group1, row.group2))]
        sign = 1 if first == row.group1 else -1
        assert sign * statistic == pytest.approx(row.statistic, abs=1e-9, nan_ok=True)
        assert sign * effect == pytest.approx(row.effect, abs=1e-9, nan_ok=True)
        assert p == pytest.approx(row.p_adjusted, abs=1e-9, nan_ok=True)
