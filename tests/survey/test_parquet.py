from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey import parquet
from lumo_analysis.survey.parquet import read_parquet


def refusal(path: Path) -> str:
    with pytest.raises(ResponsesError) as refused:
        read_parquet(path, 1000, 100)
    return str(refused.value).partition(f"{path.name}: ")[2]


def written(path: Path, columns: dict[str, object]) -> Path:
    pq.write_table(pa.table(columns), path, write_page_checksum=True)
    return path


def test_cells_are_text_and_nothing_is_blank(tmp_path: Path) -> None:
    category = pa.array(["Hyvä", None, "Hyvä"]).dictionary_encode()
    columns = {"a": category, "b": [1.0, None, 2.5], "c": [True, False, None], "d": [7, 8, 9]}

    actual = read_parquet(written(tmp_path / "x.parquet", columns), 1000, 100)

    assert actual.rows == [
        ["a", "b", "c", "d"],
        ["Hyvä", "1", "TRUE", "7"],
        ["", "", "FALSE", "8"],
        ["Hyvä", "2.5", "", "9"],
    ]


def test_dates_are_told_apart_from_text(tmp_path: Path) -> None:
    columns = {"a": ["x", "y"], "b": [pd.Timestamp("2021-02-01"), None]}

    actual = read_parquet(written(tmp_path / "x.parquet", columns), 1000, 100)

    assert actual.dates == [(1, 1)]


def test_lists_records_and_bytes_are_refused(tmp_path: Path) -> None:
    columns = {"a": [[1], [2]], "b": ["x", "y"], "c": [b"\x00", b"x"]}

    actual = refusal(written(tmp_path / "x.parquet", columns))

    assert "column 1: has no plain values" in actual
    assert "column 3: has no plain values" in actual


def test_a_changed_byte_in_the_answers_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path / "x.parquet", {"a": [f"answer {n}" for n in range(50)]})
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(raw)

    assert "not a whole Parquet file" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a;b\n1;2\n"])
def test_what_is_no_parquet_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(content)

    assert "not a whole Parquet file" in refusal(path)


def test_a_file_that_unpacks_too_far_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "MAX_UNPACKED", 10)

    assert "bytes unpacked; at most 1,000 rows" in refusal(
        written(tmp_path / "x.parquet", {"a": ["x" * 100]})
    )
