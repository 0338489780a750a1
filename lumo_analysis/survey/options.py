"""Multiple-choice items: options parted inside one cell, or a column for each."""

from __future__ import annotations

import pandas as pd

from lumo_analysis.errors import Fault
from lumo_analysis.survey.answers import (
    Cleaning,
    decode_cells,
    missing_markers,
    note_never_seen,
    rows_in_words,
    shown,
)
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Item, Scale

_CHOSEN = ("1", "x", "kyllä", "yes", "true")
_NOT_CHOSEN = ("0", "ei", "no", "false")


def decode_options(
    item: Item, column: pd.Series, headers: dict[tuple[str, str], str], work: Cleaning
) -> dict[str, pd.Series]:
    """One boolean column an option: chosen, not chosen, missing where nothing was chosen.

    The options stand in `column`, parted by the item's separator, or each in a column of
    its own among `headers`.
    """
    if any(answer.column for answer in item.answers):
        chosen = _options_in_columns(item, headers, work)
    else:
        chosen = _options_in_one_cell(item, column, work)
    _refuse_contradictions(item, chosen, work)
    answers = [answer.id for answer in item.answers] or [
        answer.id for answer in work.questionnaire.scale_of(item).answers
    ]
    seen = pd.Series([answer for some in chosen for answer in some], dtype=object)
    note_never_seen(item, answers, seen, work)
    return {
        item.option_column(answer): pd.Series(
            [answer in some if some else pd.NA for some in chosen],
            index=work.raw.cells.index,
            dtype="boolean",
        )
        for answer in answers
    }


def _refuse_contradictions(item: Item, chosen: list[set[str]], work: Cleaning) -> None:
    alone = {a.id for a in work.questionnaire.scale_of(item).answers if a.exclusive}
    rows = [work.raw.row_number(p) for p, some in enumerate(chosen) if some & alone and some - alone]
    if rows:
        what = f"'{', '.join(sorted(alone))}' of '{item.id}' was chosen together with other options"
        advice = "correct these rows, or drop 'exclusive' from the option"
        work.faults.append(Fault(rows_in_words(rows), what, advice))


def _options_in_one_cell(item: Item, column: pd.Series, work: Cleaning) -> list[set[str]]:
    scale = work.questionnaire.scale_of(item)
    separator = item.separator or ";"
    parts = column.map(lambda cell: _split(str(cell), separator, scale)).explode().dropna()
    chosen: list[set[str]] = [set() for _ in column]
    for position, answer in decode_cells(parts, item, scale, work).dropna().items():
        chosen[int(str(position))].add(answer)
    return chosen


def _split(cell: str, separator: str, scale: Scale) -> list[str]:
    """The options in one cell; one that holds the separator itself is recognised whole."""
    whole = sorted(
        (s for answer in scale.answers for s in answer.spellings if separator.strip() in s),
        key=len,
        reverse=True,
    )
    found = []
    for spelling in whole:
        if spelling in cell:
            found.append(spelling)
            cell = cell.replace(spelling, "", 1)
    found += [part.strip() for part in cell.split(separator.strip() or separator)]
    return [part for part in found if part]


def _options_in_columns(
    item: Item, headers: dict[tuple[str, str], str], work: Cleaning
) -> list[set[str]]:
    missing = missing_markers(item, work.questionnaire)
    chosen: list[set[str]] = [set() for _ in work.raw.cells.index]
    for answer in item.answers:
        header = headers.get((item.id, answer.id))
        if header is None:
            continue
        column = work.raw.cells[header]
        yes = {fold(text) for text in (*answer.spellings, header, *_CHOSEN)}
        no = {*missing, *_NOT_CHOSEN} - yes
        for position, text in enumerate(column):
            if fold(str(text)) in yes:
                chosen[position].add(answer.id)
            elif fold(str(text)) not in no:
                row = work.raw.row_number(position)
                where = f"column '{header[:60]}', row {row}"
                advice = f"a chosen option is '{answer.spellings[0]}' or 1, another blank or 0"
                work.faults.append(Fault(where, f"{shown(str(text))} is neither", advice))
    return chosen
