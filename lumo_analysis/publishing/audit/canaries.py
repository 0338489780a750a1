"""Respondents' own words and identifiers, searched in every file down to its last part.

Words count from 20 letters on. Excerpts are found too: an answer is known by pieces of 20
letters, so that any 39 letters of it in a row hold a whole piece.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

PIECE = 20
_SHORTEST_IDENTIFIER = 6
_LABEL = 5
_SIGNS = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[\w-]+")


class Canaries:
    """What no file may hold: answers in a respondent's own words, and identifiers.

    `known` are texts that reports have anyway, such as the names of themes, and quotes that
    were cleared; what an answer shares with them is not searched.

    >>> canaries = Canaries(["We never see the children ourselves."], ["case-0017"], [])
    >>> canaries.found_in("... never see the  children our- selves ...")
    ["respondents' own words"]
    >>> canaries.found_in("see case-0017"), canaries.found_in("nothing")
    (['an identifier of a respondent'], [])
    """

    def __init__(
        self, answers: Iterable[str], identifiers: Iterable[str], known: Iterable[str]
    ) -> None:
        plain = {letters(text) for text in known}
        self._known = sorted((text for text in plain if len(text) > _LABEL), key=len, reverse=True)
        harmless = "\n".join(plain)
        self._pieces = {
            piece
            for answer in answers
            for piece in _pieces(letters(answer))
            if piece not in harmless
        }
        self._identifiers = {
            name.casefold() for name in identifiers if len(name) >= _SHORTEST_IDENTIFIER
        }
        self._seen: dict[str, tuple[str, ...]] = {}

    def found_in(self, text: str) -> list[str]:
        """What of them a text holds, in words that quote nobody."""
        if text not in self._seen:
            self._seen[text] = tuple(self._search(text))
        return list(self._seen[text])

    def _search(self, text: str) -> Iterator[str]:
        plain = letters(text)
        if self._holds_piece(plain):
            # Two names of themes side by side may be what somebody wrote, too.
            for label in self._known:
                plain = plain.replace(label, "\n")
            if self._holds_piece(plain):
                yield "respondents' own words"
        if self._identifiers and any(
            word.casefold() in self._identifiers for word in _WORDS.findall(text)
        ):
            yield "an identifier of a respondent"

    def _holds_piece(self, plain: str) -> bool:
        """Whether any piece stands in a text: one pass whatever the number of answers."""
        ends = range(PIECE, len(plain) + 1)
        return any(plain[end - PIECE : end] in self._pieces for end in ends)


def letters(text: str) -> str:
    """The letters and digits of a text: line ends, hyphens and signs may differ between files."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _pieces(answer: str) -> Iterator[str]:
    """Pieces of an answer that follow each other, and its last one, which may overlap."""
    for start in range(0, len(answer) - PIECE + 1, PIECE):
        yield answer[start : start + PIECE]
    if len(answer) >= PIECE:
        yield answer[-PIECE:]
