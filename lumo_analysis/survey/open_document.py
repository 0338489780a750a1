"""OpenDocument spreadsheets (.ods) read as workbooks are: what is not in the file is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

import python_calamine
from openpyxl.utils import get_column_letter

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.sheets import only_sheet, table_of_sheet
from lumo_analysis.survey.table import SHOWN_FAULTS, Table, limited
from lumo_analysis.survey.value_labels import number_text
from lumo_analysis.survey.workbook_guard import check_workbook

MAX_CELLS = 10_000_000
_CONTENT = "content.xml"
_SAVE_AGAIN = "open it in a spreadsheet and save it again as .ods"


@dataclass
class _Sheet:
    """Where the walk over a sheet's XML stands, and what it met."""

    row: int = 0
    column: int = 0
    repeat: int = 0
    widest: int = 0
    longest: int = 0
    faults: list[Fault] = field(default_factory=list)


def read_open_document(path: Path, max_rows: int, max_columns: int) -> Table:
    """The rows of the only filled sheet of an .ods file, as text.

    `ResponsesError` lists formulas, error values, merged cells and damage; the sizes, and the
    numbers of rows and columns that a cell claims to be repeated, are looked at first.
    """
    check_workbook(path, max_rows, max_columns, ".ods")
    faults = _walk(path, max_rows, max_columns)
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            sheets = {
                name: [
                    (number, row)
                    for number, row in enumerate(
                        book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1
                    )
                    if any(number_text(cell).strip() for cell in row)
                ]
                for name in book.sheet_names
            }
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        what = f"not a readable spreadsheet ({type(error).__name__})"
        raise ResponsesError(str(path), [Fault("file", what, _SAVE_AGAIN)]) from None
    sheets = {name: rows for name, rows in sheets.items() if rows}
    title, filled = only_sheet(path, sheets)
    texts = [[number_text(cell) for cell in row] for _, row in filled]
    width = max(place for row in texts for place, text in enumerate(row, 1) if text.strip())
    texts = [(row + [""] * width)[:width] for row in texts]
    numbers, values = [number for number, _ in filled], [row for _, row in filled]
    blank = numbers[-1] - numbers[0] + 1 - len(filled)
    faults = limited(faults, SHOWN_FAULTS)
    return table_of_sheet(path, title, texts, numbers, values, blank, faults)


def _walk(path: Path, max_rows: int, max_columns: int) -> list[Fault]:
    """What the cells' own XML says that their values don't, sheet by sheet."""
    sheet = _Sheet()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        kind = name.rpartition(":")[2]
        about = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if kind == "table":
            sheet.row = sheet.repeat = sheet.widest = sheet.longest = 0
        elif kind == "table-row":
            sheet.row += sheet.repeat
            sheet.column, sheet.repeat = 0, _repeats(about, "number-rows-repeated")
        elif kind in ("table-cell", "covered-table-cell"):
            first = sheet.column + 1
            sheet.column += _repeats(about, "number-columns-repeated")
            filled = "value-type" in about or "formula" in about
            if filled:
                sheet.widest = max(sheet.widest, sheet.column)
                sheet.longest = max(sheet.longest, sheet.row + sheet.repeat)
            outside = sheet.longest > max_rows + 1 or sheet.widest > max_columns
            if outside or sheet.longest * sheet.widest > MAX_CELLS:
                limit = f"at most {max_rows:,} rows, {max_columns:,} columns, {MAX_CELLS:,} cells"
                what = "a cell far outside a table of answers"
                raise ResponsesError(str(path), [Fault("file", what, f"{limit} are read")])
            sheet.faults += _cell_faults(
                about, attributes, f"cell {_letters(first)}{sheet.row + 1}"
            )

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_CONTENT) as content:
            parser.ParseFile(content)
    except KeyError:
        fault = Fault("file", "no spreadsheet inside", _SAVE_AGAIN)
        raise ResponsesError(str(path), [fault]) from None
    return sheet.faults


def _letters(column: int) -> str:
    return str(get_column_letter(column)) if column <= 18278 else "beyond ZZZ"


def _repeats(about: Mapping[str, str], name: str) -> int:
    number = about.get(name, "1")
    return int(number) if number.isdecimal() and len(number) <= 9 else 1_000_000_000


def _cell_faults(
    about: Mapping[str, str], attributes: Mapping[str, str], where: str
) -> list[Fault]:
    faults = []
    if "formula" in about:
        faults.append(Fault(where, "a formula", "paste the values only"))
    if attributes.get("calcext:value-type") == "error":
        faults.append(Fault(where, "an error value such as #N/A", "clear the cell"))
    if any(about.get(f"number-{kind}-spanned", "1") != "1" for kind in ("columns", "rows")):
        faults.append(Fault(where, "merged", "unmerge it, one value a cell"))
    return faults
