from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from small_survey import write_workbook

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey.table import Table
from lumo_analysis.survey.workbook import read_workbook


def read(path: Path) -> Table:
    return read_workbook(path, 1000, 100)


def refusal(path: Path) -> str:
    with pytest.raises(ResponsesError) as refused:
        read(path)
    return str(refused.value).partition(f"{path.name}: ")[2]


def test_cells_are_the_text_a_person_sees(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "x.xlsx", [["a", "b"], ["Hyvä", 5.0], [None, 2.5], [True, False]]
    )

    actual = read(path)

    assert actual.rows == [["a", "b"], ["Hyvä", "5"], ["", "2.5"], ["TRUE", "FALSE"]]
    assert actual.recognised == {"sheet": "Sheet"}


@pytest.mark.parametrize(
    "answer", ["=1+1", "<script>", "# otsikko", "\u202erln", "👩‍👧", "a\nb", "007"]
)
def test_hostile_answers_stay_text(tmp_path: Path, answer: str) -> None:
    path = write_workbook(tmp_path / "x.xlsx", [["a", "b"], [answer, "x"]])

    assert read(path).rows[1] == [answer, "x"]


def test_blank_rows_and_columns_beyond_the_answers_are_left_out(tmp_path: Path) -> None:
    rows = [[None], ["a", "b", None], [1, 2, " "], [" ", None], [3, 4], [None, None, ""]]
    path = write_workbook(tmp_path / "x.xlsx", rows)

    actual = read(path)

    assert actual.rows == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert actual.numbers == [2, 3, 5]
    assert actual.recognised["blank rows left out"] == "1"


def test_dates_are_told_apart_from_text(tmp_path: Path) -> None:
    day = datetime.datetime(2021, 2, 1)
    path = write_workbook(tmp_path / "x.xlsx", [["a", "b"], ["x", day], ["2021-02-01", "y"]])

    actual = read(path)

    assert actual.dates == [(1, 1)]


def test_a_date_that_heads_a_column_is_no_answer(tmp_path: Path) -> None:
    day = datetime.datetime(2021, 2, 1)
    path = write_workbook(tmp_path / "x.xlsx", [["a", day], ["x", "y"], ["z", "y"]])

    assert read(path).dates == []


def test_formulas_error_values_and_merged_cells_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["a", "b", "c"], ["=1+1", "x", "y"], ["z", "#N/A", "y"], ["m", None, "y"]):
        sheet.append(row)
    sheet.merge_cells("A4:B4")
    book.save(path)

    assert refusal(path) == (
        "3 faults\n"
        "  cells A4:B4: merged; unmerge them, one value a cell\n"
        "  cell A2: a formula; paste the values only\n"
        "  cell B3: an error value such as #N/A; clear the cell"
    )


def test_many_formulas_are_counted_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    for _ in range(30):
        sheet.append(["=1+1", "x"])
    book.save(path)

    actual = refusal(path)

    assert len(actual.splitlines()) == 22
    assert actual.endswith("10 more faults like these")


def test_damaged_letters_and_equal_headers_are_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", [["a", "A"], ["x", "lisÃ¤Ã¤"], ["y", "lis\ufffd"]])

    actual = refusal(path)

    assert actual.startswith("3 faults")
    assert "row 2, column 2: 'Ã¤', UTF-8 text" in actual
    assert "row 3, column 2: a letter was lost" in actual
    assert "headers: the same stands in columns 1 and 2" in actual


def test_answers_in_two_sheets_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Muut"), book.create_sheet("Tyhjä")):
        assert sheet is not None
        if sheet.title != "Tyhjä":
            sheet.append(["a", "b"])
    book.save(path)

    assert refusal(path) == (
        "1 fault\n  file: the responses must stand in one sheet; sheets with content: "
        "'Sheet', 'Muut'; keep the sheet with the answers only"
    )


def test_a_workbook_without_content_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", [])

    assert "sheets with content: none" in refusal(path)
