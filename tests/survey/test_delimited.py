from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey import delimited
from lumo_analysis.survey.delimited import read_delimited
from lumo_analysis.survey.table import Table

TEXT = "Maakunta;Toiveet\r\nEtelä-Savo;Lisää aikaa\r\nPohjois-Karjala;Työnohjausta ja yötyötä\r\n"
ROWS = [line.split(";") for line in TEXT.splitlines()]


def read(tmp_path: Path, content: bytes | str) -> Table:
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_delimited(path)


def refusal(tmp_path: Path, content: bytes | str) -> str:
    with pytest.raises(ResponsesError) as refused:
        read(tmp_path, content)
    return str(refused.value).partition("export.csv: ")[2]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "UTF-8 with byte-order mark"),
        (codecs.BOM_UTF8 * 2 + TEXT.encode(), "UTF-8 with byte-order mark"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (("\ufeff" + TEXT).encode("utf-16"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.encode("mac_roman"), "Mac Roman"),
    ],
)
def test_an_encoding_is_recognised_and_named(tmp_path: Path, content: bytes, encoding: str) -> None:
    actual = read(tmp_path, content)

    assert actual.rows == ROWS
    assert actual.recognised == {"encoding": encoding, "delimiter": "semicolon"}


@pytest.mark.parametrize(("delimiter", "name"), [(";", "semicolon"), (",", "comma"), ("\t", "tab")])
def test_a_delimiter_is_recognised_and_named(tmp_path: Path, delimiter: str, name: str) -> None:
    actual = read(tmp_path, TEXT.replace(";", delimiter))

    assert actual.rows == ROWS
    assert actual.recognised["delimiter"] == name


def test_commas_in_a_question_are_no_delimiters(tmp_path: Path) -> None:
    text = 'Maakunta;"Mitä, missä, milloin ja miksi?"\nEtelä-Savo;Aina\nKeski-Suomi;Nyt, heti\n'

    assert read(tmp_path, text).rows[0] == ["Maakunta", "Mitä, missä, milloin ja miksi?"]


def test_a_decimal_comma_is_no_delimiter(tmp_path: Path) -> None:
    actual = read(tmp_path, "Tunnus;Vuodet\na;1,5\nb;2,5\n")

    assert actual.rows[1:] == [["a", "1,5"], ["b", "2,5"]]


def test_quoted_cells_hold_newlines_delimiters_and_quotes(tmp_path: Path) -> None:
    actual = read(tmp_path, 'a;b\n1;"rivi; yksi\r\n""rivi"" kaksi"\n')

    assert actual.rows[1] == ["1", 'rivi; yksi\r\n"rivi" kaksi']


def test_words_that_often_mean_missing_stay_text(tmp_path: Path) -> None:
    words = ["None", "NA", "NULL", "nan", "-", "EOS", "9", "99", "true", "1e5", "007"]

    actual = read(tmp_path, "a;b\n" + "\n".join(f"x;{word}" for word in words))

    assert [row[1] for row in actual.rows[1:]] == words


def test_a_formula_in_a_text_file_is_text(tmp_path: Path) -> None:
    assert read(tmp_path, "a;b\n=1+1;@SUM(A1)\n").rows[1] == ["=1+1", "@SUM(A1)"]


def test_blank_rows_are_left_out_and_numbers_stay_those_of_a_spreadsheet(tmp_path: Path) -> None:
    actual = read(tmp_path, 'a;b\n\n1;"x\ny"\n;;\n;\n2;z\n'.replace(";;\n", ";\n"))

    assert actual.rows[1:] == [["1", "x\ny"], ["2", "z"]]
    assert actual.numbers == [1, 3, 6]
    assert actual.recognised["blank rows left out"] == "3"


def test_a_file_of_old_mac_line_ends_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT.replace("\r\n", "\r")).rows == ROWS


@pytest.mark.parametrize(
    ("sign", "what"),
    [
        ("\ufffd", "a letter was lost (U+FFFD)"),
        ("\x00", "a NUL character"),
        ("Ã¤", "'Ã¤', UTF-8 text that was once read as another encoding"),
        ("√§", "'√§', UTF-8 text that was once read as another encoding"),
    ],
)
def test_damaged_letters_are_refused(tmp_path: Path, sign: str, what: str) -> None:
    actual = refusal(tmp_path, f"a;b\nsalaisuus;ei\nx;lis{sign}{sign}\n")

    assert actual == (
        f"1 fault\n  row 3, column 2: {what}; export the responses again; "
        "the letters can't be recovered from this file"
    )


def test_a_file_read_wrongly_before_us_is_refused(tmp_path: Path) -> None:
    assert "read as another encoding" in refusal(tmp_path, TEXT.encode().decode("cp1252"))


def test_bytes_of_no_known_encoding_are_refused_with_their_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"a;b\n1;\xe3\x81\n") == (
        "1 fault\n  line 2: bytes that are not UTF-8; export again as UTF-8"
    )


def test_half_a_letter_of_utf16_is_refused(tmp_path: Path) -> None:
    assert "bytes that are not UTF-16" in refusal(tmp_path, TEXT.encode("utf-16")[:-1])


def test_ragged_rows_are_refused_all_at_once(tmp_path: Path) -> None:
    assert refusal(tmp_path, 'a;b\n1;"x\ny"\n1\n1;2;3\n1;2\n') == (
        "2 faults\n"
        "  row 3 (line 4 of the text): 1 cells, the headers are 2; mend the row, or export again\n"
        "  row 4 (line 5 of the text): 3 cells, the headers are 2; mend the row, or export again"
    )


def test_many_ragged_rows_are_counted_not_listed(tmp_path: Path) -> None:
    actual = refusal(tmp_path, "a;b;c\n" + "1;2;3\n" * 40 + "1;2\n" * 30)

    assert len(actual.splitlines()) == 22
    assert actual.endswith("file: 10 more faults like these")


def test_a_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, 'a;b\n1;2\n1;"salainen\n1;2\n') == (
        "1 fault\n  row 3: quotes that don't match (unexpected end of data); a cell that starts "
        "with a quote must end with one, and hold others doubled"
    )


def test_headers_with_a_quote_that_never_closes_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, '"a;b\n1;2\n').startswith("1 fault\n  row 1: quotes that don't match")


def test_text_after_a_closing_quote_is_refused(tmp_path: Path) -> None:
    actual = refusal(tmp_path, 'a;b\n"salainen" asia;2\n')

    assert actual.startswith("1 fault\n  row 2: quotes that don't match")
    assert "salainen" not in actual


def test_a_delimiter_at_the_end_of_every_row_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a;b\n1;2;\n3;4;\n") == (
        "1 fault\n  file: every row ends with a semicolon that the headers do not have; "
        "export again without it"
    )


def test_a_column_without_a_header_is_not_taken_for_a_trailing_delimiter(tmp_path: Path) -> None:
    assert "row 2: 3 cells" in refusal(tmp_path, "a;b\n1;2;3\n3;4;\n")


def test_a_trailing_delimiter_in_the_headers_too_is_refused(tmp_path: Path) -> None:
    assert "column 3: has no header; name it or remove it" in refusal(tmp_path, "a;b;\n1;2;\n")


def test_headers_that_are_the_same_are_refused(tmp_path: Path) -> None:
    assert "headers: the same stands in columns 1 and 3; rename or remove one" in refusal(
        tmp_path, "Toive;b;TOIVE\n1;2;3\n"
    )


def test_all_damage_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    actual = refusal(tmp_path, 'a;A\nlis\ufffd;2\n1\n2;"x\n')

    assert actual.startswith("4 faults")
    for told in ("U+FFFD", "columns 1 and 2", "row 3: 1 cells", "row 4: quotes"):
        assert told in actual


def test_a_file_with_one_column_is_refused(tmp_path: Path) -> None:
    assert "part the cells by one of semicolon, comma, tab" in refusal(tmp_path, "a|b\n1|2\n")


@pytest.mark.parametrize("content", [b"", b"\n\n", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "file: is empty" in refusal(tmp_path, content)


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "MAX_BYTES", 10)

    assert "larger than 10 bytes" in refusal(tmp_path, "a;b\n1;22222222\n")


def test_a_cell_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "MAX_FIELD", 100)

    assert "field larger than field limit (100)" in refusal(tmp_path, "a;b\n1;" + "x" * 101)
