"""What a REFI-QDA file holds, as far as coding of texts goes.

REFI-QDA 1.5 (2019, www.qdasoftware.org) is the format in which MAXQDA, ATLAS.ti, NVivo, QualCoder
and others exchange codebooks (.qdc) and projects (.qdpx).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_LUMO = uuid.UUID("6c756d6f-0000-5000-8000-616e616c7973")


@dataclass(frozen=True)
class RefiCode:
    """A code and the codes below it."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    codes: tuple[RefiCode, ...] = ()

    def all(self) -> Iterator[RefiCode]:
        """This code and every one below it."""
        waiting = [self]
        while waiting:
            code = waiting.pop()
            yield code
            waiting += reversed(code.codes)


@dataclass(frozen=True)
class RefiCoding:
    """That somebody gave a code to a part of a text (characters from `start` to before `end`)."""

    code: str
    user: str
    start: int
    end: int


@dataclass(frozen=True)
class RefiSource:
    """A text and its codings."""

    guid: str
    name: str
    text: str = field(repr=False)
    codings: tuple[RefiCoding, ...] = ()


@dataclass(frozen=True)
class RefiProject:
    """A project: `users` and `notes` by their GUID and name."""

    name: str
    users: Mapping[str, str]
    codes: tuple[RefiCode, ...]
    sources: tuple[RefiSource, ...] = field(repr=False)
    notes: Mapping[str, str] = field(default_factory=dict, repr=False)


def guid_of(*names: str) -> str:
    """The same GUID for the same names, so that a file made again replaces the former one.

    >>> guid_of("workers-2021", "open_strain", "haste") == guid_of(
    ...     "workers-2021", "open_strain", "haste")
    True
    """
    return str(uuid.uuid5(_LUMO, "\x1f".join(names)))


def bare_guid(guid: str) -> str:
    """A GUID without the braces that some programs put around it, in small letters."""
    return guid.strip().strip("{}").lower()
