"""p-values of many tests taken together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def holm(p: npt.ArrayLike) -> Numbers:
    """Holm's adjusted p-values; a NaN is no test: it stays NaN and is not counted.

    Holm (1979), Scand. J. Stat. 6. Equal to R's `p.adjust(p, "holm")`.

    >>> holm([0.01, float("nan"), 0.04, 0.03]).tolist()
    [0.03, nan, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    adjusted = np.full(values.shape, np.nan)
    factors = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(values[order] * factors), 1)
    return adjusted


def benjamini_hochberg(p: npt.ArrayLike) -> Numbers:
    """Benjamini and Hochberg's adjusted p-values, for exploration only; NaN as in `holm`.

    Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57. Equal to R's `p.adjust(p, "BH")`.

    >>> benjamini_hochberg([0.01, float("nan"), 0.04, 0.03]).tolist()
    [0.03, nan, 0.04, 0.04]
    """
    values = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(-values[tested], kind="stable")]
    adjusted = np.full(values.shape, np.nan)
    factors = len(order) / np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.minimum.accumulate(values[order] * factors), 1)
    return adjusted
