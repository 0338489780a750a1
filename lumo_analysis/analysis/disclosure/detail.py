"""How much detail an item is shown in, and what is then hidden: one item's part of the plan."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.disclosure.blocks import suppress_any
from lumo_analysis.analysis.disclosure.integer_program import UnsolvedError
from lumo_analysis.analysis.disclosure.item_table import ItemTable
from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Rung
from lumo_analysis.analysis.disclosure.suppression import Memory, Problem

HIDDEN_SHARE = 0.2
"""No more than this share of the cells of a rung may be hidden, unless it is the coarsest."""

Names = frozenset[tuple[str, str]]


def plan_item(table: ItemTable, group_base: int) -> ItemPlan:
    """The finest rungs that hide few cells, first for the whole survey, then for the groups.

    A row whose base is below `group_base` is hidden. Where a solver gives no proof, the item
    is hidden everywhere, at its coarsest rung.
    """
    rungs, memory = list(table.ladder), Memory()
    try:
        whole, hidden = _finest(table, [(rung, None) for rung in rungs], group_base, memory)
        groups = whole
        if table.groups:
            pairs = [(whole, rung) for rung in rungs[rungs.index(whole) :]]
            groups, hidden = _finest(table, pairs, group_base, memory)
    except UnsolvedError:
        whole = groups = rungs[-1]
        cells = table.ladder[groups]
        hidden = frozenset(
            (group, cell.answer) for group, cell in itertools.product((ALL, *table.groups), cells)
        )
    return ItemPlan(table.item, whole, groups, table.ladder[whole], table.ladder[groups], hidden)


def _finest(
    table: ItemTable, choices: Sequence[tuple[Rung, Rung | None]], group_base: int, memory: Memory
) -> tuple[Rung, Names]:
    """The first rung (of the groups, if given) that hides few cells, or else the last."""
    for whole, groups in choices:
        cells = () if groups is None else table.ladder[groups]
        forced = _rows_with_a_small_base(table, table.ladder[whole], cells, group_base)
        problem = Problem(table, table.ladder[whole], cells, forced, memory)
        counted = problem.counted
        limit = int(HIDDEN_SHARE * int(counted.sum()))
        last = (whole, groups) == choices[-1]
        hidden = suppress_any(problem, None if last else limit)
        if hidden is not None and (last or int(hidden[counted].sum()) <= limit):
            return groups or whole, problem.names(hidden)
    raise UnsolvedError("an item has no rungs")


def _rows_with_a_small_base(
    table: ItemTable, whole: tuple[Cell, ...], groups: tuple[Cell, ...], group_base: int
) -> Names:
    rows = {ALL: {*whole, *groups}, **{group: set(groups) for group in table.groups}}
    return frozenset(
        (row, cell.answer)
        for row, cells in rows.items()
        if table.base(row) < group_base
        for cell in cells
    )
