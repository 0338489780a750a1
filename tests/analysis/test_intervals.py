from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lumo_analysis.analysis.intervals import (
    clopper_pearson_interval,
    difference_interval,
    goodman_interval,
    wilson_interval,
)

WILSON = Path(__file__).parents[1] / "reference" / "wilson.csv"


def test_wilson_equals_prop_test_of_r() -> None:
    reference = pd.read_csv(WILSON)

    low, high = wilson_interval(reference["count"], reference["n"])

    assert len(reference) == 72
    np.testing.assert_allclose(low, reference["low"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(high, reference["high"], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        # binom.test(0, 26)$conf.int is 0 and 1 - 0.025^(1/26); by symmetry for 26 of 26.
        (0, 26, 0.0, 1 - 0.025 ** (1 / 26)),
        (26, 26, 0.025 ** (1 / 26), 1.0),
    ],
)
def test_clopper_pearson_at_the_ends(count: int, n: int, low: float, high: float) -> None:
    actual = clopper_pearson_interval(count, n)

    assert [float(end) for end in actual] == pytest.approx([low, high], abs=1e-12)


def test_wilson_reaches_the_ends_exactly() -> None:
    low, high = wilson_interval([0, 26], [26, 26])

    assert low[0] == 0.0
    assert high[1] == 1.0
    # z^2 / (n + z^2) by hand, with z^2 = 3.841459
    assert high[0] == pytest.approx(3.841459 / 29.841459, abs=1e-6)
    assert low[1] == pytest.approx(26 / 29.841459, abs=1e-6)


def test_nobody_asked_gives_no_interval() -> None:
    """statsmodels' method "jeffreys" gives numbers at a base of 0."""
    for low, high in (wilson_interval(0, 0), clopper_pearson_interval(0, 0)):
        assert np.isnan(low)
        assert np.isnan(high)


def test_a_known_frame_narrows_the_interval() -> None:
    """n* = 134 * (268 - 1) / (268 - 134) = 267, so 67 of 134 is as 133.5 of 267."""
    actual = wilson_interval(67, 134, frame=268)

    assert [float(end) for end in actual] == pytest.approx(
        [float(end) for end in wilson_interval(133.5, 267)], abs=1e-14
    )


def test_everyone_in_the_frame_leaves_no_uncertainty() -> None:
    low, high = wilson_interval([30, 0], [134, 134], frame=134)

    assert low.tolist() == pytest.approx([30 / 134, 0])
    assert high.tolist() == pytest.approx([30 / 134, 0])


@given(
    st.integers(1, 600).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from([0.8, 0.95, 0.99]),
)
def test_intervals_equal_those_of_scipy(pair: tuple[int, int], confidence: float) -> None:
    count, n = pair
    for method, interval in (("wilson", wilson_interval), ("exact", clopper_pearson_interval)):
        expected = stats.binomtest(count, n).proportion_ci(confidence, method=method)

        actual = interval(count, n, confidence)

        np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-10)


def test_goodman_follows_his_formula() -> None:
    """Goodman (1965), with the upper alpha/k point of chi-square with one degree of freedom."""
    n = np.array([23, 12, 44])
    point = stats.chi2.ppf(1 - 0.05 / 3, 1)
    root = np.sqrt(point * (point + 4 * n * (79 - n) / 79))

    low, high = goodman_interval(n, 79, 3)

    np.testing.assert_allclose(low, (point + 2 * n - root) / (2 * (79 + point)))
    np.testing.assert_allclose(high, (point + 2 * n + root) / (2 * (79 + point)))


def test_goodman_of_one_share_is_wilsons_interval() -> None:
    assert goodman_interval(7, 26, 1) == wilson_interval(7, 26)


def test_goodman_holds_where_answers_are_rare() -> None:
    """Sison and Glaz's interval of statsmodels gives [0, 1] for these counts."""
    low, high = goodman_interval([1, 0, 25, 0, 0], 26, 5)

    assert low[2] > 0.7
    assert (high[[0, 1, 3, 4]] < 0.3).all()


@pytest.mark.parametrize("shares", [[0.2, 0.3, 0.5], [0.05, 0.05, 0.9], [0.1, 0.2, 0.3, 0.4]])
def test_goodman_holds_all_shares_together(shares: list[float]) -> None:
    draws = np.random.default_rng(1).multinomial(45, shares, size=5000)

    low, high = goodman_interval(draws, 45, len(shares))

    assert ((low <= shares) & (shares <= high)).all(axis=1).mean() > 0.93


def test_newcombes_interval_meets_his_paper() -> None:
    """Newcombe (1998), table II, method 10: 56/70 - 48/80 and 10/10 - 0/10."""
    for (k2, n2), (k1, n1), expected in (
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
    ):
        ends = [
            (k / n, *(float(end) for end in wilson_interval(k, n))) for k, n in ((k1, n1), (k2, n2))
        ]

        actual = [float(end) for end in difference_interval(ends[0], ends[1])]

        assert actual == pytest.approx(expected, abs=5e-5)


def test_a_missing_share_gives_no_interval_of_the_difference() -> None:
    low, high = difference_interval((np.nan, np.nan, np.nan), (0.5, 0.3, 0.7))

    assert np.isnan(low)
    assert np.isnan(high)
