"""Names of schools, day-care centres, hospitals and other places where people work."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from lumo_analysis.survey.personal_data.found import Found
from lumo_analysis.survey.personal_data.inflection import Forms
from lumo_analysis.survey.personal_data.words import Word

_KINDS = """
koulu päiväkoti/päiväkodi sairaala keskus/keskukse yksikkö/yksikö lukio neuvola terveysasema
poliisiasema lastenkoti/lastenkodi perhekoti/perhekodi nuorisokoti/nuorisokodi ryhmäkoti/ryhmäkodi
vastaanottokoti/vastaanottokodi palvelukoti/palvelukodi klinikka poliklinikka seurakunta/seurakunna
yhdistys/yhdistykse säätiö toimipiste kuntayhtymä opisto instituutti yliopisto esikoulu eskari
osasto sosiaalitoimisto toimisto skola skolan daghem
"""
# Service providers that are known by a name of their own.
_PROVIDERS = """
Siunsote Siun Essote Eksote Sosteri Kysteri Eloisa Soite Kainuunsote Kymsote Mehiläinen Terveystalo
Pihlajalinna Familar Humana Attendo Esperi Vaalijala Honkalampi
"""
# First words that say whose or what kind of workplace, not which.
_GENERIC_WORDS = """
lasten lapsen nuorten nuoren perheiden perheen vanhempien vanhemman asiakkaan asiakkaiden meidän
heidän teidän oman omien minun sinun hänen kunnan kuntien kaupungin kaupunkien alueen alueiden
maakunnan yhteisen tämän jonkin jokaisen saman toisen toisten koko oppilaan oppilaiden suomen
mielenterveyden terveyden sosiaalitoimen lastensuojelun varhaiskasvatuksen opetuksen perusopetuksen
psykiatrian päihdehuollon sijaishuollon jälkihuollon avohuollon erikoissairaanhoidon sosiaalityön
terveydenhuollon oppilashuollon vammaispalvelujen kehitysvammaisten vanhusten naisten miesten isien
äitien aikuisten työn valtion yksityisen julkisen uuden vanhan ensimmäisen yhden kahden toivon
haluan olen pidän vien käyn kaipaan teen odotan kysyn tällöin kuin niin vain
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
# "Etenkin", "korjataan" and "yhteinen" say no name either.
_NO_NAME = re.compile(r".*(?:kin|[aä]{2}n|nen)")
_COMPOUND = re.compile(
    r"koulu|(?:päivä|lasten|perhe|nuoriso|ryhmä|vastaanotto|palvelu)ko[dt]i|sairaala|kesku|yksik|lukio|neuvola|asema|klini"
    r"|seurakun|yhdisty|säätiö|toimipiste|yhtymä|opisto|institu|eskari|osasto|toimisto|skola|daghem"
)


@functools.cache
def _kinds() -> Forms[bool]:
    return Forms(dict.fromkeys(_KINDS.split(), True))


@functools.cache
def _providers() -> Forms[bool]:
    return Forms(dict.fromkeys(_PROVIDERS.split(), True))


def find_workplaces(words: Sequence[Word], text: str) -> Iterator[tuple[int, Found]]:
    """Workplaces by name, each beside the number of its last word.

    "Kallion koulu", "Rantakoulussa" inside a sentence, "Siun sote"; not "perhekeskus".
    """
    for number, word in enumerate(words):
        if word.text[0].isupper() and word.text in _providers():
            yield number, Found("workplace", word.start, word.end)
        elif _is_workplace(word.text):
            before = words[number - 1] if number and not word.first else None
            if before and text[before.end : word.start] == " " and _names_one(before):
                yield number, Found("workplace", before.start, word.end)
            elif word.capital and not word.first:
                yield number, Found("workplace", word.start, word.end)


def _is_workplace(text: str) -> bool:
    """Whether a word is some form of a kind of workplace, or a compound that ends in one."""
    small = text.lower()
    return any(small[match.start() :] in _kinds() for match in _COMPOUND.finditer(small))


def _names_one(word: Word) -> bool:
    """Whether the word before says which: a capital and a genitive."""
    small = word.text.lower()
    return (
        word.capital
        and small.endswith("n")
        and small not in _GENERIC
        and not (word.first and _NO_NAME.fullmatch(small))
    )
