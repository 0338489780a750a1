"""Notebooks that failed, kept where only their user reads them: they may quote respondents."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from lumo_analysis.errors import LumoError
from lumo_analysis.publishing.private_folder import private_folder, write_private


def failed_folder() -> Path:
    """The folder of failed notebooks, by the paths of their reports."""
    return private_folder() / "failed"


def keep_failed(stem: str, executed: Sequence[NotebookNode]) -> None:
    """Keep a notebook as far as it ran, in place of an earlier one; nothing where none ran.

    A private folder that can't be used only means that nothing is kept.
    """
    if not executed:
        return
    with contextlib.suppress(LumoError):
        content: str = nbformat.writes(executed[-1])  # type: ignore[no-untyped-call]
        write_private(failed_folder() / f"{stem}.ipynb", content.encode())
