"""Differences of shares between groups."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from lumo_analysis.analysis.answer_sums import BaseName, Sums
from lumo_analysis.analysis.intervals import difference_interval
from lumo_analysis.analysis.power import detectable_difference
from lumo_analysis.analysis.shares import UNCERTAIN_BASE, UNCERTAIN_WIDTH, shares
from lumo_analysis.errors import ParameterError, nearest

_OF_GROUP = ["group", "n", "base", "share", "low", "high"]
_COLUMNS = [
    *("item", "groups", "group1", "group2", "answers", "base_name"),
    *("n1", "base1", "share1", "n2", "base2", "share2"),
    *("difference", "low", "high", "uncertain", "reason", "detectable"),
]


def share_difference(
    counts: pd.DataFrame,
    answers: Sums | Mapping[str, Sums] | None = None,
    base: BaseName = "answered",
    *,
    pairs: Iterable[tuple[str, str]] | None = None,
    confidence: float = 0.95,
    frame: int | Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """The difference of two groups' shares, with Newcombe's interval.

    The groups may be two waves of a survey, or two surveys that asked the same. The shares,
    their bases and Wilson's intervals are those of `shares`; the interval of the difference
    is made of the two (Newcombe 1998, Statistics in Medicine 17, method 10).

    Args:
        counts: from `count_answers` or `theme_counts` with `by`; no respondent is in two
            groups.
        answers: as in `shares`.
        base: as in `shares`.
        pairs: the groups to compare, each as (first, second); all pairs by default.
        confidence: of the interval, between 0 and 1; not adjusted for the number of pairs.
        frame: as in `shares`, for each group.

    Returns:
        item, groups (joined with "+"), group1, group2, answers, base_name, n1, base1, share1,
        n2, base2, share2 (0 to 1), difference (share2 - share1, -1 to 1), low, high,
        uncertain, reason and detectable. Where either share is not given (base below 10),
        difference, low and high are NaN and `reason` is "small_base". `uncertain` where
        either base is below 30 or the interval is 0.30 wide or more. `detectable` as in
        `detectable_difference`, of the two bases (the effective ones where weighted).

    Raises:
        ParameterError: a group that is not among the counts or is compared with itself, and
            as in `shares`.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": ["2020", "2020", "2021", "2021"], "kind": "scale",
    ...     "answer": ["poor", "good"] * 2, "n": [20, 20, 10, 40],
    ... })
    >>> share_difference(counts, ["good"]).round(3)[["groups", "difference", "low", "high"]]
          groups  difference    low   high
    0  2020+2021         0.3  0.103  0.472
    """
    known = [str(group) for group in counts["group"].unique()] if "group" in counts else []
    compared = list(itertools.combinations(known, 2)) if pairs is None else list(pairs)
    _check(compared, known)
    share = shares(counts, answers, base, confidence=confidence, frame=frame)
    effective = "effective_base" if "effective_base" in share else "base"
    beside = share[["item", "answers", "base_name", *_OF_GROUP]].assign(sees=share[effective])
    order = {item: place for place, item in enumerate(share["item"].unique())}
    rows = []
    for one, two in compared:
        both = beside[beside["group"] == one].merge(
            beside[beside["group"] == two],
            on=["item", "answers", "base_name"],
            suffixes=("1", "2"),
            validate="one_to_one",
        )
        rows.append(both.assign(groups=f"{one}+{two}", group1=one, group2=two))
    if not rows:
        raise ParameterError("there are no two groups to compare; count with 'by'")
    whole = pd.concat(rows, ignore_index=True)
    # The pairs of an item stand together, in the order of the items.
    whole = whole.iloc[np.argsort(whole["item"].map(order).to_numpy(), kind="stable")]
    return _with_interval(whole.reset_index(drop=True))


def _with_interval(both: pd.DataFrame) -> pd.DataFrame:
    low, high = difference_interval(
        (both["share1"], both["low1"], both["high1"]),
        (both["share2"], both["low2"], both["high2"]),
    )
    missing = np.isnan(low)
    small = both[["sees1", "sees2"]].min(axis=1) < UNCERTAIN_BASE
    return both.assign(
        difference=both["share2"] - both["share1"],
        low=low,
        high=high,
        uncertain=small | missing | (high - low >= UNCERTAIN_WIDTH),
        reason=pd.Series(np.where(missing, "small_base", ""), dtype="str"),
        detectable=[
            detectable_difference(one, two)
            for one, two in zip(both["sees1"], both["sees2"], strict=True)
        ],
    )[_COLUMNS]


def _check(pairs: list[tuple[str, str]], known: list[str]) -> None:
    for one, two in pairs:
        for group in (one, two):
            if group not in known:
                raise ParameterError(
                    f"no group '{group}' among the counts; {nearest(group, known)}"
                )
        if one == two:
            raise ParameterError(f"group '{one}' is compared with itself; name two groups")
