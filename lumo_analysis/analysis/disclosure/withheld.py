"""Tests as a plan of disclosure control lets them be told.

Where numbers of an item are hidden or put together, the exact numbers of its test would let
a reader work them out. Then only whether the adjusted p lies below 0.05 is told.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from lumo_analysis.analysis.comparison_frame import detectable_by
from lumo_analysis.analysis.count_table import ALL, OTHERS, require_columns
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.multiplicity import holm

LEVEL = 0.05
_NUMBERS = (
    *("statistic", "df", "n", "p", "p_adjusted", "effect"),
    *("effect_low", "effect_high", "superiority", "n_group"),
)


def withhold(
    comparison: pd.DataFrame,
    plan: Plan,
    sizes: Mapping[str, int],
    total: int,
    *,
    beside: Collection[str] = (),
) -> pd.DataFrame:
    """A comparison with nothing in it that the plan withholds.

    p is adjusted anew, since the rows may be fewer than those it was adjusted over. A withheld
    test that was not possible counts as one that found nothing: why it was not possible would
    tell what everyone answered. Where a family has a withheld test, no exact adjusted p of the
    family is told, because it depends on all of them.

    Args:
        comparison: from `compare_groups` or `compare_with_rest`, with whole families.
        plan: the survey's plan.
        sizes: how many respondents each compared group has, whether they answered or not.
        total: how many the survey has; in a row of `compare_with_rest` the others of a group
            are the total without its size.
        beside: further items that each test uses, such as its strata; where the plan withholds
            one of them it withholds all tests.

    Returns:
        The same rows with `withheld` (True where only the verdict is told), `below` (True
        where the adjusted p lies below 0.05) and `exact` (True where p_adjusted is given).
        Where withheld all numbers are missing, and `detectable` comes from the group sizes.

    >>> comparison = pd.DataFrame({
    ...     "item": ["coping"], "groups": ["north+south"], "test": ["kruskal-wallis"],
    ...     "statistic": [9.1], "df": [1.0], "n": [60], "p": [0.01], "p_adjusted": [0.01],
    ...     "effect": [0.1], "family": ["coping"], "reason": [""], "detectable": [0.3],
    ... })
    >>> plan = Plan("s", 5, 10, public=True)
    >>> withhold(comparison, plan, {}, 60)[["p", "withheld", "below", "exact"]]
          p  withheld  below  exact
    0  0.01     False   True   True
    """
    require_columns(comparison, ("item", "groups", "test", "p", "family"), "the comparison")
    withheld = np.array(
        [
            any(plan.withholds(other) for other in beside)
            or _withholds(plan, str(item), str(groups))
            for item, groups in zip(comparison["item"], comparison["groups"], strict=True)
        ],
        dtype=bool,
    )
    p = comparison["p"].mask(withheld & comparison["p"].isna(), 1.0).to_numpy(np.float64)
    families = comparison["family"].to_numpy()
    adjusted, exact = np.full(len(p), np.nan), np.zeros(len(p), dtype=bool)
    for family in dict.fromkeys(families.tolist()):
        places = families == family
        adjusted[places] = holm(p[places])
        exact[places] = not withheld[places].any()
    below = np.nan_to_num(adjusted, nan=1.0) < LEVEL
    shown = comparison.assign(
        p_adjusted=np.where(exact, adjusted, np.nan), withheld=withheld, below=below, exact=exact
    )
    for column in _NUMBERS:
        if column in shown:
            shown[column] = shown[column].astype(np.float64).mask(withheld)
    shown["test"] = [
        test.partition(",")[0] if hidden else test
        for test, hidden in zip(shown["test"], withheld, strict=True)
    ]
    shown["reason"] = shown["reason"].mask(withheld, "")
    compared = [_compared(row, sizes, total) for row in comparison.to_dict("records")]
    shown["groups"] = shown["groups"].mask(withheld, ["+".join(sides) for sides in compared])
    seen = [detectable_by([*sides.values()]) for sides in compared]
    shown["detectable"] = shown["detectable"].mask(withheld, seen)
    return shown


def _withholds(plan: Plan, item: str, groups: str) -> bool:
    """Whether a test is withheld; beside the others also where the whole hides a number."""
    if plan.withholds(item) or plan.public:
        return plan.withholds(item)
    hides = any(group == ALL for group, _ in plan[item].hidden)
    return hides and OTHERS in groups.split("+")


def _compared(row: Mapping[Hashable, Any], sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """The sizes of the groups that a test compares, also those in which nobody answered."""
    own = str(row.get("group") or "")
    return {own: sizes[own], OTHERS: total - sizes[own]} if own else dict(sizes)
