"""Cells of closed items: each a listed answer, a certain fix, a missing marker, or a fault."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from lumo_analysis.errors import Fault, nearest
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Item, Questionnaire, Scale
from lumo_analysis.survey.reading import RawTable

SHOWN_ROWS = 5
SHOWN_LENGTH = 40


@dataclass
class Cleaning:
    """The state of decoding one export: what it found, did and refuses."""

    raw: RawTable
    questionnaire: Questionnaire
    log: list[tuple[str, str, str, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def note(self, step: str, item: str, what: str, n: int) -> None:
        """One line of the log: what was done, where, and to how many cells."""
        self.log.append((step, item, what, n))


def decode_cells(column: pd.Series, item: Item, scale: Scale, work: Cleaning) -> pd.Series:
    """Answer ids (None where missing) of one item's cells; the index is the record's position.

    What is fixed, missing or unlisted goes to the log and the faults of `work`.
    """
    known = {
        fold(spelling): answer.id for answer in scale.answers for spelling in answer.spellings
    }
    fixes = {fold(fix.raw): fix for fix in item.fixes}
    missing = missing_markers(item, work.questionnaire)
    meaning: dict[str, str | None] = {}
    for text, n in column.value_counts(sort=False).items():
        folded = fold(str(text))
        if folded in known:
            meaning[str(text)] = known[folded]
        elif folded in fixes:
            fix = fixes[folded]
            meaning[str(text)] = fix.answer
            work.note("fixed", item.id, f"'{fix.raw}' is '{fix.answer}': {fix.reason}", int(n))
        elif folded in missing:
            meaning[str(text)] = None
            if folded:
                work.note("missing", item.id, f"marker '{missing[folded]}'", int(n))
        else:
            work.faults.append(_unlisted(str(text), column, item, scale, work.raw))
    for folded, fix in fixes.items():
        if not any(fold(text) == folded for text in meaning):
            work.note("never seen", item.id, f"fix of '{fix.raw}'", 0)
    return column.map(lambda text: meaning.get(text))


def missing_markers(item: Item, questionnaire: Questionnaire) -> dict[str, str]:
    """What stands for "no answer" in an item's cells, folded, with its spelling."""
    return {fold(marker): marker for marker in ("", *questionnaire.missing, *item.missing)}


def _unlisted(text: str, column: pd.Series, item: Item, scale: Scale, raw: RawTable) -> Fault:
    spellings = [spelling for answer in scale.answers for spelling in answer.spellings]
    rows = [raw.row_number(int(position)) for position in column.index[column == text]]
    where = f"column '{str(column.name)[:60]}', {rows_in_words(rows)}"
    return Fault(where, f"{shown(text)} is not an answer of '{item.id}'", nearest(text, spellings))


def rows_in_words(rows: list[int]) -> str:
    """Row numbers for a message, the first few of many.

    >>> rows_in_words([2, 3, 5, 8, 13, 21, 34])
    'rows 2, 3, 5, 8, 13 and 2 more'
    """
    shown = ", ".join(map(str, rows[:SHOWN_ROWS]))
    more = f" and {len(rows) - SHOWN_ROWS} more" if len(rows) > SHOWN_ROWS else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"


def shown(text: str) -> str:
    """A closed answer's raw value, unless it may be someone's own words or a number of theirs.

    >>> shown("hyvn"), shown("soita 050 123 4567")
    ("'hyvn'", 'a text of 18 characters')
    """
    digits = sum(character.isdigit() for character in text)
    if len(text) > SHOWN_LENGTH or digits > 2 or "@" in text:
        return f"a text of {len(text)} characters"
    return f"'{text}'"


def note_never_seen(item: Item, answers: list[str], ids: pd.Series, work: Cleaning) -> None:
    """Log the answers of an item that nobody gave."""
    seen = set(ids.dropna())
    for answer in answers:
        if answer not in seen:
            work.note("never seen", item.id, f"answer '{answer}'", 0)
