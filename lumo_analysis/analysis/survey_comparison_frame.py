"""The rows of a comparison of surveys: their columns, and p adjusted over families."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lumo_analysis.analysis.comparison_frame import COMPARISON_COLUMNS
from lumo_analysis.analysis.multiplicity import holm

_OF_TWO = (
    *("group1", "group2", "n_group1", "n_group2", "superiority", "effect_low", "effect_high"),
    "answers",
)
OF_SHARES = (
    *("base_name", "n1", "base1", "share1", "n2", "base2", "share2"),
    *("difference", "low", "high", "uncertain"),
)
COUNTS_COLUMNS = (*COMPARISON_COLUMNS, *_OF_TWO, *OF_SHARES)
WHOLE_NUMBERS = dict.fromkeys(("n1", "base1", "n2", "base2"), "Int64")


def adjusted(frame: pd.DataFrame, family: Mapping[str, str | None]) -> pd.DataFrame:
    """The rows with their families, and p adjusted in each by Holm.

    >>> adjusted(pd.DataFrame({"item": ["a", "b"], "p": [0.01, 0.04]}), {"a": "x", "b": "x"})
      item     p family  p_adjusted
    0    a  0.01      x        0.02
    1    b  0.04      x        0.04
    """
    families = pd.Series([family.get(item) or item for item in frame["item"]], dtype="str")
    frame = frame.assign(family=families.to_numpy(), p_adjusted=np.nan)
    for places in frame.groupby("family", sort=False).indices.values():
        frame.loc[places, "p_adjusted"] = holm(frame["p"].to_numpy(np.float64)[places])
    return frame


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers that may be missing, and rows without a share uncertain."""
    frame = frame.assign(
        uncertain=~frame["uncertain"].eq(False),
        base_name=frame["base_name"].astype(object).fillna("").astype("str"),
    )
    return frame[list(COUNTS_COLUMNS)].astype(WHOLE_NUMBERS)
