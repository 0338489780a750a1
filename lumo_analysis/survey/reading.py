"""An export as a table of text, exactly as it stands in the file.

Nothing is guessed: every cell stays text until the questionnaire decodes it, and a file
that is damaged is refused with all that is wrong with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.delimited import read_delimited
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.workbook import read_workbook

MAX_ROWS, MAX_COLUMNS = 1_000_000, 2_000


@dataclass(frozen=True)
class RawTable:
    """An export's cells as text: `cells` has the headers as columns and one row a record.

    `first_row` is the number that the first record has for a person who opens the file in
    a spreadsheet. `recognised` names what was found out about the file. `sha256` is the
    fingerprint of its bytes; its name and place are not kept.
    """

    cells: pd.DataFrame
    recognised: dict[str, str]
    sha256: str
    first_row: int = 2

    def row_number(self, position: int) -> int:
        """The spreadsheet row of a record."""
        return position + self.first_row


def read_export(path: str | Path) -> RawTable:
    """A CSV, TSV or XLSX export as text.

    `ResponsesError` where the file is missing, of another kind, damaged or too large, or
    where two columns have the same header.
    """
    path = Path(path)
    if not path.is_file():
        raise ResponsesError(str(path), [Fault("file", "there is no such file")])
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv", ".txt"):
        rows, recognised = read_delimited(path)
    elif suffix == ".xlsx":
        rows, recognised = read_workbook(path, MAX_ROWS, MAX_COLUMNS)
    else:
        advice = "export the responses as .csv or .xlsx"
        raise ResponsesError(str(path), [Fault("file", f"'{suffix}' is not read", advice)])
    return RawTable(_table(path, rows), recognised, hashlib.sha256(path.read_bytes()).hexdigest())


def _table(path: Path, rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    if len(rows) < 2:
        raise ResponsesError(str(path), [Fault("file", "no row of answers below the headers")])
    header, *records = rows
    faults = _size_faults(len(records), len(header)) + _header_faults(header)
    if faults:
        raise ResponsesError(str(path), faults)
    return pd.DataFrame(records, columns=pd.Index(header, dtype=object), dtype=object)


def _size_faults(rows: int, columns: int) -> list[Fault]:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        limit = f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns are read"
        return [Fault("file", f"{rows:,} rows and {columns:,} columns", limit)]
    return []


def _header_faults(header: Sequence[str]) -> list[Fault]:
    faults = []
    first: dict[str, int] = {}
    for number, name in enumerate(header, start=1):
        folded = fold(name)
        if not folded:
            faults.append(Fault(f"column {number}", "has no header", "name it or remove it"))
        elif folded in first:
            what = f"header '{name}' stands in columns {first[folded]} and {number}"
            faults.append(Fault("headers", what, "rename or remove one"))
        first.setdefault(folded, number)
    return faults
