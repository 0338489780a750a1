"""The scan that an answer passes before any of it may be quoted.

It is made to find too much rather than too little: what it finds blocks a quote, and what it
doesn't find is for a person to see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from lumo_analysis.survey.personal_data.account_numbers import find_ibans
from lumo_analysis.survey.personal_data.addresses import find_addresses
from lumo_analysis.survey.personal_data.contacts import find_emails, find_links, find_telephones
from lumo_analysis.survey.personal_data.found import Found
from lumo_analysis.survey.personal_data.identity_codes import find_identity_codes
from lumo_analysis.survey.personal_data.names import find_names
from lumo_analysis.survey.personal_data.places import find_places
from lumo_analysis.survey.personal_data.plain_text import plain_text
from lumo_analysis.survey.personal_data.words import words_of
from lumo_analysis.survey.personal_data.workplaces import find_workplaces


def find_personal_data(
    text: str,
    names: Collection[str] = (),
    places: Collection[str] = (),
    reads_as_name: Callable[[str], bool] | None = None,
) -> list[Found]:
    """What in a text may tell who wrote it, or who it is about, in the order of the text.

    Personal identity codes, account numbers, e-mail addresses, links, telephone numbers and
    street addresses, also mistyped; names, municipalities and workplaces by lists and by
    capital letters, in any Finnish form. Where two findings overlap, the surer kind stays.

    Args:
        text: somebody's own words, in any language.
        names: further names of people to look for, such as a workplace's staff.
        places: further names of places, such as the labels of a survey's regions.
        reads_as_name: whether a word is a name and nothing else, by the analyser of a
            language: it finds rare names where no capital tells.

    >>> find_personal_data("Soita 040 123 4567, t. Maija")
    [Found(kind='telephone', start=6, end=18), Found(kind='name', start=23, end=28)]
    >>> find_personal_data("Aikaa on liian vähän.")
    []
    """
    plain = plain_text(text)
    kept: list[Found] = []
    for found in _all(plain.text, names, places, reads_as_name):
        if all(found.end <= other.start or other.end <= found.start for other in kept):
            kept.append(found)
    spans = [(found.kind, *plain.original(found.start, found.end)) for found in kept]
    return sorted((Found(*span) for span in spans), key=lambda found: found.start)


def _all(
    text: str,
    names: Collection[str],
    places: Collection[str],
    reads_as_name: Callable[[str], bool] | None,
) -> Iterator[Found]:
    """Every finding, the surest kinds first."""
    yield from find_identity_codes(text)
    yield from find_ibans(text)
    yield from find_emails(text)
    yield from find_links(text)
    yield from find_telephones(text)
    words = words_of(text)
    yield from find_addresses(words, text)
    known = set()
    for finder in (find_workplaces(words, text), find_places(words, places)):
        for number, found in finder:
            known.add(number)
            yield found
    yield from find_names(words, text, names, known, reads_as_name)
