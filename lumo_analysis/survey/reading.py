"""An export as a table of text, exactly as it stands in the file.

Nothing is guessed: every cell stays text until the questionnaire decodes it, and a file
that is damaged is refused with all that is wrong with it.
"""

from __future__ import annotations

import collections
import dataclasses
import hashlib
from pathlib import Path

import pandas as pd

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.delimited import read_delimited
from lumo_analysis.survey.raw_table import RawTable
from lumo_analysis.survey.table import Table

MAX_ROWS, MAX_COLUMNS = 1_000_000, 2_000
DELIMITED = (".csv", ".tsv", ".txt")


def read_export(path: str | Path) -> RawTable:
    """An export as text: CSV, TSV, XLSX, ODS, SPSS, Stata, Parquet, or a folder of Parquet files.

    `ResponsesError` where the file is missing, of another kind, damaged or too large, or
    where two columns have the same header.
    """
    path = Path(path)
    if path.is_dir():
        from lumo_analysis.survey.parquet_folder import folder_sha256, read_parquet_folder

        return _raw_table(
            path, read_parquet_folder(path, MAX_ROWS, MAX_COLUMNS), folder_sha256(path)
        )
    if not path.is_file():
        advice = "check the name and the folder"
        raise ResponsesError(str(path), [Fault("file", "there is no such file", advice)])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    suffix = path.suffix.lower()
    if suffix in DELIMITED:
        from lumo_analysis.survey.delimited_blocks import read_blocks

        raw = read_blocks(path, MAX_ROWS, MAX_COLUMNS)
        if raw is not None:
            return dataclasses.replace(raw, sha256=digest)
    return _raw_table(path, _read_table(path, suffix), digest)


def _read_table(path: Path, suffix: str) -> Table:
    # Each kind's library is loaded only where it is needed.
    if suffix in DELIMITED:
        return read_delimited(path)
    if suffix == ".xlsx":
        from lumo_analysis.survey.workbook import read_workbook

        return read_workbook(path, MAX_ROWS, MAX_COLUMNS)
    if suffix == ".ods":
        from lumo_analysis.survey.open_document import read_open_document

        return read_open_document(path, MAX_ROWS, MAX_COLUMNS)
    if suffix in (".sav", ".zsav", ".dta"):
        from lumo_analysis.survey.statistics_file import read_statistics_file

        return read_statistics_file(path, MAX_ROWS, MAX_COLUMNS)
    if suffix == ".parquet":
        from lumo_analysis.survey.parquet import read_parquet

        return read_parquet(path, MAX_ROWS, MAX_COLUMNS)
    advice = "export the responses as .csv, .xlsx, .ods, .sav, .dta or .parquet"
    raise ResponsesError(str(path), [Fault("file", f"'{suffix}' is not read", advice)])


def _raw_table(path: Path, table: Table, sha256: str) -> RawTable:
    header, *records = table.rows
    if not records:
        advice = "the headers stand in the first row and one respondent in each row below"
        fault = Fault("file", "no row of answers below the headers", advice)
        raise ResponsesError(str(path), [fault])
    if len(records) > MAX_ROWS or len(header) > MAX_COLUMNS:
        limit = f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns are read"
        fault = Fault("file", f"{len(records):,} rows and {len(header):,} columns", limit)
        raise ResponsesError(str(path), [fault])
    dates: dict[str, list[int]] = collections.defaultdict(list)
    for row, column in table.dates:
        dates[header[column]].append(row - 1)
    return RawTable(
        cells=pd.DataFrame(records, columns=list(header), dtype=object),
        recognised=table.recognised,
        sha256=sha256,
        first_row=table.numbers[1],
        rows=tuple(table.numbers[1:]),
        dates=dict(dates),
        variables=dict(zip(header, table.variables, strict=True)) if table.variables else {},
    )
