"""Counts as a plan of disclosure control lets them be shown, with what is public beside them.

The raw counts of a group and of all the others go in; what comes out has no number that the
plan hides, and no row of a group too small to be shown.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from lumo_analysis.analysis.answer_sums import GROUP_SIZE
from lumo_analysis.analysis.count_table import ALL, OTHERS, require_counts
from lumo_analysis.analysis.disclosure.plan import Plan

_KEYS = ["item", "answer", "kind"]


def protected_counts(plan: Plan, counts: pd.DataFrame, place: str = ALL) -> pd.DataFrame:
    """What `Plan.apply` gives, without small groups, and with the size of each group.

    Args:
        plan: the survey's plan.
        counts: from `count_answers`, `theme_counts` or `beside_others`, not weighted.
        place: as in `Plan.apply`.

    Returns:
        item, group, answer, kind, n (Int64, missing where hidden) and group_size, how many
        respondents the group has, which is public.

    Raises:
        ParameterError: an item that the plan does not know.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": "all", "answer": ["poor", "good", "no_answer"],
    ...     "kind": ["scale", "scale", "no_answer"], "n": [10, 30, 4],
    ... })
    >>> protected_counts(Plan("s", 5, 10, public=True), counts)[["answer", "n", "group_size"]]
          answer   n  group_size
    0       poor  10          44
    1       good  30          44
    2  no_answer   4          44
    """
    require_counts(counts)
    kept = counts[~counts["group"].isin(plan.small)]
    sizes = group_sizes(kept)
    shown = plan.apply(kept.reset_index(drop=True), place)
    places = pd.MultiIndex.from_frame(shown[["item", "group"]])
    return shown.assign(**{GROUP_SIZE: sizes.reindex(places).to_numpy(np.int64)})


def group_sizes(counts: pd.DataFrame) -> pd.Series[int]:
    """How many respondents stand behind each item and group, whether they answered or not."""
    everyone = counts[counts["kind"] != "option"]
    return everyone.groupby(["item", "group"], sort=False)["n"].sum()


def beside_others(counts: pd.DataFrame, whole: pd.DataFrame, group: str) -> pd.DataFrame:
    """The counts of one group, and of all other respondents under the name "others".

    The others are the whole without the group, so that of the three numbers no more than two
    tell anything; they hold also those respondents whose group is not known.

    Args:
        counts: from `count_answers` with `by`.
        whole: of the same items without `by`.
        group: one of the groups of `counts`.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": ["north", "south"], "answer": "good",
    ...     "kind": "scale", "n": [5, 2],
    ... })
    >>> beside_others(counts, counts.head(1).assign(group="all", n=9), "north")
         item   group answer   kind  n
    0  coping   north   good  scale  5
    1  coping  others   good  scale  4
    """
    own = counts[counts["group"] == group]
    both = pd.concat([own, whole_without(whole, own, OTHERS)], ignore_index=True)
    order = np.argsort(pd.factorize(both["item"])[0], kind="stable")
    return both.iloc[order].reset_index(drop=True)


def whole_without(whole: pd.DataFrame, groups: pd.DataFrame, name: str) -> pd.DataFrame:
    """The counts of everyone who is in none of these groups, as one group."""
    taken = groups.groupby(_KEYS, sort=False)["n"].sum()
    rest = whole[whole["item"].isin(groups["item"].unique())]
    places = pd.MultiIndex.from_frame(rest[_KEYS])
    n = rest["n"].to_numpy(np.int64) - taken.reindex(places).to_numpy(np.int64)
    assert (n >= 0).all(), "the groups are parts of the whole"
    return rest.assign(group=pd.Series(name, rest.index, dtype="str"), n=n).reset_index(drop=True)


def without_groups(counts: pd.DataFrame, groups: Collection[str]) -> pd.DataFrame:
    """The counts without the rows of some groups."""
    return counts[~counts["group"].isin(groups)].reset_index(drop=True)
