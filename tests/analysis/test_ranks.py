from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from lumo_analysis.analysis.ranks import (
    brunner_munzel,
    cliffs_delta,
    kruskal_wallis,
    placements,
    superiority,
)

counts = st.lists(st.integers(0, 12), min_size=5, max_size=5)
tables = st.lists(counts, min_size=2, max_size=5)


def _values(row: list[int]) -> np.ndarray:
    return np.repeat(np.arange(len(row)), row)


def _dominance(one: list[int], two: list[int]) -> np.ndarray:
    return np.sign(_values(one)[:, None] - _values(two)[None, :])


@given(tables)
def test_kruskal_wallis_equals_that_of_scipy(table: list[list[int]]) -> None:
    assume(all(sum(row) for row in table))
    assume((np.sum(table, axis=0) > 0).sum() > 1)

    actual = float(kruskal_wallis(table))

    assert actual == pytest.approx(stats.kruskal(*map(_values, table)).statistic, abs=1e-9)


def test_kruskal_wallis_of_equal_answers_is_not_a_number() -> None:
    """The caller says why; see test_comparison."""
    assert np.isnan(kruskal_wallis([[0, 5], [0, 7]]))


def test_kruskal_wallis_takes_many_tables_at_once() -> None:
    one, two = [[3, 1, 0], [1, 1, 2]], [[2, 2, 1], [2, 0, 1]]

    actual = kruskal_wallis([one, two])

    assert actual.tolist() == [float(kruskal_wallis(one)), float(kruskal_wallis(two))]


def test_kruskal_wallis_keeps_its_digits_in_a_large_survey() -> None:
    small = np.array([[5, 8, 6, 7, 2], [3, 10, 12, 8, 12]])
    size = small.sum()

    actual = float(kruskal_wallis(small * 10**6))

    # H / (N - 1) depends on the proportions alone.
    expected = float(kruskal_wallis(small)) / (size - 1) * (size * 10**6 - 1)
    assert actual == pytest.approx(expected, rel=1e-12)


@given(counts, counts)
def test_brunner_munzel_equals_that_of_scipy(one: list[int], two: list[int]) -> None:
    assume(sum(one) > 1 and sum(two) > 1)
    assume(0 < float(superiority(one, two)) < 1)
    assume((np.add(one, two) > 0).sum() > 1)

    actual = brunner_munzel(one, two)

    expected = stats.brunnermunzel(_values(two), _values(one))
    assert float(actual.statistic) == pytest.approx(expected.statistic, abs=1e-10, rel=1e-10)
    p = 2 * stats.t.sf(abs(actual.statistic), actual.df)
    assert float(p) == pytest.approx(expected.pvalue, abs=1e-10)


def test_groups_completely_apart_have_an_infinite_statistic() -> None:
    """scipy.stats.brunnermunzel gives nan here."""
    low, high = [12, 8, 0, 0], [0, 0, 9, 11]

    assert brunner_munzel(high, low).statistic == np.inf
    assert brunner_munzel(low, high).statistic == -np.inf
    assert np.isnan(brunner_munzel(high, low).df)


def test_equal_constants_have_a_statistic_of_zero() -> None:
    assert brunner_munzel([0, 9, 0], [0, 4, 0]).statistic == 0


@given(counts, counts)
def test_superiority_counts_pairs(one: list[int], two: list[int]) -> None:
    assume(sum(one) and sum(two))

    actual = float(superiority(one, two))

    assert actual == pytest.approx((_dominance(one, two).mean() + 1) / 2, abs=1e-14)
    assert actual == pytest.approx(1 - float(superiority(two, one)), abs=1e-14)


@given(counts)
def test_placements_of_a_group_in_itself_are_a_half_on_average(row: list[int]) -> None:
    assume(sum(row))

    assert float((np.array(row) * placements(row)).sum() / sum(row)) == pytest.approx(0.5)


@given(counts, counts)
def test_cliffs_delta_follows_its_formula_cell_by_cell(one: list[int], two: list[int]) -> None:
    """The unbiased variance written with the whole matrix of signs (Cliff 1996)."""
    assume(sum(one) > 1 and sum(two) > 1)
    signs = _dominance(one, two)
    delta, (n1, n2) = signs.mean(), signs.shape
    assume(abs(delta) < 1)
    rows = ((signs.mean(axis=1) - delta) ** 2).sum()
    columns = ((signs.mean(axis=0) - delta) ** 2).sum()
    cells = ((signs - delta) ** 2).sum()
    variance = (n2**2 * rows + n1**2 * columns - cells) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    variance = max(variance, (1 - delta**2) / (n1 * n2 - 1))
    t = stats.t.ppf(0.975, n1 + n2 - 2)
    half = t * np.sqrt(variance) * np.sqrt((1 - delta**2) ** 2 + t**2 * variance)
    scale = 1 - delta**2 + t**2 * variance

    actual = cliffs_delta(one, two)

    expected = (delta, (delta - delta**3 - half) / scale, (delta - delta**3 + half) / scale)
    assert actual == pytest.approx(expected, abs=1e-10)


def test_cliffs_delta_meets_r_where_the_second_group_lacks_the_highest_answer() -> None:
    """effsize::cliff.delta(rep(1:5, c(3, 12, 0, 10, 3)), rep(1:5, c(11, 15, 0, 9, 0)))."""
    actual = cliffs_delta([3, 12, 0, 10, 3], [11, 15, 0, 9, 0])

    assert actual == pytest.approx((0.323469387755, 0.0523602267371, 0.550170672575), abs=1e-11)


@given(counts, counts)
def test_the_interval_of_delta_holds_it(one: list[int], two: list[int]) -> None:
    assume(sum(one) > 1 and sum(two) > 1)

    delta, low, high = cliffs_delta(one, two)

    assert -1 <= low <= delta + 1e-12
    assert delta - 1e-12 <= high <= 1


def test_equal_constants_keep_the_least_variance_of_cliff() -> None:
    """1/(9 * 9 - 1), not 0; t = 2.1199 with 16 df, w = t^2/80, and the end sqrt(w/(1 + w))."""
    assert cliffs_delta([0, 9], [0, 9]) == pytest.approx((0, -0.2306, 0.2306), abs=1e-4)


def test_groups_completely_apart_have_an_interval_that_depends_on_their_size() -> None:
    """t = 2.0244 with 38 df: (15 - 4.0981)/(15 + 4.0981) = 0.5708."""
    actual = cliffs_delta([0, 0, 25], [15, 0, 0])

    assert actual == pytest.approx((1, 0.5708, 1), abs=1e-4)
    assert cliffs_delta([15, 0, 0], [0, 0, 25]) == pytest.approx((-1, -1, -0.5708), abs=1e-4)


@pytest.mark.parametrize(("one", "two"), [([0, 1, 0], [3, 0, 3]), ([0, 1, 0], [1, 0, 0])])
def test_a_group_of_one_has_no_interval(one: list[int], two: list[int]) -> None:
    _, low, high = cliffs_delta(one, two)

    assert np.isnan([low, high]).all()
