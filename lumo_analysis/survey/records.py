"""Which records count: whole ones where the questionnaire says so, and each respondent once."""

from __future__ import annotations

import dataclasses

import pandas as pd

from lumo_analysis.survey.answers import Cleaning
from lumo_analysis.survey.columns import ColumnPlan
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.raw_table import RawTable, only_records


def keep_records(plan: ColumnPlan, work: Cleaning) -> None:
    """Leave partial and repeated records out of `work.raw`, and log how many there were.

    A record is partial where the questionnaire's `complete` column holds none of its
    values. Of records with one identifier, the first or last in the file is kept where the
    questionnaire says so under `repeated`; else they stay, and are refused later. Records keep
    their row numbers.
    """
    cells = work.raw.cells
    complete = work.questionnaire.complete
    if complete is not None and plan.complete is not None:
        values = {fold(value) for value in complete.values}
        whole = cells[plan.complete].astype(object).map(fold).isin(values)
        listed = " or ".join(f"'{value}'" for value in complete.values)
        what = f"partial responses, where '{plan.complete}' is not {listed}"
        work.note("dropped", "", what, int((~whole).sum()))
        cells = only_records(cells, whole)
    keep = work.questionnaire.repeated
    if keep != "refuse" and plan.identifier is not None:
        identifiers = cells[plan.identifier].astype(object).map(fold)
        again = identifiers.duplicated(keep=keep) & (identifiers != "")
        what = f"repeated responses: the {keep} of each respondent is kept"
        work.note("dropped", "", what, int(again.sum()))
        cells = only_records(cells, ~again)
    if len(cells) < len(work.raw.cells):
        work.raw = _only(work.raw, cells)


def _only(raw: RawTable, cells: pd.DataFrame) -> RawTable:
    kept = set(cells.index)
    dates = {
        header: [position for position in positions if position in kept]
        for header, positions in raw.dates.items()
    }
    filled = {header: positions for header, positions in dates.items() if positions}
    return dataclasses.replace(raw, cells=cells, dates=filled)
