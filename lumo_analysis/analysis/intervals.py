"""Confidence intervals of a share, of several together, and of a difference of two."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]


def wilson_interval(
    count: npt.ArrayLike,
    base: npt.ArrayLike,
    confidence: npt.ArrayLike = 0.95,
    frame: npt.ArrayLike | None = None,
) -> tuple[Numbers, Numbers]:
    """Wilson's score interval: low and high, both 0 to 1, NaN where the base is 0.

    Where the frame size N is known, the base n counts as n(N - 1)/(N - n); with everyone
    in the frame counted (N = n) the interval is the share itself.

    Wilson (1927), J. Am. Stat. Assoc. 22; recommended by Brown, Cai & DasGupta (2001),
    Stat. Sci. 16. Without a frame equal to R's `prop.test(correct = FALSE)`.

    >>> low, high = wilson_interval([7], [26])
    >>> print(round(low[0], 4), round(high[0], 4))
    0.137 0.4608
    """
    counts, bases = np.broadcast_arrays(
        np.asarray(count, dtype=np.float64), np.asarray(base, dtype=np.float64)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = counts / bases
        if frame is None:
            effective = bases
        else:
            size = np.asarray(frame, dtype=np.float64)
            effective = bases * (size - 1) / (size - bases)
        z2 = special.ndtri((1 - np.asarray(confidence)) / 2) ** 2 / effective
        centre = (share + z2 / 2) / (1 + z2)
        half = np.sqrt(z2 * share * (1 - share) + z2 * z2 / 4) / (1 + z2)
    low = np.where(counts == 0, 0.0, np.maximum(centre - half, 0.0))
    high = np.where(counts == bases, 1.0, np.minimum(centre + half, 1.0))
    return np.where(bases > 0, low, np.nan), np.where(bases > 0, high, np.nan)


def clopper_pearson_interval(
    count: npt.ArrayLike, base: npt.ArrayLike, confidence: float = 0.95
) -> tuple[Numbers, Numbers]:
    """The exact (conservative) interval: low and high, both 0 to 1, NaN where the base is 0.

    Clopper & Pearson (1934), Biometrika 26. Equal to R's `binom.test`.

    >>> low, high = clopper_pearson_interval([0], [26])
    >>> print(low[0], round(high[0], 4))
    0.0 0.1323
    """
    counts, bases = np.broadcast_arrays(
        np.asarray(count, dtype=np.float64), np.asarray(base, dtype=np.float64)
    )
    tail = (1 - confidence) / 2
    low = np.where(counts == 0, 0.0, special.betaincinv(counts, bases - counts + 1, tail))
    high = np.where(counts == bases, 1.0, special.betainccinv(counts + 1, bases - counts, tail))
    return np.where(bases > 0, low, np.nan), np.where(bases > 0, high, np.nan)


def goodman_interval(
    count: npt.ArrayLike,
    base: npt.ArrayLike,
    together: npt.ArrayLike,
    confidence: float = 0.95,
    frame: npt.ArrayLike | None = None,
) -> tuple[Numbers, Numbers]:
    """Goodman's simultaneous intervals of several shares of one base: low and high.

    All `together` of them hold the true shares with the given confidence. Each is Wilson's
    with 1 - (1 - confidence)/together. Goodman (1965), Technometrics 7; the formula of R's
    `DescTools::MultinomCI(method = "goodman")`, for all categories of an answer.

    >>> low, high = goodman_interval([1, 0, 25], 26, 3)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.005, 0.0, 0.761], [0.239, 0.181, 0.995])
    """
    each = 1 - (1 - confidence) / np.asarray(together, dtype=np.float64)
    return wilson_interval(count, base, each, frame)


def difference_interval(
    first: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
    second: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
) -> tuple[Numbers, Numbers]:
    """The interval of the second share minus the first, from (share, low, high) of each.

    With Wilson's intervals it is Newcombe's (1998), Statistics in Medicine 17, method 10;
    with others, of weighted shares or a known frame, the like of Zou & Donner (2008),
    Statistics in Medicine 27. NaN where a share is.

    >>> one, two = (float(end[0]) for end in wilson_interval([7], [26]))
    >>> three, four = (float(end[0]) for end in wilson_interval([20], [26]))
    >>> low, high = difference_interval((7 / 26, one, two), (20 / 26, three, four))
    >>> print(low.round(3), high.round(3))
    0.23 0.679
    """
    share1, low1, high1 = (np.asarray(part, dtype=np.float64) for part in first)
    share2, low2, high2 = (np.asarray(part, dtype=np.float64) for part in second)
    difference = share2 - share1
    below = np.sqrt((share2 - low2) ** 2 + (high1 - share1) ** 2)
    above = np.sqrt((high2 - share2) ** 2 + (share1 - low1) ** 2)
    return difference - below, difference + above
