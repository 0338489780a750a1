"""Names of people: common ones in any case, and capitals that no sentence begins with.

A rare name that stands first in a sentence, or all in small letters, is found only where an
analyser of words knows it as one; somebody described without a name is not found at all. That
is why a person clears each quote.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence

from lumo_analysis.survey.personal_data import people
from lumo_analysis.survey.personal_data.found import Found
from lumo_analysis.survey.personal_data.inflection import Forms
from lumo_analysis.survey.personal_data.words import Word

# "rouva virtanen"; any capital after a title is found as a capital.
_TITLES = frozenset(
    ("rouva", "herra", "neiti", "hra", "rva", "nti", "tohtori", "maisteri", "setä", "täti")
)
_SURNAME = re.compile(r"\w{2,}(?:nen|sen|selle|selta|sella|sesta|seen|sta)")
_INITIALS = re.compile(r"(?<!\w)[A-ZÅÄÖ]\.[ -]?(?:[A-ZÅÄÖ]\.|[A-ZÅÄÖ][a-zåäöéü]+)")
# Shorter words are abbreviations more often than names.
_SHORTEST = 4
_ELATIVE = re.compile(r"\w+st[aä]")
# Capitals inside a sentence that name nobody: lands, peoples' gods, programs, methods, "You".
_PUBLIC = """
Suomi/Suome Ruotsi Norja Tanska Islanti/Islanni Viro Venäjä Saksa Ranska Englanti/Englanni
Britannia Iso-Britannia Espanja Italia Puola Ukraina Kreikka/Kreika Turkki/Turki Kiina Japani Intia
Amerikka/Amerika Yhdysvallat/Yhdysvalloi/Yhdysvaltoi/Yhdysvaltai Eurooppa/Euroopa Afrikka/Afrika
Aasia Etelä-Amerikka/Etelä-Amerika Pohjois-Amerikka/Pohjois-Amerika Lähi-itä/Lähi-idä Pohjoismaat
Pohjoismai Nato Unkari Syyria Irak Iran Israel Afganistan Somalia Sudan Kenia Etiopia Egypti
Sveitsi Hollanti/Hollanni Belgia Itävalta/Itävalla Latvia Liettua Kanada Australia Brasilia
Haiti Maailmanpankki/Maailmanpanki Itämeri/Itämere
Jumala Herra Jeesus/Jeesukse Raamattu/Raamatu Kristus/Kristukse
Kela Valvira Avi Wilma Helmi Teams Zoom Skype Word Excel Google Facebook Whatsapp WhatsApp Instagram
Youtube YouTube Messenger Microsoft Kanta Effica Pegasos Mediatri Lifecare ProConsona Apotti
Lumo Lape Sote Kaste Lasu Vasu Hojks Lapset/Laste Voimaperheet Voikukkia Pesäpuu Ohjaamo Omaolo
Te Teidä Teille Teiltä Teissä Teistä Teitä Teihin Teillä Sinä Sinu Sinua
Finland Finnish Swedish English Sweden Russian European Europe Africa Monday Tuesday Wednesday
Thursday Friday Saturday Sunday January February March April June July August September October
November December Finlands Sverige Norden
"""


@functools.cache
def _common() -> Forms[bool]:
    """Common names; true for those that need a capital."""
    names = [*people.GIVEN.split(), *people.SURNAMES.split()]
    with_capital = dict.fromkeys(people.GIVEN_WITH_CAPITAL.split(), True)
    return Forms({**dict.fromkeys(names, False), **with_capital})


@functools.cache
def _public() -> Forms[bool]:
    return Forms(dict.fromkeys(_PUBLIC.split(), True))


@functools.lru_cache(maxsize=64)
def _own_forms(names: tuple[str, ...]) -> Forms[bool]:
    parts = [part for name in names for part in name.split() if len(part) > 1]
    return Forms(dict.fromkeys(parts, True))


def find_names(
    words: Sequence[Word],
    text: str,
    names: Collection[str] = (),
    known: Collection[int] = (),
    reads_as_name: Callable[[str], bool] | None = None,
) -> Iterator[Found]:
    """People's names among the words of a text.

    `names` are further names to look for in any case; `known` are the numbers of words that
    are something else already, such as a place; `reads_as_name` tells of a word whether it is
    a name and no other word.
    """
    for match in _INITIALS.finditer(text):
        yield Found("name", match.start(), match.end())
    own = _own_forms(tuple(sorted(names)))
    for number, word in enumerate(words):
        after_title = number > 0 and words[number - 1].text.lower() in _TITLES
        asked_for = any(part.text in own for part in (word, *word.parts()))
        if asked_for or (
            number not in known and (_is_name(word, after_title) or _reads(word, reads_as_name))
        ):
            yield Found("name", word.start, word.end)


def _reads(word: Word, reads_as_name: Callable[[str], bool] | None) -> bool:
    if reads_as_name is None or len(word.text) < _SHORTEST or word.text.isupper():
        return False
    return not _is_public(_with_capital(word)) and reads_as_name(word.text)


def _with_capital(word: Word) -> Word:
    return dataclasses.replace(word, text=word.text.capitalize())


def _is_name(word: Word, after_title: bool) -> bool:
    if _is_common(word) or any(part.capital and _is_common(part) for part in word.parts()):
        return True
    if after_title and (word.capital or _SURNAME.fullmatch(word.text)):
        return True
    return word.capital and not word.first and not _is_public(word)


def _is_common(word: Word) -> bool:
    found = _common().find(word.text)
    if found is None:
        return False
    needs_capital, _ = found
    # "erosta" and "kovasta" are seldom Eronen and Kovanen.
    return word.capital or not (needs_capital or _ELATIVE.fullmatch(word.text))


def _is_public(word: Word) -> bool:
    """Whether it is "Suomi", or a compound of such and of letters: "EU-maiden"."""
    parts = list(word.parts())
    if not parts:
        return word.text in _public()
    return word.text in _public() or all(
        part.text in _public() or not part.capital for part in parts
    )
