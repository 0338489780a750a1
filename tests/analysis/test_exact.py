from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from lumo_analysis.analysis.exact import fisher_freeman_halton, fisher_statistic

tables = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=3)


def _by_enumeration(table: np.ndarray) -> float:
    """All tables with the margins, one by one."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    constant = math.prod(map(math.factorial, [*rows, *columns])) / math.factorial(table.sum())

    def chance(cells: np.ndarray) -> float:
        return float(constant / math.prod(math.factorial(int(n)) for n in cells.ravel()))

    total = 0.0
    free = [range(min(row, column) + 1) for row in rows[:-1] for column in columns[:-1]]
    for cells in itertools.product(*free):
        inner = np.array(cells).reshape(len(rows) - 1, len(columns) - 1)
        beside = np.column_stack([inner, rows[:-1] - inner.sum(axis=1)])
        whole = np.vstack([beside, columns - beside.sum(axis=0)])
        if (whole >= 0).all() and chance(whole) <= chance(table) * (1 + 1e-7):
            total += chance(whole)
    return total


@settings(max_examples=40)
@given(tables)
def test_p_sums_all_tables_that_are_no_more_likely(rows: list[list[int]]) -> None:
    table = np.array(rows)
    assume(table.sum(axis=0).all() and table.sum(axis=1).all())

    actual = fisher_freeman_halton(table)

    assert actual.exact
    assert actual.p == pytest.approx(_by_enumeration(table), abs=1e-10)
    assert fisher_freeman_halton(table.T).p == pytest.approx(actual.p, abs=1e-10)


@given(st.lists(st.integers(1, 40), min_size=4, max_size=4))
def test_two_by_two_equals_fishers_exact_test(cells: list[int]) -> None:
    table = np.array(cells).reshape(2, 2)

    actual = fisher_freeman_halton(table)

    assert actual.p == pytest.approx(float(stats.fisher_exact(table).pvalue), rel=1e-6)
    assert actual.df == 1


def test_the_job_satisfaction_of_r_is_met() -> None:
    """fisher.test(Job): p = 0.7827 (the example of R's own help page, after Agresti)."""
    job = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]

    actual = fisher_freeman_halton(job, most_paths=1_000_000)

    assert actual.exact
    assert round(actual.p, 4) == 0.7827
    assert fisher_freeman_halton(job, most_paths=1).p == pytest.approx(0.7827, abs=0.015)


def test_exercise_and_smoking_meet_r() -> None:
    """fisher.test(table(MASS::survey$Exer, MASS::survey$Smoke))."""
    actual = fisher_freeman_halton([[7, 87, 12, 9], [1, 18, 3, 1], [3, 84, 4, 7]])

    assert actual.exact
    assert actual.p == pytest.approx(0.413845448608, abs=1e-11)


def test_a_large_table_is_drawn_at_random_with_the_same_p_each_time() -> None:
    table = np.array([[5, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]]) * 3

    actual = fisher_freeman_halton(table, "coping")

    assert not actual.exact
    assert actual.p == fisher_freeman_halton(table, "coping").p
    assert (actual.p * 10_000) == pytest.approx(round(actual.p * 10_000))
    assert fisher_freeman_halton(table[[2, 0, 1]], "coping").p == actual.p


def test_a_large_table_without_random_tables_has_no_p() -> None:
    table = np.array([[5, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]]) * 3

    actual = fisher_freeman_halton(table, permutations=0)

    assert math.isnan(actual.p)
    assert not actual.exact


def test_many_small_groups_are_counted_exactly() -> None:
    """Thirteen groups of two: every table is as likely as any with as many mixed groups."""
    table = np.array([[2, 0]] * 6 + [[0, 2]] * 6 + [[1, 1]])
    mixed = np.arange(1, 14, 2)
    ways = [math.comb(13, k) * math.comb(13 - k, (13 - k) // 2) * 2.0**k for k in mixed]

    actual = fisher_freeman_halton(table)

    assert actual.exact
    assert actual.p == pytest.approx(ways[0] / math.comb(26, 13))


def test_fishers_statistic_nears_chi_square_in_large_tables() -> None:
    table = np.array([[300, 310, 290], [305, 280, 315]])

    assert float(fisher_statistic(table)) == pytest.approx(
        stats.chi2_contingency(table).statistic, rel=0.02
    )


def test_less_likely_tables_have_a_higher_statistic() -> None:
    even, apart = [[5, 5], [5, 5]], [[9, 1], [1, 9]]

    assert fisher_statistic([even, apart]).argmax() == 1
