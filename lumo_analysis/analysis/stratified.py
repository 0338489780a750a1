"""Association of groups and answers within strata, computed from counts.

The generalised statistic of Cochran, Mantel and Haenszel (Landis, Heyman & Koch 1978, Int.
Stat. Rev. 46): the difference of each group from what its stratum would have it answer is
summed over the strata, and measured by its covariance, which the margins alone give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lumo_analysis.analysis.permutation import PERMUTATIONS, random_source

_TABLES_AT_ONCE = 2_000

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Within:
    """The statistic for tables with given margins: counts by stratum, group and answer."""

    expected: Numbers
    scores: Numbers
    inverse: Numbers
    df: int

    def __call__(self, tables: npt.ArrayLike) -> Numbers:
        """The statistic of tables along the last three axes; near chi-square with `df`."""
        away = np.asarray(tables, dtype=np.float64) - self.expected
        sums = np.einsum("...sga,sak->...gk", away, self.scores)
        flat = sums.reshape(*sums.shape[:-2], -1)
        return np.asarray(((flat @ self.inverse) * flat).sum(axis=-1), dtype=np.float64)


def within_strata(tables: npt.ArrayLike, *, ordered: bool) -> Within:
    """The statistic for the margins of these counts by stratum, group and answer.

    Ordered answers are scored by their mean rank in the stratum divided by its size + 1, which
    weights the strata as van Elteren (1960) does for two groups; with one stratum it is
    Kruskal and Wallis's H. Answers without an order have no scores (with one stratum
    chi-square times (n - 1)/n), as in R's `mantelhaen.test`. Each stratum has an answer.

    >>> one = [[[3, 1, 0], [1, 1, 2]]]
    >>> print(within_strata(one, ordered=True)(one).round(4))
    2.4306
    """
    counts = np.asarray(tables, dtype=np.float64)
    groups, answers = counts.sum(axis=2), counts.sum(axis=1)
    sizes = groups.sum(axis=1)
    expected = groups[:, :, None] * answers[:, None, :] / sizes[:, None, None]
    if ordered:
        ranks = np.cumsum(answers, axis=1) - (answers - 1) / 2
        scores = (ranks / (sizes + 1)[:, None])[:, :, None]
    else:
        scores = np.broadcast_to(np.eye(counts.shape[2]), (len(sizes), *[counts.shape[2]] * 2))
    covariance = np.zeros([counts.shape[1] * scores.shape[2]] * 2)
    for n, of_group, of_answer, score in zip(sizes, groups, answers, scores, strict=True):
        if n > 1:
            spread = score.T @ _spread(of_answer / n) @ score
            covariance += n**2 / (n - 1) * np.kron(_spread(of_group / n), spread)
    inverse = np.linalg.pinv(covariance, rcond=1e-10, hermitian=True)
    df = int(np.linalg.matrix_rank(covariance, rtol=1e-10, hermitian=True))
    return Within(expected, scores, np.asarray(inverse, dtype=np.float64), df)


def _spread(shares: Numbers) -> Numbers:
    return np.asarray(np.diag(shares) - np.outer(shares, shares), dtype=np.float64)


def stratified_p(
    tables: Integers,
    statistic: Callable[[Numbers], Numbers],
    seed: str,
    permutations: int = PERMUTATIONS,
) -> float:
    """The part of random tables, permuted within strata, that reach the observed statistic.

    As `permutation_p`, but every stratum keeps its own margins, so that groups made up of
    different strata don't differ by that alone.

    Args:
        tables: counts by stratum, group and answer.
        statistic: of such tables along the last three axes; large values speak against
            equality.
        seed: any text; the same text and tables give the same p.
        permutations: how many times every stratum is drawn.

    Returns:
        (b + 1) / (permutations + 1), where b draws reach the observed statistic; never 0.

    >>> tables = np.array([[[9, 0], [0, 9]], [[0, 0], [5, 1]]])
    >>> stratified_p(tables, within_strata(tables, ordered=True), "coping", 999)
    0.001
    """
    observed = float(statistic(tables.astype(np.float64)))
    source = random_source(seed)
    # Equal tables may differ in the last digits of the statistic.
    reached = observed - 1e-9 * max(1.0, abs(observed))
    count = 0
    for start in range(0, permutations, _TABLES_AT_ONCE):
        size = min(_TABLES_AT_ONCE, permutations - start)
        drawn = np.stack([_drawn(stratum, size, source) for stratum in tables], axis=1)
        count += int((statistic(drawn) >= reached).sum())
    return (count + 1) / (permutations + 1)


def _drawn(table: Integers, size: int, source: np.random.Generator) -> Numbers:
    """Random tables with the margins of one stratum."""
    # scipy.stats takes a second to import, and most tables need no permutations.
    from scipy import stats

    tables = np.zeros((size, *table.shape))
    # Patefield's method in scipy 1.17 gives counts below 0 where a margin is 0.
    rows, columns = np.flatnonzero(table.sum(axis=1)), np.flatnonzero(table.sum(axis=0))
    if len(rows) < 2 or len(columns) < 2:
        tables[:] = table
        return tables
    given = table[np.ix_(rows, columns)]
    margins = stats.random_table(given.sum(axis=1), given.sum(axis=0))
    tables[np.ix_(np.arange(size), rows, columns)] = margins.rvs(
        size=size, method="patefield", random_state=source
    )
    return tables
