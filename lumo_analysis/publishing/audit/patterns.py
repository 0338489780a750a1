"""Messages of the catalogue read backwards: from a sentence to the values that filled it."""

from __future__ import annotations

import functools
import re

_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPEN}(\\w+){_CLOSE}")
_NUMBER = r"\d[\d.,\s%\u2013\u2212]*?"
_NAMES = re.compile(r"\{(\w+)\}")


def slot(name: str) -> str:
    """A value for `Wording.say` that marks its own place in the sentence."""
    return f"{_OPEN}{name}{_CLOSE}"


@functools.lru_cache(maxsize=1024)
def pattern(
    sentence: str, value: str = ".+?", numbers: frozenset[str] = frozenset()
) -> re.Pattern[str]:
    """What matches a sentence whose values are slots, each a group by the slot's name.

    `value` is what matches a value; those named in `numbers` must begin with a digit and hold
    no letter.

    >>> found = pattern(f"{slot('n')} of {slot('all')}").fullmatch("28 of\u00a0134")
    >>> found["n"], found["all"]
    ('28', '134')
    """
    parts = _SLOT.split(sentence)
    seen: set[str] = set()
    built = ""
    for position, part in enumerate(parts):
        if position % 2 == 0:
            built += r"\s+".join(re.escape(piece) for piece in re.split(r"\s+", part))
        elif part in seen:
            built += f"(?P={part})"
        else:
            seen.add(part)
            built += f"(?P<{part}>{_NUMBER if part in numbers else value})"
    return re.compile(built, re.DOTALL)


def slots_of(message: str) -> dict[str, str]:
    """A slot for each name in a message, to say the message with.

    >>> sorted(slots_of("{n} of {all}"))
    ['all', 'n']
    """
    return {name: slot(name) for name in _NAMES.findall(message)}


def normal(text: str) -> str:
    """A label for comparison: any white space is one space, letters are small."""
    return " ".join(text.split()).casefold()
