"""One result, many faces: the same numbers in page, workbook, finding and alternative text.

The PDF is held against the page in tests/test_accessibility_pdf.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag

from tests.publishing.test_spreadsheet import shown, table_of

pytestmark = pytest.mark.whole_set
PERCENT = re.compile(r"\d+(?:[.,]\d+)?(?=\s?%)")


@pytest.fixture(scope="module")
def pages(full_set: Path) -> dict[Path, BeautifulSoup]:
    paths = [path for path in full_set.rglob("*.html") if not path.name.startswith("index")]
    assert len(paths) >= 60
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in paths}


def _label(element: Tag) -> str:
    """ "Figure 3" of a caption that begins with it."""
    bold = element.select_one("figcaption b, caption b")
    assert bold is not None
    return bold.get_text().rstrip(".")


def test_every_workbook_holds_every_cell_note_and_finding_of_its_page(pages):
    tables = 0
    for path, page in pages.items():
        language = str(page.html["lang"])
        workbook = openpyxl.load_workbook(path.with_suffix(".xlsx"))
        exhibits = page.select(".exhibit")
        assert len(workbook.sheetnames) == len(exhibits) + 2, path
        for exhibit in exhibits:
            sheet = workbook[_label(exhibit)]
            rows = exhibit.select("table tr")
            expected = [[cell.get_text() for cell in row.select("th, td")] for row in rows]
            actual = [[shown(cell, language) for cell in row] for row in table_of(sheet)]
            assert actual == expected, (path, sheet.title)
            tables += 1
            lines = [str(row[0].value) for row in sheet.iter_rows() if row[0].value is not None]
            for part in exhibit.select(".finding, .remark"):
                assert part.get_text() in lines, (path, sheet.title)
            for sheet_table in sheet.tables.values():
                assert sheet_table.displayName.startswith("exhibit_")
            assert not sheet.merged_cells.ranges
    assert tables > 900


def _held(exhibit: Tag) -> set[str]:
    """The percentages of an exhibit's table, captions and notes, and the level of intervals."""
    parts = exhibit.select("table, figcaption, caption, .remark")
    return {"95", *PERCENT.findall(" ".join(part.get_text(" ") for part in parts))}


def test_no_picture_tells_a_percentage_that_its_table_does_not_hold(pages):
    told = 0
    for path, page in pages.items():
        for exhibit in page.select(".exhibit:has(img)"):
            alt = set(PERCENT.findall(str(exhibit.select_one("img")["alt"])))
            told += len(alt)
            assert alt <= _held(exhibit), (path, exhibit["id"])
    assert told > 1000


def test_no_finding_tells_a_percentage_that_its_exhibit_does_not_hold(pages):
    told = 0
    for path, page in pages.items():
        for exhibit in page.select(".exhibit:has(.finding)"):
            finding = set(PERCENT.findall(exhibit.select_one(".finding").get_text()))
            told += len(finding)
            assert finding <= _held(exhibit), (path, exhibit["id"])
    assert told > 300
