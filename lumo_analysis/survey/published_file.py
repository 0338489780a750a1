"""Figures that a survey has published, as written by hand in `published.csv`."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from lumo_analysis.errors import Fault, QuestionnaireError, nearest
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.reading import read_export

COLUMNS = ("section", "item", "answers", "percent", "decimals", "count")
# Per cents with a point or a decimal comma, as spreadsheets write them.
_NUMBERS = (
    ("percent", r"100([.,]0+)?|[0-9]{1,2}([.,][0-9]+)?", "from 0 to 100"),
    ("decimals", r"[0-6]", "from 0 to 6"),
    ("count", r"[0-9]{0,9}", "a whole number or blank"),
)


def load_published(path: str | Path, questionnaire: Questionnaire) -> pd.DataFrame:
    """One row a published figure: section, item, answers, percent, decimals, count.

    `answers` joins with `+` the answers whose joint share was published; `percent` is 0 to
    100 of all respondents, rounded to `decimals`; `count` is missing where only the per cent
    is known. `QuestionnaireError` lists what the questionnaire does not have.
    """
    table = read_export(path)
    missing = [column for column in COLUMNS if column not in table.cells.columns]
    if missing:
        faults = [Fault(f"column '{column}'", "missing", "add it") for column in missing]
        raise QuestionnaireError(str(path), faults)
    cells = table.texts(COLUMNS).map(str.strip)
    faults = []
    for position, row in enumerate(cells.itertuples(index=False)):
        where = f"row {table.row_number(position)}"
        faults += [Fault(where, *fault) for fault in _row_faults(row, questionnaire)]
    if faults:
        raise QuestionnaireError(str(path), faults)
    return cells.assign(
        percent=cells["percent"].str.replace(",", ".").astype(float),
        decimals=cells["decimals"].astype("int64"),
        count=pd.to_numeric(cells["count"].replace("", None)).astype("Int64"),
    )


def _row_faults(row: object, questionnaire: Questionnaire) -> list[tuple[str, str]]:
    item_id, answers = str(getattr(row, "item", "")), str(getattr(row, "answers", ""))
    closed = {item.id: item for item in questionnaire.items if item.closed}
    if item_id not in closed:
        return [(f"no closed item '{item_id}'", nearest(item_id, closed))]
    known = [answer.id for answer in questionnaire.scale_of(closed[item_id]).answers]
    chosen = answers.split("+")
    faults = [
        (f"'{item_id}' has no answer '{answer}'", nearest(answer, known))
        for answer in chosen
        if answer not in known
    ]
    if len(set(chosen)) < len(chosen):
        faults.append((f"'{answers}' names an answer twice", "name each once"))
    sections = [section.id for section in questionnaire.sections]
    section = str(getattr(row, "section", ""))
    if section not in sections:
        faults.append((f"no section '{section}'", nearest(section, sections)))
    for name, pattern, right in _NUMBERS:
        if not re.fullmatch(pattern, str(getattr(row, name, ""))):
            faults.append((f"'{name}' is not {right}", "write it in digits"))
    return faults
