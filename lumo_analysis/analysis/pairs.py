"""Which groups differ: every pair of groups, after a test of all of them."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from scipy import special

from lumo_analysis.analysis.comparison_frame import (
    COMPARISON_COLUMNS,
    ONE_GROUP,
    TOO_FEW,
    Comparison,
    comparison_frame,
    detectable_by,
    impossible,
    require_items,
    used,
)
from lumo_analysis.analysis.count_table import Integers, require_columns, scale_tables
from lumo_analysis.analysis.ranks import cliffs_delta, dunn
from lumo_analysis.errors import ParameterError

_OF_PAIRS = ("group1", "group2", "n_group1", "n_group2", "effect_low", "effect_high")


def compare_pairs(
    counts: pd.DataFrame,
    after: pd.DataFrame | None = None,
    *,
    level: float = 0.05,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Test for each item and pair of groups whether the one answers higher than the other.

    Dunn's test (1964) with correction for ties on ordered answers, two-sided, from the normal
    distribution, with Cliff's delta. Everything is the second group minus the first: z and
    delta are positive where `group2` answers higher. Ranks are those among all the groups.
    For the difference of two shares see `share_difference`.

    Args:
        counts: from `count_answers` with `by`.
        after: from `compare_groups` of the same items; then only those whose adjusted p is
            below `level` are taken apart, as they should be in a report.
        level: see `after`.
        confidence: of the interval of delta, between 0 and 1.

    Returns:
        One row an item and pair of groups: the columns of `compare_groups` (test "dunn",
        statistic z, df NaN since z has none, n of both groups, p_adjusted by Holm over the
        item's pairs, effect Cliff's delta, -1 to 1, `family` the item), then group1, group2,
        n_group1, n_group2, effect_low and effect_high (NaN where a group has one answer
        only). Where a test is not possible p is NaN and `reason` says why: "too_few" (neither
        group has answers), "one_group", or "constant" (all groups gave the same answer).

    Raises:
        ParameterError: an item that has no scale or that `after` lacks, or a level or
            confidence out of its range.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": ["north", "north", "south", "south"], "kind": "scale",
    ...     "answer": ["poor", "good"] * 2, "n": [20, 10, 10, 20],
    ... })
    >>> compare_pairs(counts).round(3)[["group1", "group2", "statistic", "p", "effect"]]
      group1 group2  statistic     p  effect
    0  north  south       2.56  0.01   0.333
    """
    for name, value in (("level", level), ("confidence", confidence)):
        if not 0 < value < 1:
            raise ParameterError(f"{name} is {value}; it must lie between 0 and 1")
    tables = scale_tables(counts)
    if after is not None:
        require_columns(after, ("item", "p_adjusted"), "the comparison given as 'after'")
        adjusted = dict(zip(after["item"], after["p_adjusted"], strict=True))
        require_items(list(tables), adjusted, "the comparison given as 'after'")
        tables = {item: table for item, table in tables.items() if adjusted[item] < level}
    rows = [
        row
        for item, (groups, table) in tables.items()
        for row in _pairs(item, groups, table, confidence)
    ]
    frame = comparison_frame(rows, {item: item for item in tables})
    return frame[[*COMPARISON_COLUMNS, *_OF_PAIRS]]


def _pairs(item: str, groups: list[str], table: Integers, confidence: float) -> list[Comparison]:
    sizes = table.sum(axis=1)
    reason = impossible(used(table))
    z = np.full((len(groups), len(groups)), np.nan)
    if not reason:
        answered = np.flatnonzero(sizes)
        z[np.ix_(answered, answered)] = dunn(used(table))
    rows: list[Comparison] = []
    for one, two in itertools.combinations(range(len(groups)), 2):
        row = Comparison(item, f"{groups[one]}+{groups[two]}", "dunn", "cliffs_delta")
        row.group1, row.group2 = groups[one], groups[two]
        row.n_group1, row.n_group2 = int(sizes[one]), int(sizes[two])
        row.n = row.n_group1 + row.n_group2
        row.detectable = detectable_by(sizes[[one, two]])
        if not row.n_group1 or not row.n_group2:
            row.reason = ONE_GROUP if row.n else TOO_FEW
        elif reason:
            row.reason = reason
        else:
            row.statistic = float(z[one, two])
            row.p = float(2 * special.ndtr(-abs(row.statistic)))
            row.effect, row.effect_low, row.effect_high = map(
                float, cliffs_delta(table[two], table[one], confidence)
            )
        rows.append(row)
    return rows
