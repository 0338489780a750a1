"""Parquet files as text, column by column, once their sizes are known to be sound."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.table import DATES, Table, damage_faults
from lumo_analysis.survey.value_labels import number_text

MAX_UNPACKED = 2_000_000_000


@dataclass(frozen=True)
class Columns:
    """The columns of a file by name, each with a value a row."""

    names: Sequence[str]
    values: Sequence[Sequence[object]]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.values[0]) if self.values else 0


def read_parquet(path: Path, max_rows: int, max_columns: int) -> Table:
    """The rows of a Parquet file of plain columns: text, numbers, yes or no, categories.

    `ResponsesError` where it is damaged, too large, or has lists or records in its cells.
    """
    return table_of(path, read_columns(path, max_rows, max_columns))


def check_size(path: Path, max_rows: int, max_columns: int) -> int:
    """How many rows a file has; `ResponsesError` where it is too large or no Parquet file."""
    with _refusing_damage(path), pq.ParquetFile(path) as file:
        _check_size(path, file.metadata, max_rows, max_columns)
        return int(file.metadata.num_rows)


def read_columns(path: Path, max_rows: int, max_columns: int) -> Columns:
    """The values of a Parquet file; `ResponsesError` as `read_parquet`."""
    with (
        _refusing_damage(path),
        pq.ParquetFile(path, page_checksum_verification=True) as file,
    ):
        _check_size(path, file.metadata, max_rows, max_columns)
        _check_types(path, file.schema_arrow)
        # Text stays a dictionary of the few that differ, so a small file can't grow much.
        read = file.read(use_threads=False)
        read.validate(full=True)
        values = [read.column(position).to_pylist() for position in range(read.num_columns)]
        return Columns(list(read.column_names), values)


def table_of(path: Path, columns: Columns) -> Table:
    """Columns as rows of text; `ResponsesError` where letters were lost or a name is missing."""
    dates = [
        (row, position)
        for position, values in enumerate(columns.values)
        for row, value in enumerate(values, 1)
        if isinstance(value, DATES)
    ]
    texts = [[number_text(value) for value in values] for values in columns.values]
    rows = [list(columns.names), *map(list, zip(*texts, strict=True))]
    numbers = list(range(1, len(rows) + 1))
    faults = damage_faults(rows, numbers)
    if faults:
        raise ResponsesError(str(path), faults)
    return Table(rows, numbers, {"format": "Parquet"}, dates)


@contextlib.contextmanager
def _refusing_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except ResponsesError:
        raise
    except Exception as error:
        # Arrow raises whatever its parsers met; for the user it is one thing.
        what = f"not a whole Parquet file ({type(error).__name__})"
        raise ResponsesError(str(path), [Fault("file", what, "export it again")]) from None


def _check_size(path: Path, metadata: Any, max_rows: int, max_columns: int) -> None:
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    unpacked = sum(group.total_byte_size for group in groups)
    rows, columns = metadata.num_rows, metadata.num_columns
    if rows > max_rows or columns > max_columns or not 0 <= unpacked <= MAX_UNPACKED:
        limit = f"at most {max_rows:,} rows, {max_columns:,} columns and {MAX_UNPACKED:,} bytes"
        what = f"{rows:,} rows and {columns:,} columns of {unpacked:,} bytes unpacked"
        raise ResponsesError(str(path), [Fault("file", what, f"{limit} are read")])


def _check_types(path: Path, schema: pa.Schema) -> None:
    faults = [
        Fault(f"column {number}", "has no plain values in its cells", "give it one value a cell")
        for number, field in enumerate(schema, 1)
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type)
    ]
    if faults:
        raise ResponsesError(str(path), faults)
