"""How to reach somebody: e-mail addresses, links and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lumo_analysis.survey.personal_data.found import Found

_REGION = "FI"
# Domains that addresses in Finnish answers end in; any other counts after a real @.
_TOP = r"(?:fi|com|net|org|eu|info|se|ee|ru|ax|edu|gov|io)"
_DOT = r"(?:\.| ?[(\[]? ?(?:dot|piste|punkt)[)\]]? ?)"
_AT = (
    r"(?: ?[(\[{<] ?(?:at|ät|ett|a|miuku|miukumauku|snabel-?a|@) ?[)\]}>] ?"
    r"| (?:at|ät|miuku|miukumauku|snabel-?a) )"
)
_EMAILS = (
    # Whatever stands around an @ is an address, with spaces only where a domain follows.
    re.compile(r"[\w.+\-]+@[\w.\-]+"),
    re.compile(r"[\w.+\-]+ ?@ ?[\w\-]+(?: ?\. ?[\w\-]+)+"),
    re.compile(rf"(?i)[\w.+\-]+{_AT}[\w\-]+(?:{_DOT}[\w\-]+)*?{_DOT}{_TOP}\b"),
)
_LINKS = (
    re.compile(r"(?i)\bhttps?://\S+|\bwww\.\S+"),
    # "se" and other ends of domains that are words too would make links of a missing space.
    re.compile(r"(?i)(?<![\w@.])(?:[\w\-]+\.)+(?:fi|com|net|org)(?:/\S*)?(?!\w)"),
    # A user's name in social media.
    re.compile(r"(?<![\w.])@\w{2,}"),
)
_GLUED = re.compile(r"(?<=[^\W\d_])(?=[+0-9])|(?<=[0-9])(?=[^\W\d_])")


def find_emails(text: str) -> Iterator[Found]:
    """E-mail addresses, also with the @ or the dots written as words."""
    for pattern in _EMAILS:
        for match in pattern.finditer(text):
            yield Found("email", match.start(), match.end())


def find_links(text: str) -> Iterator[Found]:
    """Addresses on the web and names in social media."""
    for pattern in _LINKS:
        for match in pattern.finditer(text):
            yield Found("link", match.start(), match.end())


def find_telephones(text: str) -> Iterator[Found]:
    """Numbers that could be dialled in Finland, or abroad with their country code."""
    if sum(map(str.isdigit, text)) < len("12345"):
        return
    for start, end in _numbers(text):
        yield Found("telephone", start, end)
    yield from _glued_telephones(text)


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    # Slow to import, and few answers hold so many figures.
    import phonenumbers

    leniency = phonenumbers.Leniency.VALID
    for match in phonenumbers.PhoneNumberMatcher(text, _REGION, leniency=leniency):
        yield match.start, match.end


def _glued_telephones(text: str) -> Iterator[Found]:
    """Numbers that stand against a word ("puh0401234567"), which the library passes over."""
    if not _GLUED.search(text):
        return
    spread: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if _GLUED.match(text, place):
            spread.append(" ")
            places.append(place)
        spread.append(sign)
        places.append(place)
    for start, end in _numbers("".join(spread)):
        yield Found("telephone", places[start], places[end - 1] + 1)
