"""Workbooks read as the text a person sees; what is not in the file is refused.

What a formula, an error value or a merged cell stands for is not in the file, so it can't be
read. Blank rows are left out, as they are of a text file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.sheets import only_sheet, table_of_sheet
from lumo_analysis.survey.table import SHOWN_FAULTS, Table, limited
from lumo_analysis.survey.workbook_guard import check_workbook

Row = tuple[int, tuple[Any, ...]]


def read_workbook(path: Path, max_rows: int, max_columns: int) -> Table:
    """The rows of a workbook's only sheet with content, as text.

    `ResponsesError` lists all that can't be read as what somebody answered.
    """
    merged = check_workbook(path, max_rows, max_columns)
    sheets, blank = _filled_sheets(path)
    title, filled = only_sheet(path, sheets)
    faults = [
        Fault(f"cells {cells}", "merged", "unmerge them, one value a cell") for cells in merged
    ]
    faults = limited([*faults, *_unreadable(filled)], SHOWN_FAULTS)
    numbers = [number for number, _ in filled]
    values = [[cell.value for cell in row] for _, row in filled]
    return table_of_sheet(path, title, _as_text(filled), numbers, values, blank[title], faults)


def read_sheets(
    path: Path, max_rows: int, max_columns: int
) -> dict[str, list[tuple[int, list[str]]]]:
    """The filled rows of every sheet of a workbook, as their numbers and the text of their cells.

    `ResponsesError` where the workbook is not safe to read, or a cell holds a formula.
    """
    check_workbook(path, max_rows, max_columns)
    sheets, _ = _filled_sheets(path)
    faults = [
        Fault(f"sheet '{title}', {fault.where}", fault.what, fault.advice)
        for title, rows in sheets.items()
        for fault in _unreadable(rows)
    ]
    if faults:
        raise ResponsesError(str(path), limited(faults, SHOWN_FAULTS))
    return {
        title: [(number, text) for (number, _), text in zip(rows, _as_text(rows), strict=True)]
        for title, rows in sheets.items()
    }


def _filled_sheets(path: Path) -> tuple[dict[str, list[Row]], dict[str, int]]:
    """The filled rows of each sheet that has any, and how many blank ones stand between them."""
    sheets, blank = {}, {}
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        try:
            for sheet in book.worksheets:
                # A sheet may claim to be far wider and longer than it is.
                sheet.reset_dimensions()
                rows = list(_filled_rows(sheet))
                if rows:
                    sheets[sheet.title] = rows
                    blank[sheet.title] = rows[-1][0] - rows[0][0] + 1 - len(rows)
        finally:
            book.close()
    except Exception as error:
        # openpyxl raises whatever its parsers met; for the user it is one thing.
        what = f"not a readable workbook ({type(error).__name__})"
        advice = "open it in a spreadsheet and save it again as .xlsx"
        raise ResponsesError(str(path), [Fault("file", what, advice)]) from None
    return sheets, blank


def _filled_rows(sheet: Any) -> Iterator[Row]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if any(cell.value is not None and _cell_text(cell.value).strip() for cell in row):
            yield number, row


def _unreadable(rows: Sequence[Row]) -> Iterator[Fault]:
    for number, row in rows:
        for column, cell in enumerate(row, start=1):
            kind = getattr(cell, "data_type", "n")
            where = f"cell {get_column_letter(column)}{number}"
            if kind == "f":
                yield Fault(where, "a formula", "paste the values only")
            elif kind == "e":
                yield Fault(where, "an error value such as #N/A", "clear the cell")


def _as_text(rows: Sequence[Row]) -> list[list[str]]:
    table = [[_cell_text(cell.value) for cell in row] for _, row in rows]
    width = max(
        position for row in table for position, text in enumerate(row, start=1) if text.strip()
    )
    return [(row + [""] * width)[:width] for row in table]


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
