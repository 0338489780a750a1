"""The messages that reports are worded with, to tell a report's sentences from each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel.messages.catalog import Catalog

from lumo_analysis.presentation.wording import SOURCE_LANGUAGE, catalogue, languages
from lumo_analysis.publishing.audit.patterns import pattern, slots_of

_TRANSLATED = next(language for language in languages() if language != SOURCE_LANGUAGE)


@cache
def messages_of(language: str) -> tuple[str, ...]:
    """Every message of the catalogue as the language says it, plural forms apart."""
    return tuple(dict.fromkeys(text for _, text in _messages(language)))


@cache
def messages_about(language: str, *words: str) -> tuple[str, ...]:
    """The messages whose English text has one of some words."""
    own = (said for english, said in _messages(language) if any(w in english for w in words))
    return tuple(dict.fromkeys(own))


@cache
def sentences_with(
    language: str, names: frozenset[str], numbers: frozenset[str]
) -> tuple[re.Pattern[str], ...]:
    """What matches the messages whose values are exactly these; some of them are numbers."""
    of = ((message, slots_of(message)) for message in messages_of(language))
    return tuple(
        pattern(message.format(**slots), numbers=numbers)
        for message, slots in of
        if set(slots) == names
    )


def _messages(language: str) -> Iterator[tuple[str, str]]:
    source: Catalog = catalogue(_TRANSLATED)
    for entry in source:
        said = entry.id if language == SOURCE_LANGUAGE else entry.string or ()
        english = entry.id if isinstance(entry.id, str) else entry.id[0]
        for text in [said] if isinstance(said, str) else list(said):
            if text:
                yield str(english), str(text)
