"""Coefficients of reliability from the covariances or correlations of a battery's items."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]

# Rounding leaves no exact zero where items cancel or follow from each other.
_SINGULAR = 1e-9


def cronbach_alpha(covariances: npt.ArrayLike) -> float:
    """Cronbach's alpha of items with these covariances, or correlations; at most 1.

    k/(k - 1) (1 - trace/sum), Cronbach (1951), Psychometrika 16; NaN where the sum of the
    items does not vary.

    >>> round(cronbach_alpha([[1, 0.5], [0.5, 1]]), 4)
    0.6667
    """
    matrix = np.asarray(covariances, dtype=np.float64)
    k, trace, total = len(matrix), float(np.trace(matrix)), float(matrix.sum())
    return k / (k - 1) * (1 - trace / total) if total > _SINGULAR * trace else float("nan")


def feldt_interval(
    alpha: float, respondents: int, items: int, confidence: float = 0.95
) -> tuple[float, float]:
    """Feldt's interval of Cronbach's alpha: low and high.

    1 - (1 - alpha) F, with n - 1 and (n - 1)(k - 1) degrees of freedom (Feldt 1965,
    Psychometrika 30).

    >>> low, high = feldt_interval(0.8, 30, 5)
    >>> round(low, 4), round(high, 4)
    (0.6592, 0.8941)
    """
    tail = (1 - confidence) / 2
    free = respondents - 1
    upper, lower = (special.fdtri(free, free * (items - 1), p) for p in (1 - tail, tail))
    return 1 - (1 - alpha) * float(upper), 1 - (1 - alpha) * float(lower)


def correlations_of(covariances: Numbers) -> Numbers:
    """The correlations that belong to covariances; equal to R's `cov2cor`.

    >>> correlations_of(np.array([[4.0, 1.0], [1.0, 1.0]])).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    spread = np.sqrt(np.diag(covariances))
    return np.asarray(covariances / np.outer(spread, spread), dtype=np.float64)


def item_rest(covariances: Numbers) -> Numbers:
    """The correlation of each item with the sum of the others; NaN where that is a constant.

    >>> item_rest(np.array([[1.0, 0.5], [0.5, 1.0]])).tolist()
    [0.5, 0.5]
    """
    own, with_all = np.diag(covariances), covariances.sum(axis=0)
    rest = covariances.sum() - 2 * with_all + own
    varies = rest > _SINGULAR * (np.trace(covariances) - own)
    product = np.where(varies, own * rest, np.nan)
    return np.asarray((with_all - own) / np.sqrt(product), dtype=np.float64)


def guttman_lambda6(correlations: Numbers) -> float:
    """Guttman's lambda 6, from how well each item follows from all the others; at most 1.

    Guttman (1945), Psychometrika 10. NaN where the correlations contradict each other, or one
    item follows wholly from others.

    >>> round(guttman_lambda6(np.array([[1, 0.5], [0.5, 1]])), 4)
    0.5
    """
    if np.linalg.eigvalsh(correlations).min() < _SINGULAR:
        return float("nan")
    unique = 1 / np.diag(np.linalg.inv(correlations))
    return float(1 - unique.sum() / correlations.sum())
