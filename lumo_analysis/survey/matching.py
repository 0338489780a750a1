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
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NUMBER_BEFORE = re.compile(r"\d\.?$")


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    r"""Text as it is compared.

    Canonical composition, case folded, format characters (soft hyphen, zero-width space,
    byte-order mark) dropped, hyphens made one, runs of any white space one space.

    >>> fold("  Erittäin\u00a0HYVIN\u200b ") == fold("erittäin hyvin")
    True
    >>> fold("hyvin") == fold("hyvn")
    False
    """
    if text.isascii():
        return _SPACES.sub(" ", text.lower()).strip()
    plain = _SPACES.sub(" ", _without_format(text).translate(_HYPHENS)).strip()
    # Case is folded on decomposed text, since folding may decompose letters by itself.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", plain).casefold())


def _without_format(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def tidy(text: str) -> str:
    r"""A respondent's own words with outer space and control characters removed, else untouched.

    >>> tidy(" Aikaa on\u0000 liian vähän.\r\n")
    'Aikaa on liian vähän.'
    """
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", plain).strip()


def begins(text: str, prefix: str) -> bool:
    """Whether folded text begins with a folded prefix, a number in it being whole.

    >>> begins("1.1 Kouluterveydenhuolto", "1.1 "), begins("1.10 Päivähoito", "1.1 ")
    (True, False)
    >>> begins("3. Palvelut", "3."), begins("3.1. Neuvola", "3.")
    (True, False)
    """
    text, prefix = fold(text), fold(prefix)
    after = text[len(prefix) : len(prefix) + 1]
    cut_number = bool(_NUMBER_BEFORE.search(prefix)) and after.isdigit()
    return text.startswith(prefix) and not cut_number
