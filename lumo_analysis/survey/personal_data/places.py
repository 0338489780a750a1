"""Names of municipalities and provinces, in any form, and those who live there."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence

from lumo_analysis.survey.personal_data.found import Found
from lumo_analysis.survey.personal_data.inflection import Forms
from lumo_analysis.survey.personal_data.municipalities import ALSO_WORDS, PLACES
from lumo_analysis.survey.personal_data.words import Word

# In, from, to a place: what says that "Lahdessa" at the start of a sentence is Lahti.
_LOCAL = re.compile(
    r"(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|h?[aeiouyäö]n|seen)(?:k[aoäö]?\w*|h[aä]n)?"
)


@functools.cache
def _places() -> Forms[bool]:
    """All places; true for those that are words too."""
    return Forms({place: place.split("/")[0].lower() in ALSO_WORDS for place in PLACES})


@functools.lru_cache(maxsize=64)
def _own_forms(places: tuple[str, ...]) -> Forms[bool]:
    return Forms(dict.fromkeys(places, False))


def find_places(words: Sequence[Word], places: Collection[str] = ()) -> Iterator[tuple[int, Found]]:
    """The places that words name, each beside the number of its word.

    `places` are further names to look for, such as the labels of a survey's regions.
    """
    own = _own_forms(tuple(sorted(place for place in places if place.strip())))
    for number, word in enumerate(words):
        for part in (word, *word.parts()):
            if part.text in own or _is_place(part):
                yield number, Found("place", part.start, part.end)
                break


def _is_place(word: Word) -> bool:
    found = _places().find(word.text)
    if found is None:
        return False
    also_word, ending = found
    if not also_word:
        return True
    return word.capital and (not word.first or _LOCAL.fullmatch(ending) is not None)
