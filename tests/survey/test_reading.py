from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from small_survey import write_workbook

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey import reading
from lumo_analysis.survey.reading import read_export


def refusal(path: Path) -> str:
    with pytest.raises(ResponsesError) as refused:
        read_export(path)
    return str(refused.value)


def test_cells_are_the_text_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("a;b\n 01 ;NA\n", encoding="utf-8")

    actual = read_export(path)

    assert actual.cells.to_dict("list") == {"a": [" 01 "], "b": ["NA"]}
    assert actual.row_number(0) == 2
    assert actual.sha256 == hashlib.sha256(b"a;b\n 01 ;NA\n").hexdigest()


def test_a_workbook_and_a_text_file_give_the_same_cells(tmp_path: Path) -> None:
    rows = [["a", "b"], ["Etelä-Savo", "=1+1"], ["x", "5"]]
    text = tmp_path / "export.CSV"
    text.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    book = write_workbook(tmp_path / "export.xlsx", [rows[0], rows[1], ["x", 5]])

    assert read_export(text).texts(rows[0]).equals(read_export(book).cells)


def test_row_numbers_count_blank_rows(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("a;b\n\n1;2\n\n\n3;4\n", encoding="utf-8")

    actual = read_export(path)

    assert [actual.row_number(position) for position in range(2)] == [3, 6]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"

    assert refusal(path) == (
        f"{path}: 1 fault\n  file: there is no such file; check the name and the folder"
    )


@pytest.mark.parametrize("name", ["export.xls", "export.doc", "export"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"a;b\n1;2\n")

    assert (
        "is not read; export the responses as .csv, .xlsx, .ods, .sav, .dta or .parquet"
        in refusal(tmp_path / name)
    )


def test_an_export_without_a_row_of_answers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("a;b\n;\n", encoding="utf-8")

    assert "no row of answers below the headers" in refusal(path)


@pytest.mark.parametrize(("limit", "told"), [("MAX_ROWS", "2 rows"), ("MAX_COLUMNS", "2 columns")])
def test_a_table_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, told: str
) -> None:
    monkeypatch.setattr(reading, limit, 1)
    path = tmp_path / "export.csv"
    path.write_text("a;b\n1;2\n3;4\n", encoding="utf-8")

    assert told in refusal(path)
