"""Who attacks, and what they may find: an outsider, a respondent, two who share their answers.

**The rule.** A target is a number of respondents who share something sensitive. Whoever
attacks leaves themselves out and asks how many *others* are in the target. It is safe when
the published numbers leave possible that the others are `threshold` or more, and leave at
least `threshold` values for their number. That must hold for

- an outsider, who knows only what is published;
- each respondent, who knows which cell of the item is their own;
- each two respondents who tell each other their cells.

Insiders count in the target where their cell is part of it, so to a pair inside the target
its number must seem as high as threshold + 2, and it can't be below 2.

Every "safe" stands on whole numbers that fit all facts and show the attacker's range to be
that wide (witnesses). The solver only finds them; a fault of it can't make a target safe.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.disclosure.integer_program import IntegerProgram, Integers
from lumo_analysis.analysis.disclosure.targets import Target
from lumo_analysis.analysis.disclosure.witnesses import Insiders, Ranges, is_safe

INSIDERS = 2
"""How many respondents may share their answers."""
_WORTH = 20
_MANY = 60


@dataclass(frozen=True)
class Narrowed:
    """A target that an attacker can narrow; `low` to `high` is what they leave the others."""

    target: Target
    insiders: Insiders
    low: int
    high: int


class Attack:
    """All three attackers on the targets of one item.

    `program` holds what is published; `truth` the true numbers of its cells, which say where
    there are insiders; `witnesses` are numbers that may fit it.
    """

    def __init__(
        self,
        program: IntegerProgram,
        truth: Integers,
        targets: Sequence[Target],
        witnesses: Sequence[Integers] = (),
    ) -> None:
        self.program, self.truth, self.targets = program, truth, targets
        program.accept(truth)
        self._kept, known = np.minimum(INSIDERS, truth), np.stack([*witnesses, truth])
        self._known = known[program.fit(known)]
        self.witnesses = list(self._known)

    def narrowed(self) -> Iterator[Narrowed]:
        """For each target that an attacker can narrow, the first such attacker."""
        for target in self._not_plainly_safe():
            found = self._first_to_narrow(target)
            if found is not None:
                yield found

    def narrows(self, target: Target, insiders: Insiders) -> bool:
        """Whether these insiders can narrow the target, by exact bounds."""
        found = self._left_by(target, insiders, self._ranges(target))
        return not is_safe(found.low, found.high, target.threshold)

    def resists(self, target: Target, insiders: Insiders) -> bool:
        """Whether what was found so far shows the target safe from these insiders."""
        own = self._own(insiders)
        totals = self._known[(self._known >= own).all(axis=1)][:, list(target.places)].sum(axis=1)
        inside = _total(own, target)
        low, high = int(totals.min()) - inside, int(totals.max()) - inside
        return bool(is_safe(low, high, target.threshold))

    def _not_plainly_safe(self) -> list[Target]:
        """The targets that are not shown safe by numbers in which every insider has a place.

        Such numbers serve all attackers at once, and often many targets.
        """
        waiting = self._waiting(list(self.targets), self.witnesses)
        left = []
        while waiting:
            program, size = self._with_counts, len(self.truth)
            # The first as high as can be, and then as many others as can be.
            goal = np.zeros_like(program.low)
            near = program.together(size + self._number[waiting[0]])
            goal[[size + self._number[target] for target in waiting]] = -1
            goal[size + self._number[waiting[0]]] = -int(program.high[size:].sum())
            goal[~near] = 0
            numbers = program.minimise(goal, self._at_least(self._kept))[:size]
            self.witnesses.append(numbers)
            left += self._waiting(waiting[:1], [numbers])
            waiting = self._waiting(waiting[1:], [numbers])
        return left

    def _waiting(self, targets: list[Target], witnesses: Sequence[Integers]) -> list[Target]:
        serving = [numbers for numbers in witnesses if (numbers >= self._kept).all()]
        if not serving or not targets:
            return targets
        reached = (_sums(targets, len(self.truth)) @ np.column_stack(serving)).max(axis=1)
        return [t for t, lacks in zip(targets, reached < _enough(targets), strict=True) if lacks]

    def _first_to_narrow(self, target: Target) -> Narrowed | None:
        """Exact: each attacker has witnesses of their own, or is found to narrow the target."""
        ranges = self._ranges(target)
        if len(ranges.cells) > _MANY:
            # An outsider's range first: numbers that show it leave most insiders their place.
            found = self._left_by(target, (), ranges)
            if not is_safe(found.low, found.high, target.threshold):
                return found
            ranges = self._ranges(target)
        while True:
            insiders = ranges.first_unsafe()
            if insiders is None:
                return None
            found = self._left_by(target, insiders, ranges)
            if not is_safe(found.low, found.high, target.threshold):
                return found

    def _ranges(self, target: Target) -> Ranges:
        """What the witnesses show for each attacker whose knowledge matters for the target."""
        matter = np.zeros(len(self.truth), dtype=bool)
        for place in target.places:
            matter |= self.program.together(place)
        matter[list(target.places)] = True
        cells = np.flatnonzero(matter & (self.truth > 0))
        return Ranges(target, self.truth, cells, np.stack(self.witnesses))

    def _left_by(self, target: Target, insiders: Insiders, ranges: Ranges) -> Narrowed:
        """What the insiders leave the others in the target; exact where it is not safe.

        Where it is safe, the range may be wider still.
        """
        own = self._own(insiders)
        inside = _total(own, target)
        high = self._witness(target, own, False, ranges) - inside
        serving = [numbers for numbers in self.witnesses if (numbers >= own).all()]
        low = min(_total(numbers, target) for numbers in serving) - inside
        if not is_safe(low, high, target.threshold):
            low = self._witness(target, own, True, ranges) - inside
        return Narrowed(target, insiders, low, high)

    def _own(self, insiders: Insiders) -> Integers:
        return np.bincount(insiders, minlength=len(self.truth)).astype(np.int64)

    def _at_least(self, own: Integers) -> Integers:
        """What the cells of `_with_counts` hold at least."""
        at_least = np.zeros_like(self._with_counts.low)
        at_least[: len(own)] = own
        return at_least

    @cached_property
    def _number(self) -> dict[Target, int]:
        return {target: number for number, target in enumerate(self.targets)}

    @cached_property
    def _inside(self) -> Integers:
        """The cells whose insiders may lose their place in a witness."""
        return np.flatnonzero(self.program.open & (self._kept > 0))

    @cached_property
    def _with_counts(self) -> IntegerProgram:
        """The program with further cells, which count what witnesses are good for.

        One for each target, up to what is enough for its safety, and one for the insiders
        that keep their place in each cell.
        """
        size, cells = len(self.truth), self._inside
        ones = np.ones_like(cells), (np.arange(len(cells)), cells)
        kept = sparse.csr_array(ones, shape=(len(cells), size))
        sums = sparse.vstack([_sums(self.targets, size), kept], format="csr")
        return self.program.counting(
            sums, np.concatenate([_enough(self.targets), self._kept[cells]])
        )

    def _witness(self, target: Target, own: Integers, lowest: bool, ranges: Ranges) -> int:
        """Find numbers with the target lowest, or as high as need be, and keep them.

        Among these, ones that leave a place to many other insiders, most of all to those
        who are not yet shown to narrow nothing.
        """
        program, size = self._with_counts, len(self.truth)
        # Facts tie no other insiders to the target; they keep their place anyway.
        worth = np.isin(self._inside, ranges.cells) * (
            1 + np.minimum(ranges.unsafe_in(self._inside), _WORTH)
        )
        most = int(worth @ self._kept[self._inside]) + 1
        goal = np.zeros_like(program.low)
        goal[size + len(self.targets) :] = -worth
        if lowest:
            goal[list(target.places)] = most
        else:
            goal[size + self._number[target]] = -most
        numbers = program.minimise(goal, self._at_least(own))[:size]
        self.witnesses.append(numbers)
        ranges.add(numbers[None])
        return _total(numbers, target)


def attainable(targets: Sequence[Target], public: IntegerProgram, truth: Integers) -> list[Target]:
    """The targets with thresholds that no more than what is public leaves possible.

    In a group of 10 nobody can think of 10 others. There the threshold is lowered until the
    target is safe while nothing is published: reports may add nothing to what is known. Of
    the whole survey a target that an outsider can narrow without reports is left out.
    """
    kept: list[Target] = []
    waiting = list(targets)
    while waiting:
        narrow = {found.target: found for found in Attack(public, truth, waiting).narrowed()}
        kept += [target for target in waiting if target not in narrow]
        waiting = [
            dataclasses.replace(target, threshold=target.threshold - 1)
            for target, found in narrow.items()
            if target.threshold > 1 and (target.group != ALL or found.insiders)
        ]
    order = {target.places: place for place, target in enumerate(targets)}
    return sorted(kept, key=lambda target: order[target.places])


def _total(numbers: Integers, target: Target) -> int:
    return int(numbers[list(target.places)].sum())


def _sums(targets: Sequence[Target], size: int) -> sparse.csr_array:
    rows = np.repeat(np.arange(len(targets)), [len(target.places) for target in targets])
    columns = np.concatenate([target.places for target in targets])
    return sparse.csr_array((np.ones_like(rows), (rows, columns)), shape=(len(targets), size))


def _enough(targets: Sequence[Target]) -> Integers:
    """What a target must reach to be safe from everybody, as the true number is possible too."""
    return np.array(
        [max(t.threshold + INSIDERS, t.value + t.threshold - 1) for t in targets], dtype=np.int64
    )
