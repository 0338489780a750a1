"""Shares: what part of a group gave an answer, and how uncertain that part is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.count_table import COUNT_COLUMNS, RESPONDENTS, require_columns
from lumo_analysis.analysis.intervals import clopper_pearson_interval, wilson_interval
from lumo_analysis.errors import ParameterError, nearest

MINIMUM_BASE = 10
"""Below this base no share is given. After Parker et al. (2017), NCHS Series 2, No. 175."""
UNCERTAIN_BASE = 30
"""Below this base a share is marked uncertain."""
UNCERTAIN_WIDTH = 0.30
"""A share whose interval is this wide or wider is marked uncertain."""

BaseName = Literal["answered", "all"]
Method = Literal["wilson", "clopper_pearson"]
Sums = str | Sequence[str] | Sequence[Sequence[str]]

_IN_BASE = {
    "answered": ("scale", RESPONDENTS),
    "all": ("scale", "off_scale", "no_answer", RESPONDENTS),
}
_SHOWN = {
    "answered": ("scale", "option"),
    "all": ("scale", "off_scale", "no_answer", "option"),
}


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
        method: "wilson", or "clopper_pearson" where coverage must never fall below.
        confidence: of the interval, between 0 and 1.
        frame: how many people the survey was sent to, where known; by group where there are
            several groups.

    Returns:
        item, group, answers (joined with "+"), n, base, base_name, share, low, high (0 to 1)
        and uncertain. Below a base of 10 share, low and high are NaN. Below 30, or where the
        interval is 0.30 wide or more, `uncertain` is True.

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
    require_columns(counts, COUNT_COLUMNS, "counts")
    _require(base, _IN_BASE, "base")
    _require(method, ("wilson", "clopper_pearson"), "method")
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence is {confidence}; it must lie between 0 and 1")
    blocks = counts.groupby(["item"], sort=False)
    known = counts["item"].unique().tolist()
    asked: list[tuple[str, Sums | None]]
    if isinstance(answers, Mapping):
        for item in answers:
            if item not in known:
                raise ParameterError(f"no item '{item}' among the counts; {nearest(item, known)}")
        asked = [(item, answers[item]) for item in known if item in answers]
    else:
        asked = [(item, answers) for item in known]
    rows = [_sums(item, blocks.get_group((item,)), wanted, base) for item, wanted in asked]
    result = pd.concat(rows, ignore_index=True) if rows else _empty()
    return _with_intervals(result, base, method, confidence, frame)


def _with_intervals(
    sums: pd.DataFrame,
    base: BaseName,
    method: Method,
    confidence: float,
    frame: int | Mapping[str, int] | None,
) -> pd.DataFrame:
    n, bases = sums["n"].to_numpy(np.int64), sums["base"].to_numpy(np.int64)
    if method == "wilson":
        low, high = wilson_interval(n, bases, confidence, _frame_sizes(sums, frame))
    elif frame is None:
        low, high = clopper_pearson_interval(n, bases, confidence)
    else:
        raise ParameterError("a frame goes with method 'wilson' only; leave frame or method out")
    enough = bases >= MINIMUM_BASE
    uncertain = ~enough | (bases < UNCERTAIN_BASE) | (high - low >= UNCERTAIN_WIDTH)
    return sums.assign(
        base_name=pd.Series([base] * len(sums), dtype="str"),
        share=np.where(enough, n / np.maximum(bases, 1), np.nan),
        low=np.where(enough, low, np.nan),
        high=np.where(enough, high, np.nan),
        uncertain=uncertain,
    )


def _empty() -> pd.DataFrame:
    text = {name: pd.Series([], dtype="str") for name in ("item", "group", "answers")}
    number = {name: pd.Series([], dtype="int64") for name in ("n", "base")}
    return pd.DataFrame({**text, **number})


def _require(value: str, known: Sequence[str] | Mapping[str, object], name: str) -> None:
    if value not in known:
        raise ParameterError(f"unknown {name} '{value}'; {nearest(value, known)}")


def _sums(item: str, block: pd.DataFrame, wanted: Sums | None, base: BaseName) -> pd.DataFrame:
    """Rows of one item: group, answers, n and base, groups in the order of the counts."""
    codes, groups = pd.factorize(block["group"])
    kinds = block["kind"].to_numpy()
    answers = block["answer"].to_numpy()
    n = block["n"].to_numpy(np.int64)

    def by_group(rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        total = np.bincount(codes[rows], weights=n[rows], minlength=len(groups))
        return total.astype(np.int64)

    kind_of = dict(zip(answers.tolist(), kinds.tolist(), strict=True))
    in_base = list(_IN_BASE[base])
    bases = by_group(np.isin(kinds, in_base))
    if wanted is None:
        sums = [[answer] for answer, kind in kind_of.items() if kind in _SHOWN[base]]
    else:
        sums = _as_lists(wanted)
        for ids in sums:
            _check_sum(item, ids, kind_of, base)
    table = np.column_stack([by_group(np.isin(answers, ids)) for ids in sums])
    return pd.DataFrame(
        {
            "item": pd.Series([item] * table.size, dtype="str"),
            "group": pd.Series(np.repeat(np.asarray(groups, dtype=object), len(sums)), dtype="str"),
            "answers": pd.Series(["+".join(ids) for ids in sums] * len(groups), dtype="str"),
            "n": table.ravel(),
            "base": np.repeat(bases, len(sums)),
        }
    )


def _as_lists(wanted: Sums) -> list[list[str]]:
    if isinstance(wanted, str):
        return [wanted.split("+")]
    if all(isinstance(part, str) for part in wanted):
        return [[str(part) for part in wanted]]
    return [list(part) for part in wanted]


def _check_sum(item: str, ids: Sequence[str], kind_of: Mapping[str, str], base: BaseName) -> None:
    known = [answer for answer, kind in kind_of.items() if kind != RESPONDENTS]
    if not ids or len(set(ids)) < len(ids):
        raise ParameterError(
            f"item '{item}': the answers to add up are none, or one is named twice; "
            "name each answer once"
        )
    for answer in ids:
        if answer not in known:
            advice = nearest(answer, known)
            raise ParameterError(f"item '{item}' has no answer '{answer}'; {advice}")
        if kind_of[answer] not in _SHOWN[base]:
            raise ParameterError(
                f"item '{item}': '{answer}' is not part of base '{base}'; use base 'all'"
            )
    if len(ids) > 1 and "option" in kind_of.values():
        raise ParameterError(
            f"item '{item}' is multiple choice: its options can't be added together, "
            "since one respondent may choose several"
        )


def _frame_sizes(
    sums: pd.DataFrame, frame: int | Mapping[str, int] | None
) -> npt.NDArray[np.float64] | None:
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
    if (sizes < sums["base"].to_numpy()).any():
        raise ParameterError("a frame size is smaller than the base; give how many were asked")
    return sizes
