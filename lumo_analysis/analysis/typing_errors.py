"""Texts that one typing error keeps apart, and finding them without comparing each with each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def plain(text: str) -> str:
    """A text without the dots and rings over its letters, which writers leave out.

    >>> plain("työnohjaus")
    'tyonohjaus'
    """
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def one_error_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out or changed, or two swapped, makes the texts equal.

    >>> [one_error_apart("koulutus", text) for text in ("koultus", "kuolutus", "kolutsu")]
    [True, True, False]
    """
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    if len(shorter) < len(longer):
        return shorter[same:] == longer[same + 1 :]
    here, there = shorter[same:], longer[same:]
    return here[1:] == there[1:] or (here[1::-1] == there[:2] and here[2:] == there[2:])


def shortened(text: str) -> set[str]:
    """A text and all that is left of it without one letter.

    Texts that one typing error keeps apart have one of these in common (Garbe 2012, SymSpell).

    >>> sorted(shortened("sota"))
    ['ota', 'soa', 'sot', 'sota', 'sta']
    """
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}


def ends_of(text: str, shortest: int) -> Iterator[str]:
    """Every beginning and every ending of a text that is long enough."""
    for length in range(shortest, len(text) + 1):
        yield text[:length]
        yield text[-length:]
