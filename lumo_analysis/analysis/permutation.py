"""Permutation p-values: how rare a table is among tables with the same margins."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Statistic = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]

PERMUTATIONS = 9_999
_CELLS_AT_ONCE = 4_000_000
_MANY_CELLS = 500


def random_source(seed: str) -> np.random.Generator:
    """Random numbers that a text decides, the same on every machine."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))


def permutation_p(
    table: npt.NDArray[np.int64],
    statistic: Statistic,
    seed: str,
    permutations: int = PERMUTATIONS,
) -> float:
    """The part of random tables whose statistic is at least the observed one.

    Args:
        table: counts by group and answer, no group or answer empty (scipy's drawing fails
            there without a word); its margins stay as they are.
        statistic: of tables along the last two axes; large values speak against equality,
            and the order of the groups must not matter to it.
        seed: any text; the same text and table give the same p.
        permutations: how many random tables.

    Returns:
        (b + 1) / (permutations + 1), where b tables reach the observed statistic; never 0.
        Davison & Hinkley (1997), Bootstrap Methods and their Application, ch. 4.

    >>> from lumo_analysis.analysis.association import chi_square
    >>> permutation_p(np.array([[4, 0], [0, 4]]), chi_square, "coping") < 0.05
    True
    """
    # Groups in another order must give the same p, to the last digit.
    ordered = table[np.lexsort(table.T)]
    observed = float(statistic(ordered.astype(np.float64)))
    values = _statistics_of_random_tables(
        tuple(ordered.sum(axis=1).tolist()),
        tuple(table.sum(axis=0).tolist()),
        statistic,
        seed,
        permutations,
    )
    # Equal tables may differ in the last digits of the statistic.
    reached = observed - 1e-9 * max(1.0, abs(observed)) if np.isfinite(observed) else observed
    return (int((values >= reached).sum()) + 1) / (permutations + 1)


@functools.lru_cache(maxsize=64)
def _statistics_of_random_tables(
    sizes: tuple[int, ...], answers: tuple[int, ...], statistic: Statistic, seed: str, size: int
) -> npt.NDArray[np.float64]:
    """The statistic of random tables with these margins.

    Kept for the next table with the same ones: of the many groups of an item, those of one
    size have the same margins against the rest.
    """
    # scipy.stats takes a second to import, and most tables need no permutations.
    from scipy import stats

    margins = stats.random_table(sizes, answers)
    source = random_source(seed)
    cells = len(sizes) * len(answers)
    # Shuffling respondents is quicker where hundreds of groups hold a few each.
    method = "boyett" if cells > _MANY_CELLS and sum(sizes) < 6 * cells else "patefield"
    at_once = max(1, _CELLS_AT_ONCE // cells)
    parts = [
        statistic(margins.rvs(size=min(at_once, size - start), method=method, random_state=source))
        for start in range(0, size, at_once)
    ]
    return np.concatenate(parts)
