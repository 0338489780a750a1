"""In which language an answer is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

_LETTERS = re.compile(r"[^\W\d_]")
LANGUAGES = ("fi", "en", "sv")


def recogniser(languages: Sequence[str] = LANGUAGES) -> Callable[[str], str]:
    """A function that tells the language of a text, out of some; the first where it can't tell.

    py3langid's model (Lui & Baldwin 2012, langid.py, ACL demonstrations). It can't tell of a
    text without letters or with signs alone, such as "?" or "ok".

    >>> language = recogniser()
    >>> [language(text) for text in ("Liian vähän aikaa", "Too little time", "För lite tid", "-")]
    ['fi', 'en', 'sv', 'fi']
    """
    classify = _model(tuple(languages))

    def recognise(text: str) -> str:
        if not _LETTERS.search(text):
            return languages[0]
        language, score = classify(text)
        # The model gives its lowest score where it finds nothing that it knows.
        return language if score > -1e38 else languages[0]

    return recognise


@cache
def _model(languages: tuple[str, ...]) -> Callable[[str], tuple[str, float]]:
    # Imported here, since the model takes a hundred megabytes.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(languages))
    classify: Callable[[str], tuple[str, float]] = identifier.classify
    return classify
