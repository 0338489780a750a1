"""What a user asks `lumo report` or `lumo status` for, before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """Surveys by name or folder, and choices; an empty choice means everything.

    `responses` and `coding` belong to the only survey named.
    """

    surveys: tuple[str, ...]
    output: Path
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    notebooks: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    responses: Path | None = None
    coding: Path | None = None
