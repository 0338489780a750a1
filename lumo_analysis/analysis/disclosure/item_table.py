"""One item's counts as an attacker's unknowns: fine cells, what is public, what could be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, RESPONDENTS
from lumo_analysis.analysis.disclosure.integer_program import Fact, Integers
from lumo_analysis.analysis.disclosure.ladder import Ladder
from lumo_analysis.analysis.disclosure.plan import Cell

REMAINDER = "*"
"""The row of everybody who is in no group of its own; no group can have this id."""

Key = tuple[str, str]
"""A cell by row and answer; of an option also by row and `unchosen(option)`."""


def unchosen(option: str) -> str:
    """The name of the fine cell of those who answered but did not choose an option."""
    return f"not {option}"


@dataclass(frozen=True)
class Sum:
    """A sum of fine cells (by place) that reports could show, or that must be protected."""

    group: str
    answer: str
    kind: str
    places: tuple[int, ...]
    value: int


@dataclass(frozen=True)
class ItemTable:
    """The true counts of one item by row and answer, and the facts that are public anyway.

    Rows are the groups with a column of their own, and the remainder where there is one.
    Each option of a multiple-choice item has two fine cells a row, those who chose it and
    those who answered without it; respondents and no answer are fine cells beside them.
    """

    item: str
    threshold: int
    sizes: Mapping[str, int]
    ladder: Ladder
    options: tuple[str, ...]
    keys: tuple[Key, ...]
    values: Integers
    facts: tuple[Fact, ...]
    base_answers: frozenset[str]
    """The answers whose sum is the denominator of the item's shares."""

    @cached_property
    def place(self) -> Mapping[Key, int]:
        """The place of each fine cell in `values`."""
        return {key: place for place, key in enumerate(self.keys)}

    @property
    def rows(self) -> tuple[str, ...]:
        """The groups, and the remainder where there is one."""
        return tuple(self.sizes)

    def size(self, group: str) -> int:
        """How many respondents a row has, or the whole."""
        return self.total if group == ALL else self.sizes[group]

    @property
    def total(self) -> int:
        """How many respondents there are."""
        return sum(self.sizes.values())

    @property
    def groups(self) -> tuple[str, ...]:
        """The rows that are groups with a name."""
        return tuple(row for row in self.rows if row != REMAINDER)

    def sum(self, group: str, answers: Iterable[str], name: str, kind: str) -> Sum:
        """The sum of answers in one row, or over all rows for "all"."""
        rows = self.rows if group == ALL else (group,)
        places = tuple(self.place[row, answer] for row in rows for answer in answers)
        return Sum(group, name, kind, places, int(self.values[list(places)].sum()))

    def shown(self, group: str, cells: Iterable[Cell]) -> list[Sum]:
        """The sums that a row shows at some rung."""
        return [self.sum(group, cell.parts, cell.answer, cell.kind) for cell in cells]

    def base(self, group: str) -> int:
        """How many respondents of a row the item's shares are of."""
        return self.sum(group, sorted(self.base_answers), "", "").value


def scale_table(
    item: str,
    threshold: int,
    ladder: Ladder,
    counts: Mapping[str, Mapping[str, int]],
    base: str,
) -> ItemTable:
    """The table of an item with one answer a respondent; counts by row and fine answer."""
    cells = ladder["answers"]
    answers = [cell.answer for cell in cells]
    keys = [(row, answer) for row in counts for answer in answers]
    values = np.array([counts[row][answer] for row, answer in keys], dtype=np.int64)
    scale = {cell.answer for cell in cells if cell.kind == "scale"}
    places = np.arange(len(keys)).reshape(len(counts), -1)
    return ItemTable(
        item,
        threshold,
        {row: sum(by_answer.values()) for row, by_answer in counts.items()},
        ladder,
        (),
        tuple(keys),
        values,
        tuple(_equal(row.tolist(), values) for row in places),
        frozenset(scale if base == "answered" else answers),
    )


def option_table(
    item: str,
    threshold: int,
    ladder: Ladder,
    counts: Mapping[str, Mapping[str, int]],
    *,
    exclusive: Sequence[str] = (),
    everyone_chose: bool = False,
) -> ItemTable:
    """The table of a multiple-choice item, or of the themes of an open one.

    Everybody who answered a multiple-choice item chose something (`everyone_chose`), and who
    chose an exclusive option nothing else; an attacker knows that. What the counts
    contradict is left out, since it can't be known then.
    """
    options = [cell.answer for cell in ladder["answers"] if cell.kind == "option"]
    names = [*options, *map(unchosen, options), RESPONDENTS, NO_ANSWER]
    keys = [(row, name) for row in counts for name in names]
    values = np.array(
        [
            counts[row][name]
            if name in counts[row]
            else counts[row][RESPONDENTS] - counts[row][name.removeprefix(unchosen(""))]
            for row, name in keys
        ],
        dtype=np.int64,
    )
    place = {key: number for number, key in enumerate(keys)}
    facts: list[Fact] = []
    for row in counts:
        respondents = place[row, RESPONDENTS]
        facts.append(_equal([respondents, place[row, NO_ANSWER]], values))
        for option in options:
            both = place[row, option], place[row, unchosen(option)], respondents
            facts.append(Fact(both, (1, 1, -1), 0, 0))
        if everyone_chose:
            chosen = [place[row, option] for option in options]
            facts.append(Fact((*chosen, respondents), (1,) * len(chosen) + (-1,), 0, None))
        alone = [place[row, option] for option in exclusive]
        for option in options:
            if exclusive and option not in exclusive:
                apart = *alone, place[row, option], respondents
                facts.append(Fact(apart, (1,) * (len(apart) - 1) + (-1,), None, 0))
    return ItemTable(
        item,
        threshold,
        {row: counts[row][RESPONDENTS] + counts[row][NO_ANSWER] for row in counts},
        ladder,
        tuple(options),
        tuple(keys),
        values,
        tuple(fact for fact in facts if holds(fact, values)),
        frozenset({RESPONDENTS}),
    )


def holds(fact: Fact, values: Integers) -> bool:
    """Whether a fact is true of these counts."""
    total = int(values[list(fact.places)] @ np.array(fact.weights, dtype=np.int64))
    return (fact.low is None or fact.low <= total) and (fact.high is None or total <= fact.high)


def _equal(places: Sequence[int], values: Integers) -> Fact:
    total = int(values[list(places)].sum())
    return Fact(tuple(places), (1,) * len(places), total, total)
