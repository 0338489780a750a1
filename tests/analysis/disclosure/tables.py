"""Small items for tests of disclosure control: their tables, and every number tried in turn."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from lumo_analysis.analysis.disclosure.integer_program import Fact, IntegerProgram, Integers
from lumo_analysis.analysis.disclosure.item_table import ItemTable, option_table, scale_table
from lumo_analysis.analysis.disclosure.ladder import option_ladder
from lumo_analysis.analysis.disclosure.plan import Cell, Rung
from lumo_analysis.analysis.disclosure.targets import Target

NO_ANSWER = Cell(("no_answer",), "no_answer")
LADDER: Mapping[Rung, tuple[Cell, ...]] = {
    "answers": (
        *(Cell((answer,), "scale") for answer in ("bad", "poor", "good")),
        Cell(("cant_say",), "off_scale"),
        NO_ANSWER,
    ),
    "sides": (
        Cell(("bad", "poor"), "scale"),
        Cell(("good",), "scale"),
        Cell(("cant_say",), "off_scale"),
        NO_ANSWER,
    ),
    "sides_only": (
        Cell(("bad", "poor"), "scale"),
        Cell(("good",), "scale"),
        Cell(("cant_say", "no_answer"), "outside"),
    ),
    "headline": (Cell(("good",), "scale"), Cell(("bad", "poor", "cant_say", "no_answer"), "rest")),
}


def scale(rows: Mapping[str, Sequence[int]], threshold: int = 5, base: str = "all") -> ItemTable:
    """An item answered bad, poor, good, can't say or not at all, in several groups."""
    answers = [cell.answer for cell in LADDER["answers"]]
    counts = {row: dict(zip(answers, n, strict=True)) for row, n in rows.items()}
    return scale_table("coping", threshold, LADDER, counts, base)


def options(
    rows: Mapping[str, Sequence[int]], threshold: int = 5, **knowledge: object
) -> ItemTable:
    """A choice among options a, b, ...; a row has their counts, respondents and no answer."""
    count = len(next(iter(rows.values()))) - 2
    names = "abcdefgh"[:count]
    counts = {
        row: dict(zip([*names, "respondents", "no_answer"], n, strict=True))
        for row, n in rows.items()
    }
    ladder = option_ladder(names)
    return option_table("ways", threshold, ladder, counts, **knowledge)  # type: ignore[arg-type]


def everything(facts: Sequence[Fact], most: Sequence[int]) -> Integers:
    """All numbers of the cells that fit the facts, one row each."""
    numbers = np.array(list(itertools.product(*(range(m + 1) for m in most))), dtype=np.int64)
    fits = np.ones(len(numbers), dtype=bool)
    for fact in facts:
        total = numbers[:, list(fact.places)] @ np.array(fact.weights)
        fits &= total >= (-np.inf if fact.low is None else fact.low)
        fits &= total <= (np.inf if fact.high is None else fact.high)
    return numbers[fits]


def attackers(truth: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Nobody from inside, each respondent's cell, and the cells of each two respondents."""
    cells = [place for place, n in enumerate(truth) if n]
    yield ()
    yield from ((place,) for place in cells)
    yield from itertools.combinations(cells, 2)
    yield from ((place, place) for place in cells if truth[place] >= 2)


def narrowed_by_trial(
    possible: Integers, truth: Sequence[int], targets: Sequence[Target]
) -> set[str]:
    """The names of the targets that one of the three attackers can narrow, straight by the rule."""
    found = set()
    for target in targets:
        for insiders in attackers(truth):
            own = np.bincount(insiders, minlength=len(truth))
            others = (possible[(possible >= own).all(axis=1)] - own)[:, list(target.places)]
            totals = others.sum(axis=1)
            values = totals.max() - totals.min() + 1
            if totals.max() < target.threshold or values < target.threshold:
                found.add(target.name)
    return found


def program(facts: Sequence[Fact], truth: Integers) -> IntegerProgram:
    """The program of some facts on cells that hold no more than all respondents."""
    size, total = len(truth), int(truth.sum())
    return IntegerProgram.of(facts, [0] * size, [total] * size)
