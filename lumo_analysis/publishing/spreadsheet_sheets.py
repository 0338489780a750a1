"""The sheets of a report's spreadsheet: a cover, the contents, and one for each exhibit.

A sheet reads from the top down: lines of words in the first column, and one table at most.
No cell is merged, so a screen reader meets every cell where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.spreadsheet_formats import Formats
from lumo_analysis.publishing.spreadsheet_table import (
    TableNames,
    add_table,
    fit_height,
    write_table,
    write_text,
)

_A4 = 9
# In pixels; the cover's fills the width of an upright A4 page.
_COVER_WIDTH = 640
_TITLE_HEIGHT = 28
_CONTENTS_WIDTHS = (150, 380, 620)
Block = dict[str, Any]


class Sheets:
    """Writes the sheets of one report; `contents` is the name of the sheet with the contents."""

    def __init__(self, formats: Formats, words: Wording, front: Block, contents: str) -> None:
        self.formats, self.words, self.front, self.contents = formats, words, front, contents

    def write_cover(self, sheet: Worksheet, sections: Iterable[Sequence[Block]]) -> None:
        """Title, mark and facts of the report, and those of its sections that are words."""
        words, front, formats = self.words, self.front, self.formats
        self._prepare(sheet)
        sheet.hide_gridlines(2)
        sheet.set_column_pixels(0, 0, _COVER_WIDTH)
        row = _lines(sheet, 0, formats.title, front["title"])
        row = _lines(sheet, row, formats.subtitle, front["subtitle"])
        row = _lines(sheet, row, formats.soft, front["author"])
        row = _lines(sheet, row, self._mark_format(), front.get("mark", ""))
        row = self._texts(sheet, row, [{"kind": "facts", "pairs": front["facts"]}])
        sheet.write_url(row, 0, _address(self.contents), formats.link, self.contents)
        how = words.say(
            "Each figure and table of the report has a sheet of its own. Cells that hold nothing "
            "but a number or a percentage can be calculated with; a cell with a mark or an "
            "interval is text."
        )
        about = [{"kind": "heading", "text": words.say("How to use this workbook")}]
        row = self._texts(sheet, row + 2, [*about, {"kind": "paragraph", "text": how}])
        for section in sections:
            row = self._texts(sheet, row + 1, section)

    def write_contents(
        self, sheet: Worksheet, exhibits: Sequence[Block], names: Sequence[str]
    ) -> None:
        """A table of all exhibits, each with a link to its sheet."""
        words, formats = self.words, self.formats
        self._prepare(sheet)
        row = _lines(sheet, 0, formats.title, self.contents)
        row = _lines(sheet, row, formats.soft, self._whose())
        row = _lines(sheet, row, self._mark_format(), self.front.get("mark", ""))
        sheet.set_landscape()
        labels = [words.say("Sheet"), words.say("Title"), words.say("Finding")]
        table = TableNames("contents", self.contents)
        add_table(sheet, row, labels, len(exhibits), table, formats)
        for down, (name, block) in enumerate(zip(names, exhibits, strict=True), start=row + 1):
            sheet.write_url(down, 0, _address(name), formats.link, name)
            write_text(sheet, down, 1, block["title"], formats.text)
            write_text(sheet, down, 2, block.get("finding", ""), formats.text)
            texts = (name, block["title"], block.get("finding", ""))
            fit_height(sheet, down, texts, _CONTENTS_WIDTHS)
        for column, width in enumerate(_CONTENTS_WIDTHS):
            sheet.set_column_pixels(column, column, width)
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(row)

    def write_exhibit(self, sheet: Worksheet, block: Block, name: str) -> None:
        """One exhibit: title, finding, mark, then its table, units, notes and source.

        `name` is the table's, for formulas.
        """
        words, formats = self.words, self.formats
        self._prepare(sheet)
        sheet.set_landscape()
        title = f"{block['label']}. {block['title']}" if block["title"] else block["label"]
        finding = block.get("finding", "")
        row = _lines(sheet, 0, formats.title, title)
        row = _lines(sheet, row, formats.finding, finding)
        row = _lines(sheet, row, self._mark_format(), self.front.get("mark", ""))
        sheet.write_url(
            row, 0, _address(self.contents), formats.link, words.say("Back to the contents")
        )
        if table := block.get("table"):
            names = TableNames(name, title, finding)
            units = write_table(sheet, row + 1, table, names, formats, words)
            row += 1 + max(1, len(table["rows"]))
            parts = [(words.say("Units"), units)]
        else:
            parts = [(words.say("What the picture shows"), [block["picture"]["alt"]])]
        parts += [(words.say("Notes"), block["notes"]), (words.say("Source"), [self._whose()])]
        row += 2
        for heading, texts in parts:
            if texts:
                row = _lines(sheet, row, formats.heading, heading)
                row = _lines(sheet, row, formats.line, *texts)

    def _prepare(self, sheet: Worksheet) -> None:
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        # Nothing but page numbers: a text of the report could hold codes of a footer.
        sheet.set_footer("&R&P / &N")
        sheet.set_row_pixels(0, _TITLE_HEIGHT)

    def _mark_format(self) -> Format:
        return self.formats.mark(self.front.get("tone", "note"))

    def _whose(self) -> str:
        front = self.front
        month = self.words.month(front["date"][:7])
        return " · ".join(text for text in (front["survey"], front["author"], month) if text)

    def _texts(self, sheet: Worksheet, row: int, blocks: Iterable[Block]) -> int:
        for block in blocks:
            form = self.formats.heading if block["kind"] == "heading" else self.formats.text
            for text in _texts_of(block):
                fit_height(sheet, row, [text], [_COVER_WIDTH])
                row = _lines(sheet, row, form, text)
        return row


def _texts_of(block: Block) -> list[str]:
    if block["kind"] == "facts":
        return [f"{name}: {value}" for name, value in block["pairs"]]
    if block["kind"] == "bullets":
        return [f"– {item}" for item in block["items"]]
    if block["kind"] == "findings":
        return [f"– {title}: {finding}" for title, finding, _ in block["points"]]
    return [block["text"]]


def _lines(sheet: Worksheet, row: int, form: Format, *texts: str) -> int:
    """Write texts one below another, leaving out empty ones; the row after them."""
    for text in filter(None, texts):
        write_text(sheet, row, 0, text, form)
        row += 1
    return row


def _address(sheet_name: str) -> str:
    quoted = sheet_name.replace("'", "''")
    return f"internal:'{quoted}'!A1"
