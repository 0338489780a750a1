"""Plain text files read block by block, so that memory holds the answers and not the file.

Only what is whole is read here: UTF-8, every record as wide as the headers, every quote where
it belongs, no sign of damage. Of anything else nothing is told; the reader that looks at each
record by itself then says what is wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from lumo_analysis.survey.block_columns import BlockColumn
from lumo_analysis.survey.delimited import (
    MAX_BYTES,
    MAX_FIELD,
    TRIED_LENGTH,
    likely_delimiter,
    recognised,
)
from lumo_analysis.survey.header_rows import Headed, with_one_header
from lumo_analysis.survey.raw_table import RawTable, only_records
from lumo_analysis.survey.table import damage_faults, sign_of_damage

BLOCK = 1 << 22
_HEAD = 3
_QUOTE = ord('"')


class _IrregularError(Exception):
    """Something that the careful reader has to look at."""


@dataclass(frozen=True)
class _Start:
    """What the first records tell; the first `above` of them are headers, from byte `byte` on."""

    headed: Headed
    above: int
    byte: int
    delimiter: str

    @property
    def header(self) -> list[str]:
        return self.headed.rows[0]


def read_blocks(path: Path, most_rows: int, most_columns: int) -> RawTable | None:
    """The export as `read_delimited` reads it, or None where that reader has to look itself.

    `most_rows` and `most_columns` are the limits of what is read. The fingerprint is left out.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        return None
    try:
        with path.open("rb") as file:
            start = _start(file, size)
            _must(1 < len(start.header) <= most_columns)
            _must(not damage_faults([start.header], [1]))
            file.seek(start.byte)
            return _table(file, start, most_rows)
    except (_IrregularError, pa.ArrowInvalid, UnicodeDecodeError, csv.Error):
        return None


def _must(regular: bool) -> None:
    if not regular:
        raise _IrregularError


def _start(file: BinaryIO, size: int) -> _Start:
    marked = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    byte = file.seek(len(codecs.BOM_UTF8) if marked else 0)
    # A sign has four bytes at most; the last one here may be cut.
    text = codecs.getincrementaldecoder("utf-8")().decode(file.read(4 * TRIED_LENGTH))
    delimiter = likely_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = list(itertools.islice(reader, _HEAD + 1))
    # The last record here may be cut, too.
    _must(len(records) > _HEAD or file.tell() == size)
    head = records[:_HEAD]
    _must(bool(head) and all(any(map(str.strip, record)) for record in head))
    headed = with_one_header(head, list(range(1, len(head) + 1)))
    return _Start(headed, len(head) - len(headed.rows) + 1, byte, delimiter)


def _table(file: BinaryIO, start: _Start, most_rows: int) -> RawTable:
    columns = [BlockColumn() for _ in start.header]
    rows = 0
    blank: list[np.ndarray] = []
    for block in _whole_records(file, start.delimiter):
        # The headers stand in the first block alone; no block is without a record.
        above = 0 if blank else start.above
        table = _cells(block, start.delimiter, len(columns)).slice(above)
        for column, cells in zip(columns, table.columns, strict=True):
            _sound(column.add(cells.combine_chunks()))
        blank.append(_blank(columns, table.num_rows) + rows)
        rows += table.num_rows
        _must(rows <= most_rows)
    blanks = np.concatenate(blank)
    _must(len(blanks) < rows)
    series = [column.series() for column in columns]
    cells = pd.DataFrame(dict(zip(start.header, series, strict=True)))
    first = start.above + 1
    numbers: range | tuple[int, ...] = range(first, first + rows)
    if len(blanks):
        kept = ~np.isin(np.arange(rows), blanks)
        cells = only_records(cells, pd.Series(kept)).reset_index(drop=True)
        numbers = tuple((np.flatnonzero(kept) + first).tolist())
    variables = start.headed.variables
    return RawTable(
        cells=cells,
        recognised=recognised(
            "UTF-8 with byte-order mark" if start.byte else "UTF-8",
            start.delimiter,
            start.headed.tool,
            len(blanks),
        ),
        sha256="",
        first_row=numbers[0],
        rows=numbers,
        variables=dict(zip(start.header, variables, strict=True)) if variables else {},
    )


def _whole_records(file: BinaryIO, delimiter: str) -> Iterator[bytes]:
    """The bytes of whole records, some megabytes at a time, each quote known to be in place."""
    rest = b""
    while piece := file.read(BLOCK):
        block = rest + piece
        quotes = _quotes(block)
        end = block.rfind(b"\n") + 1
        # Where the number of quotes before a line end is odd, it stands within a cell.
        while end and np.searchsorted(quotes, end) % 2:
            end = block.rfind(b"\n", 0, end - 1) + 1
        if end:
            _check(block[:end], quotes[: np.searchsorted(quotes, end)], delimiter)
            yield block[:end]
        rest = block[end:]
        _must(len(rest) <= BLOCK)
    if rest:
        _check(rest, _quotes(rest), delimiter)
        yield rest


def _quotes(block: bytes) -> np.ndarray:
    if b'"' not in block:
        return np.array([], dtype=np.intp)
    return np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == _QUOTE)


def _check(block: bytes, quotes: np.ndarray, delimiter: str) -> None:
    """Every other quote opens a cell and the next closes it, or both are one doubled quote.

    All programs that read such files agree on what stands in the cells then.
    """
    # Arrow drops a byte-order mark where a block begins with one.
    _must(b"\0" not in block and not block.startswith(codecs.BOM_UTF8))
    _must(len(quotes) % 2 == 0)
    data = np.frombuffer(block + b"\n", dtype=np.uint8)
    beside = np.zeros(256, dtype=bool)
    beside[[_QUOTE, ord(delimiter), ord("\n"), ord("\r")]] = True
    # Before the first byte stands, by index -1, the line end after the last.
    _must(bool(beside[data[quotes[::2] - 1]].all() and beside[data[quotes[1::2] + 1]].all()))


def _cells(block: bytes, delimiter: str, width: int) -> pa.Table:
    names = [str(number) for number in range(width)]
    return arrow_csv.read_csv(
        pa.py_buffer(block),
        arrow_csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=names),
        arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _sound(texts: list[str]) -> None:
    _must(not sign_of_damage("\n".join(texts)))
    _must(max(map(len, texts), default=0) <= MAX_FIELD)


def _blank(columns: list[BlockColumn], rows: int) -> np.ndarray:
    """The records of the last block in which no cell holds anything."""
    places = np.arange(rows)
    for column in columns:
        places = places[column.last_blank(places)]
        if not len(places):
            break
    return places
