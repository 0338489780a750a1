"""Polychoric correlations: how closely two ordered items go together, from their table.

Behind the answers to each item lies a normal variable that thresholds cut into answers; the
correlation is that of the two variables (Olsson 1979, Psychometrika 44).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]

_FAR = 12.0
_SMALLEST = 1e-300
_CLOSEST = 1 - 1e-6
_AT_BOUND = 0.999
_COARSE = np.concatenate([[-_CLOSEST], np.linspace(-0.96, 0.96, 33), [_CLOSEST]])
_HALVINGS = 36


class Polychoric(NamedTuple):
    """Correlations (-1 to 1), and whether each ran against its bound."""

    correlation: Numbers
    at_bound: npt.NDArray[np.bool_]


def polychoric(table: npt.ArrayLike, correction: float = 0.0) -> Polychoric:
    """The polychoric correlation of two items from their joint counts, low answers first.

    By maximum likelihood in two steps: the thresholds are those of the margins, and the
    correlation then makes the table most likely (Olsson 1979). Answers that nobody gave change
    nothing. A cell that nobody is in stays empty unless `correction` is put into it: as in R's
    `psych::polychoric(correct = 0)`, whose search stops within 1e-4 of the maximum. In a small
    table an empty corner can drive the correlation to -1 or 1, which `at_bound` tells.

    Args:
        table: counts by answer to the one and the other item; any axes before these two are
            further tables.
        correction: what an empty cell counts as, such as 0.5 in a table of two by two, where
            both of its answers were given.

    Returns:
        The correlation, NaN where all answers to an item are the same, and `at_bound`.

    >>> result = polychoric([[20, 10, 3], [10, 20, 10], [2, 9, 16]])
    >>> print(result.correlation.round(4), result.at_bound)
    0.6154 False
    >>> print(polychoric([[20, 0], [10, 20]]).at_bound)
    True
    """
    counts = np.asarray(table, dtype=np.float64)
    rows, columns = counts.sum(axis=-1), counts.sum(axis=-2)
    if correction:
        given = (rows[..., :, None] > 0) & (columns[..., None, :] > 0)
        counts = np.where((counts == 0) & given, correction, counts)
        rows, columns = counts.sum(axis=-1), counts.sum(axis=-2)
    cuts = _thresholds(rows), _thresholds(columns)
    likelihood = np.stack([_log_likelihood(counts, cuts, rho) for rho in _COARSE])
    best = np.argmax(likelihood, axis=0)
    low = _COARSE[np.maximum(best - 1, 0)]
    high = _COARSE[np.minimum(best + 1, len(_COARSE) - 1)]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rising = _slope(counts, cuts, middle) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    rho = np.asarray((low + high) / 2, dtype=np.float64)
    constant = ((rows > 0).sum(axis=-1) < 2) | ((columns > 0).sum(axis=-1) < 2)
    return Polychoric(np.where(constant, np.nan, rho), ~constant & (np.abs(rho) > _AT_BOUND))


def binormal_cdf(x: npt.ArrayLike, y: npt.ArrayLike, correlation: npt.ArrayLike) -> Numbers:
    """P(X <= x and Y <= y) of two standard normal variables with a correlation between -1 and 1.

    By Owen's T function (Owen 1956, Ann. Math. Stat. 27); right to about 1e-15.

    >>> print(binormal_cdf(0, 0, 0.5).round(6), binormal_cdf(1, float("inf"), 0.3).round(6))
    0.333333 0.841345
    """
    h, k, rho = np.broadcast_arrays(
        np.clip(np.asarray(x, dtype=np.float64), -_FAR * 4, _FAR * 4),
        np.clip(np.asarray(y, dtype=np.float64), -_FAR * 4, _FAR * 4),
        np.asarray(correlation, dtype=np.float64),
    )
    root = np.sqrt((1 - rho) * (1 + rho))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        first = np.where(h == 0, np.copysign(np.inf, k), (k / h - rho) / root)
        second = np.where(k == 0, np.copysign(np.inf, h), (h / k - rho) / root)
    # By signs, since the product of two tiny numbers is 0.
    sides = np.sign(h) * np.sign(k)
    apart = (sides < 0) | ((sides == 0) & (h + k < 0))
    area = (
        (special.ndtr(h) + special.ndtr(k)) / 2
        - special.owens_t(h, first)
        - special.owens_t(k, second)
        - np.where(apart, 0.5, 0.0)
    )
    # At (0, 0) the two angles have no value of their own.
    area = np.where((h == 0) & (k == 0), 0.25 + np.arcsin(rho) / (2 * np.pi), area)
    return np.asarray(np.clip(area, 0.0, 1.0), dtype=np.float64)


def _thresholds(margin: Numbers) -> Numbers:
    """Where the answers of each margin end on the normal axis, both far ends included."""
    total = np.maximum(margin.sum(axis=-1, keepdims=True), 1)
    inner = special.ndtri(np.cumsum(margin, axis=-1)[..., :-1] / total)
    ends = np.full((*margin.shape[:-1], 1), _FAR)
    return np.concatenate([-ends, np.clip(inner, -_FAR, _FAR), ends], axis=-1)


def _log_likelihood(counts: Numbers, cuts: tuple[Numbers, Numbers], rho: npt.ArrayLike) -> Numbers:
    return np.asarray((counts * np.log(_cells(cuts, rho))).sum(axis=(-2, -1)), dtype=np.float64)


def _slope(counts: Numbers, cuts: tuple[Numbers, Numbers], rho: Numbers) -> Numbers:
    """The derivative of the log likelihood: that of the cdf is the density (Plackett 1954)."""
    x, y, r = cuts[0][..., :, None], cuts[1][..., None, :], rho[..., None, None]
    root = (1 - r) * (1 + r)
    density = np.exp(-(x**2 - 2 * r * x * y + y**2) / (2 * root)) / (2 * np.pi * np.sqrt(root))
    steps = np.diff(np.diff(density, axis=-2), axis=-1)
    return np.asarray((counts * steps / _cells(cuts, rho)).sum(axis=(-2, -1)), dtype=np.float64)


def _cells(cuts: tuple[Numbers, Numbers], rho: npt.ArrayLike) -> Numbers:
    correlation = np.asarray(rho, dtype=np.float64)[..., None, None]
    below = binormal_cdf(cuts[0][..., :, None], cuts[1][..., None, :], correlation)
    return np.maximum(np.diff(np.diff(below, axis=-2), axis=-1), _SMALLEST)
