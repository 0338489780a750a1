"""The words of a text, and whether each begins a sentence: what a capital letter tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# What stands between the words may end a sentence, open a quotation, or begin a list.
_BREAK = re.compile(r"[.!?…:;\n\r\t\"“”«»()\[\]=>•*|]|(?:^|\s)-+\s|->|[0-9][.)]\s*$")
# Abbreviations that end in a full stop inside a sentence, and initials.
_SHORTENED = (
    "esim mm ks vrt ns nk klo puh os ap op tri toht lääk hra rva nti prof fil maist st s n v"
)
_ABBREVIATIONS = frozenset(_SHORTENED.split())


@dataclass(frozen=True)
class Word:
    """A word with its place; `first` where a sentence begins with it."""

    text: str
    start: int
    end: int
    first: bool

    @property
    def capital(self) -> bool:
        """Whether its first letter is large and the next small: a name, or a sentence's start."""
        return self.text[:1].isupper() and self.text[1:2].islower()

    def parts(self) -> Iterator[Word]:
        """The parts between its hyphens, where there are any."""
        start = 0
        for part in self.text.split("-"):
            if part and part != self.text:
                place = self.start + start
                yield Word(part, place, place + len(part), self.first and start == 0)
            start += len(part) + 1


def words_of(text: str) -> list[Word]:
    """All words in their order.

    >>> [(word.text, word.first) for word in words_of("Esim. Matti auttoi. Hyvä!")]
    [('Esim', True), ('Matti', False), ('auttoi', False), ('Hyvä', True)]
    """
    words: list[Word] = []
    before = ""
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        if between.startswith(".") and _continues(before):
            between = between[1:]
        first = not words or bool(_BREAK.search(between))
        words.append(Word(match.group(), match.start(), match.end(), first))
        before, end = match.group(), match.end()
    return words


def _continues(word: str) -> bool:
    initial = len(word) == 1 and word.isupper()
    return initial or word.lower() in _ABBREVIATIONS
