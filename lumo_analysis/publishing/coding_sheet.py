"""The spreadsheet in which a coder confirms or rejects suggested codes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from lumo_analysis.presentation.coding_words import (
    guide,
    headings,
    marks,
    sheet_titles,
    theme_headings,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.spreadsheet_formats import PLAIN, Formats
from lumo_analysis.survey.codebook import Codebook, Theme
from lumo_analysis.survey.coding import CONFIRMED, SUGGESTED
from lumo_analysis.survey.questionnaire import Questionnaire

LONGEST_ANSWER = 32_000
"""A cell holds little more; the end of a longer answer is left out."""
FIXED = ("respondent", "answer", "read")
WORDS = "words"
SUGGESTIONS_COLUMNS = ("respondent", "item", "theme", "coder")
_FIRST_ROW = 2
_WIDTHS = {"respondent": 14, "answer": 70, "read": 8, WORDS: 40}
_THEME_WIDTH = 14


@dataclass(frozen=True)
class CodingTask:
    """What a coder decides on.

    `answers` are respondent, item and answer; `identifiers` the export's identifier of each
    respondent; `suggestions` as of `suggest_codes`; `decided` the coder's own decisions so far
    (respondent, item, theme, status).
    """

    questionnaire: Questionnaire
    codebook: Codebook
    answers: pd.DataFrame
    identifiers: Mapping[int, str]
    suggestions: pd.DataFrame
    decided: pd.DataFrame


def shown_answer(answer: str) -> str:
    """An answer as it stands in a cell."""
    return answer if len(answer) <= LONGEST_ANSWER else f"{answer[:LONGEST_ANSWER]} …"


def coding_workbook(task: CodingTask, language: str) -> bytes:
    """The workbook: a guide, the themes, a sheet for each question, the suggestions.

    Everything is written as text, so an answer that looks like a formula is none.
    """
    buffer = io.BytesIO()
    with Workbook(buffer, PLAIN) as book:
        words, formats = Wording(language), Formats(book)
        first, themes, last = sheet_titles(words)
        sheet = book.add_worksheet(first)
        sheet.set_column(0, 0, 110)
        for row, line in enumerate(guide(words)):
            sheet.write_string(row, 0, line, formats.title if row == 0 else formats.text)
        _write_themes(book.add_worksheet(themes), task, words, formats)
        for number, (item, of_item) in enumerate(task.codebook.themes.items(), start=1):
            sheet = book.add_worksheet(f"{number} {item}"[:31])
            _write_question(sheet, task, item, of_item, words, formats)
        _write_suggestions(book.add_worksheet(last), task, formats)
    return buffer.getvalue()


def _write_themes(sheet: Worksheet, task: CodingTask, words: Wording, formats: Formats) -> None:
    for column, heading in enumerate(theme_headings(words)):
        sheet.write_string(0, column, heading, formats.head)
    sheet.set_column(0, 1, 30)
    sheet.set_column(2, 4, 60)
    row, questions = 1, {item.id: item for item in task.questionnaire.items}
    for item, themes in task.codebook.themes.items():
        for theme in themes:
            texts = (theme.label, theme.definition, theme.include, theme.exclude)
            cells = [words.text(questions[item].label)]
            cells += [words.text(text) if text else "" for text in texts]
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, formats.text)
            row += 1


def _write_question(
    sheet: Worksheet,
    task: CodingTask,
    item: str,
    themes: tuple[Theme, ...],
    words: Wording,
    formats: Formats,
) -> None:
    ids = [*FIXED, *(theme.id for theme in themes), WORDS]
    respondent, answer, read, why = headings(words)
    names = [respondent, answer, read, *(words.text(theme.label) for theme in themes), why]
    for column, (name, column_id) in enumerate(zip(names, ids, strict=True)):
        sheet.set_column(column, column, _WIDTHS.get(column_id, _THEME_WIDTH))
        sheet.write_string(0, column, name, formats.head)
        sheet.write_string(1, column, column_id, formats.soft)
    # The id of the item stands where reading back finds it, whatever the sheet is called.
    sheet.write_string(1, len(ids), item, formats.soft)
    sheet.freeze_panes(_FIRST_ROW, 2)
    marked, causes = _marks(task, item), _causes(task, item)
    mark_of = marks(words)
    answers = task.answers[task.answers["item"] == item]
    row = _FIRST_ROW
    for number, text in zip(answers["respondent"], answers["answer"], strict=True):
        sheet.write_string(row, 0, task.identifiers[number], formats.line)
        sheet.write_string(row, 1, shown_answer(text), formats.text)
        read_before = (number, "") in marked
        sheet.write_string(row, 2, mark_of[CONFIRMED] if read_before else "", formats.line)
        for column, theme in enumerate(themes, start=len(FIXED)):
            status = marked.get((number, theme.id), "")
            tone = formats.mark("synthetic") if status == SUGGESTED else formats.line
            sheet.write_string(row, column, mark_of.get(status, ""), tone)
        sheet.write_string(row, len(ids) - 1, causes.get(number, ""), formats.text)
        row += 1
    if row > _FIRST_ROW:
        yes_only = {"validate": "list", "source": [mark_of[CONFIRMED]]}
        sheet.data_validation(_FIRST_ROW, 2, row - 1, 2, yes_only)
        choice = {"validate": "list", "source": list(mark_of.values())}
        sheet.data_validation(_FIRST_ROW, len(FIXED), row - 1, len(ids) - 2, choice)


def _marks(task: CodingTask, item: str) -> dict[tuple[int, str], str]:
    """The status to show of each respondent and theme; a decision stands before a suggestion."""
    suggested = task.suggestions[task.suggestions["item"] == item]
    decided = task.decided[task.decided["item"] == item]
    marked = dict.fromkeys(zip(suggested["respondent"], suggested["theme"], strict=True), SUGGESTED)
    places = zip(decided["respondent"], decided["theme"], strict=True)
    return {**marked, **dict(zip(places, decided["status"], strict=True))}


def _causes(task: CodingTask, item: str) -> dict[int, str]:
    suggested = task.suggestions[task.suggestions["item"] == item]
    causes: dict[int, list[str]] = {}
    columns = ("respondent", "theme", "words")
    for respondent, theme, words in zip(*(suggested[name] for name in columns), strict=True):
        causes.setdefault(respondent, []).append(f"{theme}: {words}")
    return {respondent: "\n".join(lines)[:LONGEST_ANSWER] for respondent, lines in causes.items()}


def _write_suggestions(sheet: Worksheet, task: CodingTask, formats: Formats) -> None:
    sheet.set_column(0, len(SUGGESTIONS_COLUMNS) - 1, 30)
    for column, name in enumerate(SUGGESTIONS_COLUMNS):
        sheet.write_string(0, column, name, formats.head)
    columns = (task.suggestions[name] for name in SUGGESTIONS_COLUMNS)
    for row, cells in enumerate(zip(*columns, strict=True), start=1):
        sheet.write_string(row, 0, task.identifiers[cells[0]], formats.line)
        for column, cell in enumerate(cells[1:], start=1):
            sheet.write_string(row, column, cell, formats.line)
