"""Chi-square and Cramér's V, for answers without an order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def expected_counts(table: npt.ArrayLike) -> Numbers:
    """Counts by group and answer that equal groups would have; the last two axes are used.

    >>> expected_counts([[3, 1], [1, 3]]).tolist()
    [[2.0, 2.0], [2.0, 2.0]]
    """
    counts = np.asarray(table, dtype=np.float64)
    rows, columns = counts.sum(axis=-1, keepdims=True), counts.sum(axis=-2, keepdims=True)
    return np.asarray(rows * columns / rows.sum(axis=-2, keepdims=True), dtype=np.float64)


def chi_square(table: npt.ArrayLike) -> Numbers:
    """Pearson's chi-square, without Yates's correction; every margin must be above 0.

    Equal to R's `chisq.test(correct = FALSE)`.

    >>> print(chi_square([[3, 1], [1, 3]]))
    2.0
    """
    expected = expected_counts(table)
    squares = (np.asarray(table, dtype=np.float64) - expected) ** 2 / expected
    return np.asarray(squares.sum(axis=(-2, -1)), dtype=np.float64)


def cramers_v(table: npt.ArrayLike) -> float:
    """Cramér's V with Bergsma's correction for bias; 0 to 1, NaN where n is too small for it.

    Bergsma (2013), J. Korean Stat. Soc. 42. Equal to R's `effectsize::cramers_v(adjust = TRUE)`.

    >>> round(cramers_v([[9, 1], [1, 9]]), 4)
    0.7874
    """
    counts = np.asarray(table, dtype=np.float64)
    total = counts.sum()
    groups, answers = counts.shape
    if total < 2:
        return float("nan")
    return bergsma(float(chi_square(counts)) / total, groups, answers, float(total) - 1)


def bergsma(square: float, groups: int, answers: int, free: float) -> float:
    """Cramér's V without bias, from phi squared, the size of the table and n - 1 (`free`).

    NaN where n is too small for it. Bergsma (2013), J. Korean Stat. Soc. 42.

    >>> round(bergsma(0.64, 2, 2, 19), 4)
    0.7874
    """
    excess = square - (groups - 1) * (answers - 1) / free
    corrected_groups = groups - (groups - 1) ** 2 / free
    corrected_answers = answers - (answers - 1) ** 2 / free
    room = min(corrected_groups, corrected_answers) - 1
    return float(np.sqrt(max(0.0, excess) / room)) if room > 0 else float("nan")
