"""A table of text as it stood in a file, and the signs that it was damaged on its way to us."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lumo_analysis.errors import Fault
from lumo_analysis.survey.matching import fold

DATES = (datetime.date, datetime.time, datetime.timedelta)
"""What readers give where a cell holds a date, a time of day or a duration."""

SHOWN_FAULTS = 20
SHOWN_HEADER = 60
_AGAIN = "export the responses again; the letters can't be recovered from this file"
# What letters of UTF-8 look like after someone read them as Windows-1252, Latin-1 or Mac
# Roman and saved them again.
_MOJIBAKE = (
    *("Ã¤", "Ã¶", "Ã¥", "Ã„", "Ã–", "Ã…", "Ã©", "â€", "ï»¿"),
    *("Ã\x84", "Ã\x96", "Ã\x85", "√§", "√∂", "√•"),
)
_FIRST_LETTERS = ("\ufffd", "\x00", *sorted({sign[0] for sign in _MOJIBAKE}))


@dataclass(frozen=True)
class Variable:
    """What a file itself tells about one of its columns; most kinds of file tell nothing.

    `question` is what was asked. `codes` maps the label of each value, which is what the
    cells hold, to its code, in the order of the codes. `missing` are the texts of cells that
    the file declares missing, such as SPSS's user-missing "Don't know". `group` names the
    multiple-response set that the column is a yes-or-no option of. `over` is the question that
    several columns share, of which `question` then is a part.
    """

    question: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    group: str = ""
    over: str = ""


@dataclass(frozen=True)
class Table:
    """The rows of a file, the headers first, each as wide as the headers.

    `numbers` are the rows' numbers in a spreadsheet. `dates` are cells (row and column from 0)
    that a workbook holds as dates, which are not the text that anyone typed. `variables` has
    one entry a column, or none where the file tells nothing but the cells.
    """

    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    recognised: dict[str, str]
    dates: Sequence[tuple[int, int]] = ()
    variables: Sequence[Variable] = ()


def damage_faults(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> list[Fault]:
    r"""What was lost before the file came to us: letters, and whole columns' names.

    >>> for fault in damage_faults([["alue", "Alue"], ["Etel\ufffd", ""]], [1, 2]):
    ...     print(f"{fault.where}: {fault.what}")
    row 2, column 1: a letter was lost (U+FFFD)
    headers: the same stands in columns 1 and 2
    """
    lost = list(_lost_letters(rows, numbers))
    return limited(lost, SHOWN_FAULTS) + list(_header_faults(rows[0] if rows else []))


def limited(faults: Sequence[Fault], most: int) -> list[Fault]:
    """The first faults of many like them, and how many more there are."""
    more = len(faults) - most
    extra = [Fault("file", f"{more} more fault{'s' if more > 1 else ''} like these")]
    return [*faults[:most], *(extra if more > 0 else ())]


def _lost_letters(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Iterator[Fault]:
    for number, row in zip(numbers, rows, strict=True):
        if not sign_of_damage("\n".join(row)):
            continue
        for column, cell in enumerate(row, start=1):
            sign = sign_of_damage(cell)
            if sign:
                yield Fault(f"row {number}, column {column}", sign, _AGAIN)


def sign_of_damage(text: str) -> str:
    """What shows that a text was damaged on its way to us; nothing where it is whole."""
    # Looking for the few first letters is far quicker than looking for every sign.
    if not any(letter in text for letter in _FIRST_LETTERS):
        return ""
    if "\ufffd" in text:
        return "a letter was lost (U+FFFD)"
    if "\x00" in text:
        return "a NUL character"
    found = next((sign for sign in _MOJIBAKE if sign in text), None)
    return f"'{found}', UTF-8 text that was once read as another encoding" if found else ""


def _header_faults(header: Sequence[str]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for number, name in enumerate(header, start=1):
        folded = fold(name)
        if not folded:
            yield Fault(f"column {number}", "has no header", "name it or remove it")
        elif folded in first:
            # Not shown: without a row of headers this is somebody's answer.
            what = f"the same stands in columns {first[folded]} and {number}"
            yield Fault("headers", what, "rename or remove one")
        first.setdefault(folded, number)
