from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

import lumo_analysis.presentation
from lumo_analysis.presentation.wording import SOURCE_LANGUAGE, catalogue, languages

ROOM = Path(lumo_analysis.presentation.__file__).parent
MESSAGES = [
    (f"{Path(name).name}:{line}", message)
    for name, line, message, *_ in extract_from_dir(
        ROOM, [("**.py", "python")], keywords={"say": None, "say_n": (1, 2)}
    )
]
OTHERS = [language for language in languages() if language != SOURCE_LANGUAGE]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("where", "message"), MESSAGES, ids=[where for where, _ in MESSAGES])
def test_every_message_is_translated_with_the_same_values(language, where, message):
    source = message if isinstance(message, tuple) else (message,)
    entry = catalogue(language).get(source[0])
    assert entry is not None, f"{where} has no {language} text"
    translations = [entry.string] if isinstance(entry.string, str) else list(entry.string)
    assert len(translations) == len(source)
    assert all(translations)
    for translation in translations:
        # A singular may say "the only one" instead of "1".
        assert _fields(translation) | {"n"} == _fields(source[-1]) | {"n"}


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_translated_twice(language):
    text = (ROOM / "locale" / f"{language}.po").read_text(encoding="utf-8")
    keys = [line for line in text.splitlines() if line.startswith("msgid ")]
    assert sorted(keys) == sorted(set(keys))
