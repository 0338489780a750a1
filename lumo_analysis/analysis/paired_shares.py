"""Two shares among the same respondents: whether they differ, and by how much."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.errors import ParameterError

Numbers = npt.NDArray[np.float64]


class McNemar(NamedTuple):
    """Exact p-values of McNemar's test: that the second share is larger, smaller, either."""

    larger: Numbers
    smaller: Numbers
    p: Numbers


def mcnemar(only_first: npt.ArrayLike, only_second: npt.ArrayLike) -> McNemar:
    """McNemar's exact test of two shares among the same respondents.

    Only those who give the one and not the other tell anything: if the shares are the same,
    each of them falls on either side like a coin. McNemar (1947), Psychometrika 12. `p` is
    equal to R's `binom.test(only_second, only_first + only_second)`.

    Args:
        only_first: how many are counted in the first share and not in the second.
        only_second: how many in the second and not in the first.

    Returns:
        One-sided p-values and the two-sided one, twice the smaller of them; all 1 where
        nobody tells anything.

    >>> test = mcnemar(1, 7)
    >>> print(test.larger.round(4), test.smaller.round(4), test.p.round(4))
    0.0352 0.9961 0.0703
    """
    first, second = np.broadcast_arrays(
        np.asarray(only_first, dtype=np.int64), np.asarray(only_second, dtype=np.int64)
    )
    either = first + second
    # By symmetry at least `second` of `either` is as likely as at most `first`.
    larger = special.bdtr(first.astype(np.float64), either, 0.5)
    smaller = special.bdtr(second.astype(np.float64), either, 0.5)
    return McNemar(larger, smaller, np.minimum(1.0, 2 * np.minimum(larger, smaller)))


def paired_difference_interval(
    both: npt.ArrayLike,
    only_first: npt.ArrayLike,
    only_second: npt.ArrayLike,
    neither: npt.ArrayLike,
    confidence: float = 0.95,
) -> tuple[Numbers, Numbers]:
    """The interval of the second share minus the first among the same respondents.

    Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10: Wilson's intervals of
    both shares, put together by their correlation, which is corrected for continuity where
    it is positive. NaN where there are no respondents.

    >>> low, high = paired_difference_interval(1, 1, 7, 12)
    >>> print(low.round(3), high.round(3))
    0.026 0.507
    """
    n11, n10, n01, n00 = np.broadcast_arrays(
        *(np.asarray(n, dtype=np.float64) for n in (both, only_first, only_second, neither))
    )
    n = n11 + n10 + n01 + n00
    low1, high1 = wilson_interval(n11 + n10, n, confidence)
    low2, high2 = wilson_interval(n11 + n01, n, confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        share1, share2 = (n11 + n10) / n, (n11 + n01) / n
        product = n11 * n00 - n10 * n01
        product = np.where(product > 0, np.maximum(product - n / 2, 0), product)
        spread = np.sqrt((n11 + n10) * (n01 + n00) * (n11 + n01) * (n10 + n00))
        correlation = np.where(spread > 0, product / spread, 0.0)
    difference = share2 - share1
    below = _together(share2 - low2, high1 - share1, correlation)
    above = _together(high2 - share2, share1 - low1, correlation)
    return difference - below, difference + above


def _together(one: Numbers, other: Numbers, correlation: Numbers) -> Numbers:
    # Rounding may leave a hair below 0.
    return np.sqrt(np.maximum(one**2 - 2 * correlation * one * other + other**2, 0))


def detectable_paired_difference(
    n: float, *, power: float = 0.80, level: float = 0.05, unlike: float = 0.5
) -> float:
    """The smallest difference of two shares among the same n that McNemar's test would show.

    The normal approximation of Miettinen (1968), Biometrics 24, and Connor (1987), Biometrics
    43: with u the part of respondents who are counted in one share only, d solves
    d sqrt(n) = z(1 - level/2) sqrt(u) + z(power) sqrt(u - d^2).

    Args:
        n: how many answered both.
        power: how often the test is to show the difference, 0.5 to 1.
        level: of the two-sided test.
        unlike: u, 0 to 1. By default one half, as where both shares are a half and have
            nothing to do with each other; where the same people are counted in both, u and
            the difference are smaller.

    Returns:
        A difference of shares above 0; NaN where no difference would be large enough, since
        it cannot be larger than u.

    Raises:
        ParameterError: a number below 0 or a power, level or u out of its range.

    >>> round(detectable_paired_difference(134), 2)
    0.17
    >>> detectable_paired_difference(4)
    nan
    """
    if n < 0 or not 0 <= unlike <= 1:
        raise ParameterError(f"n is {n} and unlike {unlike}; n is 0 or more, unlike from 0 to 1")
    if not 0.5 <= power < 1 or not 0 < level < 1:
        raise ParameterError(
            f"power is {power} and level {level}; power must lie between 0.5 and 1, "
            "level between 0 and 1"
        )
    null, other = -float(special.ndtri(level / 2)), float(special.ndtri(power))
    inside = n + other**2 - null**2
    if not unlike or inside < 0:
        return math.nan
    # The larger root of the squared equation, which is quadratic in d.
    roots = null * math.sqrt(n) + other * math.sqrt(inside)
    difference = math.sqrt(unlike) * roots / (n + other**2)
    return difference if difference <= unlike else math.nan
