"""Between which places of a ranking an item lies, and which items can't be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.errors import ParameterError, nearest

Bits = npt.NDArray[np.bool_]
_NEEDED = ("item1", "item2", "difference", "p_adjusted")


def place_ranges(
    compared: pd.DataFrame, items: Sequence[str] | None = None, *, level: float = 0.05
) -> pd.DataFrame:
    """Between which places each item lies, 1 being the largest share.

    An item is at best one place below those that are told apart from it upwards, and at worst
    as far from the last place as there are items told apart from it downwards. All ranges
    together hold the true places with the confidence of 1 - `level`, where p is adjusted over
    the pairs and both directions, as `compare_items` does (Klein, Wright & Wieczorek 2020,
    J. R. Stat. Soc. C 69; Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies
    91). Items with the same true share may share a place.

    Args:
        compared: from `compare_items`, with all pairs of these items.
        items: which to rank, in the order of the rows; by default all that are compared.
        level: below which an adjusted p tells a pair apart, between 0 and 1.

    Returns:
        item, best, worst (1 to the number of items), above and below (how many items are
        told apart from it, with a larger and with a smaller share).

    Raises:
        ParameterError: a pair of items that was not compared, or a level out of its range.

    >>> compared = pd.DataFrame({
    ...     "item1": ["a", "a", "b"], "item2": ["b", "c", "c"],
    ...     "difference": [-0.1, -0.4, -0.3], "p_adjusted": [0.6, 0.001, 0.02],
    ... })
    >>> place_ranges(compared)
      item  best  worst  above  below
    0    a     1      2      0      1
    1    b     1      2      0      1
    2    c     3      3      2      0
    """
    names, larger = _told_apart(compared, items, level)
    above, below = larger.sum(axis=0), larger.sum(axis=1)
    return pd.DataFrame(
        {
            "item": pd.Series(names, dtype="str"),
            "best": 1 + above,
            "worst": len(names) - below,
            "above": above,
            "below": below,
        }
    )


def not_told_apart(
    compared: pd.DataFrame, items: Sequence[str] | None = None, *, level: float = 0.05
) -> list[tuple[str, ...]]:
    """The largest sets of items of which no two are told apart; an item may be in several.

    Args:
        compared: as in `place_ranges`.
        items: as in `place_ranges`; also the order within the sets.
        level: as in `place_ranges`.

    Returns:
        Sets of two items or more, that of the earliest items first; nothing where every pair
        is told apart.

    >>> compared = pd.DataFrame({
    ...     "item1": ["a", "a", "b"], "item2": ["b", "c", "c"],
    ...     "difference": [-0.1, -0.4, -0.3], "p_adjusted": [0.6, 0.001, 0.2],
    ... })
    >>> not_told_apart(compared)
    [('a', 'b'), ('b', 'c')]
    """
    names, larger = _told_apart(compared, items, level)
    alike = ~(larger | larger.T)
    near = {
        place: set(np.flatnonzero(alike[place]).tolist()) - {place} for place in range(len(names))
    }
    sets = sorted(tuple(sorted(one)) for one in _cliques(set(), set(near), set(), near))
    return [tuple(names[place] for place in one) for one in sets if len(one) > 1]


def pairs_told_apart(
    compared: pd.DataFrame, items: Sequence[str] | None = None, *, level: float = 0.05
) -> tuple[int, int]:
    """How many pairs of these items are told apart, and how many there are.

    >>> compared = pd.DataFrame({
    ...     "item1": ["a"], "item2": ["b"], "difference": [-0.4], "p_adjusted": [0.001],
    ... })
    >>> pairs_told_apart(compared)
    (1, 1)
    """
    names, larger = _told_apart(compared, items, level)
    return int(larger.sum()), len(names) * (len(names) - 1) // 2


def _told_apart(
    compared: pd.DataFrame, items: Sequence[str] | None, level: float
) -> tuple[list[str], Bits]:
    """The items, and for each row of the matrix the items whose share is clearly smaller."""
    require_columns(compared, _NEEDED, "the comparison of items")
    if not 0 < level < 1:
        raise ParameterError(f"level is {level}; it must lie between 0 and 1")
    every = list(dict.fromkeys(compared[["item1", "item2"]].to_numpy().ravel().tolist()))
    names = every if items is None else list(items)
    for item in names:
        if item not in every:
            raise ParameterError(f"item '{item}' was not compared; {nearest(item, every)}")
    place = {name: number for number, name in enumerate(names)}
    known = np.eye(len(names), dtype=bool)
    larger = np.zeros_like(known)
    # A pair without a test is not told apart.
    apart = (compared["p_adjusted"] < level).to_numpy(bool)
    rises = (compared["difference"] > 0).to_numpy(bool)
    pairs = zip(compared["item1"], compared["item2"], strict=True)
    for (item1, item2), told_apart, rising in zip(pairs, apart, rises, strict=True):
        if item1 in place and item2 in place:
            one, other = place[item1], place[item2]
            known[one, other] = known[other, one] = True
            larger[(other, one) if rising else (one, other)] |= bool(told_apart)
    if not known.all():
        one, other = np.argwhere(~known)[0]
        raise ParameterError(
            f"items '{names[one]}' and '{names[other]}' were not compared with each other; "
            "compare every pair of the items to rank"
        )
    return names, larger


def _cliques(
    chosen: set[int], open_: set[int], done: set[int], near: Mapping[int, set[int]]
) -> list[set[int]]:
    """All largest sets of neighbours: Bron & Kerbosch (1973), Comm. ACM 16, with a pivot."""
    if not open_:
        return [] if done else [chosen]
    pivot = max(open_ | done, key=lambda place: (len(open_ & near[place]), -place))
    found: list[set[int]] = []
    for place in sorted(open_ - near[pivot]):
        around = near[place]
        found += _cliques(chosen | {place}, open_ & around, done & around, near)
        open_ = open_ - {place}
        done = done | {place}
    return found
