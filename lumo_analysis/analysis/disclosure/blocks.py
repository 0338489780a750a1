"""Suppression in a survey of many groups: block by block, then proved safe as a whole.

Groups are tied to each other only by the sums over all of them. A block of groups is
protected from a reader who also knows what these sums are within the block, and so knows
more than any reader of the reports. What is hidden then is safe in the whole table too. It is
not the least that could be hidden, and some of it could be shown; that is what a plan for
hundreds of groups costs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.disclosure.cuts import Pattern
from lumo_analysis.analysis.disclosure.integer_program import Fact
from lumo_analysis.analysis.disclosure.item_table import REMAINDER, ItemTable
from lumo_analysis.analysis.disclosure.suppression import Memory, Problem, suppress

BLOCK = 20
"""How many groups are protected together."""
_FEW = 30
"""Up to how many groups the least pattern is looked for."""


def suppress_any(problem: Problem, limit: int | None = None) -> Pattern | None:
    """The pattern of `suppress`; in blocks of groups where these are many."""
    groups = problem.table.groups
    if len(groups) <= _FEW or not problem.groups:
        return suppress(problem, limit)
    # The primary cells alone may be too many.
    if limit is not None and int(problem.primary[problem.counted].sum()) > limit:
        return None
    of_whole = dataclasses.replace(problem, rows=frozenset({ALL}), memory=Memory())
    hidden = _names(of_whole)
    shown = [part.places for part in of_whole.sums if (part.group, part.answer) not in hidden]
    for start in range(0, len(groups), BLOCK):
        rows = [*groups[start : start + BLOCK]]
        if start + BLOCK >= len(groups) and REMAINDER in problem.table.rows:
            rows.append(REMAINDER)
        block = Problem(
            _restricted(problem.table, rows, shown),
            problem.whole,
            problem.groups,
            problem.forced,
            rows=frozenset(rows),
        )
        hidden |= _names(block)
        if limit is not None and _counted(problem, hidden) > limit:
            return None
    return suppress(dataclasses.replace(problem, forced=problem.forced | hidden), limit)


def _names(problem: Problem) -> frozenset[tuple[str, str]]:
    pattern = suppress(problem)
    assert pattern is not None, "there is no limit that could have been passed"
    return problem.names(pattern)


def _counted(problem: Problem, hidden: frozenset[tuple[str, str]]) -> int:
    counted = zip(problem.sums, problem.counted, strict=True)
    return sum((part.group, part.answer) in hidden for part, counts in counted if counts)


def _restricted(
    table: ItemTable, rows: Sequence[str], shown: Sequence[tuple[int, ...]]
) -> ItemTable:
    """The table of some rows, where the part of every known sum in these rows is known."""
    places = [place for place, (row, _) in enumerate(table.keys) if row in rows]
    new_place = {place: new for new, place in enumerate(places)}
    values = table.values[places]
    facts = []
    for fact in table.facts:
        inside = [
            (new_place[p], w)
            for p, w in zip(fact.places, fact.weights, strict=True)
            if p in new_place
        ]
        if len(inside) == len(fact.places):
            cells, weights = zip(*inside, strict=True)
            facts.append(Fact(cells, weights, fact.low, fact.high))
        elif inside:
            facts.append(_known([cell for cell, _ in inside], values))
    for sum_places in shown:
        inside_sum = [new_place[place] for place in sum_places if place in new_place]
        if inside_sum:
            facts.append(_known(inside_sum, values))
    return dataclasses.replace(
        table,
        sizes={row: table.sizes[row] for row in table.rows if row in rows},
        keys=tuple(table.keys[place] for place in places),
        values=values,
        facts=tuple(facts),
    )


def _known(cells: Sequence[int], values: np.ndarray) -> Fact:
    total = int(values[list(cells)].sum())
    return Fact(tuple(cells), (1,) * len(cells), total, total)
