"""What every kind of spreadsheet has in common: one sheet of answers becomes a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.header_rows import with_one_header
from lumo_analysis.survey.table import DATES, Table, damage_faults

_Rows = TypeVar("_Rows")


def only_sheet(path: Path, sheets: Mapping[str, _Rows]) -> tuple[str, _Rows]:
    """The name and rows of the only sheet with content; `ResponsesError` unless there is one."""
    if len(sheets) != 1:
        found = ", ".join(f"'{title}'" for title in sheets) or "none"
        what = f"the responses must stand in one sheet; sheets with content: {found}"
        advice = "keep the sheet with the answers only"
        raise ResponsesError(str(path), [Fault("file", what, advice)])
    return next(iter(sheets.items()))


def table_of_sheet(
    path: Path,
    title: str,
    texts: list[list[str]],
    numbers: list[int],
    values: Sequence[Sequence[Any]],
    blank: int,
    faults: list[Fault],
) -> Table:
    """The table of a sheet, from its filled rows.

    Args:
        path: the file, for messages.
        title: the sheet's name.
        texts: the rows as text, the header first.
        numbers: the number of each row in the sheet, from 1.
        values: what the cells hold, row by row: dates are told from text.
        blank: how many blank rows were left out.
        faults: what was wrong before.

    Raises:
        ResponsesError: there are faults, or letters that a wrong encoding damaged.
    """
    headed = with_one_header(texts, numbers)
    faults = faults + damage_faults(headed.rows, headed.numbers)
    if faults:
        raise ResponsesError(str(path), faults)
    recognised = {"sheet": title}
    if headed.tool:
        recognised["layout"] = headed.tool
    if blank:
        recognised["blank rows left out"] = str(blank)
    more_headers = len(texts) - len(headed.rows)
    # A date in the header heads a column and answers nothing.
    dates = [
        (position - more_headers, column)
        for position, row in enumerate(values)
        for column, value in enumerate(row)
        if isinstance(value, DATES) and position > more_headers
    ]
    return Table(headed.rows, headed.numbers, recognised, dates, headed.variables)
