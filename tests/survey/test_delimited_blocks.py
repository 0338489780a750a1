"""Whatever a file holds: read block by block it is what the careful reader makes of it."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_survey import questionnaire
from test_mutated_exports import csv_bytes, table

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey import block_columns, delimited_blocks, reading
from lumo_analysis.survey.cleaning import Cleaned, decode_responses
from lumo_analysis.survey.delimited_blocks import read_blocks
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from lumo_analysis.survey.raw_table import RawTable
from lumo_analysis.survey.reading import read_export

DATA = Path(__file__).parents[2] / "data"
LIMITS = (reading.MAX_ROWS, reading.MAX_COLUMNS)
REGULAR = {
    "plain": "a;b\n1;2\n3;4\n",
    "no last line end": "a;b\n1;2\n3;4",
    "line ends of Windows": "a;b\r\n1;2\r\n3;4\r\n",
    "line ends of old Macs": "a;b\r1;2\r3;4\r",
    "mixed line ends": "a;b\r\n1;2\n3;4\r5;6\n",
    "a line end in quotes": 'a;b\n"1\n\n2";x\n"3\r\n";"4\r5"\n',
    "quotes doubled": 'a;b\n"""1""";x\n"2""";""""\n"";"3"\n',
    "a delimiter in quotes": 'a;b\n"1;2";3\n"";4\n',
    "quoted headers": '"a\nc";"b"\n1;2\n',
    "tabs": "a\tb\n1\t2;2\n",
    "commas": 'a,b\n1,"2,2"\n',
    "a byte-order mark": "\ufeffa;b\n1;2\n",
    "a mark where a row begins": "a;b\n\ufeff1;2\n",
    "space kept": "a ; b\n 1;2 \n\u00a0;\u200b\n",
    "blank cells": "a;b\n;2\n1;\n",
    "rows without an answer": "a;b\n1;2\n5;6\n;\n  ;\u00a0\n3;4\n;\n",
    "words of missing": "a;b\nNA;null\nNaN;None\n,;#N/A\n",
    "numbers as they stand": "a;b\n007;1e3\n1,50;+5\n",
    "other line ends of text": "a;b\nx\u2028y;z\x0bw\n1;2\n\x0c;\x85\n",
    "headers of Qualtrics": 'Q1;Q2\nA?;B?\n"{""ImportId"":1}";"{""ImportId"":2}"\n1;2\n',
    "headers of SurveyMonkey": "Respondent ID;A?;\n;Talk;Letter\n1;Talk;\n2;;Letter\n",
}
IRREGULAR = {
    "an empty file": "",
    "headers only": "a;b\n",
    "headers over nothing": "a;b\n;\n;\n",
    "one column": "a\n1\n",
    "an empty line": "a;b\n\n1;2\n3;4\n",
    "an empty line below": "a;b\n1;2\n\n",
    "an empty line above": "\na;b\n1;2\n",
    "blank rows above": ";\na;b\n1;2\n",
    "a blank row among the first": "a;b\n1;2\n;\n3;4\n",
    "a narrow row": "a;b\n1;2\n3\n",
    "a wide row": "a;b\n1;2;3\n4;5\n",
    "a delimiter more in each row": "a;b\n1;2;\n3;4;\n",
    "a quote that stays open": 'a;b\n1;"2\n3;4\n',
    "a quote after a word": 'a;b\n1;x"y\n3;4"5"\n',
    "a word after a quote": 'a;b\n1;"x"y\n3;4\n',
    "a quote after space": 'a;b\n1; "x;y"\n3;4\n',
    "quotes that even out": 'a;b\n1;x"\n"3;4\n',
    "NUL": "a;b\n1;\x00\n",
    "a lost letter": "a;b\n1;Etel\ufffd\n",
    "letters read wrongly": "a;b\n1;EtelÃ¤\n",
    "two marks": "\ufeff\ufeffa;b\n1;2\n",
    "one header twice": "a;A\n1;2\n",
    "no header": "a;\n1;2\n",
    "half a line end": "a;b\r\r\n1;2\r\r\n",
}


def both(path: Path) -> tuple[RawTable | None, RawTable | None, str]:
    """The table read by blocks and carefully, none where refused, and the refusal."""
    fast = read_blocks(path, *LIMITS)
    try:
        return fast, reading._raw_table(path, reading._read_table(path, path.suffix), ""), ""
    except ResponsesError as refused:
        return fast, None, str(refused)


def written(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def assert_same(actual: RawTable, expected: RawTable) -> None:
    pd.testing.assert_frame_equal(actual.texts(list(actual.cells)), expected.cells)
    assert list(actual.rows) == list(expected.rows)
    assert actual.first_row == expected.first_row
    assert actual.recognised == expected.recognised
    assert list(actual.recognised) == list(expected.recognised)
    assert actual.variables == expected.variables
    for _, column in actual.cells.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            assert list(column.unique()) == list(column.cat.categories)


@pytest.mark.parametrize("block", [delimited_blocks.BLOCK, 32])
@pytest.mark.parametrize("most", [block_columns.MOST_DISTINCT, 1])
@pytest.mark.parametrize("name", REGULAR)
def test_a_whole_file_is_read_alike(
    name: str, most: int, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, REGULAR[name])
    monkeypatch.setattr(block_columns, "MOST_DISTINCT", most)
    if "headers" not in name:
        monkeypatch.setattr(delimited_blocks, "BLOCK", block)

    actual, expected, _ = both(path)

    assert actual is not None
    assert expected is not None
    assert_same(actual, expected)


@pytest.mark.parametrize("name", IRREGULAR)
def test_anything_else_is_left_to_the_careful_reader(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, IRREGULAR[name])

    assert read_blocks(path, *LIMITS) is None


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16"])
def test_other_encodings_are_left_to_the_careful_reader(encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path, "a;b\nEtelä-Savo;2\n".encode(encoding))

    assert read_blocks(path, *LIMITS) is None
    assert read_export(path).cells["a"].tolist() == ["Etelä-Savo"]


def test_no_more_is_read_than_the_limits_allow(tmp_path: Path) -> None:
    path = written(tmp_path, "a;b\n1;2\n3;4\n")

    assert read_blocks(path, 1, 2) is None
    assert read_blocks(path, 2, 1) is None
    assert read_blocks(path, 2, 2) is not None


def test_a_cell_longer_than_the_careful_reader_takes_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, f"a;b\n1;{'x' * 40}\n")
    monkeypatch.setattr(delimited_blocks, "MAX_FIELD", 39)

    assert read_blocks(path, *LIMITS) is None


PIECES = [*';;;;\n\n\r",\t "', "\r\n", '";"', '"\n"', ";\n", "a", "ä", "1", "\ufeff", "\x00", "Ã¤"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from([8, 1 << 20]))
def test_any_file_is_read_alike_or_left(
    tmp_path_factory: pytest.TempPathFactory, body: str, block: int
) -> None:
    path = written(tmp_path_factory.getbasetemp(), "a;b\n" + body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited_blocks, "BLOCK", block)
        actual, expected, refusal = both(path)

    if actual is not None:
        assert expected is not None, refusal
        assert_same(actual, expected)


CELLS = st.one_of(
    st.sampled_from(["", " ", "x", "Ei", "Kyllä", "\u00a0"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufffd\ufeff"), max_size=6),
)


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=20),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(";,\t"),
    st.sampled_from([64, 1 << 20]),
)
def test_cells_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[tuple[str, ...]],
    end: str,
    delimiter: str,
    block: int,
) -> None:
    rows = [("x1", "x2", "x3"), *records]
    lines = [delimiter.join('"' + c.replace('"', '""') + '"' for c in row) + end for row in rows]
    path = written(tmp_path_factory.getbasetemp(), "".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited_blocks, "BLOCK", block)
        actual, expected, _ = both(path)

    if actual is not None:
        assert expected is not None
        assert_same(actual, expected)
    if block > 64 and end != "\r" and expected is not None:
        assert actual is not None


def cleaned(path: Path, survey: str | None, monkeypatch: pytest.MonkeyPatch, fast: bool) -> Cleaned:
    asked = load_questionnaire(DATA / survey / "questionnaire.yaml") if survey else questionnaire()
    with monkeypatch.context() as patch:
        if not fast:
            patch.setattr(delimited_blocks, "read_blocks", lambda *_: None)
        return decode_responses(read_export(path), asked, "export.csv")


def assert_same_responses(path: Path, survey: str | None, patch: pytest.MonkeyPatch) -> None:
    actual, expected = (cleaned(path, survey, patch, fast) for fast in (True, False))
    pd.testing.assert_frame_equal(actual.responses, expected.responses)
    pd.testing.assert_frame_equal(actual.log, expected.log)
    assert actual.synthetic == expected.synthetic
    if expected.identifiers is None:
        assert actual.identifiers is None
    else:
        pd.testing.assert_series_equal(actual.identifiers, expected.identifiers)


@pytest.mark.parametrize("survey", ["workers-2021", "partners-2021"])
def test_shipped_responses_become_the_same(survey: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = DATA / survey / "synthetic.csv"

    assert read_blocks(path, *LIMITS) is not None
    assert_same_responses(path, survey, monkeypatch)


def test_an_export_becomes_the_same_responses_in_any_order_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = table()
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        path = written(tmp_path, csv_bytes([header, *rows]))

        assert read_blocks(path, *LIMITS) is not None
        assert_same_responses(path, None, monkeypatch)


def test_a_refusal_says_the_same_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = table()
    for number, text in enumerate(["hyvn", "99", "Aki", "hyvn", "x"]):
        rows[3 * number][6] = text
        rows[2 * number][2] = text
        rows[5][4] = "mitä"
    path = written(tmp_path, csv_bytes([header, *rows[:2], [""] * len(header), *rows[2:]]))

    messages = []
    for fast in (True, False):
        with pytest.raises(ResponsesError) as refused:
            cleaned(path, None, monkeypatch, fast)
        messages.append(str(refused.value))

    assert messages[0] == messages[1]
    assert "rows 2, 12" in messages[0]
