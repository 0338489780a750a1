"""Is a workbook safe to parse? Looked at before any spreadsheet library touches it.

A workbook is a zip of XML, so a small file can unpack to gigabytes, define entities that
grow without end or name a single cell in row 1,048,576. Entries, sizes and the place of every
cell are checked first, whatever the parts of the zip are called.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

from lumo_analysis.errors import Fault, ResponsesError

MAX_ENTRIES = 200
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
_SMALL = 10_000_000
_CHUNK = 1 << 20
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_XML = (b"<", b"\xfe\xff", b"\xff\xfe")
_SAVE_AGAIN = "open it in a spreadsheet and save it again"


class _RefusedError(Exception):
    """A fault found inside the XML parser."""

    def __init__(self, where: str, what: str, advice: str) -> None:
        super().__init__(what)
        self.fault = Fault(where, what, advice)


def check_workbook(path: Path, max_rows: int, max_columns: int, suffix: str = ".xlsx") -> list[str]:
    """The merged cells ("A1:B1") of a workbook that is safe; `ResponsesError` otherwise."""
    merged: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive.infolist())
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    merged += _check_part(stream, max_rows, max_columns)
    except _RefusedError as refused:
        raise ResponsesError(str(path), [refused.fault]) from None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        what = f"not a whole {suffix} workbook, or locked by a password"
        fault = Fault("file", what, f"{_SAVE_AGAIN} as {suffix}")
        raise ResponsesError(str(path), [fault]) from None
    except (expat.ExpatError, zlib.error):
        fault = Fault("file", "damaged inside", f"{_SAVE_AGAIN} as {suffix}")
        raise ResponsesError(str(path), [fault]) from None
    return merged


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        limit = f"at most {MAX_ENTRIES} parts of {MAX_UNPACKED:,} bytes are read"
        raise _RefusedError("file", f"{len(entries)} parts of {unpacked:,} bytes unpacked", limit)
    if unpacked > _SMALL and unpacked / packed > MAX_RATIO:
        what = f"unpacks to {unpacked // packed} times its size"
        limit = f"at most {MAX_RATIO} times is read; keep the sheet with the answers only"
        raise _RefusedError("file", what, limit)


def _check_part(stream: IO[bytes], max_rows: int, max_columns: int) -> list[str]:
    """Look at one part of the zip if it is XML; the merged cells it names."""
    start = stream.read(_CHUNK)
    body = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or (body and not body.startswith(_XML)):
        return []
    merged: list[str] = []
    limit = f"at most {max_rows:,} rows and {max_columns:,} columns are read"

    def refuse_doctype(*_: object) -> None:
        raise _RefusedError("file", "XML with a document type, which no tool exports", _SAVE_AGAIN)

    def look_at(name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c" and "r" in attributes:
            place = _CELL.fullmatch(attributes["r"].upper())
            if not place or (
                int(place[2]) > max_rows + 1 or _column_number(place[1]) > max_columns
            ):
                shown = attributes["r"][:12]
                raise _RefusedError(f"cell {shown}", "far outside a table of answers", limit)
        elif name == "row" and not _row_within(attributes.get("r", "1"), max_rows + 1):
            shown = attributes["r"][:12]
            raise _RefusedError(f"row {shown}", "far outside a table of answers", limit)
        elif name == "mergeCell":
            merged.append(attributes.get("ref", "")[:24])

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = look_at
    chunk = start
    while chunk:
        parser.Parse(chunk, False)
        chunk = stream.read(_CHUNK)
    parser.Parse(b"", True)
    return merged


def _row_within(number: str, most: int) -> bool:
    return number.isdecimal() and len(number) <= 7 and int(number) <= most


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
