"""Cells of closed items: each a listed answer, a certain fix, a missing marker, or a fault."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lumo_analysis.errors import Fault, nearest
from lumo_analysis.survey.header_words import shown_header
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.raw_table import RawTable, codes_and_texts
from lumo_analysis.survey.scales import Scale
from lumo_analysis.survey.table import SHOWN_FAULTS, Variable

SHOWN_ROWS = 5
DECLARED_MISSING = "declared missing in the file, apart from no answer"
_CODE_LENGTH = 3
_SLIP_LENGTH = 4
_SLIPS = 2
# What tools and people write for "no answer"; it says nothing of anybody.
_CODES = {"na", "n/a", "nan", "null", "none", "eos", "ei", "kyllä", "no", "yes", "#n/a", "<na>"}


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

    def where(self, header: object, positions: Iterable[int]) -> str:
        """A column and the spreadsheet rows of some records in it, for a message."""
        rows = [self.raw.row_number(int(position)) for position in positions]
        return f"column '{shown_header(header)}', {rows_in_words(rows)}"

    def refuse(
        self,
        column: pd.Series,
        unlisted: Mapping[str, int],
        what: str,
        known: Sequence[str],
        advice: str = "",
    ) -> None:
        """A fault for each text that a column should not hold: the first few of many.

        `unlisted` has the texts and how often each stands in the column. `advice` replaces
        the names nearest to a text.
        """
        for text in list(unlisted)[:SHOWN_FAULTS]:
            where = self.where(column.name, column.index[(column == text).to_numpy()])
            fault = Fault(where, f"{shown(text, known)} {what}", advice or nearest(text, known))
            self.faults.append(fault)
        more = sum(list(unlisted.values())[SHOWN_FAULTS:])
        if more:
            advice = "is this the column that the questionnaire means?"
            where = f"column '{shown_header(column.name)}'"
            self.faults.append(Fault(where, f"{more} more cells with other such texts", advice))


def decode_cells(
    column: pd.Series, item: Item, scale: Scale, work: Cleaning, ordered: bool = False
) -> pd.Series:
    """Answer ids (missing where none) of one item's cells; the index is the record's position.

    The categories are the answers from the lowest on, then those off the scale. What is fixed,
    missing or unlisted goes to the log and the faults of `work`.
    """
    known = {fold(spelling): answer.id for answer in scale.answers for spelling in answer.spellings}
    fixes = {fold(fix.raw): fix for fix in item.fixes}
    missing = missing_markers(item, work.questionnaire)
    variable = work.raw.variables.get(str(column.name), Variable())
    codes, texts = codes_and_texts(column)
    counts = np.bincount(codes, minlength=len(texts))
    meaning: list[str | None] = []
    unlisted: dict[str, int] = {}
    seen: set[str] = set()
    for place, text in enumerate(texts):
        folded, n = fold(text), int(counts[place])
        seen.add(folded)
        # What has a label in the file may be listed by its code instead, but not as two answers.
        by_code = known.get(fold(variable.codes.get(text, "")))
        meaning.append(known.get(folded, by_code))
        if by_code and meaning[-1] != by_code:
            where = f"column '{shown_header(column.name)}'"
            what = f"code {variable.codes[text]} is '{by_code}' and its label '{meaning[-1]}'"
            work.faults.append(Fault(where, what, "list the labels, not the codes"))
        if meaning[-1] is not None:
            continue
        if folded in fixes:
            fix = fixes[folded]
            meaning[-1] = fix.answer
            work.note("fixed", item.id, f"'{fix.raw}' is '{fix.answer}': {fix.reason}", n)
        elif folded in missing:
            if folded:
                work.note("missing", item.id, f"marker '{missing[folded]}'", n)
        elif text in variable.missing:
            work.note("missing", item.id, DECLARED_MISSING, n)
        else:
            unlisted[text] = n
    spellings = [spelling for answer in scale.answers for spelling in answer.spellings]
    work.refuse(column, unlisted, f"is not an answer of '{item.id}'", spellings)
    for folded, fix in fixes.items():
        if folded not in seen:
            work.note("never seen", item.id, f"fix of '{fix.raw}'", 0)
    places = {answer.id: place for place, answer in enumerate((*scale.ordered, *scale.off_scale))}
    # The last entry serves code -1, which stands for nothing at all.
    ids = np.array([-1 if answer is None else places[answer] for answer in (*meaning, None)])
    decoded = pd.Categorical.from_codes(
        ids.astype(np.int16)[codes], pd.Index(list(places)), ordered
    )
    return pd.Series(decoded, index=column.index)


def missing_markers(item: Item, questionnaire: Questionnaire) -> dict[str, str]:
    """What stands for "no answer" in an item's cells, folded, with its spelling."""
    return {fold(marker): marker for marker in ("", *questionnaire.missing, *item.missing)}


def rows_in_words(rows: list[int]) -> str:
    """Row numbers for a message, the first few of many.

    >>> rows_in_words([2, 3, 5, 8, 13, 21, 34])
    'rows 2, 3, 5, 8, 13 and 2 more'
    """
    shown = ", ".join(map(str, rows[:SHOWN_ROWS]))
    more = f" and {len(rows) - SHOWN_ROWS} more" if len(rows) > SHOWN_ROWS else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"


def shown(text: str, known: Iterable[str] = ()) -> str:
    """An unlisted raw value, unless it may be someone's own words, name or number.

    A code such as "99", "x" or "N/A" is shown, and a piece of a known spelling, or what a slip
    or two of the hand make of one. Anything else, a name of three letters too, may be
    somebody's own words; the row number leads there.

    >>> shown("hyvn", ["hyvin", "huonosti"]), shown("99"), shown("Aki", ["hyvin"])
    ("'hyvn'", "'99'", 'a text of 3 characters')
    >>> shown("hyvin, t. Aki", ["hyvin"]), shown("en jaksa enää", ["hyvin"])
    ('a text of 13 characters', 'a text of 13 characters')
    """
    folded = fold(text)
    code = folded in _CODES or (len(text) <= _CODE_LENGTH and sum(map(str.isalpha, text)) <= 1)
    slip = len(text) >= _SLIP_LENGTH and not any(map(str.isdigit, text))
    if code or (slip and any(_is_slip(folded, fold(spelling)) for spelling in known)):
        return f"'{text}'"
    return f"a text of {len(text)} characters"


def _is_slip(text: str, spelling: str) -> bool:
    """Whether it is a piece of a spelling, or one with at most two letters wrong, one in four."""
    if text in spelling:
        return True
    most = min(_SLIPS, len(spelling) // 4)
    if abs(len(text) - len(spelling)) > most or not most:
        return False
    blocks = difflib.SequenceMatcher(None, text, spelling, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return max(len(text), len(spelling)) - same <= most


def note_never_seen(item: Item, answers: list[str], ids: pd.Series, work: Cleaning) -> None:
    """Log the answers of an item that nobody gave."""
    seen = set(ids.dropna().unique())
    for answer in answers:
        if answer not in seen:
            work.note("never seen", item.id, f"answer '{answer}'", 0)
