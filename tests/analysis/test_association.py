from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from lumo_analysis.analysis.association import chi_square, cramers_v, expected_counts


@given(st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=2, max_size=4))
def test_chi_square_equals_that_of_scipy(table: list[list[int]]) -> None:
    assume(np.sum(table, axis=0).all() and np.sum(table, axis=1).all())
    expected = stats.chi2_contingency(table, correction=False)

    assert float(chi_square(table)) == pytest.approx(expected.statistic, abs=1e-9)
    assert expected_counts(table) == pytest.approx(expected.expected_freq)


def test_two_by_two_has_no_correction_of_yates() -> None:
    """scipy's chi2_contingency gives 0.5 unless told otherwise."""
    assert float(chi_square([[3, 1], [1, 3]])) == 2.0


def test_cramers_v_is_zero_where_the_association_is_below_chance() -> None:
    assert cramers_v([[5, 5], [5, 5]]) == 0.0


def test_cramers_v_of_a_perfect_association_is_one() -> None:
    assert cramers_v([[50, 0], [0, 50]]) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("table", [[[1, 0], [0, 1]], [[1]]])
def test_cramers_v_of_too_few_is_not_a_number(table: list[list[int]]) -> None:
    assert np.isnan(cramers_v(table))
