"""Answers added up, with the respondents who count in the denominator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.count_table import RESPONDENTS, is_weighted, require_counts
from lumo_analysis.errors import ParameterError, nearest

BaseName = Literal["answered", "all"]
Sums = str | Sequence[str] | Sequence[Sequence[str]]

_IN_BASE = {
    "answered": ("scale", RESPONDENTS),
    "all": ("scale", "off_scale", "no_answer", RESPONDENTS),
}
_SHOWN = {
    "answered": ("scale", "option"),
    "all": ("scale", "off_scale", "no_answer", "option"),
}


def answer_sums(
    counts: pd.DataFrame, answers: Sums | Mapping[str, Sums] | None, base: BaseName
) -> pd.DataFrame:
    """Add up answers in each group: item, group, answers, n and base.

    Weighted counts give also weighted_n, weighted_base and effective_base, which is
    (sum of weights)^2 / sum of squared weights over the base (Kish 1965, Survey Sampling,
    ch. 11); 0 where nobody in the base has a weight above 0.

    Args:
        counts: from `count_answers` or `theme_counts`.
        answers: as in `shares`.
        base: as in `shares`.

    Raises:
        ParameterError: an item or answer that is not there or not in the base, or options of
            multiple choice added together.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": "all", "answer": ["poor", "fair", "good"],
    ...     "kind": "scale", "n": [1, 2, 5],
    ... })
    >>> answer_sums(counts, ["fair", "good"], "answered")
         item group    answers  n  base
    0  coping   all  fair+good  7     8
    """
    require_counts(counts)
    require_known(base, _IN_BASE, "base")
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
    return pd.concat(rows, ignore_index=True) if rows else _empty()


def require_known(value: str, known: Sequence[str] | Mapping[str, object], name: str) -> None:
    """Refuse a name that is not known.

    >>> require_known("everyone", ["answered", "all"], "base")
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: unknown base 'everyone'; known are 'answered', 'all'
    """
    if value not in known:
        raise ParameterError(f"unknown {name} '{value}'; {nearest(value, known)}")


def _empty() -> pd.DataFrame:
    text = {name: pd.Series([], dtype="str") for name in ("item", "group", "answers")}
    number = {name: pd.Series([], dtype="int64") for name in ("n", "base")}
    return pd.DataFrame({**text, **number})


def _sums(item: str, block: pd.DataFrame, wanted: Sums | None, base: BaseName) -> pd.DataFrame:
    """Rows of one item: groups in the order of the counts, and the sums of each."""
    codes, groups = pd.factorize(block["group"])
    kinds = block["kind"].to_numpy()
    answers = block["answer"].to_numpy()

    def by_group(column: str, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        values = block[column].to_numpy(np.float64)
        total = np.bincount(codes[rows], weights=values[rows], minlength=len(groups))
        return total.astype(np.float64)

    kind_of = dict(zip(answers.tolist(), kinds.tolist(), strict=True))
    in_base = np.isin(kinds, list(_IN_BASE[base]))
    if wanted is None:
        sums = [[answer] for answer, kind in kind_of.items() if kind in _SHOWN[base]]
    else:
        sums = _as_lists(wanted)
        for ids in sums:
            _check_sum(item, ids, kind_of, base)
    in_sum = [np.isin(answers, ids) for ids in sums]
    table = np.column_stack([by_group("n", rows) for rows in in_sum])
    frame = pd.DataFrame(
        {
            "item": pd.Series([item] * table.size, dtype="str"),
            "group": pd.Series(np.repeat(np.asarray(groups, dtype=object), len(sums)), dtype="str"),
            "answers": pd.Series(["+".join(ids) for ids in sums] * len(groups), dtype="str"),
            "n": table.ravel().astype(np.int64),
            "base": np.repeat(by_group("n", in_base).astype(np.int64), len(sums)),
        }
    )
    if not is_weighted(block):
        return frame
    weighted = np.column_stack([by_group("weighted_n", rows) for rows in in_sum])
    bases, squares = by_group("weighted_n", in_base), by_group("weighted_squares", in_base)
    effective = np.divide(bases**2, squares, out=np.zeros_like(bases), where=squares > 0)
    return frame.assign(
        weighted_n=weighted.ravel(),
        weighted_base=np.repeat(bases, len(sums)),
        effective_base=np.repeat(effective, len(sums)),
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
