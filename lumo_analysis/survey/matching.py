"""When two pieces of text are the same answer: the one rule for headers and answers.

Survey tools, spreadsheets and people differ in case, in kinds of space and hyphen, in how
accents are composed and in invisible characters. None of these makes another answer.
Anything else does: a typing error is never matched by likeness, only by a fix that the
questionnaire names.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2043\u2212"), "-")
_SPACES = re.compile(r"\s+")


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Text as it is compared.

    Canonical composition, case folded, format characters (soft hyphen, zero-width space,
    byte-order mark) dropped, hyphens made one, runs of any white space one space.

    >>> fold("  Erittäin\\u00a0HYVIN\\u200b ") == fold("erittäin hyvin")
    True
    >>> fold("hyvin") == fold("hyvn")
    False
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        character for character in composed if unicodedata.category(character) != "Cf"
    )
    plain = _SPACES.sub(" ", visible.translate(_HYPHENS)).strip()
    return unicodedata.normalize("NFC", plain.casefold())


def tidy(text: str) -> str:
    """A respondent's own words with outer space and control characters removed, else untouched.

    >>> tidy(" Aikaa on\\u0000 liian vähän.\\r\\n")
    'Aikaa on liian vähän.'
    """
    kept = (
        character
        for character in text.replace("\r\n", "\n").replace("\r", "\n")
        if character in "\n\t" or unicodedata.category(character) != "Cc"
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def begins(text: str, prefix: str) -> bool:
    """Whether folded text begins with a folded prefix, a number in it being whole.

    >>> begins("1.1 Kouluterveydenhuolto", "1.1 "), begins("1.10 Päivähoito", "1.1 ")
    (True, False)
    """
    text, prefix = fold(text), fold(prefix)
    cut_number = prefix[-1:].isdigit() and text[len(prefix) : len(prefix) + 1].isdigit()
    return text.startswith(prefix) and not cut_number
