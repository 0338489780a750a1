from __future__ import annotations

import io
import re
import warnings
import zipfile

import nbformat.v4 as v4
import openpyxl
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lumo_analysis.presentation.exhibits import (
    Block,
    Bullets,
    Exhibit,
    Facts,
    Front,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Table,
    TableColumn,
)
from lumo_analysis.presentation.wording import MINUS, Wording
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.spreadsheet import LumoXLSXExporter
from lumo_analysis.publishing.spreadsheet_names import column_names, sheet_names
from lumo_analysis.publishing.spreadsheet_numbers import number_of

MARK = "Synthetic demonstration data"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'
COLUMNS = (TableColumn("Service"), TableColumn("Share", True), TableColumn("n", True))
ROWS = (("Schools", "46%", "1,204"), ("Clinics", "39%*", "28"), ("2021", "hidden", "–"))
HOSTILE = (
    *("=1+1", '=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)", "|cmd", "=cmd|' /C'!A1"),
    *("https://example.org", "mailto:a@example.org", "internal:'Cover'!A1", "00123", "_x0041_"),
    *("<script>", "&amp;", "]]>", "👍 漢字 שלום", "a\nb", "'quoted", "1E5", "TRUE", "#REF!"),
)


def front(language: str = "en", mark: str | None = MARK) -> Front:
    facts = (("Respondents", "134"), ("Region", "All"))
    tone = "synthetic" if mark else None
    return Front(
        *("Title", "Subtitle", language, "The survey", "All", "n", "The project", "2021-02"),
        *(facts, mark, tone),  # type: ignore[arg-type]
    )


def notebook(*blocks: Block, first: Front | None = None) -> NotebookNode:
    shown = [first or front(), *blocks]
    outputs = [v4.new_output("display_data", block._repr_mimebundle_()) for block in shown]
    cell = v4.new_code_cell("secret_code()", outputs=outputs, metadata={"tags": ["public"]})
    return v4.new_notebook(cells=[cell])


def exported(*blocks: Block, first: Front | None = None) -> bytes:
    content, resources = LumoXLSXExporter().from_notebook_node(notebook(*blocks, first=first))
    assert resources["output_extension"] == ".xlsx"
    return content


def opened(*blocks: Block, first: Front | None = None) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return openpyxl.load_workbook(io.BytesIO(exported(*blocks, first=first)))


def shown(cell: Cell, language: str = "en") -> str:
    """What a reader sees in a cell, in the report's language."""
    words = Wording(language)
    if isinstance(cell.value, int | float):
        decimals = cell.number_format.partition(".")[2].count("0")
        if cell.number_format.endswith("%"):
            return words.percent(cell.value, decimals)
        return words.number(cell.value, decimals)
    return str(cell.value or "")


def table_of(sheet: Worksheet) -> list[list[Cell]]:
    (table,) = sheet.tables.values()
    return [list(row) for row in sheet[table.ref]]


def column(sheet: Worksheet) -> list[str]:
    return [str(row[0].value) for row in sheet.iter_rows() if row[0].value is not None]


def test_the_sheets_are_a_cover_the_contents_and_one_an_exhibit():
    table = Table(COLUMNS, ROWS)
    blocks = (Exhibit("a", "A", table), Exhibit("b", "B", table, picture=Picture(SVG, 4, 2, "1")))
    assert opened(*blocks).sheetnames == ["Cover", "Contents", "Table 1", "Figure 1"]
    finnish = opened(*blocks, first=front("fi")).sheetnames
    assert finnish == ["Kansi", "Sisällys", "Taulukko 1", "Kuvio 1"]


def test_an_exhibit_s_sheet_tells_what_it_is_from_the_top_down():
    exhibit = Exhibit("a", "Help", Table(COLUMNS, ROWS), "Schools help 46%.", None, ("A note.",))
    actual = column(opened(exhibit)["Table 1"])
    assert actual == [
        *("Table 1. Help", "Schools help 46%.", MARK, "Back to the contents"),
        *("Service", "Schools", "Clinics", "2021"),
        *("Units", "Percentages: Share", "Numbers: n", "Notes", "A note."),
        *("Source", "The survey · The project · February 2021"),
    ]


def test_pure_numbers_and_per_cents_are_numbers_and_marked_ones_stay_text():
    rows = table_of(opened(Exhibit("a", "A", Table(COLUMNS, ROWS)))["Table 1"])
    values = [[cell.value for cell in row] for row in rows[1:]]
    assert values == [["Schools", 0.46, 1204], ["Clinics", "39%*", 28], ["2021", "hidden", "–"]]
    formats = [cell.number_format for cell in rows[1][1:]]
    assert formats == ["0%", "#,##0"]
    assert [[shown(cell) for cell in row] for row in rows[1:]] == [list(row) for row in ROWS]


def test_numbers_are_read_in_the_language_of_the_report():
    rows = (("Koulut", "46\u00a0%", "1\u00a0204,5"),)
    sheet = opened(Exhibit("a", "A", Table(COLUMNS, rows)), first=front("fi"))["Taulukko 1"]
    cells = table_of(sheet)[1]
    assert [cell.value for cell in cells] == ["Koulut", 0.46, 1204.5]
    assert [shown(cell, "fi") for cell in cells] == list(rows[0])


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("0", "en", (0, "#,##0")),
        (f"{MINUS}5.25", "en", (-5.25, "#,##0.00")),
        (f"{MINUS}0,4\u00a0%", "fi", (-0.004, '0.0"\u00a0"%')),
        ("12%", "en", (0.12, "0%")),
        ("1204", "en", (1204, "0")),
        ("1,204", "en", (1204, "#,##0")),
        ("1\u00a0204", "fi", (1204, "#,##0")),
    ],
)
def test_a_number_gets_a_format_that_shows_it_as_it_was(text, language, expected):
    number = number_of(text, Wording(language))
    assert number is not None
    assert (pytest.approx(number.value), number.format) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "–", "12*", "< 0.001", "30–62%", "46% (12)", "00123", "1,5", "1 204", "1e5"),
        *("0401234567", "12 %", "-5", "+5", "٣", "1234567890123456", "5.", ".5", "12%%", "²"),
    ],
)
def test_what_is_more_than_a_number_is_none(text):
    assert number_of(text, Wording("en")) is None


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), st.sampled_from(["en", "fi"]))
def test_every_number_that_a_report_words_comes_back(value, language):
    words = Wording(language)
    number = number_of(words.number(float(value), 2), words)
    assert number is not None
    assert number.value == pytest.approx(float(value))


@given(st.text(max_size=12))
def test_any_text_is_a_number_only_if_it_reads_back(text):
    words = Wording("en")
    number = number_of(text, words)
    if number is not None:
        plain = text.replace(",", "").replace(MINUS, "-").rstrip("%")
        assert float(plain) == pytest.approx(number.value * (100 if number.is_percent else 1))


def test_a_table_is_a_real_one_with_its_header_in_view():
    sheet = opened(Exhibit("a", "Help", Table(COLUMNS, ROWS), "Schools help."))["Table 1"]
    (table,) = sheet.tables.values()
    assert [column.name for column in table.tableColumns] == ["Service", "Share", "n"]
    assert table.tableStyleInfo.showRowStripes
    assert table.tableStyleInfo.showFirstColumn
    assert table.headerRowCount == 1
    first_row = int(re.search(r"\d+", table.ref).group())  # type: ignore[union-attr]
    assert sheet.freeze_panes == f"B{first_row + 1}"
    assert sheet.print_title_rows == f"${first_row}:${first_row}"
    assert sheet.page_setup.fitToHeight == 0


def test_no_cell_is_merged_and_no_sheet_holds_a_formula_or_a_picture():
    table = Table(COLUMNS, ROWS)
    blocks = [Exhibit(str(n), "A", table, picture=Picture(SVG, 4, 2, "1")) for n in range(3)]
    workbook = opened(*blocks)
    for sheet in workbook:
        assert not sheet.merged_cells.ranges
        assert all(cell.data_type != "f" for row in sheet for cell in row)
    names = zipfile.ZipFile(io.BytesIO(exported(*blocks))).namelist()
    assert not [name for name in names if "media" in name or "drawing" in name]


def test_hostile_texts_stay_texts_wherever_they_stand():
    columns = tuple(TableColumn(text, True) for text in ("Name", *HOSTILE))
    table = Table(columns, tuple((text, *HOSTILE) for text in HOSTILE))
    for text in HOSTILE:
        workbook = opened(
            Heading(2, text, "s"),
            Paragraph(text),
            Bullets((text,)),
            Facts(((text, text),)),
            Notice(text),
            Heading(2, "Results", "r"),
            Exhibit("x", text, table, text, None, (text,)),
            first=Front(text, text, "en", text, text, text, text, "2021-02", ((text, text),), text),
        )
        assert {link.location or link.target for link in links(workbook)} == {
            *("'Contents'!A1", "'Table 1'!A1")
        }
        cells = [cell for sheet in workbook for row in sheet for cell in row]
        assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
        assert sum(cell.value == text for cell in cells) >= 14
    rows = table_of(workbook["Table 1"])
    assert [str(cell.value) for cell in rows[1]] == ["=1+1", *HOSTILE]


def links(workbook: Workbook) -> list[openpyxl.worksheet.hyperlink.Hyperlink]:
    return [cell.hyperlink for sheet in workbook for row in sheet for cell in row if cell.hyperlink]


def test_every_link_leads_to_a_sheet_and_the_contents_name_every_exhibit():
    exhibits = [
        Exhibit(str(n), f"Title {n}", Table(COLUMNS, ROWS), f"It is {n}.") for n in range(3)
    ]
    workbook = opened(*exhibits)
    targets = [link.location.removesuffix("!A1").strip("'") for link in links(workbook)]
    assert set(targets) == set(workbook.sheetnames) - {"Cover"}
    rows = [[cell.value for cell in row] for row in table_of(workbook["Contents"])]
    assert rows == [
        ["Sheet", "Title", "Finding"],
        *([f"Table {n + 1}", f"Title {n}", f"It is {n}."] for n in range(3)),
    ]


def test_the_cover_says_whose_the_numbers_are_and_what_stands_behind_them():
    cover = column(
        opened(
            Heading(2, "About", "about"),
            Paragraph("A survey."),
            Heading(2, "Results", "results"),
            Paragraph("Not on the cover."),
            Exhibit("a", "A", Table(COLUMNS, ROWS)),
            Heading(2, "Voices", "voices"),
            Quote("Words of somebody.", "en", "Employee"),
            Heading(2, "Provenance", "provenance"),
            Facts((("Made with", "lumo"),)),
            Exhibit("b", "B", Table(COLUMNS, ROWS)),
            Heading(2, "To cite", "cite"),
            Bullets(("Author (2021).",)),
        )["Cover"]
    )
    assert cover[:7] == [
        *("Title", "Subtitle", "The project", MARK),
        *("Respondents: 134", "Region: All", "Contents"),
    ]
    assert cover[9:] == [
        *("About", "A survey.", "Provenance", "Made with: lumo", "To cite", "– Author (2021)."),
    ]


def test_a_report_without_a_mark_shows_none():
    for sheet in opened(Exhibit("a", "A", Table(COLUMNS, ROWS)), first=front(mark=None)):
        assert MARK not in column(sheet)


def test_a_picture_without_numbers_is_told_in_words():
    cell = v4.new_code_cell(
        metadata={"tags": ["public"]},
        outputs=[v4.new_output("display_data", {"image/svg+xml": SVG}, metadata={"alt": "A bar"})],
    )
    report = notebook()
    report.cells.append(cell)
    content, _ = LumoXLSXExporter().from_notebook_node(report)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Figure 1"]
    assert "A bar" in column(sheet)
    assert not sheet.tables


def test_an_empty_table_keeps_its_header():
    sheet = opened(Exhibit("a", "A", Table(COLUMNS, ())))["Table 1"]
    assert [cell.value for cell in table_of(sheet)[0]] == ["Service", "Share", "n"]
    assert column(sheet)[-2:] == ["Source", "The survey · The project · February 2021"]


def test_columns_of_the_same_name_are_told_apart():
    columns = (TableColumn(""), TableColumn("Share", True), TableColumn("share", True))
    sheet = opened(Exhibit("a", "A", Table(columns, (("x", "1", "2"),))))["Table 1"]
    assert [cell.value for cell in table_of(sheet)[0]] == ["-", "Share", "share (2)"]


@given(st.lists(st.text(max_size=40), max_size=12))
def test_a_sheet_s_name_is_short_and_its_own(wanted):
    names = sheet_names(wanted)
    assert len(names) == len(wanted)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$|^history$", name, re.IGNORECASE)


def test_long_names_that_begin_alike_are_told_apart():
    wanted = ["Palvelujen saatavuus ja sopivuus " + "x" * n for n in range(12)]
    names = sheet_names(wanted)
    assert names[:2] == ["Palvelujen saatavuus ja sopivuu", "Palvelujen saatavuus ja sop (2)"]
    assert names[9] == "Palvelujen saatavuus ja so (10)"
    assert len(set(names)) == 12


def test_a_column_s_name_is_one_line_and_holds_no_code():
    assert column_names(["one\nline", "_x0041_", "_x_"]) == ["one line", "_ x0041_", "_x_"]


@given(st.lists(st.text(max_size=300), max_size=6))
def test_a_column_s_name_is_its_own_and_never_empty(labels):
    names = column_names(labels)
    assert len({name.casefold() for name in names}) == len(labels)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 255 for name in names)


def test_a_text_longer_than_a_cell_ends_in_an_ellipsis():
    long = "👍" * 20_000
    sheet = opened(Exhibit("a", "A", Table(COLUMNS, ((long, "1", "2"),))))["Table 1"]
    text = str(table_of(sheet)[1][0].value)
    assert text == "👍" * 16_383 + "…"


def test_a_column_is_as_wide_as_its_content_within_limits():
    def widths(first: str, second: str) -> list[float]:
        sheet = opened(Exhibit("a", "A", Table(COLUMNS, ((first, second, "1"),))))["Table 1"]
        return [sheet.column_dimensions[letter].width for letter in "AB"]

    short, long = widths("Schools", "46%"), widths("Schools " * 30, "46% (12; 30–62%)")
    assert short[0] < long[0] < 70
    assert short[1] < long[1]


def test_the_properties_say_title_author_language_and_the_month_of_the_data():
    properties = opened(Paragraph("x"), first=front("fi")).properties
    assert properties.title == f"Title, Subtitle – {MARK}"
    assert (properties.creator, properties.language) == ("The project", "fi")
    assert f"{properties.created:%Y-%m-%d %H:%M}" == "2021-02-01 00:00"


def test_the_same_notebook_gives_the_same_bytes():
    blocks = (Heading(2, "A", "a"), Exhibit("t", "T", Table(COLUMNS, ROWS)))
    assert exported(*blocks) == exported(*blocks)


def test_code_is_not_published():
    content = exported(Paragraph("x"))
    files = zipfile.ZipFile(io.BytesIO(content))
    assert not [name for name in files.namelist() if b"secret_code" in files.read(name)]


def test_the_spreadsheet_holds_every_cell_of_every_table_of_the_page():
    from lumo_analysis.publishing.html import LumoHTMLExporter

    report = notebook(
        Exhibit("a", "A", Table(COLUMNS, ROWS)),
        Exhibit("b", "B", Table(COLUMNS, ROWS[:1]), picture=Picture(SVG, 4, 2, "1")),
    )
    page = BeautifulSoup(LumoHTMLExporter().from_notebook_node(report)[0], "html.parser")
    content, _ = LumoXLSXExporter().from_notebook_node(report)
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    for table, block in zip(page.select("main table"), report_blocks(report)[1:], strict=True):
        expected = [
            [cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.select("tr")
        ]
        actual = [[shown(cell) for cell in row] for row in table_of(workbook[block["label"]])]
        assert actual == expected
