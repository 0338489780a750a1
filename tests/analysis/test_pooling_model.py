from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.pooling_model import pooled

REFERENCE = pd.read_csv(
    Path(__file__).parents[1] / "reference" / "pooled_areas.csv", keep_default_na=False
)


@pytest.mark.parametrize("name", ["areas", "none", "apart", "uneven"])
def test_the_posterior_is_that_of_a_fine_grid_in_r(name: str) -> None:
    """R 4.2.2; its own grid of log odds leaves an error of about 0.0002 in the intervals."""
    reference = REFERENCE[REFERENCE["set"] == name]
    groups = reference[reference["group"] != ""].drop_duplicates("group")

    actual = pooled(groups["n"].astype(float), groups["base"].astype(float))

    for stat, numbers, close in (
        ("share", actual.share, 5e-5),
        ("low", actual.low, 1e-3),
        ("high", actual.high, 1e-3),
        ("spread", [actual.spread], 2e-4),
    ):
        expected = reference.loc[reference["stat"] == stat, "value"].tolist()
        assert list(numbers) == pytest.approx(expected, abs=close), stat


def test_small_groups_are_drawn_in_more_than_large_ones() -> None:
    small, large = pooled([2, 30], [10, 60]), pooled([20, 300], [100, 600])

    assert 0.2 < large.share[0] < small.share[0] < 0.5
    assert large.spread > 0


def test_groups_alike_are_drawn_in_more_than_groups_that_differ() -> None:
    alike, apart = pooled([10, 13, 12, 11], [40] * 4), pooled([10, 36, 4, 20], [40] * 4)

    assert alike.spread < 0.5 < 1 < apart.spread
    assert alike.share.max() - alike.share.min() < (13 - 10) / 40 / 2
    assert apart.share.max() - apart.share.min() > 0.9 * (36 - 4) / 40


def test_shares_of_0_and_1_stay_between_0_and_1() -> None:
    nobody, everybody = pooled([0, 0], [26, 45]), pooled([26, 45], [26, 45])

    assert (nobody.share > 0).all()
    assert (nobody.share < 0.05).all()
    assert everybody.share == pytest.approx(1 - nobody.share, abs=1e-6)
    assert everybody.low == pytest.approx(1 - nobody.high, abs=1e-3)


def test_large_groups_keep_their_own_share_however_much_they_differ() -> None:
    counts, bases = np.array([1_000, 500_000, 999_000]), np.full(3, 1_000_000)

    actual = pooled(counts, bases)

    assert actual.share == pytest.approx(counts / bases, abs=1e-5)
    half_widths = 1.96 * np.sqrt(actual.share * (1 - actual.share) / bases)
    assert (actual.high - actual.low) / 2 == pytest.approx(half_widths, rel=0.01)


def test_error_falls_where_groups_are_alike_and_hardly_grows_where_they_differ() -> None:
    """Root mean square error of 60 surveys with groups of 26, 28, 35 and 45."""
    bases = np.array([26, 28, 35, 45])
    source = np.random.default_rng(20210)
    ratios = []
    for shares in ([0.5, 0.5, 0.5, 0.5], [0.2, 0.4, 0.6, 0.8]):
        raw = drawn_in = 0.0
        for _ in range(60):
            counts = source.binomial(bases, shares)
            raw += ((counts / bases - shares) ** 2).sum()
            drawn_in += ((pooled(counts, bases).share - shares) ** 2).sum()
        ratios.append((drawn_in / raw) ** 0.5)

    assert ratios[0] < 0.75
    assert 0.9 < ratios[1] < 1.1


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(1, 60), st.floats(0, 1)), min_size=2, max_size=6),
    st.randoms(use_true_random=False),
)
def test_groups_in_another_order_have_the_same_shares(groups, random) -> None:
    bases = np.array([base for base, _ in groups])
    counts = np.array([round(base * share) for base, share in groups])
    order = random.sample(range(len(groups)), len(groups))

    actual, expected = pooled(counts[order], bases[order]), pooled(counts, bases)

    assert actual.share == pytest.approx(expected.share[order], abs=1e-9)
    assert actual.low == pytest.approx(expected.low[order], abs=1e-6)
    assert (expected.low < expected.share).all()
    assert (expected.share < expected.high).all()
    assert expected.low.min() > 0
    assert expected.high.max() < 1
