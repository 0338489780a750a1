"""How a message names a column of an export: by its header, if it surely is one.

Where an answer stands among the headers, all of them may be somebody's answers; then only
those that are much like an expected header are shown, and others by their number.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.table import SHOWN_HEADER

_LIKE = 0.6
_LONGER = 3


class HeaderWords:
    """The names of an export's columns in messages.

    `wanted` are the headers that the questionnaire expects; `doubtful` whether the first row
    may be answers.

    >>> words = HeaderWords(["Maakuntta", "Aikaa ja rauhaa"], ["Maakunta", "Toive"], doubtful=True)
    >>> words.name("Maakuntta"), words.name("Aikaa ja rauhaa")
    ("'Maakuntta'", 'number 2')
    >>> words.like("Maakunta"), words.like("Toive")
    (['Maakuntta'], [])
    """

    def __init__(self, headers: Sequence[str], wanted: Iterable[str], *, doubtful: bool) -> None:
        self._headers, self._wanted, self._doubtful = headers, list(wanted), doubtful

    def name(self, header: str) -> str:
        """A header in quotes, or the number of its column from 1."""
        if self._doubtful and not any(_alike(header, wanted) for wanted in self._wanted):
            return f"number {self._headers.index(header) + 1}"
        return f"'{shown_header(header)}'"

    def like(self, wanted: str) -> list[str]:
        """The headers that may be an expected one misspelt."""
        return [shown_header(header) for header in self._headers if _alike(header, wanted)]


def shown_header(header: object) -> str:
    """What a message shows of a header that the questionnaire expects: its first line's start."""
    return str(header).partition("\n")[0][:SHOWN_HEADER]


def _alike(header: str, wanted: str) -> bool:
    header, wanted = fold(header), fold(wanted)
    if header.startswith(wanted):
        return True
    ratio = difflib.SequenceMatcher(None, header, wanted, autojunk=False).ratio()
    return ratio >= _LIKE and len(header) <= len(wanted) + _LONGER
