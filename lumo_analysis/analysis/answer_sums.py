"""Answers added up, with the respondents who count in the denominator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.count_table import (
    NO_ANSWER,
    RESPONDENTS,
    is_weighted,
    require_counts,
)
from lumo_analysis.errors import ParameterError, nearest

Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
BaseName = Literal["answered", "all"]
Sums = str | Sequence[str] | Sequence[Sequence[str]]

GROUP_SIZE = "group_size"
"""A column of protected counts: how many respondents the group has, which is public."""

# The kinds "rest" and "outside" occur in protected counts only.
_IN_BASE = {
    "answered": ("scale", "rest", RESPONDENTS),
    "all": ("scale", "off_scale", "no_answer", "rest", "outside", RESPONDENTS),
}
_SHOWN = {
    "answered": ("scale", "rest", "option"),
    "all": ("scale", "off_scale", "no_answer", "rest", "option"),
}


def answer_sums(
    counts: pd.DataFrame, answers: Sums | Mapping[str, Sums] | None, base: BaseName
) -> pd.DataFrame:
    """Add up answers in each group: item, group, answers, n and base.

    Protected counts (whose `n` is missing where hidden) have answers put together, such as
    "fair+good". A sum with a hidden part, or of answers that are not shown apart from others,
    is missing; so is a base with a hidden part, unless it is of all respondents and the
    counts tell the public `group_size`.

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
    table = _Counts(counts)
    known = list(table.rows)
    asked: list[tuple[str, Sums | None]]
    if isinstance(answers, Mapping):
        for item in answers:
            if item not in known:
                raise ParameterError(f"no item '{item}' among the counts; {nearest(item, known)}")
        asked = [(item, answers[item]) for item in known if item in answers]
    else:
        asked = [(item, answers) for item in known]
    return _frame([_sums(table, item, wanted, base) for item, wanted in asked], table)


def require_known(value: str, known: Sequence[str] | Mapping[str, object], name: str) -> None:
    """Refuse a name that is not known.

    >>> require_known("everyone", ["answered", "all"], "base")
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: unknown base 'everyone'; known are 'answered', 'all'
    """
    if value not in known:
        raise ParameterError(f"unknown {name} '{value}'; {nearest(value, known)}")


class _Counts:
    """The columns of counts as arrays, and the `rows` of each item: made once for all items."""

    def __init__(self, counts: pd.DataFrame) -> None:
        indices = counts.groupby("item", sort=False).indices
        self.rows: dict[str, Integers] = {str(k): np.asarray(v) for k, v in indices.items()}
        self.weighted = is_weighted(counts)
        self.group, self.answer, self.kind = (
            counts[name].to_numpy(object) for name in ("group", "answer", "kind")
        )
        names = ("n", GROUP_SIZE, "weighted_n", "weighted_squares")
        self.numbers = {
            name: counts[name].to_numpy(np.float64, na_value=np.nan)
            for name in names
            if name in counts.columns
        }


class _Sums(NamedTuple):
    """Of one item: names of groups and sums, and columns with a row a group and sum."""

    item: str
    groups: list[str]
    answers: list[str]
    columns: dict[str, Numbers]


def _sums(table: _Counts, item: str, wanted: Sums | None, base: BaseName) -> _Sums:
    """The sums of one item in each group, groups in the order of the counts."""
    rows = table.rows[item]
    codes, groups = pd.factorize(table.group[rows])
    kinds, answers = table.kind[rows], table.answer[rows]

    def by_group(column: str, chosen: npt.NDArray[np.bool_]) -> Numbers:
        values = table.numbers[column][rows[chosen]]
        total = np.bincount(codes[chosen], weights=values, minlength=len(groups))
        return total.astype(np.float64)

    kind_of = dict(zip(answers.tolist(), kinds.tolist(), strict=True))
    in_base = np.array([kind in _IN_BASE[base] for kind in kinds], dtype=bool)
    if wanted is None:
        sums = [answer.split("+") for answer, kind in kind_of.items() if kind in _SHOWN[base]]
    else:
        sums = _as_lists(wanted)
        for ids in sums:
            _check_sum(item, ids, kind_of, base)
    cells = [set(_cells(ids, kind_of)) for ids in sums]
    in_sum = [np.array([one in chosen for one in answers], dtype=bool) for chosen in cells]
    n = [
        by_group("n", chosen) if _stand_apart(ids, kind_of) else np.full(len(groups), np.nan)
        for chosen, ids in zip(in_sum, sums, strict=True)
    ]
    if base == "all" and GROUP_SIZE in table.numbers:
        whole = table.numbers[GROUP_SIZE][rows[np.unique(codes, return_index=True)[1]]]
    elif base == "answered" and _holds_everyone(kind_of):
        whole = np.full(len(groups), np.nan)
    else:
        whole = by_group("n", in_base)
    columns = {"n": np.column_stack(n).ravel(), "base": np.repeat(whole, len(sums))}
    if table.weighted:
        bases, squares = by_group("weighted_n", in_base), by_group("weighted_squares", in_base)
        effective = np.divide(bases**2, squares, out=np.zeros_like(bases), where=squares > 0)
        parts = np.column_stack([by_group("weighted_n", chosen) for chosen in in_sum])
        columns["weighted_n"] = parts.ravel()
        columns["weighted_base"] = np.repeat(bases, len(sums))
        columns["effective_base"] = np.repeat(effective, len(sums))
    return _Sums(item, list(groups), ["+".join(ids) for ids in sums], columns)


def _frame(items: Sequence[_Sums], table: _Counts) -> pd.DataFrame:
    """The sums of all items as one frame."""
    names = ["n", "base"]
    if table.weighted:
        names += ["weighted_n", "weighted_base", "effective_base"]
    numbers = {
        name: np.concatenate([np.empty(0), *(one.columns[name] for one in items)]) for name in names
    }
    cells = [
        (one.item, group, answers)
        for one in items
        for group in one.groups
        for answers in one.answers
    ]
    text = zip(*cells, strict=True) if cells else ((), (), ())
    named = zip(("item", "group", "answers"), text, strict=True)
    whole = {name: _whole_numbers(numbers.pop(name)) for name in ("n", "base")}
    return pd.DataFrame(
        {**{name: pd.Series(list(one), dtype="str") for name, one in named}, **whole, **numbers}
    )


def _cells(ids: Sequence[str], kind_of: Mapping[str, str]) -> list[str]:
    """The answers of the counts that hold any of these ids."""
    return [answer for answer in kind_of if not set(ids).isdisjoint(answer.split("+"))]


def _parts(answers: Sequence[str]) -> set[str]:
    return {part for answer in answers for part in answer.split("+")}


def _stand_apart(ids: Sequence[str], kind_of: Mapping[str, str]) -> bool:
    """Whether cells of the counts hold these ids and nothing else.

    How many stand outside the scale is never told by itself, only as part of a base.
    """
    cells = _cells(ids, kind_of)
    return _parts(cells) == set(ids) and all(kind_of[cell] != "outside" for cell in cells)


def _holds_everyone(kind_of: Mapping[str, str]) -> bool:
    """Whether those who did not answer stand together with some who did."""
    rest = [answer for answer, kind in kind_of.items() if kind == "rest"]
    return NO_ANSWER in _parts(rest)


def _whole_numbers(values: Numbers) -> pd.api.extensions.ExtensionArray | npt.NDArray[np.int64]:
    """Counts as integers, which can be missing only where some are."""
    missing = np.isnan(values)
    whole = np.where(missing, 0, values).astype(np.int64)
    return pd.arrays.IntegerArray(whole, missing) if missing.any() else whole


def _as_lists(wanted: Sums) -> list[list[str]]:
    if isinstance(wanted, str):
        return [wanted.split("+")]
    if all(isinstance(part, str) for part in wanted):
        return [[part for ids in wanted for part in str(ids).split("+")]]
    return [[part for ids in answers for part in ids.split("+")] for answers in wanted]


def _check_sum(item: str, ids: Sequence[str], kind_of: Mapping[str, str], base: BaseName) -> None:
    kinds = {part: kind for answer, kind in kind_of.items() for part in answer.split("+")}
    known = [part for part, kind in kinds.items() if kind != RESPONDENTS]
    if not ids or len(set(ids)) < len(ids):
        raise ParameterError(
            f"item '{item}': the answers to add up are none, or one is named twice; "
            "name each answer once"
        )
    for answer in ids:
        if answer not in known:
            advice = nearest(answer, known)
            raise ParameterError(f"item '{item}' has no answer '{answer}'; {advice}")
        if kinds[answer] not in (*_SHOWN[base], *(["outside"] if base == "all" else [])):
            raise ParameterError(
                f"item '{item}': '{answer}' is not part of base '{base}'; use base 'all'"
            )
    if len(ids) > 1 and "option" in kind_of.values():
        raise ParameterError(
            f"item '{item}' is multiple choice: its options can't be added together, "
            "since one respondent may choose several"
        )
