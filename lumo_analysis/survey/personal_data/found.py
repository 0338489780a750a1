"""One place in a text that may tell who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "identity_code",
    "iban",
    "email",
    "link",
    "telephone",
    "address",
    "workplace",
    "name",
    "place",
]


@dataclass(frozen=True, order=True)
class Found:
    """What kind of personal data stands from `start` to just before `end`.

    It holds no part of the text, so that it may be logged and shown in a message.
    """

    kind: Kind
    start: int
    end: int
