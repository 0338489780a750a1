"""Coefficients of agreement between coders, from counts of what they decided.

Two tables serve all of them: of two coders, how often each pair of values was given; of any
number of coders, how many gave each value to each unit (an answer, a respondent).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from lumo_analysis.errors import ParameterError

Numbers = npt.NDArray[np.float64]
Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["unweighted", "equal", "squared"]


class Kappa(NamedTuple):
    """A coefficient, at most 1, and its z where there were only chance; NaN where undefined."""

    kappa: float
    z: float


def cohen_kappa(table: npt.ArrayLike, weights: Weights = "unweighted") -> Kappa:
    """Cohen's kappa of two coders, from how often each gave which value.

    (observed - chance)/(1 - chance) agreement; `weights` count near misses in part, by their
    distance or its square. z is that of Fleiss, Cohen & Everitt (1969), Psychol. Bull. 72.
    NaN where both gave one and the same value throughout. Equal to R's `irr::kappa2`.

    Args:
        table: square; rows are the first coder's values and columns the second's, in order.
        weights: "unweighted" (Cohen 1960, Educ. Psychol. Meas. 20), "equal" or "squared"
            (Cohen 1968, Psychol. Bull. 70).

    >>> round(cohen_kappa([[20, 5], [10, 15]]).kappa, 4)
    0.4
    """
    counts = np.asarray(table, dtype=np.float64)
    size, total = len(counts), counts.sum()
    if not total:
        return Kappa(np.nan, np.nan)
    place = np.arange(size, dtype=np.float64)
    apart = np.abs(place[:, None] - place) / max(size - 1, 1)
    weight = {"unweighted": (apart == 0).astype(float), "equal": 1 - apart, "squared": 1 - apart**2}
    w = weight[weights]
    joint = counts / total
    one, two = joint.sum(axis=1), joint.sum(axis=0)
    observed, chance = float((w * joint).sum()), float(one @ w @ two)
    if 1 - chance < 1e-12:
        return Kappa(np.nan, np.nan)
    kappa = (observed - chance) / (1 - chance)
    spread = (w - (w @ two)[:, None] - (one @ w)[None, :]) ** 2
    variance = (float(one @ spread @ two) - chance**2) / (total * (1 - chance) ** 2)
    return Kappa(kappa, kappa / np.sqrt(variance) if variance > 0 else np.nan)


def fleiss_kappa(counts: npt.ArrayLike) -> Kappa:
    """Fleiss's kappa, from how many of the coders gave each unit which value.

    Fleiss (1971), Psychol. Bull. 76; equal to R's `irr::kappam.fleiss`. NaN where everyone
    gave one and the same value throughout.

    Args:
        counts: by unit and value; every unit has the same number of coders, two or more.

    >>> round(fleiss_kappa([[2, 0], [1, 1], [0, 2], [2, 0]]).kappa, 4)
    0.4667
    """
    values = np.asarray(counts, dtype=np.float64)
    units, coders = len(values), float(values[0].sum())
    if coders < 2 or (values.sum(axis=1) != coders).any():
        raise ParameterError("Fleiss's kappa needs the same coders, two or more, for every unit")
    share = values.sum(axis=0) / (units * coders)
    observed = ((values**2).sum() / units - coders) / (coders * (coders - 1))
    other = 1 - share
    room = float((share * other).sum())
    if room < 1e-12:
        return Kappa(np.nan, np.nan)
    kappa = float((observed - (share**2).sum()) / room)
    spread = room**2 - float((share * other * (other - share)).sum())
    variance = 2 * spread / (room**2 * units * coders * (coders - 1))
    return Kappa(kappa, kappa / np.sqrt(variance) if variance > 0 else np.nan)


def conger_kappa(ratings: npt.ArrayLike) -> float:
    """Conger's kappa: like Fleiss's, with the chance of each coder's own habits.

    Conger (1980), Psychol. Bull. 88; equal to R's `irr::kappam.fleiss(exact = TRUE)`.

    Args:
        ratings: codes of values by unit and coder, none missing.

    >>> round(conger_kappa([[0, 0], [0, 1], [1, 1], [0, 0]]), 4)
    0.5
    """
    codes = np.asarray(ratings)
    units, coders = codes.shape
    values = np.unique(codes)
    chosen = (codes[..., None] == values).astype(np.float64)
    given = chosen.sum(axis=1)
    observed = ((given**2).sum() / units - coders) / (coders * (coders - 1))
    shares = chosen.mean(axis=0)
    together = float((shares.sum(axis=0) ** 2).sum() - (shares**2).sum())
    chance = together / (coders * (coders - 1))
    return float((observed - chance) / (1 - chance)) if 1 - chance > 1e-12 else float("nan")


def krippendorff_alpha(counts: npt.ArrayLike, distances: npt.ArrayLike) -> float:
    """Krippendorff's alpha: 1 - observed/expected distance between two coders' values.

    Any number of coders, any of them missing: a unit counts by how many judged it, and only
    where two or more did. NaN where all values are the same or no unit was judged twice.
    Krippendorff (2019), Content Analysis, ch. 12; equal to R's `irr::kripp.alpha`.

    Args:
        counts: how many coders gave each unit which value, by unit and value.
        distances: of each two values, from `metric_distances` or `masi_distances`.

    >>> round(krippendorff_alpha([[2, 0], [1, 1], [0, 2], [2, 0]], [[0, 1], [1, 0]]), 4)
    0.5333
    """
    values = np.asarray(counts, dtype=np.float64)
    observed, expected = disagreement(values, np.ones(len(values)), np.asarray(distances, float))
    return float(1 - observed / expected) if expected > 0 else float("nan")


def disagreement(units: Numbers, times: Numbers, distances: Numbers) -> tuple[Numbers, Numbers]:
    """The observed and the expected distance where unit `u` occurs `times[..., u]` times.

    >>> units = np.array([[2.0, 0.0], [1.0, 1.0]])
    >>> print(*disagreement(units, np.array([1.0, 1.0]), np.array([[0.0, 1.0], [1.0, 0.0]])))
    0.5 0.5
    """
    judged = units.sum(axis=1)
    within = (units @ distances * units).sum(axis=1)
    each = np.where(judged > 1, within / np.maximum(judged - 1, 1), 0.0)
    pairable = np.where((judged > 1)[:, None], units, 0.0)
    total = times @ pairable
    n = total.sum(axis=-1)
    between = ((total @ distances) * total).sum(axis=-1)
    observed = times @ each / np.maximum(n, 1)
    return observed, between / np.maximum(n * (n - 1), 1)


def metric_distances(values: npt.ArrayLike, counts: npt.ArrayLike, metric: Metric) -> Numbers:
    """How far values lie apart: as names, ranks, numbers or ratios.

    Args:
        values: the values in order; numbers, save for "nominal".
        counts: as in `krippendorff_alpha`; ranks are those among the values given.
        metric: "nominal", "ordinal", "interval" or "ratio" (values above 0).

    >>> metric_distances([1, 2, 4], [[1, 1, 0]], "interval").tolist()
    [[0.0, 1.0, 9.0], [1.0, 0.0, 4.0], [9.0, 4.0, 0.0]]
    """
    given = np.asarray(counts, dtype=np.float64)
    if metric == "nominal":
        return 1 - np.eye(given.shape[1])
    if metric == "ordinal":
        n = given[given.sum(axis=1) > 1].sum(axis=0)
        points = np.cumsum(n) - n / 2
    else:
        points = np.asarray(values, dtype=np.float64)
    gaps = points[:, None] - points
    if metric == "ratio":
        gaps = gaps / (points[:, None] + points)
    return np.asarray(gaps**2, dtype=np.float64)


def masi_distances(sets: Sequence[Collection[str]]) -> Numbers:
    """How far sets of themes lie apart, 0 to 1: 1 - Jaccard's overlap times monotonicity.

    Monotonicity is 1 for equal sets, 2/3 where one holds the other, 1/3 where they only
    overlap, and 0 where they share nothing. Passonneau (2006), LREC, 831-836.

    >>> masi_distances([{"haste"}, {"haste", "support"}, set()]).round(3).tolist()
    [[0.0, 0.667, 1.0], [0.667, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    size = len(sets)
    distances = np.zeros((size, size))
    for i, one in enumerate(map(frozenset, sets)):
        for j, two in enumerate(map(frozenset, sets[:i])):
            distances[i, j] = distances[j, i] = 1 - _overlap(one, two)
    return distances


def _overlap(one: frozenset[str], two: frozenset[str]) -> float:
    if one == two:
        return 1.0
    shared = one & two
    if not shared:
        return 0.0
    part = 2 / 3 if one <= two or two <= one else 1 / 3
    return part * len(shared) / len(one | two)
