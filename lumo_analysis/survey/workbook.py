"""Workbooks: checked before they are parsed, and read as the text a person sees.

A workbook is a zip of XML, so a small file can unpack to gigabytes or name a single cell in
row 1,048,576. Size, entries and shape are looked at first; formulas, error values and
merged cells are refused, since what they stand for is not in the file.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from lumo_analysis.errors import Fault, ResponsesError

MAX_ENTRIES = 200
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
_CHUNK = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+)([0-9]+)"')
_SHOWN_FAULTS = 20


def read_workbook(
    path: Path, max_rows: int, max_columns: int
) -> tuple[list[list[str]], dict[str, str]]:
    """The rows of a workbook's only sheet with content, as text, and what was recognised."""
    _check_archive(path, max_rows, max_columns)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise _refusal(path, "file", f"not a readable workbook ({type(error).__name__})") from None
    try:
        sheets = {sheet.title: list(_filled_rows(sheet)) for sheet in book.worksheets}
    except Exception as error:
        # openpyxl raises whatever its XML parser met; for the user it is one thing.
        raise _refusal(path, "file", f"damaged workbook ({type(error).__name__})") from None
    finally:
        book.close()
    filled = {title: rows for title, rows in sheets.items() if rows}
    if len(filled) != 1:
        found = ", ".join(f"'{title}'" for title in filled) or "none"
        what = f"the responses must stand in one sheet; sheets with content: {found}"
        raise _refusal(path, "file", what, "keep the sheet with the answers only")
    (title, rows) = next(iter(filled.items()))
    return _as_text(path, title, rows), {"sheet": title}


def _refusal(path: Path, where: str, what: str, advice: str = "") -> ResponsesError:
    return ResponsesError(str(path), [Fault(where, what, advice)])


def _check_archive(path: Path, max_rows: int, max_columns: int) -> None:
    advice = "save it again as an .xlsx workbook"
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError):
        raise _refusal(path, "file", "not an .xlsx workbook", advice) from None
    with archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(1, sum(entry.compress_size for entry in entries))
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
            raise _refusal(path, "file", f"{len(entries)} parts of {unpacked:,} bytes", advice)
        if unpacked > 10_000_000 and unpacked / packed > MAX_RATIO:
            raise _refusal(path, "file", f"unpacks to {unpacked // packed} times its size", advice)
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                try:
                    _check_xml(path, archive, entry, max_rows, max_columns)
                except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
                    raise _refusal(path, "file", "damaged workbook", advice) from None


def _check_xml(
    path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, max_rows: int, max_columns: int
) -> None:
    is_sheet = entry.filename.startswith("xl/worksheets/")
    for text in _overlapping_chunks(archive, entry):
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise _refusal(path, "file", "XML with entity declarations, which no tool exports")
        if not is_sheet:
            continue
        if b"<mergeCell " in text:
            raise _refusal(path, "file", "merged cells", "unmerge them, one value a cell")
        for letters, digits in _CELL.findall(text):
            if int(digits) > max_rows + 1 or _column_number(letters) > max_columns:
                cell = (letters + digits).decode()
                limit = f"at most {max_rows:,} rows and {max_columns:,} columns are read"
                raise _refusal(path, f"cell {cell}", "far outside a table of answers", limit)


def _overlapping_chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-200:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _filled_rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if any(cell.value not in (None, "") for cell in row):
            yield number, row


def _as_text(path: Path, title: str, rows: list[tuple[int, tuple[Any, ...]]]) -> list[list[str]]:
    faults: list[Fault] = []
    table = []
    first = rows[0][0]
    for expected, (number, row) in enumerate(rows, start=first):
        if number != expected and not faults:
            where = f"sheet '{title}', row {expected}"
            faults.append(Fault(where, "an empty row inside the answers", "remove it"))
        cells = []
        for column, cell in enumerate(row, start=1):
            where = f"sheet '{title}', row {number}, column {column}"
            kind = getattr(cell, "data_type", "n")
            if kind == "f":
                faults.append(Fault(where, "a formula", "paste the values only"))
            elif kind == "e":
                faults.append(Fault(where, "an error value such as #N/A", "clear the cell"))
            cells.append(_cell_text(cell.value))
        table.append(cells)
    if faults:
        more = len(faults) - _SHOWN_FAULTS
        shown = faults[:_SHOWN_FAULTS] + ([Fault("file", f"{more} more like these")] * (more > 0))
        raise ResponsesError(str(path), shown)
    width = max(
        position
        for row in table
        for position, text in enumerate(row, start=1)
        if text.strip()
    )
    return [(row + [""] * width)[:width] for row in table]


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else str(value)
    return str(value)
