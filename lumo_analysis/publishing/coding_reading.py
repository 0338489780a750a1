"""Reading back what a coder decided in the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lumo_analysis.errors import Fault, ResponsesError, nearest
from lumo_analysis.presentation.coding_words import statuses
from lumo_analysis.publishing.coding_sheet import FIXED, SUGGESTIONS_COLUMNS, WORDS, shown_answer
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.coding import (
    CONFIRMED,
    DECISION_COLUMNS,
    REJECTED,
    SUGGESTED,
    SUGGESTION,
)
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.table import SHOWN_FAULTS, limited
from lumo_analysis.survey.workbook import read_sheets

MAX_ROWS, MAX_COLUMNS = 200_000, 200
_AS_WRITTEN = "write the spreadsheet again with lumo code, and copy the marks into it"
Rows = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True)
class Known:
    """What a spreadsheet must fit: the codebook, and who answered what.

    `respondents` gives the row of each folded identifier, `answers` the answer of a respondent
    to an item.
    """

    codebook: Codebook
    respondents: Mapping[str, int]
    answers: Mapping[tuple[int, str], str]


@dataclass
class _Found:
    rows: list[tuple[int, str, str, str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_coding_sheet(path: Path, coder: str, known: Known) -> pd.DataFrame:
    """The decisions in a spreadsheet: respondent, item, theme, coder, status and where.

    "yes" and "no" are the coder's, what stayed a suggestion is the analyser's, and an answer
    that was read has a row without a theme. `where` names the sheet and row.

    `ResponsesError` lists, with their rows, unknown items, themes, respondents and marks,
    answers that are no longer those of the export, and respondents that stand twice.
    """
    sheets = read_sheets(path, MAX_ROWS, MAX_COLUMNS)
    found = _Found()
    questions = 0
    for title, rows in sheets.items():
        if len(rows) > 1 and tuple(rows[1][1][: len(FIXED)]) == FIXED:
            questions += 1
            _read_question(title, rows, coder, known, found)
        elif tuple(rows[0][1][: len(SUGGESTIONS_COLUMNS)]) == SUGGESTIONS_COLUMNS:
            _read_suggestions(title, rows, known, found)
    if not questions:
        found.faults.append(Fault("file", "no sheet of answers to code", _AS_WRITTEN))
    if found.faults:
        raise ResponsesError(str(path), limited(found.faults, SHOWN_FAULTS))
    return pd.DataFrame(found.rows, columns=pd.Index([*DECISION_COLUMNS, "where"]))


def _read_question(title: str, rows: Rows, coder: str, known: Known, found: _Found) -> None:
    ids = rows[1][1]
    names = ids[len(FIXED) :]
    last = names.index(WORDS) if WORDS in names else len(names)
    themes, item = names[:last], "".join(names[last + 1 : last + 2])
    of_item = [theme.id for theme in known.codebook.themes.get(item, ())]
    if not of_item:
        what = "the second row names no open item that has themes"
        found.faults.append(Fault(f"sheet '{title}', row {rows[1][0]}", what, _AS_WRITTEN))
        return
    unknown = [theme for theme in themes if theme not in of_item]
    for theme in unknown:
        what = f"'{item}' has no theme '{theme[:60]}'"
        where = f"sheet '{title}', row {rows[1][0]}"
        found.faults.append(Fault(where, what, nearest(theme, of_item)))
    seen: dict[int, int] = {}
    for number, cells in rows[2:]:
        where = f"sheet '{title}', row {number}"
        respondent = known.respondents.get(fold(cells[0]))
        if respondent is None:
            what = "a respondent that the export does not have"
            found.faults.append(Fault(where, what, _AS_WRITTEN))
            continue
        if respondent in seen:
            what = f"the same respondent as in row {seen[respondent]}"
            found.faults.append(Fault(where, what, "keep one"))
        seen[respondent] = number
        answer = known.answers.get((respondent, item))
        if answer is None or fold(shown_answer(answer)) != fold(cells[1]):
            what = "the answer is not the one in the export"
            found.faults.append(Fault(where, what, _AS_WRITTEN))
            continue
        given = dict(zip(themes, cells[len(FIXED) :], strict=False))
        for theme, status in _decisions(cells[2], given, where, found):
            if theme not in unknown:
                found.rows.append((respondent, item, theme, coder, status, where))


def _decisions(
    read: str, given: Mapping[str, str], where: str, found: _Found
) -> Iterator[tuple[str, str]]:
    """The themes of one answer that the coder decided on, and "" where they read it."""
    known = statuses()
    decided = False
    for theme, mark in given.items():
        status = known.get(fold(mark))
        if fold(mark) and status is None:
            what = f"not a mark under '{theme}'"
            found.faults.append(Fault(where, what, f"write one of {', '.join(known)}"))
        elif status in (CONFIRMED, REJECTED):
            decided = True
            yield theme, str(status)
    status = known.get(fold(read))
    if fold(read) and status != CONFIRMED:
        what = f"not a mark under '{FIXED[2]}'"
        found.faults.append(Fault(where, what, "write yes, or clear the cell"))
    elif decided or status == CONFIRMED:
        yield "", CONFIRMED


def _read_suggestions(title: str, rows: Rows, known: Known, found: _Found) -> None:
    for number, cells in rows[1:]:
        where = f"sheet '{title}', row {number}"
        identifier, item, theme, coder = cells[: len(SUGGESTIONS_COLUMNS)]
        respondent = known.respondents.get(fold(identifier))
        of_item = [each.id for each in known.codebook.themes.get(item, ())]
        if respondent is None or theme not in of_item or not coder.startswith(SUGGESTION):
            what = "not a suggestion for an answer of this export and codebook"
            found.faults.append(Fault(where, what, _AS_WRITTEN))
        else:
            found.rows.append((respondent, item, theme, coder, SUGGESTED, where))
