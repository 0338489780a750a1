"""Figures that are public already, as facts that every attacker knows."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.analysis.disclosure.attack import share_interval
from lumo_analysis.analysis.disclosure.integer_program import Fact
from lumo_analysis.analysis.disclosure.item_table import ItemTable, holds

_COLUMNS = ("item", "answers", "percent", "decimals", "count")


def with_published(table: ItemTable, published: pd.DataFrame | None) -> ItemTable:
    """The table with what was published of its item among the public facts.

    A per cent is of all respondents, so it says between which numbers the count lies; a
    published count says it exactly. A figure that the counts contradict (of other data, or
    misprinted) tells nobody anything about them and is left out.
    """
    if published is None:
        return table
    require_columns(published, _COLUMNS, "the table of published figures")
    facts = []
    for _, row in published[published["item"] == table.item].iterrows():
        answers = str(row["answers"]).split("+")
        known = all((group, answer) in table.place for group in table.rows for answer in answers)
        if not known or (table.options and len(answers) > 1):
            # One respondent may choose two options, so their joint share is no sum.
            continue
        low, high = _interval(row, table.total)
        places = [table.place[group, answer] for group in table.rows for answer in answers]
        facts.append(Fact(tuple(places), (1,) * len(places), low, high))
    true = tuple(fact for fact in facts if holds(fact, table.values))
    return dataclasses.replace(table, facts=(*table.facts, *true))


def _interval(row: pd.Series, total: int) -> tuple[int, int]:
    if not pd.isna(row["count"]):
        return int(row["count"]), int(row["count"])
    decimals = int(row["decimals"])
    units = 10**decimals
    return share_interval(Fraction(round(float(row["percent"]) * units), units), decimals, total)
