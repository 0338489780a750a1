from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from other_formats import ods_cell, ods_rows, write_ods

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey.open_document import read_open_document
from lumo_analysis.survey.table import Table


def read(path: Path) -> Table:
    return read_open_document(path, 1000, 100)


def refusal(path: Path) -> str:
    with pytest.raises(ResponsesError) as refused:
        read(path)
    return str(refused.value).partition(f"{path.name}: ")[2]


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


HEADERS = ods_rows([["a", "b"]])


def test_cells_are_the_text_a_person_sees(tmp_path: Path) -> None:
    rows = [["a", "b"], ["Hyvä", 5.0], ["", 2.5], ["=1+1 <b>", "a\nb"]]
    path = write_ods(tmp_path / "x.ods", ods_rows(rows))

    actual = read(path)

    assert actual.rows == [["a", "b"], ["Hyvä", "5"], ["", "2.5"], ["=1+1 <b>", "a\nb"]]
    assert actual.recognised == {"sheet": "Vastaukset"}


def test_repeated_cells_and_rows_are_written_out(tmp_path: Path) -> None:
    twice = ods_cell("x", 'table:number-columns-repeated="2"')
    body = HEADERS + row(twice, attributes='table:number-rows-repeated="3"')
    path = write_ods(tmp_path / "x.ods", body)

    assert read(path).rows == [["a", "b"], *[["x", "x"]] * 3]


def test_blank_rows_and_the_blank_rest_of_the_sheet_are_left_out(tmp_path: Path) -> None:
    blank = ods_cell("", 'table:number-columns-repeated="16384"')
    rest = row(blank, attributes='table:number-rows-repeated="1048000"')
    body = HEADERS + row(blank) + ods_rows([["1", "2"]]) + rest
    tracemalloc.start()

    actual = read(write_ods(tmp_path / "x.ods", body))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (actual.rows, actual.numbers) == ([["a", "b"], ["1", "2"]], [1, 3])
    assert actual.recognised["blank rows left out"] == "1"
    assert peak < 20_000_000


def test_formulas_error_values_and_merged_cells_are_refused_at_once(tmp_path: Path) -> None:
    body = HEADERS + row(
        ods_cell(2, 'table:formula="of:=1+1"'),
        ods_cell("#N/A", 'calcext:value-type="error"'),
    )
    body += row(ods_cell("m", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>")

    assert refusal(write_ods(tmp_path / "x.ods", body)) == (
        "3 faults\n"
        "  cell A2: a formula; paste the values only\n"
        "  cell B2: an error value such as #N/A; clear the cell\n"
        "  cell A3: merged; unmerge it, one value a cell"
    )


def test_a_date_is_told_apart_from_text(tmp_path: Path) -> None:
    date = (
        '<table:table-cell office:value-type="date" office:date-value="2021-02-01">'
        "<text:p>1.2.2021</text:p></table:table-cell>"
    )
    path = write_ods(tmp_path / "x.ods", HEADERS + row(ods_cell("x"), date))

    assert read(path).dates == [(1, 1)]


@pytest.mark.parametrize(
    "far",
    [
        row(ods_cell("x", 'table:number-columns-repeated="101"')),
        row(ods_cell("x"), attributes='table:number-rows-repeated="1001"'),
        row(ods_cell("x", 'table:number-columns-repeated="99999999999"')),
        row(ods_cell("", 'table:number-columns-repeated="16383"'), ods_cell("x")),
        row(ods_cell(""), attributes='table:number-rows-repeated="1048575"') + ods_rows([["x"]]),
    ],
)
def test_a_cell_far_outside_is_refused_before_parsing(tmp_path: Path, far: str) -> None:
    path = write_ods(tmp_path / "x.ods", HEADERS + far)

    assert "a cell far outside a table of answers; at most 1,000 rows" in refusal(path)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    entity = '<!DOCTYPE a [<!ENTITY b "bbbb">]>'
    path = write_ods(tmp_path / "x.ods", HEADERS, before=entity)

    assert "XML with a document type" in refusal(path)


def test_two_filled_sheets_are_refused(tmp_path: Path) -> None:
    second = '</table:table><table:table table:name="Muut">'
    path = write_ods(tmp_path / "x.ods", ods_rows([["a"]]) + second + ods_rows([["b"]]))

    assert "sheets with content: 'Vastaukset', 'Muut'" in refusal(path)


def test_a_zip_without_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "x.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert "no spreadsheet inside" in refusal(path)


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "x.ods", HEADERS)
    path.write_bytes(path.read_bytes()[:-40])

    assert "not a whole .ods workbook" in refusal(path)
