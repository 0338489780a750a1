"""Text files with a delimiter: which encoding, which delimiter, and is the file whole?"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from pathlib import Path

from lumo_analysis.errors import Fault, ResponsesError

MAX_BYTES = 1_000_000_000
MAX_FIELD = 1_000_000
DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab"}
# What UTF-8 letters look like after someone read them as Windows-1252 and saved them again.
_MOJIBAKE = ("Ã¤", "Ã¶", "Ã¥", "Ã„", "Ã–", "Ã…", "â€", "Ã©")
_SHOWN_FAULTS = 20


def read_delimited(path: Path) -> tuple[list[list[str]], dict[str, str]]:
    """The rows of a delimited text file, and what was recognised.

    Every row has as many cells as the header. `ResponsesError` lists what is damaged.
    """
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise ResponsesError(str(path), [Fault("file", f"larger than {MAX_BYTES:,} bytes")])
    text, encoding = decode(raw, str(path))
    faults = _text_faults(text)
    if faults:
        raise ResponsesError(str(path), faults)
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter, str(path))
    faults = _shape_faults(rows, delimiter)
    if faults:
        raise ResponsesError(str(path), faults)
    return [row for _, row in rows], {"encoding": encoding, "delimiter": DELIMITERS[delimiter]}


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
    special = [character for character in text if ord(character) > 127]
    likely = sum(character in "äöåÄÖÅ" for character in special)
    harmless = sum(character in "éÉüÜ–—’‘”“…€\u00a0" for character in special)
    return (2 * likely + harmless - len(special)) / max(1, len(special))


def _damaged(source: str, raw: bytes, error: UnicodeDecodeError, name: str) -> ResponsesError:
    line = raw[: error.start].count(b"\n") + 1
    fault = Fault(f"line {line}", f"bytes that are not {name}", "export again as UTF-8")
    return ResponsesError(source, [fault])


def _text_faults(text: str) -> list[Fault]:
    faults = []
    again = "export the responses again; the letters can't be recovered from this file"
    if "\ufffd" in text:
        faults.append(Fault(_line_of(text, "\ufffd"), "a letter was lost (U+FFFD)", again))
    if "\x00" in text:
        faults.append(Fault(_line_of(text, "\x00"), "a NUL character", again))
    mojibake = next((sign for sign in _MOJIBAKE if sign in text), None)
    if mojibake is not None:
        what = f"'{mojibake}': UTF-8 text that was once read as another encoding"
        faults.append(Fault(_line_of(text, mojibake), what, again))
    return faults


def _line_of(text: str, sign: str) -> str:
    return f"line {text[: text.index(sign)].count(chr(10)) + 1}"


def _delimiter(text: str) -> str:
    """The sign that parts the header line into the most cells."""
    counts = {}
    for delimiter in DELIMITERS:
        try:
            first = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            first = []
        counts[delimiter] = len(first)
    return max(counts, key=lambda delimiter: counts[delimiter])


def _rows(text: str, delimiter: str, source: str) -> list[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        what = f"quotes that don't match ({error})"
        advice = "a cell that starts with a quote must end with one"
        raise ResponsesError(source, [Fault(f"line {start}", what, advice)]) from None
    return rows


def _shape_faults(rows: Iterable[tuple[int, list[str]]], delimiter: str) -> list[Fault]:
    rows = list(rows)
    if not rows:
        return [Fault("file", "is empty")]
    width = len(rows[0][1])
    if width == 1:
        names = ", ".join(DELIMITERS.values())
        return [Fault("line 1", "only one column was found", f"part the cells by {names}")]
    ragged = [(line, len(row)) for line, row in rows[1:] if len(row) != width]
    if ragged and len(ragged) == len(rows) - 1 and all(n == width + 1 for _, n in ragged):
        what = f"every row ends with a {DELIMITERS[delimiter]} that the header does not have"
        return [Fault("file", what, "export again without it")]
    faults = [
        Fault(f"line {line}", f"{found} cells, the header has {width}", "mend or export again")
        for line, found in ragged[:_SHOWN_FAULTS]
    ]
    if len(ragged) > _SHOWN_FAULTS:
        faults.append(Fault("file", f"{len(ragged) - _SHOWN_FAULTS} more rows like these"))
    return faults
