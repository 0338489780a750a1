from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lumo_analysis.analysis.association import chi_square
from lumo_analysis.analysis.permutation import permutation_p
from lumo_analysis.analysis.ranks import kruskal_wallis


def test_the_same_seed_gives_the_same_p_and_another_a_near_one() -> None:
    table = np.array([[5, 3, 1], [2, 3, 4]])

    first = permutation_p(table, kruskal_wallis, "coping")

    assert permutation_p(table, kruskal_wallis, "coping") == first
    assert permutation_p(table, kruskal_wallis, "access") == pytest.approx(first, abs=0.02)


def test_the_order_of_the_groups_does_not_matter() -> None:
    table = np.array([[5, 3, 1], [2, 3, 4], [0, 4, 4]])

    assert permutation_p(table[[2, 0, 1]], chi_square, "x") == permutation_p(table, chi_square, "x")


def test_p_is_never_zero() -> None:
    table = np.array([[40, 0], [0, 40]])

    assert permutation_p(table, chi_square, "x", permutations=99) == 0.01


def test_tables_equal_to_the_observed_one_count_as_reaching_it() -> None:
    """Of the tables with margins 1, 1 both reach the observed statistic."""
    table = np.array([[1, 0], [0, 1]])

    assert permutation_p(table, chi_square, "x") == 1.0


def test_p_is_near_that_of_fishers_exact_test() -> None:
    """For one degree of freedom and equal groups both order the tables alike."""
    table = np.array([[8, 2], [3, 7]])
    expected = stats.fisher_exact(table).pvalue

    assert permutation_p(table, chi_square, "x") == pytest.approx(expected, abs=0.01)


def test_large_tables_are_taken_in_parts() -> None:
    table = np.random.default_rng(1).multinomial(20, [0.2] * 5, size=400)

    actual = permutation_p(table, kruskal_wallis, "x", permutations=2500)

    assert 0.02 < actual < 0.98
    assert round(actual * 2501, 6).is_integer()
