"""A report's spreadsheet held against its page: the same tables, and no other number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.harmless import Harmless
from lumo_analysis.publishing.audit.numerals import CellReader, tokens, words_of
from lumo_analysis.publishing.audit.page import Exhibit, Page
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.phrases import Phrases
from lumo_analysis.publishing.audit.workbook import Cell, Sheet, Workbook

_NOT_EXHIBITS = 2
"""The cover and the contents stand before the sheets of exhibits."""
_REPEATED = re.compile(r" \(\d+\)$")
_OWN = re.compile(r"\d{4}-\d\d-01T00:00:00Z|\d\d\.\d{4}|exhibit_\d+")


class SheetChecker:
    """Compares workbooks of one language with their pages."""

    def __init__(self, words: Wording, harmless: Harmless) -> None:
        self._words, self._harmless = words, harmless
        self._cells = CellReader(words)

    def faults(self, page: Page, workbook: Workbook) -> list[str]:
        """Where a workbook says something that the page does not."""
        faults = list(workbook.faults)
        phrases = Phrases.of_page(page, [sheet.name for sheet in workbook.sheets])
        exhibits = page.exhibits
        shown = workbook.sheets[_NOT_EXHIBITS:]
        if len(shown) != len(exhibits):
            faults.append(f"the workbook has {len(shown)} exhibits, and the page {len(exhibits)}")
        for sheet in workbook.sheets[:_NOT_EXHIBITS]:
            faults += self._lines(sheet, [*sheet.rows], phrases)
        for sheet, exhibit in zip(shown, exhibits, strict=False):
            faults += self._exhibit(sheet, exhibit, phrases)
        for place, text in workbook.texts:
            if not self._is_known(text, phrases, len(workbook.sheets)):
                faults.append(f"{place} has the numbers {', '.join(words_of(text))}")
        return faults

    def _exhibit(self, sheet: Sheet, exhibit: Exhibit, phrases: Phrases) -> Iterator[str]:
        head = self._head(sheet, exhibit)
        if head is None:
            yield f"the sheet '{sheet.name}' has no table like that of {exhibit.name}"
            return
        for number, row in enumerate(exhibit.rows, start=1):
            own = sheet.rows.get(head + number, {})
            wide = max(len(row), max(own, default=0))
            for column in range(1, wide + 1):
                expected = row[column - 1] if column <= len(row) else ""
                yield from self._cell(sheet, own.get(column, Cell("")), expected, row[0])
        table = set(range(head, head + len(exhibit.rows) + 1))
        others = [row for row in sheet.rows if row not in table]
        yield from self._lines(sheet, others, phrases)
        yield from self._lines(sheet, [head], phrases)

    def _head(self, sheet: Sheet, exhibit: Exhibit) -> int | None:
        wanted = [normal(header) or "-" for header in exhibit.headers]
        for number in sorted(sheet.rows):
            row = sheet.rows[number]
            texts = [row.get(column, Cell("")).text for column in range(1, len(wanted) + 1)]
            # A table's columns may not bear the same name, so a second one bears a number.
            if all(
                normal(text) == want or normal(_REPEATED.sub("", text)) == want
                for text, want in zip(texts, wanted, strict=True)
            ):
                return number
        return None

    def _cell(self, sheet: Sheet, cell: Cell, expected: str, row: str) -> Iterator[str]:
        place = f"the sheet '{sheet.name}', row '{row}'"
        if not cell.number:
            if normal(cell.text) != normal(expected):
                yield f"{place}: a cell says something else than the page"
            return
        shown = self._shown(cell)
        if shown is None or normal(shown) != normal(expected):
            yield f"{place}: a number that the page does not have there"

    def _shown(self, cell: Cell) -> str | None:
        """How a number is shown; None where the file holds more of it than is shown."""
        value = Fraction(cell.number)
        decimals = len(re.sub('".*?"|%', "", cell.format).partition(".")[2])
        percent = cell.format.endswith("%")
        whole = value * (100 if percent else 1) * 10**decimals
        # A decimal fraction is stored as the nearest binary one.
        if abs(whole - round(whole)) > Fraction(1, 10**6):
            return None
        if percent:
            return self._words.percent(float(value), decimals)
        if cell.format in ("0", "General"):
            return str(int(value)) if value.denominator == 1 else cell.number
        return self._words.number(float(value), decimals)

    def _lines(self, sheet: Sheet, rows: Sequence[int], phrases: Phrases) -> Iterator[str]:
        for number in sorted(rows):
            for cell in sheet.rows[number].values():
                text = cell.text or cell.number
                if not self._is_known(text, phrases, 0):
                    numbers = ", ".join(words_of(text))
                    yield f"the sheet '{sheet.name}', line {number}: the page lacks {numbers}"

    def _is_known(self, text: str, phrases: Phrases, sheets: int) -> bool:
        spans = self._harmless.spans(text)
        if _OWN.fullmatch(text) or all(token.span() in spans for token in tokens(text)):
            return True
        left = phrases.left_of(text)
        if not tokens(left):
            return True
        rest = [t.group() for t in tokens(left) if t.span() not in self._harmless.spans(left)]
        # The file counts its own sheets and named ranges.
        return rest == [str(sheets)] or rest == [str(sheets - 1)] if sheets else not rest
