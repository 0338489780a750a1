"""Rank statistics computed from counts, for many tables at once.

A table holds counts with the answers from low to high along its last axis, so that ties
are exact and the cost does not depend on the number of respondents. Any axes before the
named ones are further tables.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]


class BrunnerMunzel(NamedTuple):
    """Statistic (positive where the first group is higher), df and P(first > second) + P(=)/2.

    The statistic is infinite where the two groups are completely apart, and 0 where both
    are the same constant; df is NaN in both.
    """

    statistic: Numbers
    df: Numbers
    superiority: Numbers


def kruskal_wallis(table: npt.ArrayLike) -> Numbers:
    """Kruskal and Wallis's H, corrected for ties, of counts by group and answer (..., g, a).

    NaN where all answers are equal. Every group must have an answer. The sum is taken about
    the mean rank, so that it keeps its digits in large surveys. Equal to R's `kruskal.test`.

    >>> print(kruskal_wallis([[3, 1, 0], [1, 1, 2]]).round(4))
    2.4306
    """
    counts = np.asarray(table, dtype=np.float64)
    sizes = counts.sum(axis=-1)
    total = sizes.sum(axis=-1)
    columns = counts.sum(axis=-2)
    from_mean_rank = np.cumsum(columns, axis=-1) - (columns + total[..., None]) / 2
    sums = (counts * from_mean_rank[..., None, :]).sum(axis=-1)
    ties = (columns**3 - columns).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        between = (sums**2 / sizes).sum(axis=-1)
        untied = 12 * between / (total * (total + 1))
        return np.asarray(untied / (1 - ties / (total**3 - total)), dtype=np.float64)


def placements(counts: npt.ArrayLike) -> Numbers:
    """For each answer, the part of a group below it plus half of the part on it.

    >>> placements([2, 1, 1]).tolist()
    [0.25, 0.625, 0.875]
    """
    group = np.asarray(counts, dtype=np.float64)
    doubled = 2 * np.cumsum(group, axis=-1) - group
    return np.asarray(doubled / (2 * group.sum(axis=-1, keepdims=True)), dtype=np.float64)


def superiority(first: npt.ArrayLike, second: npt.ArrayLike) -> Numbers:
    """P(an answer of the first group is higher) + P(it is the same) / 2; 0 to 1.

    Exact at 0 and 1, since it is one division of whole numbers.

    >>> print(superiority([0, 1, 1], [1, 1, 0]))
    0.875
    """
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    doubled_wins = (one * (2 * np.cumsum(two, axis=-1) - two)).sum(axis=-1)
    return np.asarray(doubled_wins / (2 * one.sum(axis=-1) * two.sum(axis=-1)), dtype=np.float64)


def brunner_munzel(first: npt.ArrayLike, second: npt.ArrayLike) -> BrunnerMunzel:
    """Brunner and Munzel's test of counts by answer (..., a), unequal spread allowed.

    Equal to `scipy.stats.brunnermunzel(second, first)` where that gives a number.
    Brunner & Munzel (2000), Biometrical Journal 42.

    >>> result = brunner_munzel([1, 2, 4], [3, 3, 2])
    >>> print(*(part.round(4) for part in result))
    1.3616 12.7612 0.6875
    """
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    above = superiority(one, two)
    one_free, two_free = one.sum(axis=-1) - 1, two.sum(axis=-1) - 1
    one_part = _placement_variance(one, placements(two), above) / (one_free + 1)
    two_part = _placement_variance(two, placements(one), 1 - above) / (two_free + 1)
    variance = one_part + two_part
    # Rounding leaves no exact zero in the variance; these two cases are the only ones with one.
    apart = (above == 0) | (above == 1)
    constant = ((one + two) > 0).sum(axis=-1) == 1
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = (above - 0.5) / np.sqrt(variance)
        df = variance**2 / (
            one_part**2 / np.maximum(one_free, 1) + two_part**2 / np.maximum(two_free, 1)
        )
    statistic = np.where(
        apart, np.copysign(np.inf, above - 0.5), np.where(constant, 0.0, statistic)
    )
    return BrunnerMunzel(statistic, np.where(apart | constant, np.nan, df), above)


def _placement_variance(counts: Numbers, placed: Numbers, mean: Numbers) -> Numbers:
    squares = (counts * (placed - mean[..., None]) ** 2).sum(axis=-1)
    return np.asarray(squares / np.maximum(counts.sum(axis=-1) - 1, 1), dtype=np.float64)


def cliffs_delta(
    first: npt.ArrayLike, second: npt.ArrayLike, confidence: float = 0.95
) -> tuple[Numbers, Numbers, Numbers]:
    """Cliff's delta of groups' counts by answer (..., a), with its interval: delta, low, high.

    Delta is P(first higher) - P(first lower), -1 to 1. The interval is Cliff's asymmetric
    one with the unbiased variance and Student's t (Cliff 1996, Ordinal Methods, ch. 5), as
    R's `effsize::cliff.delta` gives by default. Where the groups are completely apart that
    variance is 0; the bound then is Wilson's for none of the smaller group out of place.
    The interval is NaN where a group has one answer only.

    >>> print(*(part.round(4) for part in cliffs_delta([1, 2, 4], [3, 3, 2])))
    0.375 -0.2414 0.7758
    """
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    above = superiority(one, two)
    delta = 2 * above - 1
    n1, n2 = one.sum(axis=-1), two.sum(axis=-1)
    t = -special.stdtrit(np.where(n1 + n2 > 2, n1 + n2 - 2, np.nan), (1 - confidence) / 2)
    smaller = np.minimum(n1, n2)
    rows = 4 * (n1 - 1) * _placement_variance(one, placements(two), above)
    columns = 4 * (n2 - 1) * _placement_variance(two, placements(one), 1 - above)
    cells = n1 * n2 - (one * two).sum(axis=-1) - n1 * n2 * delta**2
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = (n2**2 * rows + n1**2 * columns - cells) / (n1 * n2 * (n1 - 1) * (n2 - 1))
        variance = np.maximum(variance, (1 - delta**2) / (n1 * n2 - 1))
        half = t * np.sqrt(variance * ((1 - delta**2) ** 2 + t**2 * variance))
        scale = np.where(smaller < 2, np.nan, 1 - delta**2 + t**2 * variance)
        low, high = (delta - delta**3 - half) / scale, (delta - delta**3 + half) / scale
    apart = np.abs(delta) == 1
    bound = np.where(delta > 0, 1, -1) * (smaller - t**2) / (smaller + t**2)
    # At one end the interval of groups apart is delta itself, at the other the bound.
    low = np.where(apart, np.where(delta > 0, bound, delta + 0 * t), low)
    high = np.where(apart, np.where(delta > 0, delta + 0 * t, bound), high)
    return delta, low, high


def dunn(table: npt.ArrayLike) -> Numbers:
    """Dunn's z of every pair of groups: a matrix whose row i, column j is group j minus i.

    Ranks are those among all the groups of the table, each of which must have an answer; the
    variance is corrected for ties. NaN where all answers are equal. Dunn (1964),
    Technometrics 6; equal to R's `rstatix::dunn_test`.

    >>> dunn([[3, 1, 0], [1, 1, 2]]).round(4).tolist()
    [[0.0, 1.559], [-1.559, 0.0]]
    """
    counts = np.asarray(table, dtype=np.float64)
    sizes, columns = counts.sum(axis=1), counts.sum(axis=0)
    total = sizes.sum()
    from_mean_rank = np.cumsum(columns) - (columns + total) / 2
    means = (counts * from_mean_rank).sum(axis=1) / sizes
    ties = (columns**3 - columns).sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = (total**3 - total - ties) / (12 * (total - 1))
        spread = np.sqrt(variance * (1 / sizes[:, None] + 1 / sizes[None, :]))
        return np.asarray((means[None, :] - means[:, None]) / spread, dtype=np.float64)
