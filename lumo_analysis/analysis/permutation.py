"""Permutation p-values: how rare a table is among tables with the same margins."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

PERMUTATIONS = 9_999
_CELLS_AT_ONCE = 4_000_000


def permutation_p(
    table: npt.NDArray[np.int64],
    statistic: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]],
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
    # scipy.stats takes a second to import, and most tables need no permutations.
    from scipy import stats

    # Groups in another order must give the same p, to the last digit.
    ordered = table[np.lexsort(table.T)]
    observed = float(statistic(ordered.astype(np.float64)))
    margins = stats.random_table(ordered.sum(axis=1), ordered.sum(axis=0))
    source = np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))
    # Equal tables may differ in the last digits of the statistic.
    reached = observed - 1e-9 * max(1.0, abs(observed)) if np.isfinite(observed) else observed
    at_once = max(1, _CELLS_AT_ONCE // table.size)
    count = 0
    for start in range(0, permutations, at_once):
        size = min(at_once, permutations - start)
        tables = margins.rvs(size=size, method="patefield", random_state=source)
        count += int((statistic(tables) >= reached).sum())
    return (count + 1) / (permutations + 1)
