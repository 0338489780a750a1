"""Text files with a delimiter: which encoding, which delimiter, and is the file whole?"""

from __future__ import annotations

import codecs
import collections
import csv
import io
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.header_rows import with_one_header
from lumo_analysis.survey.table import SHOWN_FAULTS, Table, damage_faults, limited

MAX_BYTES = 1_000_000_000
MAX_FIELD = 1_000_000
DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab"}
_TRIED_ROWS = 200
TRIED_LENGTH = 1_000_000


def read_delimited(path: Path) -> Table:
    """The rows of a delimited text file, without blank ones.

    `ResponsesError` lists all that is damaged.
    """
    if path.stat().st_size > MAX_BYTES:
        raise ResponsesError(str(path), [Fault("file", f"larger than {MAX_BYTES:,} bytes")])
    text, encoding = decode(path.read_bytes(), str(path))
    delimiter = likely_delimiter(text)
    records, faults = _records(text, delimiter)
    blank = [record for record in records if not any(map(str.strip, record[2]))]
    if blank:
        records = [record for record in records if any(map(str.strip, record[2]))]
    rows = [cells for _, _, cells in records]
    numbers = [number for number, _, _ in records]
    headed = with_one_header(rows, numbers)
    faults = damage_faults(headed.rows, headed.numbers) + _shape_faults(records, delimiter, faults)
    if faults:
        raise ResponsesError(str(path), faults)
    found = recognised(encoding, delimiter, headed.tool, len(blank))
    return Table(headed.rows, headed.numbers, found, variables=headed.variables)


def recognised(encoding: str, delimiter: str, tool: str, blank: int) -> dict[str, str]:
    """What the log tells about a text file: the tool that wrote it and blank rows, where any."""
    found = {"encoding": encoding, "delimiter": DELIMITERS[delimiter]}
    if tool:
        found["layout"] = tool
    if blank:
        found["blank rows left out"] = str(blank)
    return found


def decode(raw: bytes, source: str) -> tuple[str, str]:
    """Bytes as text, and the name of the encoding.

    A byte-order mark decides; else UTF-8 where the bytes are valid UTF-8; else Windows-1252
    or Mac Roman, whichever makes Nordic letters of the bytes.

    >>> decode("Etelä-Savo".encode("mac_roman"), "x.csv")
    ('Etelä-Savo', 'Mac Roman')
    >>> decode("Etelä-Savo".encode("cp1252"), "x.csv")
    ('Etelä-Savo', 'Windows-1252')
    """
    for mark, codec, name in (
        (codecs.BOM_UTF8, "utf-8", "UTF-8 with byte-order mark"),
        (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
    ):
        if raw.startswith(mark):
            try:
                return raw.decode(codec).lstrip("\ufeff"), name
            except UnicodeDecodeError as error:
                raise _damaged(source, raw, error, name) from None
    try:
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        candidates = [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")]
        readings = [
            (_nordic_balance(text), text, name)
            for codec, name in candidates
            if (text := _try(raw, codec)) is not None
        ]
        best = max(readings, key=lambda reading: reading[0], default=None)
        if best is None or best[0] <= 0:
            raise _damaged(source, raw, error, "UTF-8") from None
        return best[1], best[2]


def _try(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def _nordic_balance(text: str) -> float:
    signs = collections.Counter(text)
    special = {sign: n for sign, n in signs.items() if ord(sign) > 127}
    likely = sum(n for sign, n in special.items() if sign in "äöåÄÖÅ")
    harmless = sum(n for sign, n in special.items() if sign in "éÉüÜ–—’‘”“…€\u00a0")
    total = sum(special.values())
    return (2 * likely + harmless - total) / max(1, total)


def _damaged(source: str, raw: bytes, error: UnicodeDecodeError, name: str) -> ResponsesError:
    line = raw[: error.start].count(b"\n") + 1
    fault = Fault(f"line {line}", f"bytes that are not {name}", "export again as UTF-8")
    return ResponsesError(source, [fault])


def likely_delimiter(text: str) -> str:
    """The sign that parts the first records most evenly, and the headers into the most cells.

    A question may hold a comma or two of its own; the rows below then tell the truth.
    """

    def evenness(delimiter: str) -> tuple[float, int]:
        start = io.StringIO(text[:TRIED_LENGTH], newline="")
        widths = []
        try:
            for row in itertools.islice(csv.reader(start, delimiter=delimiter), _TRIED_ROWS):
                if any(map(str.strip, row)):
                    widths.append(len(row))
        except csv.Error:
            pass
        usual, count = collections.Counter(widths).most_common(1)[0] if widths else (0, 0)
        return (count / len(widths), widths[0]) if usual > 1 else (0.0, 0)

    return max(DELIMITERS, key=evenness)


Record = tuple[int, int, list[str]]


def _records(text: str, delimiter: str) -> tuple[list[Record], list[Fault]]:
    """Each record with the number it has in a spreadsheet and the line of text it starts on."""
    # The limit is of the whole process; others who read CSV keep theirs.
    before = csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[Record] = []
    start = 1
    try:
        for number, row in enumerate(reader, start=1):
            # The same few answers stand in millions of cells; each is kept once.
            records.append((number, start, list(map(sys.intern, row))))
            start = reader.line_num + 1
    except csv.Error as error:
        what = f"quotes that don't match ({error})"
        advice = "a cell that starts with a quote must end with one, and hold others doubled"
        return records, [Fault(_place(len(records) + 1, start), what, advice)]
    finally:
        csv.field_size_limit(before)
    return records, []


def _place(number: int, line: int) -> str:
    """A row of a spreadsheet, and its line in a text editor where cells have several lines."""
    return f"row {number}" if number == line else f"row {number} (line {line} of the text)"


def _shape_faults(records: Sequence[Record], delimiter: str, faults: list[Fault]) -> list[Fault]:
    if faults and not records:
        return faults
    if not records:
        return [Fault("file", "is empty", "export the responses again")]
    width = len(records[0][2])
    if width == 1:
        names = ", ".join(DELIMITERS.values())
        what = "only one column was found"
        return [*faults, Fault("row 1", what, f"part the cells by one of {names}")]
    ragged = [record for record in records[1:] if len(record[2]) != width]
    beyond = [row[width:] == [""] for _, _, row in ragged]
    if beyond and all(beyond) and len(ragged) == len(records) - 1:
        what = f"every row ends with a {DELIMITERS[delimiter]} that the headers do not have"
        return [*faults, Fault("file", what, "export again without it")]
    advice = "mend the row, or export again"
    uneven = [
        Fault(_place(number, line), f"{len(row)} cells, the headers are {width}", advice)
        for number, line, row in ragged
    ]
    return faults + limited(uneven, SHOWN_FAULTS)
