"""How far a result stands out, from shown numbers alone: size, as far as it is certain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.disclosure.withheld import LEVEL
from lumo_analysis.presentation.share_rows import ShareRow

_HALF = 0.5
_VERDICT_ONLY = 0.0


def of_items(rows: Sequence[ShareRow]) -> float:
    """How far the largest and smallest of several items' shares lie apart beyond their intervals.

    One item alone stands out as far as its interval lies from a half. From 0 to 1; 0 where
    intervals overlap or nothing is shown.
    """
    shown = sorted((row for row in rows if row.shown), key=lambda row: row.share)
    if not shown:
        return 0.0
    if len(shown) == 1:
        return max(0.0, shown[0].low - _HALF, _HALF - shown[0].high)
    return max(0.0, shown[-1].low - shown[0].high)


def of_answers(shares: pd.DataFrame) -> float:
    """How far the commonest answer lies above the next one beyond their intervals, from 0 to 1.

    `shares` come from `analysis.shares.shares`, of one item; 0 where a share is hidden, since
    that one may be larger.

    >>> of_answers(pd.DataFrame({"share": [0.6, 0.2], "low": [0.5, 0.1], "high": [0.7, 0.3]}))
    0.2
    """
    if shares["share"].isna().any() or len(shares) < 2:
        return 0.0
    first, second = shares.nlargest(2, "share")[["low", "high"]].to_numpy(np.float64)
    return round(max(0.0, float(first[0] - second[1])), 6)


def of_themes(shares: pd.DataFrame) -> float:
    """How common the commonest theme is at least, from 0 to 1; 0 where one is hidden."""
    if shares["share"].isna().any() or shares.empty:
        return 0.0
    return float(shares["low"].max())


def of_tests(tests: pd.DataFrame) -> float:
    """The largest size of a difference that a test shows; 0 where none does.

    `tests` come from `withhold`. A test of which only the verdict is told counts as the least
    that can be shown, however large its difference is.
    """
    below = tests["below"].to_numpy(bool)
    if not below.any():
        return 0.0
    effects = tests.loc[below, "effect"].abs().fillna(_VERDICT_ONLY).to_numpy(np.float64)
    return LEVEL + float(effects.max())
