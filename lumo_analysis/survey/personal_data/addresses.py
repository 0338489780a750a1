"""Street addresses, in Finnish and Swedish, with or without a number; postal codes with a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lumo_analysis.survey.personal_data.found import Found
from lumo_analysis.survey.personal_data.words import Word

_FINNISH = (
    r"(?:katu|kadu|tie|kuja|polku|polu|raitti|raiti|väylä|aukio|rinne|rintee"
    r"|kaari|kaare|bulevardi|esplanadi|laita|laida|penger|penkeree|portti|porti)"
)
# No genitive: "kuntien" is no road.
_ENDING = r"(?:ll[aä]|lt[aä]|lle|ss[aä]|st[aä]|h[aeiouyäö]n|[aouyäö]n|a|ä|t[aä])?"
_SWEDISH = r"(?:gatan|vägen|gränden|stigen|torget|esplanaden|allén|stranden)"
_HOUSE = (
    r"\d{1,3}(?![\d.,:%])(?: ?[-–] ?\d{1,3})?"
    r"(?: ?[A-Za-zÅÄÖåäö](?![A-Za-zÅÄÖåäö]))?(?: ?\d{1,3}(?!\d))?"
)
_NUMBERED = re.compile(
    rf"(?i)(?:[^\W\d_]+(?:n|s)? )?[^\W\d_]*[^\W\d_-](?:{_FINNISH}{_ENDING}|{_SWEDISH}) {_HOUSE}"
)
_SEPARATE = re.compile(
    rf"(?:[A-ZÅÄÖ][a-zåäö]+n (?:katu|kadu|tie|kuja|polku|polu){_ENDING}"
    rf"|[A-ZÅÄÖ][a-zåäö]+ (?:[Ss]treet|[Rr]oad)) {_HOUSE}"
)
_STREET = re.compile(rf"(?i)[^\W\d_-]{{3,}}(?:{_FINNISH}{_ENDING}|{_SWEDISH})")
# Roads that everybody drives on, and ways that are no streets.
_PUBLIC = re.compile(
    r"(?i)(?:moottori|valta|kanta|seutu|yhdys|kehä|rauta|raitio|maan|ajo|pyörä|kevyen|ohitus|kier|haara"
    r"|palvelu|hoito|asiakas|oppimis|opinto|ura|umpi|elämän|kotiutus)(?:tie|katu|kadu|polku|polu)\w*"
)
_POSTAL = re.compile(
    r"(?<![\w.,])(?:FI-? ?)?\d{5} (?=[A-ZÅÄÖ])[A-ZÅÄÖ][A-Za-zåäöÅÄÖ-]{2,}(?: \d+)?"
)
_BOX = re.compile(r"(?<!\w)(?:PL|PB|Pl) \d{1,5}\b")


def find_addresses(words: Sequence[Word], text: str) -> Iterator[Found]:
    """Streets with a number in any case; without one where the capital isn't a sentence's."""
    for pattern in (_NUMBERED, _SEPARATE, _POSTAL, _BOX):
        for match in pattern.finditer(text):
            yield Found("address", match.start(), match.end())
    for word in words:
        named = word.capital and not word.first and _STREET.fullmatch(word.text)
        if named and not _PUBLIC.fullmatch(word.text):
            yield Found("address", word.start, word.end)
