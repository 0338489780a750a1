"""A table of a report as a real table of a spreadsheet, with its numbers as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import cell_autofit_width
from xlsxwriter.worksheet import Worksheet

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.spreadsheet_formats import Formats
from lumo_analysis.publishing.spreadsheet_names import column_names
from lumo_analysis.publishing.spreadsheet_numbers import Number, number_of

LONGEST_TEXT = 32_767
LINE_HEIGHT = 20
_STYLE = "Table Style Light 1"
_NARROWEST, _WIDEST, _WIDEST_OF_WORDS = 70, 240, 420


@dataclass(frozen=True)
class TableNames:
    """What a table is called: by formulas, by a reader of the screen, and what it shows."""

    name: str
    title: str
    description: str = ""


def write_table(
    sheet: Worksheet,
    row: int,
    table: dict[str, Any],
    names: TableNames,
    formats: Formats,
    words: Wording,
) -> list[str]:
    """Write a table with its header at a row; what its units are, a line each.

    The header stays in view, and a text stays a text whatever it looks like.
    """
    columns, rows = table["columns"], table["rows"]
    labels = column_names(column["label"] for column in columns)
    # The first cell of a row is its header: a name, even where it looks like a number.
    numeric = [column["numeric"] and across > 0 for across, column in enumerate(columns)]
    add_table(sheet, row, labels, len(rows), names, formats, numeric)
    widths: list[int] = []
    units: dict[str, list[str]] = {"percentages": [], "numbers": []}
    for across, label in enumerate(labels):
        texts = [cells[across] for cells in rows]
        numbers = [number_of(text, words) if numeric[across] else None for text in texts]
        for down, (text, number) in enumerate(zip(texts, numbers, strict=True), start=row + 1):
            if number is not None:
                sheet.write_number(down, across, number.value, formats.number(number.format))
            else:
                write_text(
                    sheet, down, across, text, formats.figures if numeric[across] else formats.text
                )
        widths.append(_width(label, texts, words=not numeric[across]))
        sheet.set_column_pixels(across, across, widths[-1])
        if numeric[across]:
            units[_unit(texts, numbers)].append(label)
    for down, texts in enumerate([labels, *rows], start=row):
        fit_height(sheet, down, texts, widths)
    # A name such as "2021" is meant to be text.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    lines = []
    if units["percentages"]:
        lines.append(words.say("Percentages: {columns}", columns="; ".join(units["percentages"])))
    if units["numbers"]:
        lines.append(words.say("Numbers: {columns}", columns="; ".join(units["numbers"])))
    return lines


def add_table(
    sheet: Worksheet,
    row: int,
    labels: Sequence[str],
    height: int,
    names: TableNames,
    formats: Formats,
    numeric: Sequence[bool] = (),
) -> None:
    """Lay a table with a header and banded rows over cells that are written afterwards."""
    heads = [formats.head_of_figures if right else formats.head for right in numeric]
    heads += [formats.head] * (len(labels) - len(heads))
    sheet.add_table(
        row,
        0,
        row + max(height, 1),
        len(labels) - 1,
        {
            "name": names.name,
            "title": _cut(names.title, 255),
            "description": _cut(names.description, 255),
            "style": _STYLE,
            "autofilter": False,
            "first_column": True,
            "columns": [
                {"header": label, "header_format": head}
                for label, head in zip(labels, heads, strict=True)
            ],
        },
    )


def write_text(sheet: Worksheet, row: int, column: int, text: str, form: Any) -> None:
    """Write a text as text, whatever it looks like; a cell holds 32,767 signs at most."""
    sheet.write_string(row, column, _cut(text, LONGEST_TEXT), form)


def fit_height(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    """Make a row as high as its texts need in columns of these widths, in pixels.

    Not every program does so by itself when it opens a file.
    """
    lines = max(map(_lines, texts, widths), default=1)
    if lines > 1:
        sheet.set_row_pixels(row, lines * LINE_HEIGHT)


def _lines(text: str, width: float) -> int:
    return sum(_lines_of_part(cell_autofit_width(part), width) for part in text.split("\n"))


def _lines_of_part(needed: float, width: float) -> int:
    # Words don't fill their lines, and other letters than those measured may be wider.
    return 1 if needed <= width else math.ceil(needed * 1.12 / width)


def _cut(text: str, longest: int) -> str:
    """The text, with an ellipsis where it goes on; an emoji counts as two, as in UTF-16."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return text
    return units[: 2 * longest - 2].decode("utf-16-le", errors="ignore") + "…"


def _unit(texts: Sequence[str], numbers: Sequence[Number | None]) -> str:
    percents = any(number is not None and number.is_percent for number in numbers)
    return "percentages" if percents or any("%" in text for text in texts) else "numbers"


def _width(label: str, texts: Sequence[str], *, words: bool) -> int:
    """Pixels for a column: its longest cell up to a limit, and its header's longest word."""
    limit = _WIDEST_OF_WORDS if words else _WIDEST
    longest = max((cell_autofit_width(text) for text in texts), default=0)
    # The header is bold, and bold letters are wider.
    word = max((cell_autofit_width(part) for part in label.split()), default=0) * 1.1
    return int(max(_NARROWEST, min(max(longest, word) + 8, limit)))
