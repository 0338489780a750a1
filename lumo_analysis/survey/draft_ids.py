"""Ids made of what people wrote: small letters a to z, never the same one twice."""

from __future__ import annotations

import re
import unicodedata

_OTHERS = re.compile(r"[^a-z0-9]+")
_TAKEN = ("no_answer", "respondents", "all")


def plain_id(text: str, most: int = 40, start: str = "q") -> str:
    """An id that reads like the text.

    >>> plain_id("Etelä-Savo"), plain_id("1. Miten?"), plain_id("???")
    ('etela_savo', 'q_1_miten', 'q')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = _OTHERS.sub("_", plain).strip("_")
    if not plain or not plain[0].isalpha():
        plain = f"{start}_{plain}".strip("_")
    return plain[:most].strip("_")


class Ids:
    """Gives each text an id of its own.

    >>> ids = Ids()
    >>> ids.new("Muu"), ids.new("muu?"), ids.new("All")
    ('muu', 'muu_2', 'all_2')
    """

    def __init__(self) -> None:
        self._taken = set(_TAKEN)

    def new(self, text: str, start: str = "q") -> str:
        """An id like the text that was not given yet."""
        first = candidate = plain_id(text, start=start)
        number = 2
        while candidate in self._taken:
            candidate, number = f"{first}_{number}", number + 1
        self._taken.add(candidate)
        return candidate
