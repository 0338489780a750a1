from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.ordinal_model import ProportionalOdds, fit
from lumo_analysis.analysis.ordinal_separation import is_separated


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([[4, 5, 6], [1, 1, 1]], False),
        ([[4, 5, 6], [0, 0, 3]], True),
        ([[4, 5, 6], [3, 0, 0]], True),
        ([[4, 5, 6], [0, 3, 0]], False),
        ([[4, 5, 0], [0, 0, 3]], True),
        ([[4, 5, 0], [0, 2, 3]], True),
        ([[4, 5, 0], [1, 0, 3]], False),
        ([[4, 0, 5], [0, 2, 0]], False),
        ([[1, 0], [0, 1]], True),
    ],
)
def test_two_groups_are_separated_where_one_answers_no_lower(
    table: list[list[int]], expected: bool
) -> None:
    assert is_separated(table, [[0], [1]]) is expected


def test_groups_may_be_separated_within_strata_though_not_as_a_whole() -> None:
    """In the first stratum the second group is above the first; the second hides it."""
    counts = [[5, 0, 0], [0, 4, 0], [0, 0, 6], [0, 0, 3]]
    group, stratum = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])

    assert is_separated(counts, np.column_stack([group, stratum]))
    assert not is_separated([[5, 0, 6], [0, 4, 3]], [[0], [1]])


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=4, max_size=4).filter(
        lambda table: np.all(np.sum(table, axis=0)) and np.all(np.sum(table, axis=1))
    )
)
def test_where_answers_are_separated_the_likelihood_rises_for_ever(table: list[list[int]]) -> None:
    """Parameters of a fit without separation are small; with it they grow until it stops."""
    counts = np.array(table, dtype=float)
    x = np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]])

    separated = is_separated(counts, x)

    largest = np.abs(fit(ProportionalOdds(counts, x)).parameters).max()
    assert largest > 12 if separated else largest < 12


def test_a_fit_says_it_has_converged_where_answers_are_separated() -> None:
    """So that the check is needed, here as with OrderedModel of statsmodels."""
    counts, x = np.array([[4.0, 5, 6], [0, 0, 3]]), np.array([[0.0], [1]])

    assert fit(ProportionalOdds(counts, x)).converged
    assert is_separated(counts, x)
