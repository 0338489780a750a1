"""Which numbers of respondents are sensitive: what a reader must not be able to find out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, RESPONDENTS
from lumo_analysis.analysis.disclosure.item_table import ItemTable, Sum, unchosen
from lumo_analysis.analysis.disclosure.plan import OUTSIDE, Cell

_SILENT = (OUTSIDE, NO_ANSWER, RESPONDENTS)
"""Kinds that say nothing about the matter asked, so that their size is not sensitive."""


@dataclass(frozen=True)
class Target:
    """A sum of fine cells of one row (or of "all") that must stay uncertain.

    `name` says what it is in words of the plan; `value` is the true number, `threshold` how
    high a reader must be left to think it could be.
    """

    group: str
    name: str
    places: tuple[int, ...]
    value: int
    threshold: int


def targets_of(
    table: ItemTable, whole: Sequence[Cell], groups: Sequence[Cell], threshold: int | None = None
) -> list[Target]:
    """Every sensitive sum of an item that is shown with these cells.

    Sensitive are 1 to threshold - 1 respondents who gave the same answer (or answers that
    are shown as one), in a group, in the remainder and in the whole; and where fewer than
    the threshold did not give a row's commonest answer, those others, even where there are
    none: everybody gave the same answer then. Others are counted among those who answered
    and among all of the row. An answer off the scale counts where it is shown by itself; no
    answer is no target.
    """
    threshold = table.threshold if threshold is None else threshold
    found: dict[tuple[int, ...], Target] = {}
    for row in (ALL, *table.rows):
        shown = [groups] if row != ALL else [groups, whole]
        candidates = _of_options(table, row) if table.options else _of_scale(table, row, shown)
        for part, least in candidates:
            if least <= part.value < threshold:
                places = tuple(sorted(part.places))
                found.setdefault(places, Target(row, part.answer, places, part.value, threshold))
    return list(found.values())


def _of_options(table: ItemTable, row: str) -> Iterator[tuple[Sum, int]]:
    """Sums, and from which number on each is sensitive."""
    for option in table.options:
        chosen = table.sum(row, [option], option, "option")
        yield chosen, 1
        if chosen.value > 0:
            others = unchosen(option)
            yield table.sum(row, [others], others, ""), 0
            yield table.sum(row, [others, NO_ANSWER], f"{others}+{NO_ANSWER}", ""), 0


def _of_scale(
    table: ItemTable, row: str, shown: Sequence[Sequence[Cell]]
) -> Iterator[tuple[Sum, int]]:
    finest = table.ladder["answers"]
    fine = [cell for cell in finest if cell.kind == "scale"]
    everything = [cell.answer for cell in finest]
    answered = [cell.answer for cell in fine]
    for cells in (fine, *shown):
        sums = [s for s in table.shown(row, cells) if s.kind not in _SILENT]
        commonest = max((part.value for part in sums), default=0)
        for part, cell in zip(sums, [c for c in cells if c.kind not in _SILENT], strict=True):
            yield part, 1
            on_scale = set(cell.parts) <= set(answered)
            if 0 < part.value == commonest and (on_scale or cell.kind == "off_scale"):
                yield from _apart(table, row, everything, cell)
                if on_scale:
                    yield from _apart(table, row, answered, cell)


def _apart(
    table: ItemTable, row: str, answers: Sequence[str], cell: Cell
) -> Iterator[tuple[Sum, int]]:
    others = [answer for answer in answers if answer not in cell.parts]
    if others:
        yield table.sum(row, others, "+".join(others), ""), 0
