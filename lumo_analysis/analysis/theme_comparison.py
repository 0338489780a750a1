"""Which themes tell groups apart, and which groups leave open questions unanswered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.comparison import compare_groups
from lumo_analysis.analysis.count_table import (
    COUNT_COLUMNS,
    NO_ANSWER,
    RESPONDENTS,
    Integers,
    require_columns,
    stack_counts,
)
from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.analysis.permutation import PERMUTATIONS
from lumo_analysis.errors import ParameterError

CARRIED, NOT_CARRIED, ANSWERED = "carried", "not_carried", "answered"
_JOIN = "\x1f"


def compare_themes(
    counts: pd.DataFrame, *, permutations: int = PERMUTATIONS, seed: str = ""
) -> pd.DataFrame:
    """Test for each theme whether any group carries it more or less often than the others.

    Of those who answered the question, whether their answer carries the theme; the exact test
    of Fisher, Freeman and Halton with Cramér's V, p adjusted by Holm's method over all themes of
    all items.

    Args:
        counts: from `theme_counts` with `by`, nothing in them hidden.
        permutations: random tables for p where the exact one would take too long.
        seed: text mixed into the seed.

    Returns:
        The columns of `compare_groups`, with theme after item; one row an item and theme.

    Raises:
        ParameterError: columns that are missing, counts that are hidden, or none of themes.

    >>> counts = pd.DataFrame({
    ...     "item": "open_strain", "group": ["north", "north", "south", "south"],
    ...     "answer": ["haste", "respondents"] * 2, "kind": ["option", "respondents"] * 2,
    ...     "n": [18, 20, 5, 20],
    ... })
    >>> compare_themes(counts)[["item", "theme", "n", "effect"]].round(2)
              item  theme   n  effect
    0  open_strain  haste  40    0.65
    """
    blocks = []
    for item, of_item in _by_item(counts):
        groups, answered = _row(of_item, RESPONDENTS)
        themes = of_item.loc[of_item["kind"] == "option", "answer"].unique()
        for theme in themes:
            carried = _row(of_item, str(theme))[1]
            table = np.column_stack([carried, answered - carried])
            blocks.append((groups, f"{item}{_JOIN}{theme}", (CARRIED, NOT_CARRIED), table))
    return _compared(blocks, permutations, seed, split=True)


def compare_missing(
    counts: pd.DataFrame, *, permutations: int = PERMUTATIONS, seed: str = ""
) -> pd.DataFrame:
    """Test for each open item whether groups left it open more or less often than others.

    Of all respondents; test and columns as of `compare_groups`, p adjusted over the items.

    >>> counts = pd.DataFrame({
    ...     "item": "open_strain", "group": ["north", "north", "south", "south"],
    ...     "answer": ["respondents", "no_answer"] * 2, "kind": ["respondents", "no_answer"] * 2,
    ...     "n": [18, 2, 5, 15],
    ... })
    >>> compare_missing(counts)[["item", "test", "n", "effect"]].round(2)
              item                   test   n  effect
    0  open_strain  fisher-freeman-halton  40    0.65
    """
    blocks = []
    for item, of_item in _by_item(counts):
        groups, answered = _row(of_item, RESPONDENTS)
        table = np.column_stack([answered, _row(of_item, NO_ANSWER)[1]])
        blocks.append((groups, item, (ANSWERED, NO_ANSWER), table))
    return _compared(blocks, permutations, seed, split=False)


def missing_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Which share of each group left each open item unanswered.

    Item, group, n (who left it open), base (all respondents of the group), share with Wilson's
    95 % interval (low, high), 0 to 1, NaN where the base is 0.

    >>> counts = pd.DataFrame({
    ...     "item": "open_strain", "group": "north", "answer": ["respondents", "no_answer"],
    ...     "kind": ["respondents", "no_answer"], "n": [15, 5],
    ... })
    >>> missing_shares(counts).round(2)
              item  group  n  base  share   low  high
    0  open_strain  north  5    20   0.25  0.11  0.47
    """
    rows = []
    for item, of_item in _by_item(counts):
        groups, answered = _row(of_item, RESPONDENTS)
        missing = _row(of_item, NO_ANSWER)[1]
        base = answered + missing
        low, high = wilson_interval(missing, base)
        with np.errstate(invalid="ignore"):
            share = missing / base
        rows.append(
            pd.DataFrame(
                {
                    "item": item,
                    "group": groups,
                    "n": missing,
                    "base": base,
                    "share": share,
                    "low": low,
                    "high": high,
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def _by_item(counts: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    require_columns(counts, COUNT_COLUMNS, "counts")
    if counts["n"].isna().any():
        raise ParameterError("hidden counts can't be compared; count the themes yourself")
    items = [(str(item), rows) for item, rows in counts.groupby("item", sort=False)]
    if not any(RESPONDENTS in set(rows["answer"]) for _, rows in items):
        raise ParameterError("no counts of themes; take them from theme_counts")
    return items


def _row(of_item: pd.DataFrame, answer: str) -> tuple[list[str], Integers]:
    """The groups, and how many of each gave one answer, carried a theme, or answered."""
    rows = of_item[of_item["answer"] == answer]
    return rows["group"].astype(str).tolist(), rows["n"].to_numpy(dtype=np.int64)


def _compared(
    blocks: Sequence[tuple[list[str], str, tuple[str, str], Integers]],
    permutations: int,
    seed: str,
    *,
    split: bool,
) -> pd.DataFrame:
    parts = [
        stack_counts(groups, [(item, answers, ("scale",) * 2, table)])
        for groups, item, answers, table in blocks
    ]
    items = [item for _, item, _, _ in blocks]
    tested = compare_groups(
        pd.concat(parts, ignore_index=True), exact=items, permutations=permutations, seed=seed
    )
    if not split:
        return tested
    names = tested["item"].str.split(_JOIN, expand=True)
    tested.insert(1, "theme", names[1])
    return tested.assign(item=names[0])
