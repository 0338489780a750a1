"""A Parquet data set in a folder: files of the same columns, and folders that name a value.

Spark, DuckDB, polars and Arrow write large data so; a folder `region=etela-savo` says that
every row below it has that answer in the column `region`.
"""

from __future__ import annotations

import hashlib
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.parquet import Columns, check_size, read_columns, table_of
from lumo_analysis.survey.table import SHOWN_FAULTS, Table, limited

Found = TypeVar("Found")
SUFFIX = ".parquet"
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
_COUNTED = "files are counted in the order of their names"


@dataclass(frozen=True)
class _Part:
    """One file of a data set: its number from 1, and the values that its folders name."""

    number: int
    path: Path
    named: dict[str, str]

    @property
    def where(self) -> str:
        # Not its path: a folder's name may be somebody's answer.
        return f"file {self.number}"


def read_parquet_folder(folder: Path, max_rows: int, max_columns: int) -> Table:
    """The rows of all Parquet files in a folder and in folders below it, by the files' names.

    Values that folders name (`name=value`) become columns of text after those of the files.
    `ResponsesError` where a file is damaged, where the files have different columns, where the
    folder holds other files, or where all together are too large.
    """
    parts = _parts(folder)
    rows = sum(_of_part(folder, part, check_size, max_rows, max_columns) for part in parts)
    if rows > max_rows:
        what = f"{rows:,} rows in {len(parts):,} files"
        fault = Fault("folder", what, f"at most {max_rows:,} rows are read")
        raise ResponsesError(str(folder), [fault])
    read = [_of_part(folder, part, read_columns, max_rows, max_columns) for part in parts]
    faults = list(_different(parts, read))
    if faults:
        raise ResponsesError(str(folder), limited(faults, SHOWN_FAULTS))
    names, keys = list(read[0].names), list(parts[0].named)
    joined: list[list[object]] = [[] for _ in (*names, *keys)]
    for part, columns in zip(parts, read, strict=True):
        values = dict(zip(columns.names, columns.values, strict=True))
        for position, name in enumerate(names):
            joined[position] += values[name]
        for position, key in enumerate(keys, start=len(names)):
            joined[position] += [part.named[key]] * columns.rows
    return table_of(folder, Columns([*names, *keys], joined))


def folder_sha256(folder: Path) -> str:
    """The fingerprint of a data set: of its files' paths in the folder, and of their bytes."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _of_part(
    folder: Path, part: _Part, look: Callable[[Path, int, int], Found], rows: int, columns: int
) -> Found:
    """What `look` finds in a file; what is wrong there is told with the file's number."""
    try:
        return look(part.path, rows, columns)
    except ResponsesError as error:
        where = part.where
        faults = [
            Fault(where if one.where == "file" else f"{where}, {one.where}", one.what, one.advice)
            for one in error.faults
        ]
        raise ResponsesError(str(folder), faults) from None


def _files(folder: Path) -> list[Path]:
    """All files but those that writers of data sets put beside them (`_SUCCESS`, `.crc`)."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(step.startswith(("_", ".")) for step in path.relative_to(folder).parts)
    ]


def _parts(folder: Path) -> list[_Part]:
    files = _files(folder)
    others = sum(path.suffix.lower() != SUFFIX for path in files)
    if not files or others:
        what = f"{others} of its files {'is' if others == 1 else 'are'} no {SUFFIX} file"
        what = f"{what}{'' if others == 1 else 's'}" if files else f"no {SUFFIX} file in it"
        advice = "name an export, or a folder that holds one Parquet data set and nothing else"
        raise ResponsesError(str(folder), [Fault("folder", what, advice)])
    return [
        _Part(number, path, dict(_named(path.relative_to(folder).parts[:-1])))
        for number, path in enumerate(files, start=1)
    ]


def _named(steps: Sequence[str]) -> Iterator[tuple[str, str]]:
    for step in steps:
        name, equals, value = step.partition("=")
        if equals:
            text = urllib.parse.unquote(value)
            yield urllib.parse.unquote(name), "" if text == _NO_VALUE else text


def _different(parts: Sequence[_Part], read: Sequence[Columns]) -> Iterator[Fault]:
    """Files that can't be rows of one table with the first."""
    first, keys = set(read[0].names), set(parts[0].named)
    advice = f"write the data set again with the same columns in every file; {_COUNTED}"
    for part, columns in zip(parts, read, strict=True):
        if len(set(columns.names)) < len(columns.names):
            yield Fault(part.where, "two of its columns have one name", advice)
        if set(columns.names) != first:
            yield Fault(part.where, "has other columns than file 1", advice)
        if set(part.named) != keys:
            yield Fault(part.where, "its folders name other columns than those of file 1", advice)
        if set(columns.names) & set(part.named):
            what = "a column of it is also named by its folders"
            yield Fault(part.where, what, f"keep one of them; {_COUNTED}")
