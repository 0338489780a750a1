"""What could be shown of an item at two rungs, and what of it must be protected."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, RESPONDENTS
from lumo_analysis.analysis.disclosure.attackers import Attack, attainable
from lumo_analysis.analysis.disclosure.cuts import Numbers, Pattern, Publication
from lumo_analysis.analysis.disclosure.integer_program import (
    IntegerProgram,
    Integers,
)
from lumo_analysis.analysis.disclosure.item_table import ItemTable, Sum
from lumo_analysis.analysis.disclosure.plan import OUTSIDE, REST, Cell
from lumo_analysis.analysis.disclosure.targets import Target, targets_of

_COSTS = {
    "scale": 1.0,
    "option": 1.0,
    REST: 1.0,
    "off_scale": 0.7,
    NO_ANSWER: 0.6,
    OUTSIDE: 0.3,
    RESPONDENTS: 3.0,
}
_COST_OF_WHOLE = 3.0
_KEPT = 300


@dataclass
class Memory:
    """What attacks on one item found before, so that they need not find it again."""

    witnesses: list[Integers] = field(default_factory=list)
    thresholds: dict[tuple[int, ...], int | None] = field(default_factory=dict)

    def keep(self, attack: Attack) -> None:
        """Keep the newest numbers that an attack found."""
        new = [numbers for numbers in attack.witnesses if numbers is not attack.truth]
        self.witnesses = [*self.witnesses, *new[-_KEPT:]][-_KEPT:]


@dataclass(frozen=True)
class Problem:
    """What could be shown of an item at two rungs, and what of it must be protected.

    `forced` names cells (by group and joined answers) to hide in any case. With `rows` only
    these rows (groups, the remainder, "all") are shown and protected.
    """

    table: ItemTable
    whole: tuple[Cell, ...]
    groups: tuple[Cell, ...]
    forced: frozenset[tuple[str, str]] = frozenset()
    memory: Memory = field(default_factory=Memory)
    rows: frozenset[str] | None = None

    @cached_property
    def sums(self) -> list[Sum]:
        """Everything that reports could show: each group, and the whole at both rungs."""
        table = self.table
        shown = [part for group in table.groups for part in table.shown(group, self.groups)]
        shown += [*table.shown(ALL, self.groups), *table.shown(ALL, self.whole)]
        named = {(part.group, part.answer): part for part in shown}
        return [part for part in named.values() if self._has(part.group)]

    def _has(self, row: str) -> bool:
        return self.rows is None or row in self.rows

    @cached_property
    def publication(self) -> Publication:
        """The same as matrices, with what is public anyway."""
        table, size = self.table, len(self.table.values)
        limits = np.zeros(size, np.int64), np.full(size, table.total, np.int64)
        public = IntegerProgram.of(table.facts, *limits, table.values)
        rows = np.repeat(np.arange(len(self.sums)), [len(part.places) for part in self.sums])
        columns = np.concatenate([part.places for part in self.sums])
        ones = np.ones(len(rows), dtype=np.int64)
        sums = sparse.csr_array((ones, (rows, columns)), shape=(len(self.sums), size))
        sizes = np.array([table.size(part.group) for part in self.sums], dtype=np.int64)
        most = np.minimum(sums @ public.high, sizes)
        return Publication(public, table.values, sums, sums @ table.values, most)

    @cached_property
    def targets(self) -> list[Target]:
        """What must stay uncertain, as far as public knowledge leaves it so."""
        every = targets_of(self.table, self.whole, self.groups)
        sensitive = [target for target in every if self._has(target.group)]
        thresholds = self.memory.thresholds
        new = [target for target in sensitive if target.places not in thresholds]
        if new:
            public = self.publication.public
            attained = attainable(new, public, self.table.values)
            thresholds |= dict.fromkeys((target.places for target in new), None)
            thresholds |= {target.places: target.threshold for target in attained}
        return [
            replace(target, threshold=threshold)
            for target in sensitive
            if (threshold := thresholds[target.places]) is not None
        ]

    @cached_property
    def costs(self) -> Numbers:
        """What hiding each sum costs a reader."""
        return np.array(
            [
                _COSTS[part.kind]
                * (1 + np.log1p(part.value) / 10)
                * (_COST_OF_WHOLE if part.group == ALL else 1.0)
                for part in self.sums
            ]
        )

    @cached_property
    def counted(self) -> Pattern:
        """The sums that count when it is judged if too many are hidden.

        Those of the groups, or of the whole where no group is shown; not the respondents
        outside the matter asked, whose number is not shown by itself.
        """
        of = ALL if not self.groups else None
        return np.array(
            [part.kind != OUTSIDE and (part.group == ALL) == (of == ALL) for part in self.sums]
        )

    @cached_property
    def primary(self) -> Pattern:
        """The sums that are hidden for their own sake."""
        sensitive = {target.places for target in self.targets}
        return np.array(
            [
                tuple(sorted(part.places)) in sensitive or (part.group, part.answer) in self.forced
                for part in self.sums
            ]
        )

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Sums that tell the same: respondents and no answer add up to a known number."""
        place = {(part.group, part.answer): number for number, part in enumerate(self.sums)}
        return [
            (number, place[group, NO_ANSWER])
            for (group, answer), number in place.items()
            if answer == RESPONDENTS
        ]

    def attack(self, hidden: Pattern) -> Attack:
        """The attack on this pattern, which begins with what earlier attacks found."""
        program = self.publication.program(hidden)
        return Attack(program, self.table.values, self.targets, self.memory.witnesses)

    def names(self, hidden: Pattern) -> frozenset[tuple[str, str]]:
        """The hidden sums by group and joined answers, as a plan names them."""
        parts = [part for part, is_hidden in zip(self.sums, hidden, strict=True) if is_hidden]
        return frozenset((part.group, part.answer) for part in parts)
