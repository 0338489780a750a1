"""Tests of whether groups answer differently, as functions of their counts."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from lumo_analysis.analysis.association import chi_square, cramers_v, expected_counts
from lumo_analysis.analysis.comparison_frame import (
    COMPARISON_COLUMNS,
    CONSTANT,
    ONE_GROUP,
    TOO_FEW,
    Comparison,
    Family,
    comparison_frame,
    detectable_by,
    impossible,
    require_items,
    used,
)
from lumo_analysis.analysis.count_table import OTHERS, Integers, scale_tables
from lumo_analysis.analysis.exact import fisher_freeman_halton
from lumo_analysis.analysis.permutation import PERMUTATIONS, permutation_p
from lumo_analysis.analysis.ranks import brunner_munzel, cliffs_delta, kruskal_wallis
from lumo_analysis.errors import ParameterError

SMALL_GROUP = 10
"""Below this many answers in a group, p comes from permutations."""
SMALL_EXPECTED = 1.0
"""Below this expected count of a cell, p comes from permutations."""

_APART, _TOO_LARGE = "completely_apart", "too_large"
_BESIDE_REST = ("group", "n_group", "superiority", "effect_low", "effect_high")


def compare_groups(
    counts: pd.DataFrame,
    family: Family = None,
    *,
    nominal: Collection[str] = (),
    exact: Collection[str] = (),
    permutations: int = PERMUTATIONS,
    seed: str = "",
) -> pd.DataFrame:
    """Test for each item whether any group answers differently from the others.

    Ordered answers: Kruskal and Wallis's test, corrected for ties, with epsilon squared,
    H/(n - 1). Answers without an order: chi-square, or the exact test of Fisher, Freeman and
    Halton, with Cramér's V after Bergsma (2013). Only answers on the scale count, and groups
    without any are left out.

    Args:
        counts: from `count_answers` with `by`.
        family: which tests are adjusted together: None for all of them, or a mapping from
            every item to its family; an item whose family is None is adjusted alone.
        nominal: items tested by chi-square, as if their answers had no order. Named for an
            ordinal item, it tests the shape of the distribution, which Kruskal and Wallis's
            test does not see.
        exact: items tested by `fisher_freeman_halton` instead, best for those whose answers
            truly have no order. No item is in both.
        permutations: random tables for p, used in chi-square always, in the exact test where
            the table is large, and in others where a group has under 10 answers or a cell is
            expected to hold under 1. With 0, p is always the asymptotic or exact one.
        seed: text mixed into the seed, which otherwise comes from the item's id.

    Returns:
        One row an item: item, groups (joined with "+"), test ("kruskal-wallis",
        "chi-square", "fisher-freeman-halton", with ", permutation" where p is from random
        tables), statistic, df, n, p, p_adjusted (Holm in the family), effect, effect_name
        ("epsilon_squared", "cramers_v"), family, reason and detectable. Where no test is
        possible p is NaN and `reason` says why: "too_few" (no answers), "one_group",
        "constant" (all gave the same answer), or "too_large" (for an exact p, with
        permutations 0). `detectable` is the smallest difference of shares that the two
        smallest groups with answers could have shown (see `detectable_difference`).

    Raises:
        ParameterError: an item that has no scale, a name in `nominal` or `exact` that is not
            among the counts or is in both, or an item that `family` lacks.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": ["north", "north", "south", "south"], "kind": "scale",
    ...     "answer": ["poor", "good"] * 2, "n": [20, 10, 10, 20],
    ... })
    >>> compare_groups(counts).round(3)[["item", "groups", "test", "statistic", "df", "n", "p"]]
         item       groups            test  statistic   df   n     p
    0  coping  north+south  kruskal-wallis      6.556  1.0  60  0.01
    """
    tables = scale_tables(counts)
    require_items([*nominal, *exact], tables, "the counts")
    for item in exact:
        if item in nominal:
            raise ParameterError(
                f"item '{item}' is in both 'nominal' and 'exact'; test it by one of the two"
            )
    tests = [
        _exactly(item, *table, permutations=permutations, seed=seed)
        if item in exact
        else _omnibus(item, *table, nominal=item in nominal, permutations=permutations, seed=seed)
        for item, table in tables.items()
    ]
    return comparison_frame(tests, family)[list(COMPARISON_COLUMNS)]


def compare_with_rest(
    counts: pd.DataFrame,
    family: Family = None,
    *,
    permutations: int = PERMUTATIONS,
    seed: str = "",
) -> pd.DataFrame:
    """Test for each item and group whether it answers differently from all the others.

    Brunner and Munzel's test on ordered answers, which allows unequal spread, with Cliff's
    delta. The others never contain the group.

    Args:
        counts: from `count_answers` with `by`.
        family: as in `compare_groups`; all groups of its items belong to it.
        permutations: random tables for p, used where a side has under 10 answers or the two
            are completely apart, when the statistic is infinite (given as NaN). With 0, p is
            always the asymptotic one.
        seed: text mixed into the seed, which otherwise comes from the item's id.

    Returns:
        One row an item and group: the columns of `compare_groups` (test "brunner-munzel",
        effect Cliff's delta, -1 to 1, positive where the group answers higher), then group,
        n_group, superiority (P(group higher) + P(same)/2, 0 to 1) and effect_low and
        effect_high, the 95 % interval of delta. `reason` may also be "completely_apart",
        where permutations are 0.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": ["north", "north", "south", "south"], "kind": "scale",
    ...     "answer": ["poor", "good"] * 2, "n": [20, 10, 10, 20],
    ... })
    >>> compare_with_rest(counts).round(3)[["group", "test", "p", "effect", "superiority"]]
       group            test      p  effect  superiority
    0  north  brunner-munzel  0.009  -0.333        0.333
    1  south  brunner-munzel  0.009   0.333        0.667
    """
    tables = scale_tables(counts)
    tests = [
        row
        for item, table in tables.items()
        for row in _with_rest(item, *table, permutations=permutations, seed=seed)
    ]
    return comparison_frame(tests, family)[[*COMPARISON_COLUMNS, *_BESIDE_REST]]


def _omnibus(
    item: str, groups: list[str], table: Integers, *, nominal: bool, permutations: int, seed: str
) -> Comparison:
    test = ("chi-square", "cramers_v") if nominal else ("kruskal-wallis", "epsilon_squared")
    row, given = _begun(item, groups, table, *test)
    if row.reason:
        return row
    statistic = chi_square if nominal else kruskal_wallis
    row.statistic = float(statistic(given))
    row.df = float((given.shape[0] - 1) * (given.shape[1] - 1 if nominal else 1))
    row.effect = cramers_v(given) if nominal else row.statistic / (row.n - 1)
    row.p = float(special.chdtrc(row.df, row.statistic))
    small = given.sum(axis=1).min() < SMALL_GROUP or expected_counts(given).min() < SMALL_EXPECTED
    if permutations and (nominal or small):
        row.test += ", permutation"
        row.p = permutation_p(given, statistic, f"{seed}:{item}", permutations)
    return row


def _exactly(
    item: str, groups: list[str], table: Integers, *, permutations: int, seed: str
) -> Comparison:
    row, given = _begun(item, groups, table, "fisher-freeman-halton", "cramers_v")
    if row.reason:
        return row
    result = fisher_freeman_halton(given, f"{seed}:{item}", permutations)
    row.p, row.statistic, row.df = result.p, result.statistic, result.df
    row.effect = cramers_v(given)
    if not result.exact and permutations:
        row.test += ", permutation"
    elif not result.exact:
        row.reason = _TOO_LARGE
    return row


def _begun(
    item: str, groups: list[str], table: Integers, test: str, effect_name: str
) -> tuple[Comparison, Integers]:
    """A row with what is known before its test, and the table without empty groups."""
    sizes = table.sum(axis=1)
    named = "+".join(group for group, size in zip(groups, sizes, strict=True) if size)
    row, given = Comparison(item, named, test, effect_name, n=int(sizes.sum())), used(table)
    row.reason, row.detectable = impossible(given), detectable_by(sizes)
    return row, given


def _with_rest(
    item: str, groups: list[str], table: Integers, *, permutations: int, seed: str
) -> list[Comparison]:
    """The rows of one item, whose groups are computed at once."""
    rest = table.sum(axis=0) - table
    sizes = np.column_stack([table.sum(axis=1), rest.sum(axis=1)])
    rows = []
    for group, (own, others) in zip(groups, sizes.tolist(), strict=True):
        row = Comparison(item, f"{group}+{OTHERS}", "brunner-munzel", "cliffs_delta")
        row.group, row.n_group, row.n = group, own, own + others
        row.detectable = detectable_by((own, others))
        row.reason = "" if own and others else ONE_GROUP if own or others else TOO_FEW
        rows.append(row)
    if (table.sum(axis=0) > 0).sum() == 1:
        for row in rows:
            row.reason = row.reason or CONSTANT
    places = [place for place, row in enumerate(rows) if not row.reason]
    one, two = table[places], rest[places]
    statistic, df, superiority = brunner_munzel(one, two)
    delta, low, high = cliffs_delta(one, two)
    asymptotic = 2 * special.stdtr(df, -np.abs(statistic))
    few = sizes[places].min(axis=1, initial=SMALL_GROUP) < SMALL_GROUP
    for at, place in enumerate(places):
        row, apart = rows[place], bool(np.isinf(statistic[at]))
        row.superiority, row.effect = float(superiority[at]), float(delta[at])
        row.effect_low, row.effect_high = float(low[at]), float(high[at])
        if not apart:
            row.statistic, row.df = float(statistic[at]), float(df[at])
        if permutations and (apart or few[at]):
            row.test += ", permutation"
            both = used(np.stack([one[at], two[at]]))
            row.p = permutation_p(both, _distance, f"{seed}:{item}", permutations)
        elif apart:
            row.reason = _APART
        else:
            row.p = float(asymptotic[at])
    return rows


def _distance(tables: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.abs(brunner_munzel(tables[..., 0, :], tables[..., 1, :]).statistic)
