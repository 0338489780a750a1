"""Whether an SPSS file's own variable records agree with themselves.

The file has no checksum, and a reader trusts a variable's format over its type: one bit
turned there makes text of numbers. Layout: PSPP's description of system files, "Variable Record".
"""

from __future__ import annotations

import struct

_FIRST_RECORD = 176
_VARIABLE, _CONTINUED, _TEXT_FORMAT, _WIDEST = 2, -1, 1, 255


def contradictory_variable(raw: bytes) -> int | None:
    """The number (from 1) of the first variable whose type and format disagree, None if none.

    A number has no text format; a text has one of its own width. The records are trusted
    no further than the first that is none.
    """
    order = "<" if raw[64:68] in (b"\x02\x00\x00\x00", b"\x03\x00\x00\x00") else ">"
    place = _FIRST_RECORD
    number: int = 0
    while place + 32 <= len(raw):
        kind, width, labelled, missing, *formats = struct.unpack_from(f"{order}6i", raw, place)
        if kind != _VARIABLE:
            return None
        number += int(width != _CONTINUED)
        text = [(form >> 16) & 0xFF == _TEXT_FORMAT for form in formats]
        widths = {(form >> 8) & 0xFF for form in formats} if width > 0 else {width}
        if width >= 0 and (any(text) != (width > 0) or any(text) != all(text)):
            return number
        if 0 < width <= _WIDEST and widths != {width}:
            return number
        place += 32
        if labelled == 1:
            (length,) = (
                struct.unpack_from(f"{order}i", raw, place) if place < len(raw) - 4 else (0,)
            )
            place += 4 + (max(0, length) + 3) // 4 * 4
        place += 8 * min(3, abs(missing))
    return None
