"""Exhibits as the audit reads them back from a page."""

from __future__ import annotations

import dataclasses
from typing import Any

from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.publishing.audit import page


def read_back(told: Exhibit, **changes: Any) -> page.Exhibit:
    """A table of a report as it stands in its page, with something in it changed."""
    given = page.Exhibit(
        anchor=told.id,
        heading="",
        label="Table 1.",
        title=told.title,
        finding=told.finding,
        headers=tuple(column.label for column in told.table.columns),
        rows=told.table.rows,
        notes=told.notes,
    )
    return dataclasses.replace(given, **changes)
