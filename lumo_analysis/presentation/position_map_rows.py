"""The numbers of a map of two shares, and what a comparison tells of its items' places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lumo_analysis.analysis.ranking import (
    not_told_apart,
    pairs_told_apart,
    place_ranges,
)
from lumo_analysis.presentation.share_rows import ShareRow
from lumo_analysis.survey.questionnaire import Item

_LEVEL = 0.05


@dataclass(frozen=True)
class Axis:
    """One direction of the map: its items, its name, and whose share is told."""

    items: tuple[Item, ...]
    name: str
    told: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class MapRow:
    """One thing with its two shares."""

    across: ShareRow
    up: ShareRow

    @property
    def label(self) -> str:
        """What the thing is called, by both names where the questionnaire gives two."""
        return " / ".join(dict.fromkeys([self.across.label, self.up.label]))

    @property
    def shown(self) -> bool:
        """Whether both shares are given, so that the thing has a place on the map."""
        return self.across.shown and self.up.shown

    @property
    def hidden(self) -> bool:
        """Whether a share of the thing is hidden."""
        return self.across.hidden or self.up.hidden


@dataclass(frozen=True)
class Order:
    """What is known of the order of the things along one axis, by their places in the rows.

    `places` are the best and the worst place of each; `alike` the sets that can't be ranked
    apart; `apart` of `pairs` are told apart.
    """

    places: dict[int, tuple[int, int]]
    alike: tuple[tuple[int, ...], ...]
    apart: int
    pairs: int


@dataclass(frozen=True)
class Ranking:
    """The order along both axes, and which shares of one thing are told apart.

    `more_across` and `more_up` are None where the two shares of things were not compared;
    `tests` were made together.
    """

    across: Order
    up: Order
    more_across: tuple[int, ...] | None
    more_up: tuple[int, ...] | None
    tests: int


def ranking_of(
    compared: pd.DataFrame, axes: tuple[Axis, Axis], rows: Sequence[MapRow]
) -> Ranking | None:
    """What a comparison from `compare_items` tells of the rows that are shown.

    None where fewer than two are. `ParameterError` where a pair was not compared.
    """
    shown = [number for number, row in enumerate(rows) if row.shown]
    if len(shown) < 2:
        return None
    # Sets that can't be ranked apart are told from the largest share down.
    downwards = (
        sorted(shown, key=lambda number: -rows[number].across.share),
        sorted(shown, key=lambda number: -rows[number].up.share),
    )
    across, up = (
        _order(compared, axis, numbers) for axis, numbers in zip(axes, downwards, strict=True)
    )
    larger = _larger(compared)
    twins = {number: (axes[0].items[number].id, axes[1].items[number].id) for number in shown}
    if all(pair in larger for pair in twins.values()):
        more_across = tuple(n for n, (one, _) in twins.items() if larger[twins[n]] == one)
        more_up = tuple(n for n, (_, other) in twins.items() if larger[twins[n]] == other)
        return Ranking(across, up, more_across, more_up, _tests(compared))
    return Ranking(across, up, None, None, _tests(compared))


def _order(compared: pd.DataFrame, axis: Axis, shown: list[int]) -> Order:
    ids = [axis.items[number].id for number in shown]
    number_of = dict(zip(ids, shown, strict=True))
    places = place_ranges(compared, ids, level=_LEVEL)
    apart, pairs = pairs_told_apart(compared, ids, level=_LEVEL)
    return Order(
        places={
            number_of[str(item)]: (int(best), int(worst))
            for item, best, worst in zip(
                places["item"], places["best"], places["worst"], strict=True
            )
        },
        alike=tuple(
            tuple(number_of[item] for item in together)
            for together in not_told_apart(compared, ids, level=_LEVEL)
        ),
        apart=apart,
        pairs=pairs,
    )


def _larger(compared: pd.DataFrame) -> dict[tuple[str, str], str]:
    """For each pair, in the order it was given, the item with the larger share, if told apart."""
    larger = {}
    apart = (compared["p_adjusted"] < _LEVEL).to_numpy(bool)
    rises = (compared["difference"] > 0).to_numpy(bool)
    pairs = zip(compared["item1"].astype(str), compared["item2"].astype(str), strict=True)
    for (one, other), told_apart, rising in zip(pairs, apart, rises, strict=True):
        larger[one, other] = (other if rising else one) if told_apart else ""
    return larger


def _tests(compared: pd.DataFrame) -> int:
    return int(compared["p_adjusted"].notna().sum())
