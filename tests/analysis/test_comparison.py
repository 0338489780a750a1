from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lumo_analysis.analysis.association import cramers_v
from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.exact import fisher_freeman_halton
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.power import detectable_difference
from lumo_analysis.errors import ParameterError

REGIONS = ("north", "south", "west")
LARGE = [[5, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]]


def _counts(item: str, table: list[list[int]], groups: tuple[str, ...] = REGIONS) -> pd.DataFrame:
    rows = [
        (item, group, f"a{place}", "scale", n)
        for group, row in zip(groups, table, strict=False)
        for place, n in enumerate(row)
    ]
    return pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n"])


def _values(row: list[int]) -> np.ndarray:
    return np.repeat(np.arange(len(row)), row)


def test_ordered_answers_are_tested_by_kruskal_and_wallis() -> None:
    actual = compare_groups(_counts("coping", LARGE)).iloc[0]

    expected = stats.kruskal(*map(_values, LARGE))
    assert actual["test"] == "kruskal-wallis"
    assert actual["groups"] == "north+south+west"
    assert (actual["df"], actual["n"], actual["reason"]) == (2, 99, "")
    assert actual["statistic"] == pytest.approx(expected.statistic)
    assert actual["p"] == pytest.approx(expected.pvalue)
    assert actual["effect"] == pytest.approx(expected.statistic / 98)
    assert actual["effect_name"] == "epsilon_squared"


def test_columns_are_those_of_a_comparison() -> None:
    columns = [
        *("item", "groups", "test", "statistic", "df", "n", "p", "p_adjusted"),
        *("effect", "effect_name", "family", "reason", "detectable"),
    ]

    assert list(compare_groups(_counts("coping", LARGE)).columns) == columns
    assert list(compare_with_rest(_counts("coping", LARGE)).columns) == [
        *columns,
        *("group", "n_group", "superiority", "effect_low", "effect_high"),
    ]


def test_answers_off_the_scale_do_not_count() -> None:
    counts = _counts("coping", LARGE)
    more = counts.iloc[[0, 5, 10]].assign(answer="cant_say", kind="off_scale", n=99)

    pd.testing.assert_frame_equal(compare_groups(pd.concat([counts, more])), compare_groups(counts))


@pytest.mark.parametrize(
    "table",
    [
        [[4, 3, 2], [3, 10, 12], [7, 8, 7]],  # nine answers in a group
        [[10, 10, 1], [10, 10, 0], [10, 10, 0]],  # a third of an answer expected
    ],
)
def test_small_tables_get_p_from_permutations(table: list[list[int]]) -> None:
    counts = _counts("coping", table)

    actual = compare_groups(counts).iloc[0]
    asymptotic = compare_groups(counts, permutations=0).iloc[0]

    assert actual["test"] == "kruskal-wallis, permutation"
    assert asymptotic["test"] == "kruskal-wallis"
    assert actual["statistic"] == asymptotic["statistic"]
    assert actual["p"] == pytest.approx(asymptotic["p"], abs=0.03)
    assert (actual["p"] * 10_000) == pytest.approx(round(actual["p"] * 10_000))


def test_nominal_items_are_tested_by_chi_square() -> None:
    actual = compare_groups(_counts("role", LARGE), nominal=["role"]).iloc[0]

    expected = stats.chi2_contingency(LARGE, correction=False)
    assert actual["test"] == "chi-square, permutation"
    assert actual["statistic"] == pytest.approx(expected.statistic)
    assert actual["df"] == 8
    assert actual["p"] == pytest.approx(expected.pvalue, abs=0.02)
    assert actual["effect_name"] == "cramers_v"


def test_an_item_without_order_can_be_tested_exactly() -> None:
    actual = compare_groups(_counts("role", [[9, 1, 3], [2, 8, 3]]), exact=["role"]).iloc[0]

    assert (actual["test"], actual["effect_name"]) == ("fisher-freeman-halton", "cramers_v")
    assert actual["p"] == pytest.approx(fisher_freeman_halton([[9, 1, 3], [2, 8, 3]]).p)
    assert actual["effect"] == cramers_v([[9, 1, 3], [2, 8, 3]])
    assert (actual["df"], actual["reason"]) == (2, "")


def test_an_exact_test_of_a_large_table_says_where_p_is_from() -> None:
    counts = _counts("role", (np.array(LARGE) * 3).tolist())

    random = compare_groups(counts, exact=["role"]).iloc[0]
    none = compare_groups(counts, exact=["role"], permutations=0).iloc[0]

    assert random["test"] == "fisher-freeman-halton, permutation"
    assert 0 < random["p"] < 0.05
    assert random["reason"] == ""
    assert np.isnan(none["p"])
    assert none["reason"] == "too_large"


def test_items_are_tested_each_in_its_way() -> None:
    small = [[9, 1, 3], [2, 8, 3]]
    counts = pd.concat([_counts(item, small) for item in ("a", "b", "c")])

    actual = compare_groups(counts, nominal=["c"], exact=["a"])

    assert actual["test"].str.split(",").str[0].tolist() == [
        *("fisher-freeman-halton", "kruskal-wallis", "chi-square"),
    ]
    assert actual["p_adjusted"].tolist() == holm(actual["p"]).tolist()


def test_polarisation_shows_in_the_shape_and_not_in_the_ranks() -> None:
    counts = _counts("coping", [[20, 0, 20], [2, 36, 2]])

    assert compare_groups(counts)["p"][0] > 0.9
    assert compare_groups(counts, nominal=["coping"])["p"][0] == 0.0001


def test_an_empty_row_or_column_does_not_stop_chi_square() -> None:
    """scipy's chi2_contingency raises on an empty row."""
    counts = _counts("role", [[20, 0, 10], [0, 0, 0], [10, 0, 20]])

    actual = compare_groups(counts, nominal=["role"]).iloc[0]

    assert (actual["groups"], actual["df"], actual["reason"]) == ("north+west", 1, "")
    assert actual["statistic"] == pytest.approx(60 * (400 - 100) ** 2 / 30**4)


@pytest.mark.parametrize("options", [{}, {"nominal": ["coping"]}, {"exact": ["coping"]}])
@pytest.mark.parametrize(
    ("table", "reason", "n"),
    [
        ([[0, 0], [0, 0]], "too_few", 0),
        ([[9, 9], [0, 0]], "one_group", 18),
        ([[0, 9], [0, 7]], "constant", 16),
    ],
)
def test_where_no_test_is_possible_p_is_missing_with_a_reason(
    table: list[list[int]], reason: str, n: int, options: dict[str, Any]
) -> None:
    """scipy's kruskal gives nan without a word for equal answers."""
    actual = compare_groups(_counts("coping", table), **options).iloc[0]

    assert np.isnan(actual[["statistic", "p", "p_adjusted", "effect"]].to_numpy(float)).all()
    assert (actual["reason"], actual["n"]) == (reason, n)


def test_one_untestable_item_leaves_the_adjustment_of_the_others() -> None:
    items = [_counts("a", LARGE), _counts("b", LARGE[::-1])]
    with_constant = pd.concat([items[0], _counts("constant", [[0, 9], [0, 7]]), items[1]])

    actual = compare_groups(with_constant)

    expected = compare_groups(pd.concat(items))
    assert np.isnan(actual["p_adjusted"][1])
    assert actual["p_adjusted"][[0, 2]].tolist() == expected["p_adjusted"].tolist()


def test_p_is_adjusted_within_each_family() -> None:
    tables = {"a": LARGE, "b": [LARGE[1], LARGE[0], LARGE[2]], "c": LARGE[::-1], "d": LARGE}
    counts = pd.concat([_counts(item, table) for item, table in tables.items()])

    actual = compare_groups(counts, {"a": "x", "b": "x", "c": None, "d": "x", "e": "x"})

    p = actual["p"].to_numpy()
    assert actual["family"].tolist() == ["x", "x", "c", "x"]
    assert actual["p_adjusted"][2] == p[2]
    assert actual["p_adjusted"][[0, 1, 3]].tolist() == holm(p[[0, 1, 3]]).tolist()
    assert compare_groups(counts)["p_adjusted"].tolist() == holm(p).tolist()
    assert set(compare_groups(counts, "all_items")["family"]) == {"all_items"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"nominal": ["copin"]}, "item 'copin' is not in the counts; did you mean 'coping'?"),
        ({"exact": ["copin"]}, "item 'copin' is not in the counts; did you mean 'coping'?"),
        ({"exact": ["coping"], "nominal": ["coping"]}, "in both 'nominal' and 'exact'"),
        ({"family": {"copin": "x"}}, "item 'coping' is not in family; did you mean 'copin'?"),
    ],
)
def test_a_misspelt_item_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        compare_groups(_counts("coping", LARGE), **options)

    assert message in str(caught.value)


def test_the_two_smallest_groups_say_what_could_have_been_seen() -> None:
    table = [[13, 13], [40, 40], [0, 0], [20, 25]]
    counts = _counts("coping", table, (*REGIONS, "east"))

    assert compare_groups(counts)["detectable"][0] == detectable_difference(26, 45)
    assert compare_with_rest(counts)["detectable"].tolist() == pytest.approx(
        [detectable_difference(n, 151 - n) for n in (26, 80, 0, 45)], nan_ok=True
    )


def test_each_group_is_compared_with_the_others_only() -> None:
    actual = compare_with_rest(_counts("coping", LARGE))

    for place, row in enumerate(actual.itertuples()):
        own = _values(LARGE[place])
        rest = _values(np.sum(LARGE, axis=0) - LARGE[place])
        expected = stats.brunnermunzel(rest, own)
        assert row.test == "brunner-munzel"
        assert (row.group, row.groups) == (REGIONS[place], f"{REGIONS[place]}+others")
        assert (row.n_group, row.n) == (len(own), 99)
        assert row.statistic == pytest.approx(expected.statistic, abs=1e-10)
        assert row.p == pytest.approx(expected.pvalue, abs=1e-10)
        signs = np.sign(own[:, None] - rest[None, :])
        assert row.effect == pytest.approx(signs.mean())
        assert row.superiority == pytest.approx((signs > 0).mean() + (signs == 0).mean() / 2)
        assert row.effect_low < row.effect < row.effect_high
    assert actual["p_adjusted"].tolist() == holm(actual["p"]).tolist()


def test_groups_completely_apart_get_p_from_permutations() -> None:
    """scipy's brunnermunzel gives nan here."""
    counts = _counts("coping", [[20, 0], [0, 20]])

    actual = compare_with_rest(counts)

    assert actual["test"].tolist() == ["brunner-munzel, permutation"] * 2
    assert actual["p"].tolist() == [0.0001, 0.0001]
    assert actual["effect"].tolist() == [-1, 1]
    assert actual["statistic"].isna().all()
    assert actual["reason"].tolist() == ["", ""]


def test_groups_completely_apart_without_permutations_have_a_reason() -> None:
    actual = compare_with_rest(_counts("coping", [[20, 0], [0, 20]]), permutations=0)

    assert actual["p"].isna().all()
    assert actual["reason"].tolist() == ["completely_apart"] * 2


def test_a_small_group_gets_p_from_permutations() -> None:
    actual = compare_with_rest(_counts("coping", [[1, 3, 5], [20, 12, 8], [9, 9, 9]]))

    assert actual["test"].str.endswith("permutation").tolist() == [True, False, False]
    assert actual["p"][0] == pytest.approx(
        compare_with_rest(_counts("coping", [[1, 3, 5], [29, 21, 17]]), permutations=0)["p"][0],
        abs=0.03,
    )


def test_a_group_of_one_can_be_compared() -> None:
    actual = compare_with_rest(_counts("coping", [[0, 0, 1], [12, 8, 1]])).iloc[0]

    # Two of the 22 gave the highest answer, and each is equally likely to be the one.
    assert actual["p"] == pytest.approx(2 / 22, abs=0.02)
    assert np.isnan(actual["effect_low"])


@pytest.mark.parametrize(
    ("table", "reasons"),
    [
        ([[0, 0], [0, 0]], ["too_few"] * 2),
        ([[9, 9], [0, 0]], ["one_group"] * 2),
        ([[0, 9], [0, 7]], ["constant"] * 2),
        ([[0, 0], [9, 9], [9, 3]], ["one_group", "", ""]),
    ],
)
def test_a_missing_p_always_has_a_reason(table: list[list[int]], reasons: list[str]) -> None:
    actual = compare_with_rest(_counts("coping", table))

    assert actual["reason"].tolist() == reasons
    assert actual["p"].isna().tolist() == [bool(reason) for reason in reasons]


def test_an_answer_is_the_same_on_every_run_and_changes_with_the_seed() -> None:
    counts = _counts("coping", [[4, 3, 2], [3, 4, 2]])

    assert compare_groups(counts)["p"][0] == compare_groups(counts)["p"][0]
    assert compare_groups(counts)["p"][0] != compare_groups(counts, seed="2")["p"][0]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3),
    st.permutations(range(3)),
)
def test_other_names_and_another_order_of_groups_change_nothing(
    table: list[list[int]], order: list[int]
) -> None:
    names = tuple("xyz"[place] for place in order)
    moved = _counts("coping", [table[place] for place in order], names)
    numbers = ["statistic", "p", "p_adjusted", "effect", "n"]

    for compare in (compare_groups, compare_with_rest):
        expected = compare(_counts("coping", table), permutations=199)
        actual = compare(moved, permutations=199)
        if compare is compare_with_rest:
            actual = actual.set_index("group").loc[["x", "y", "z"]].reset_index()
        np.testing.assert_allclose(actual[numbers], expected[numbers], atol=1e-9)
        assert actual["reason"].tolist() == expected["reason"].tolist()
        assert (actual["p"].isna() == (actual["reason"] != "")).all()
