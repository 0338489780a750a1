"""Fisher's exact test for tables of any size, after Freeman and Halton."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from lumo_analysis.analysis.permutation import PERMUTATIONS, permutation_p

MOST_PATHS = 200_000
"""Above this many paths through a table at once, p comes from random tables."""
_AS_LIKELY = 1e-7
_ALIKE = 1e-9

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


class FisherFreemanHalton(NamedTuple):
    """p, Fisher's statistic with its df, and whether p is exact or from random tables."""

    p: float
    statistic: float
    df: float
    exact: bool


class _Paths(NamedTuple):
    """What is left of the margins, the likelihood so far, and how many paths are as one."""

    left: Integers
    likelihood: Numbers
    ways: Numbers


def fisher_freeman_halton(
    table: npt.ArrayLike,
    seed: str = "",
    permutations: int = PERMUTATIONS,
    most_paths: int = MOST_PATHS,
) -> FisherFreemanHalton:
    """How rare is a table among those with its margins, all less likely ones included?

    Freeman & Halton (1951), Biometrika 38; equal to R's `fisher.test`. The tables are summed
    up answer by answer: paths that lead on alike are one, and a path ends where all of its
    tables count, or none does (the network of Mehta & Patel 1983, J. Am. Stat. Assoc. 78).
    Where that is too much, p is from random tables with the margins of `table` (Agresti,
    Wackerly & Boyett 1979, Psychometrika 44), as in `permutation_p`.

    Args:
        table: counts by group and answer; no row or column is empty, and there are two or
            more of both.
        seed: text for the random tables; the same text and table give the same p.
        permutations: how many random tables; with 0, p is NaN where it can't be exact.
        most_paths: how many paths are followed at once, before random tables are taken.

    Returns:
        p; the statistic -2 log(gamma P) of Mehta & Patel, which is near chi-square with df
        (rows - 1)(columns - 1) in large tables; df; and whether p is exact.

    >>> result = fisher_freeman_halton([[3, 1], [1, 3]])
    >>> round(result.p, 4), result.exact
    (0.4857, True)
    """
    counts = np.asarray(table, dtype=np.int64)
    rows, columns = counts.shape
    statistic = float(fisher_statistic(counts))
    df = float((rows - 1) * (columns - 1))
    p = _exact_p(counts, most_paths)
    if not math.isnan(p):
        return FisherFreemanHalton(p, statistic, df, True)
    if permutations:
        log_factorial = special.gammaln(np.arange(counts.sum() + 1) + 1)

        # Among tables with the same margins it orders them as the statistic does.
        def unlikely(tables: Numbers) -> Numbers:
            cells = log_factorial[tables.astype(np.int64)]
            return np.asarray(cells.sum(axis=(-2, -1)), dtype=np.float64)

        p = permutation_p(counts, unlikely, seed, permutations)
    return FisherFreemanHalton(p, statistic, df, False)


def fisher_statistic(table: npt.ArrayLike) -> Numbers:
    """-2 log(gamma P) of tables along the last two axes: higher where a table is less likely.

    P is the probability of the table given its margins, and gamma makes the statistic near
    chi-square. Mehta & Patel, SPSS Exact Tests, the chapter on Fisher's test.

    >>> print(fisher_statistic([[3, 1], [1, 3]]).round(3))
    1.807
    """
    counts = np.asarray(table, dtype=np.float64)
    rows, columns = counts.sum(axis=-1), counts.sum(axis=-2)
    total = rows.sum(axis=-1)
    m, k = counts.shape[-2:]
    log_p = (
        special.gammaln(rows + 1).sum(axis=-1)
        + special.gammaln(columns + 1).sum(axis=-1)
        - special.gammaln(total + 1)
        - special.gammaln(counts + 1).sum(axis=(-2, -1))
    )
    log_gamma = (
        (m - 1) * (k - 1) * np.log(2 * np.pi)
        - (m * k - 1) * np.log(total)
        + (k - 1) * np.log(rows).sum(axis=-1)
        + (m - 1) * np.log(columns).sum(axis=-1)
    ) / 2
    return np.asarray(-2 * (log_p + log_gamma), dtype=np.float64)


def _exact_p(table: Integers, most_paths: int) -> float:
    """The exact p, or NaN where more than `most_paths` would have to be followed."""
    # The shorter side is what a path remembers; large answers first leave few paths.
    across = table if table.shape[0] <= table.shape[1] else table.T
    margins = across.sum(axis=1)
    answers = np.sort(across.sum(axis=0))[::-1]
    log_factorial = special.gammaln(np.arange(table.sum() + 1) + 1)
    constant = log_factorial[margins].sum() + log_factorial[answers].sum() - log_factorial[-1]
    observed = constant - log_factorial[across].sum() + _AS_LIKELY
    paths = _Paths(margins[None, :], np.array([constant]), np.ones(1))
    p = 0.0
    for place, answer in enumerate(answers[:-1]):
        more = _filled(paths, int(answer), log_factorial, most_paths)
        if more is None:
            return math.nan
        paths = _merged(more)
        certain, open_ = _settled(paths, answers[place + 1 :], observed, log_factorial)
        p += certain
        paths = _Paths(paths.left[open_], paths.likelihood[open_], paths.ways[open_])
    return min(1.0, p)


def _settled(
    paths: _Paths, answers: Integers, observed: float, log_factorial: Numbers
) -> tuple[float, npt.NDArray[np.bool_]]:
    """The probability of paths whose every table counts, and which paths are still open.

    The likeliest and the least likely table of a path are bounded by those that keep only the
    margins of the answers, or only those of the groups.
    """
    groups, many = paths.left.shape[1], len(answers)
    log_rows = log_factorial[paths.left].sum(axis=1)
    log_columns = log_factorial[answers].sum()
    even_rows = many * special.gammaln(paths.left / many + 1).sum(axis=1)
    even_columns = groups * special.gammaln(answers / groups + 1).sum()
    likeliest = paths.likelihood - np.maximum(even_rows, even_columns)
    least = paths.likelihood - np.minimum(log_rows, log_columns)
    counted = likeliest <= observed
    total = log_factorial[answers.sum()] - log_rows - log_columns
    p = (paths.ways[counted] * np.exp((paths.likelihood + total)[counted])).sum()
    return float(p), ~counted & (least <= observed)


def _filled(paths: _Paths, answer: int, log_factorial: Numbers, most_paths: int) -> _Paths | None:
    """Every path with every way to give an answer's count to the groups; None if too many."""
    left, likelihood, ways = paths
    rest = np.full(len(left), answer)
    for group in range(left.shape[1]):
        later = left[:, group + 1 :].sum(axis=1)
        lowest = np.maximum(rest - later, 0)
        sizes = np.minimum(left[:, group], rest) - lowest + 1
        if sizes.sum() > most_paths:
            return None
        path = np.repeat(np.arange(len(left)), sizes)
        given = np.arange(len(path)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + lowest[path]
        left, likelihood, ways = left[path], likelihood[path] - log_factorial[given], ways[path]
        left[:, group] -= given
        rest = rest[path] - given
    return _Paths(left, likelihood, ways)


def _merged(paths: _Paths) -> _Paths:
    """Paths that lead on alike as one: which margins are left matters, and not whose."""
    left = np.sort(paths.left, axis=1)
    alike = np.rint(paths.likelihood / _ALIKE).astype(np.int64)
    # The total left is the same on every path, so that the last margin tells nothing more.
    keys = (alike, *left.T[:-1])
    order = np.lexsort(keys)
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = np.any([np.diff(key[order]) != 0 for key in keys], axis=0)
    starts = np.flatnonzero(fresh)
    kept = order[starts]
    return _Paths(left[kept], paths.likelihood[kept], np.add.reduceat(paths.ways[order], starts))
