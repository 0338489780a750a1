"""Finnish endings: is a word some form of a name? Endings are cut off, never guessed at.

It knows the cases, the weak grade of doubled consonants, and the stems of the common last
parts of place names (-järvi, -joki, -nen ...). Other stems are given with a name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Generic, Literal, TypeVar

Value = TypeVar("Value")

# Which endings a stem takes. "base": a nominative that ends in a vowel, and all cases.
# "alone": a nominative that ends in a consonant. "oblique": all cases but the nominative.
# "weak": cases that close the syllable. "partitive": only that case.
Kind = Literal["base", "alone", "oblique", "weak", "partitive"]

_CLITIC = r"(?:kin|k[aä]{2}n|h[aä]n|k[oö]|p[aä])?s?"
_CLOSING = r"n|t|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|tt[aä]"
_OPEN = r"[aä]|n[aä]|seen|i(?:ss|st|ll|lt)[aä]|ille|ihin"
_INHABITANT = r"l(?:ai|äi)(?:nen|s)\w*"
_VOWELS = "aeiouyäöå"
_LONGEST_ENDING = 24

_LAST_PARTS: tuple[tuple[str, dict[str, Kind]], ...] = (
    ("järvi", {"järve": "oblique"}),
    ("joki", {"joe": "weak", "joke": "oblique"}),
    ("mäki", {"mäe": "weak", "mäke": "oblique"}),
    ("koski", {"koske": "oblique"}),
    ("niemi", {"nieme": "oblique"}),
    ("lahti", {"lahde": "weak", "lahte": "oblique"}),
    ("salmi", {"salme": "oblique"}),
    ("saari", {"saare": "oblique", "saar": "partitive"}),
    ("nummi", {"numme": "oblique"}),
    ("vesi", {"vede": "weak", "vete": "oblique", "vet": "partitive"}),
    ("lampi", {"lammi": "weak", "lamme": "weak", "lampe": "oblique"}),
    ("virta", {"virra": "weak"}),
    ("ranta", {"ranna": "weak"}),
    ("kumpu", {"kummu": "weak"}),
    ("selkä", {"selä": "weak"}),
    ("nki", {"ngi": "weak"}),
    ("nka", {"nga": "weak"}),
    ("nko", {"ngo": "weak"}),
    ("inen", {"ise": "oblique", "isi": "oblique", "iste": "oblique", "is": "partitive"}),
    ("nen", {"se": "oblique", "si": "oblique", "ste": "oblique", "s": "partitive"}),
    ("kaus", {"kaude": "weak", "kaute": "oblique", "kaut": "partitive"}),
    ("vus", {"vude": "weak", "vute": "oblique", "vut": "partitive"}),
    ("us", {"ukse": "oblique", "us": "partitive"}),
    ("as", {"akse": "oblique", "aa": "oblique", "as": "partitive"}),
    ("is", {"ikse": "oblique", "is": "partitive"}),
    ("es", {"ekse": "oblique", "es": "partitive"}),
    ("e", {"ee": "oblique", "et": "partitive"}),
    ("hti", {"hde": "weak", "hdi": "weak"}),
    ("rku", {"ru": "weak"}),
    ("tti", {"ti": "weak"}),
    ("ikka", {"ika": "weak"}),
)
_DOUBLED = re.compile(r"(k|p|t)\1(?=[aeiouyäö]{1,2}$)")


def stems(name: str) -> Iterator[tuple[str, Kind]]:
    """The beginnings that the forms of a name have in common, in small letters.

    >>> list(stems("Mikko")), list(stems("Saarijärvi"))
    ([('mikko', 'base'), ('miko', 'weak')], [('saarijärvi', 'base'), ('saarijärve', 'oblique')])
    """
    word = name.lower()
    vowel = word[-1] in _VOWELS
    yield word, "base" if vowel else "alone"
    for end, others in _LAST_PARTS:
        if word.endswith(end):
            yield from ((word.removesuffix(end) + other, kind) for other, kind in others.items())
            return
    weak = _DOUBLED.sub(r"\1", word)
    if weak != word:
        yield weak, "weak"
    if not vowel:
        yield f"{word}i", "oblique"


class Forms(Generic[Value]):
    """Names and their values, to be looked up by any form of a name.

    A further stem stands after a slash where the rules don't give it.

    >>> forms = Forms({"Turku": "place", "Pieksämäki/Pieksämäke": "place"})
    >>> forms.find("Turussakin"), forms.find("pieksämäkeen"), forms.find("turu")
    (('place', 'ssakin'), ('place', 'en'), None)
    """

    def __init__(self, names: Mapping[str, Value]) -> None:
        self._stems: dict[str, dict[Kind, Value]] = {}
        for written, value in names.items():
            name, *others = written.split("/")
            for stem, kind in stems(name):
                self._stems.setdefault(stem, {}).setdefault(kind, value)
            for stem in others:
                self._stems.setdefault(stem.lower(), {}).setdefault("oblique", value)

    def find(self, word: str) -> tuple[Value, str] | None:
        """The value of the name that a word is a form of, and the word's ending; or None."""
        small = word.lower()
        for length in range(len(small), max(0, len(small) - _LONGEST_ENDING - 1), -1):
            stem = small[:length]
            for kind, value in self._stems.get(stem, {}).items():
                if _pattern(kind, stem[-2:]).fullmatch(small, length):
                    return value, small[length:]
        return None

    def __contains__(self, word: str) -> bool:
        return self.find(word) is not None


@functools.cache
def _pattern(kind: Kind, last: str) -> re.Pattern[str]:
    """The endings of a stem that ends in these two letters."""
    if kind == "alone":
        return re.compile(_CLITIC)
    if kind == "partitive":
        return re.compile(rf"t[aä]{_CLITIC}")
    if kind == "weak":
        return re.compile(rf"(?:{_CLOSING}){_CLITIC}")
    vowel = re.escape(last[-1])
    cases = rf"{_CLOSING}|{_OPEN}|h?{vowel}n"
    if all(letter in _VOWELS for letter in last):
        cases += "|t[aä]"
    nominative = "|" if kind == "base" else ""
    return re.compile(rf"(?:(?:{cases}{nominative}){_CLITIC}|{_INHABITANT})")
