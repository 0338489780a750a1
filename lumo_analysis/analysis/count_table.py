"""The long table of counts: its columns, and how it is made and taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.errors import ParameterError, nearest

ALL = "all"
OTHERS = "others"
NO_ANSWER = "no_answer"
RESPONDENTS = "respondents"
COUNT_COLUMNS = ("item", "group", "answer", "kind", "n")
WEIGHT_COLUMNS = ("weighted_n", "weighted_squares")
"""Beside `n` in weighted counts: the sum of weights, and of their squares."""
STRATUM = "stratum"

Integers = npt.NDArray[np.int64]


def counts_of_others(counts: pd.DataFrame, group: str, name: str = OTHERS) -> pd.DataFrame:
    """The counts of one group, and the sum of all the other groups under the name "others".

    A group is compared with the others, never with a total that contains it.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": ["north", "south", "west"], "answer": "good",
    ...     "kind": "scale", "n": [5, 2, 3],
    ... })
    >>> counts_of_others(counts, "north")
         item   group answer   kind  n
    0  coping   north   good  scale  5
    1  coping  others   good  scale  5

    Raises:
        ParameterError: the group is not among the counts, or a group is named "others".
    """
    require_counts(counts)
    groups = counts["group"].unique().tolist()
    if group not in groups:
        raise ParameterError(f"no group '{group}' among the counts; {nearest(group, groups)}")
    if name in groups:
        raise ParameterError(f"'{name}' is already a group of the counts; give another name")
    two = counts.assign(group=np.where(counts["group"] == group, group, name))
    two["group"] = two["group"].astype("str")
    keys = ["item", "group", "answer", "kind"]
    sums = ["n", *(WEIGHT_COLUMNS if is_weighted(counts) else ())]
    summed = two.groupby(keys, sort=False, as_index=False).agg(dict.fromkeys(sums, "sum"))
    item_order = pd.factorize(summed["item"])[0]
    order = np.lexsort((summed["group"].to_numpy() != group, item_order))
    return summed.iloc[order].reset_index(drop=True)[[*keys, *sums]]


def stack_counts(
    groups: Sequence[str],
    blocks: Sequence[tuple[str, Sequence[str], Sequence[str], Integers]],
) -> pd.DataFrame:
    """Blocks of (item, answers, kinds, counts by group and answer) as one long table."""
    rows: dict[str, list[str]] = {"item": [], "group": [], "answer": [], "kind": []}
    for item, answers, kinds, _ in blocks:
        rows["item"] += [item] * (len(groups) * len(answers))
        rows["group"] += [group for group in groups for _ in answers]
        rows["answer"] += list(answers) * len(groups)
        rows["kind"] += list(kinds) * len(groups)
    parts = [table.ravel() for *_, table in blocks]
    n = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    text = {name: pd.Series(values, dtype="str") for name, values in rows.items()}
    return pd.DataFrame({**text, "n": n})


def require_columns(frame: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Refuse a frame that lacks some of these columns.

    >>> require_columns(pd.DataFrame({"item": []}), ["item", "n"], "counts")
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: counts has no column 'n'; it has 'item'
    """
    lacking = [column for column in columns if column not in frame.columns]
    if lacking:
        has = ", ".join(f"'{column}'" for column in frame.columns)
        missing = " or ".join(f"'{column}'" for column in lacking)
        raise ParameterError(f"{name} has no column {missing}; it has {has}")


def require_counts(counts: pd.DataFrame) -> None:
    """Refuse a frame that is not counts, or that is counted by stratum.

    >>> require_counts(pd.DataFrame(columns=[*COUNT_COLUMNS, "stratum"]))
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: these counts are by stratum; count without 'stratum'
    """
    require_columns(counts, COUNT_COLUMNS, "counts")
    if STRATUM in counts.columns:
        raise ParameterError("these counts are by stratum; count without 'stratum'")


def is_weighted(frame: pd.DataFrame) -> bool:
    """Whether counts, or their sums, carry weights beside `n`.

    >>> is_weighted(pd.DataFrame({"n": [1], "weighted_n": [1.5], "weighted_squares": [2.25]}))
    True
    """
    return WEIGHT_COLUMNS[0] in frame.columns


def scale_tables(counts: pd.DataFrame) -> dict[str, tuple[list[str], Integers]]:
    """For each item its groups, and its counts by group and answer on the scale.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": ["north", "south"], "answer": "good",
    ...     "kind": "scale", "n": [5, 2],
    ... })
    >>> scale_tables(counts)
    {'coping': (['north', 'south'], array([[5],
           [2]]))}

    Raises:
        ParameterError: an item without answers on a scale (multiple choice, themes), or
            counts below 0 or with a row twice.
    """
    require_counts(counts)
    if counts.duplicated(["item", "group", "answer"]).any():
        raise ParameterError("counts have a row twice; give one row an item, group and answer")
    if not pd.api.types.is_integer_dtype(counts["n"]) or (counts["n"] < 0).any():
        raise ParameterError("counts 'n' must be whole numbers, 0 or more")
    tables: dict[str, tuple[list[str], Integers]] = {}
    for item in counts["item"].unique().tolist():
        rows = counts[(counts["item"] == item)]
        groups = rows["group"].unique().tolist()
        rows = rows[rows["kind"] == "scale"]
        if rows.empty:
            raise ParameterError(
                f"item '{item}' has no answers on a scale; compare ordinal or nominal items"
            )
        answers, names = pd.factorize(rows["answer"])
        table = np.zeros((len(groups), len(names)), dtype=np.int64)
        table[pd.Index(groups).get_indexer(rows["group"]), answers] = rows["n"]
        tables[item] = (groups, table)
    return tables
