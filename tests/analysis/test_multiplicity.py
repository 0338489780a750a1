from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lumo_analysis.analysis.multiplicity import benjamini_hochberg, holm

P = [0.01, 0.04, 0.03, 0.005, 0.9]


def test_holm_equals_that_of_r() -> None:
    """p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.9), "holm")"""
    assert holm(P).tolist() == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.9])


def test_benjamini_hochberg_equals_that_of_r() -> None:
    """p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.9), "BH")"""
    assert benjamini_hochberg(P).tolist() == pytest.approx([0.025, 0.05, 0.05, 0.025, 0.9])


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_a_missing_p_is_no_test(adjust: type) -> None:
    """statsmodels' multipletests lets a nan spoil the other values."""
    actual = adjust([np.nan, *P[:2], np.nan, *P[2:]])

    assert np.isnan(actual[[0, 3]]).all()
    assert actual[[1, 2, 4, 5, 6]].tolist() == adjust(P).tolist()


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_no_tests_give_no_values(adjust: type) -> None:
    assert adjust([]).tolist() == []
    assert np.isnan(adjust([np.nan])).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_values_follow_their_definitions(p: list[float]) -> None:
    """Holm: p times the tests not yet passed, never below that of a smaller p."""
    expected = [
        min(1, max(sum(other >= one for other in p) * one for one in p if one <= own)) for own in p
    ]

    np.testing.assert_allclose(holm(p), expected, atol=1e-12)
    np.testing.assert_allclose(
        benjamini_hochberg(p), stats.false_discovery_control(p, method="bh"), atol=1e-12
    )
