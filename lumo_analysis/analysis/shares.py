"""Shares: what part of a group gave an answer, and how uncertain that part is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.answer_sums import BaseName, Sums, answer_sums, require_known
from lumo_analysis.analysis.count_table import is_weighted
from lumo_analysis.analysis.intervals import (
    clopper_pearson_interval,
    goodman_interval,
    wilson_interval,
)
from lumo_analysis.errors import ParameterError, nearest

MINIMUM_BASE = 10
"""Below this base no share is given. After Parker et al. (2017), NCHS Series 2, No. 175."""
UNCERTAIN_BASE = 30
"""Below this base a share is marked uncertain."""
UNCERTAIN_WIDTH = 0.30
"""A share whose interval is this wide or wider is marked uncertain."""

Numbers = npt.NDArray[np.float64]
Method = Literal["wilson", "goodman", "clopper_pearson"]


def shares(
    counts: pd.DataFrame,
    answers: Sums | Mapping[str, Sums] | None = None,
    base: BaseName = "answered",
    *,
    method: Method = "wilson",
    confidence: float = 0.95,
    frame: int | Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """The share of each answer, or of several answers together, in each group.

    Args:
        counts: from `count_answers` or `theme_counts`.
        answers: None for one row an answer (with base "all" also those off the scale and no
            answer); a list of ids for their joint share in every item; a list of such lists
            for several joint shares; or a mapping from item to any of these, which leaves
            other items out. "well+very_well" is the same as the list of the two.
        base: who counts in the denominator. "answered": those who answered on the scale (in
            multiple choice, chose anything); "all": also "can't say" and no answer.
        method: "wilson"; "goodman" where the shares of an item in a group are compared with
            each other, so that all their intervals hold together; or "clopper_pearson" where
            coverage must never fall below.
        confidence: of the interval, between 0 and 1.
        frame: how many people the survey was sent to, where known; by group where there are
            several groups.

    Returns:
        item, group, answers (joined with "+"), n, base, base_name, share, low, high (0 to 1)
        and uncertain. Below a base of 10 share, low and high are NaN. Below 30, or where the
        interval is 0.30 wide or more, `uncertain` is True.

        Protected counts (from a plan of disclosure control) give also `hidden`: True where n
        is missing, since it or a part of it is hidden or stands together with more. Then
        share, low and high are NaN; as they are where the base is missing, since a hidden
        number is a part of it.

        Weighted counts give weighted shares beside the unweighted n and base, and also
        weighted_n, weighted_base, design_effect (Kish's n sum(w^2)/(sum w)^2; NaN where
        nobody has a weight) and effective_base, base/design_effect. The interval and the
        limits of 10 and 30 then go by the effective base.

    Raises:
        ParameterError: an answer the item does not have or that is not in the base, options
            of multiple choice added together (one person may choose many), or an unknown
            base, method, confidence or frame.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": "all", "answer": ["poor", "good", "no_answer"],
    ...     "kind": ["scale", "scale", "no_answer"], "n": [10, 30, 4],
    ... })
    >>> shares(counts).round(3)[["answers", "n", "base", "share", "low", "high", "uncertain"]]
      answers   n  base  share    low   high  uncertain
    0    poor  10    40   0.25  0.142  0.402      False
    1    good  30    40   0.75  0.598  0.858      False
    >>> shares(counts, ["god"])
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: item 'coping' has no answer 'god'; did you mean 'good'?
    """
    require_known(method, ("wilson", "goodman", "clopper_pearson"), "method")
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence is {confidence}; it must lie between 0 and 1")
    sums = answer_sums(counts, answers, base)
    sizes = _frame_sizes(sums, frame)
    if frame is not None and method == "clopper_pearson":
        raise ParameterError(
            "a frame goes with method 'wilson' or 'goodman'; leave frame or method out"
        )
    protected = isinstance(counts["n"].dtype, pd.Int64Dtype)
    return _with_intervals(sums, protected, base, method, confidence, sizes)


def _with_intervals(
    sums: pd.DataFrame,
    protected: bool,
    base: BaseName,
    method: Method,
    confidence: float,
    sizes: Numbers | None,
) -> pd.DataFrame:
    known = sums[["n", "base"]].notna().all(axis=1).to_numpy(bool)
    share, counts, effective = _shares_of(sums, known)
    if method == "wilson":
        low, high = wilson_interval(counts, effective, confidence, sizes)
    elif method == "goodman":
        together = sums.groupby(["item", "group"])["answers"].transform("size").to_numpy()
        low, high = goodman_interval(counts, effective, together, confidence, sizes)
    else:
        low, high = clopper_pearson_interval(counts, effective, confidence)
    enough = known & (effective >= MINIMUM_BASE)
    uncertain = ~enough | (effective < UNCERTAIN_BASE) | (high - low >= UNCERTAIN_WIDTH)
    result = sums[["item", "group", "answers", "n", "base"]].assign(
        base_name=pd.Series([base] * len(sums), dtype="str"),
        share=np.where(enough, share, np.nan),
        low=np.where(enough, low, np.nan),
        high=np.where(enough, high, np.nan),
        uncertain=uncertain,
    )
    if protected:
        result["hidden"] = sums["n"].isna().to_numpy(bool)
    if not is_weighted(sums):
        return result
    return result.assign(
        weighted_n=sums["weighted_n"],
        weighted_base=sums["weighted_base"],
        design_effect=(sums["base"] / sums["effective_base"]).where(effective > 0),
        effective_base=effective,
    )


def _shares_of(
    sums: pd.DataFrame, known: npt.NDArray[np.bool_]
) -> tuple[Numbers, Numbers, Numbers]:
    """The shares, and the counts and bases that intervals go by; a share is 0 of nobody."""
    n, bases = (
        np.where(known, sums[name].fillna(0).to_numpy(np.float64), 0) for name in ("n", "base")
    )
    if not is_weighted(sums):
        return n / np.maximum(bases, 1), n, bases
    part, whole = (sums[name].to_numpy(np.float64) for name in ("weighted_n", "weighted_base"))
    share = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    # Sums of the same weights in another order differ in the last digits.
    share = np.where((n == bases) & (whole > 0), 1.0, share)
    effective = sums["effective_base"].to_numpy(np.float64)
    return share, share * effective, effective


def _frame_sizes(sums: pd.DataFrame, frame: int | Mapping[str, int] | None) -> Numbers | None:
    if frame is None:
        return None
    groups = sums["group"].unique().tolist()
    if not isinstance(frame, Mapping):
        if len(groups) > 1:
            raise ParameterError(
                "one frame size was given for several groups; give a frame size for each group"
            )
        frame = dict.fromkeys(groups, frame)
    for group in groups:
        if group not in frame:
            raise ParameterError(f"no frame size for group '{group}'; {nearest(group, frame)}")
    sizes = np.array([frame[group] for group in sums["group"]], dtype=np.float64)
    if (sizes < sums["base"].fillna(0).to_numpy(np.float64)).any():
        raise ParameterError("a frame size is smaller than the base; give how many were asked")
    return sizes
