"""Whether groups answer differently among respondents who are alike in another item."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import special

from lumo_analysis.analysis.association import bergsma
from lumo_analysis.analysis.comparison_frame import (
    COMPARISON_COLUMNS,
    CONSTANT,
    ONE_GROUP,
    TOO_FEW,
    Comparison,
    Family,
    comparison_frame,
    detectable_by,
    require_items,
)
from lumo_analysis.analysis.count_table import (
    COUNT_COLUMNS,
    STRATUM,
    Integers,
    require_columns,
    scale_tables,
)
from lumo_analysis.analysis.permutation import PERMUTATIONS
from lumo_analysis.analysis.stratified import stratified_p, within_strata
from lumo_analysis.errors import ParameterError


def compare_within_strata(
    counts: pd.DataFrame,
    family: Family = None,
    *,
    nominal: Collection[str] = (),
    permutations: int = PERMUTATIONS,
    seed: str = "",
) -> pd.DataFrame:
    """Test for each item whether groups differ once their composition is allowed for.

    Regions whose respondents have other roles may answer differently for that reason alone.
    Here respondents are compared with those of the same stratum only: ordered answers by van
    Elteren's test (1960), extended to more than two groups, nominal ones by the general test
    of Cochran, Mantel and Haenszel (both in Landis, Heyman & Koch 1978, Int. Stat. Rev. 46).
    They see a difference that has the same direction in most strata. p is from random tables
    that keep the margins of each stratum.

    Args:
        counts: from `count_answers` with `by` and `stratum`.
        family: as in `compare_groups`.
        nominal: items tested as if their answers had no order.
        permutations: how many random tables; with 0, p is the asymptotic one.
        seed: text mixed into the seed, which otherwise comes from the item's id.

    Returns:
        The columns of `compare_groups` (test "van-elteren" or "cochran-mantel-haenszel", with
        ", permutation"), then `strata`, how many could tell something: those where two groups
        or more gave different answers. n, groups and detectable are of these strata. effect
        is what `compare_groups` gives, with n - strata in place of n - 1: the statistic over
        that for "epsilon_squared" (0 to 1, since a stratum adds at most its n - 1). `reason`:
        "too_few" (no answers), "one_group" (no stratum has answers of two groups), or
        "constant" (where it has, all answers of a stratum are the same).

    Raises:
        ParameterError: counts without strata, or strata with different groups or answers;
            and as in `compare_groups`.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "stratum": ["nurse"] * 4 + ["other"] * 4, "kind": "scale",
    ...     "group": ["north", "north", "south", "south"] * 2,
    ...     "answer": ["poor", "good"] * 4, "n": [8, 2, 20, 5, 4, 16, 2, 8],
    ... })
    >>> compare_within_strata(counts).round(3)[["groups", "test", "n", "p", "strata"]]
            groups                      test   n    p  strata
    0  north+south  van-elteren, permutation  65  1.0       2
    """
    tables = tables_by_stratum(counts)
    require_items(nominal, tables, "the counts")
    rows = [
        _within(item, *table, nominal=item in nominal, permutations=permutations, seed=seed)
        for item, table in tables.items()
    ]
    return comparison_frame(rows, family)[[*COMPARISON_COLUMNS, "strata"]]


def tables_by_stratum(counts: pd.DataFrame) -> dict[str, tuple[list[str], Integers]]:
    """For each item its groups, and its counts by stratum, group and answer on the scale.

    Raises:
        ParameterError: counts without strata, or strata with different groups or answers.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "stratum": ["nurse", "other"], "group": "north",
    ...     "answer": "good", "kind": "scale", "n": [5, 2],
    ... })
    >>> tables_by_stratum(counts)["coping"][1].tolist()
    [[[5]], [[2]]]
    """
    require_columns(counts, (STRATUM, *COUNT_COLUMNS), "counts")
    parts = [part.drop(columns=STRATUM) for _, part in counts.groupby(STRATUM, sort=False)]
    keys = ["item", "group", "answer", "kind"]
    for part in parts:
        if part[keys].to_numpy().tolist() != parts[0][keys].to_numpy().tolist():
            raise ParameterError(
                "the strata have different items, groups or answers; "
                "give what count_answers makes with 'stratum', zeros included"
            )
    of_strata = [scale_tables(part) for part in parts]
    return {
        item: (groups, np.stack([tables[item][1] for tables in of_strata]))
        for item, (groups, _) in (of_strata[0].items() if of_strata else ())
    }


def _within(
    item: str, groups: list[str], table: Integers, *, nominal: bool, permutations: int, seed: str
) -> Comparison:
    test = (
        ("cochran-mantel-haenszel", "cramers_v") if nominal else ("van-elteren", "epsilon_squared")
    )
    several_groups = (table.sum(axis=2) > 0).sum(axis=1) > 1
    several_answers = (table.sum(axis=1) > 0).sum(axis=1) > 1
    row = Comparison(item, "", *test)
    if not table.any():
        row.reason = TOO_FEW
    elif not several_groups.any():
        row.reason = ONE_GROUP
    elif not (several_groups & several_answers).any():
        row.reason = CONSTANT
    telling = table[several_groups & several_answers] if not row.reason else table
    sizes = telling.sum(axis=(0, 2))
    row.groups = "+".join(group for group, size in zip(groups, sizes, strict=True) if size)
    row.n, row.detectable = int(telling.sum()), detectable_by(sizes)
    if row.reason:
        return row
    row.strata = len(telling)
    # Groups in another order must give the same p, to the last digit.
    telling = telling[:, np.lexsort(telling.transpose(0, 2, 1).reshape(-1, len(groups)))]
    statistic = within_strata(telling, ordered=not nominal)
    row.statistic, row.df = float(statistic(telling)), float(statistic.df)
    free = row.n - row.strata
    used = (telling.sum(axis=(0, 2)) > 0).sum(), (telling.sum(axis=(0, 1)) > 0).sum()
    row.effect = (
        bergsma(row.statistic / free, int(used[0]), int(used[1]), free)
        if nominal
        else row.statistic / free
    )
    if permutations:
        row.test += ", permutation"
        row.p = stratified_p(telling, statistic, f"{seed}:{item}", permutations)
    else:
        row.p = float(special.chdtrc(row.df, row.statistic))
    return row
