"""Shares of small groups, drawn together as far as the groups are alike."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.answer_sums import BaseName, Sums
from lumo_analysis.analysis.comparison_frame import ONE_GROUP
from lumo_analysis.analysis.pooling_model import pooled
from lumo_analysis.analysis.shares import MINIMUM_BASE, shares

Numbers = npt.NDArray[np.float64]

NO_ANSWERS, SMALL_BASE, HIDDEN = "no_answers", "small_base", "hidden"
_BESIDE = ("pooled", "pooled_low", "pooled_high", "spread", "reason")


def pool_shares(
    counts: pd.DataFrame,
    answers: Sums | Mapping[str, Sums] | None = None,
    base: BaseName = "answered",
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The share of each group beside what it is once the other groups are heard.

    The share of a small group is in part chance. Partial pooling draws it towards the others,
    the more the smaller the group and the more alike the groups are as a whole: the log odds
    of the groups are normal about a common middle, with a spread learnt from them
    (`pooling_model.pooled`, a sum over a grid, the same on every machine). Show it beside
    the raw share, never in its place: it is better on average over the groups, and worse for a
    group that truly stands apart.

    Args:
        counts: from `count_answers` or `theme_counts` with `by`.
        answers: as in `shares`; each share is pooled over the groups on its own.
        base: as in `shares`.
        confidence: of both intervals, between 0 and 1.

    Returns:
        The columns of `shares`, then pooled, pooled_low and pooled_high (0 to 1; an interval
        with equal parts of the posterior beyond its ends), spread (the standard deviation of
        log odds between groups, its posterior mean) and reason. Pooled numbers are NaN where
        `reason` is "no_answers" (the base is 0), "small_base" (below 10, as in `shares`),
        "one_group" (nothing to pool with: no other group has a base) or "hidden" (by
        disclosure control; such a group is not used for the others either). Groups with a
        base of 1 to 9 are used for the others. Weighted counts go by weighted shares and the
        effective base.

    Raises:
        ParameterError: as in `shares`.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": ["north", "north", "south", "south"], "kind": "scale",
    ...     "answer": ["poor", "good"] * 2, "n": [22, 4, 55, 45],
    ... })
    >>> pool_shares(counts, ["good"]).round(2)[["group", "base", "share", "pooled"]]
       group  base  share  pooled
    0  north    26   0.15    0.21
    1  south   100   0.45    0.44
    """
    result = shares(counts, answers, base, confidence=confidence)
    hidden = result.get("hidden", pd.Series(False, index=result.index)).to_numpy(bool)
    hidden = hidden | result["base"].isna().to_numpy(bool)
    bases = result.get("effective_base", result["base"]).to_numpy(np.float64, na_value=np.nan)
    n = result["n"].to_numpy(np.float64, na_value=np.nan)
    if "weighted_n" in result:
        weighted = result[["weighted_n", "weighted_base"]].to_numpy(np.float64)
        n = bases * weighted[:, 0] / np.where(bases > 0, weighted[:, 1], 1)
    beside = {name: np.full(len(result), np.nan) for name in _BESIDE[:-1]}
    reason = np.select(
        [hidden, bases == 0, bases < MINIMUM_BASE], [HIDDEN, NO_ANSWERS, SMALL_BASE], ""
    ).astype(object)
    for places in result.groupby(["item", "answers"], sort=False).indices.values():
        rows = np.asarray(places)
        used = rows[(~hidden & (bases > 0))[rows]]
        shown = reason[used] == ""
        if len(used) < 2:
            reason[used[shown]] = ONE_GROUP
            continue
        found = pooled(n[used], bases[used], confidence)
        beside["spread"][rows] = found.spread
        for name, values in zip(_BESIDE, found[:3], strict=False):
            beside[name][used[shown]] = values[shown]
    return result.assign(**beside, reason=pd.Series(reason, dtype="str"))
