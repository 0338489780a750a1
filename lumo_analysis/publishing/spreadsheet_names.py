"""Names that a spreadsheet accepts: of its sheets, and of the columns of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_SHEET_NAME = 31
LONGEST_COLUMN_NAME = 255
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_LINE_ENDS = re.compile(r"[\r\n\t]+")
# In a column's name, though not in a cell, a spreadsheet reads this as the sign of that number.
_CODE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
# A spreadsheet keeps this name for itself.
_TAKEN = frozenset({"history"})


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """The names as a spreadsheet accepts them: short, each one once, without its own signs.

    >>> sheet_names(["Figure 1", "figure 1", "a/b", ""])
    ['Figure 1', 'figure 1 (2)', 'a b', '-']
    """
    plain = (_FORBIDDEN.sub(" ", name).strip().strip("'").strip() or "-" for name in wanted)
    return _each_once(plain, LONGEST_SHEET_NAME, _TAKEN)


def column_names(labels: Iterable[str]) -> list[str]:
    """The labels of a table's columns: none empty, each one once whatever the case.

    >>> column_names(["", "Share", "share"])
    ['-', 'Share', 'share (2)']
    """
    plain = (_CODE.sub(r"_ \1", _LINE_ENDS.sub(" ", label)).strip() or "-" for label in labels)
    return _each_once(plain, LONGEST_COLUMN_NAME)


def _each_once(
    names: Iterable[str], longest: int, taken: frozenset[str] = frozenset()
) -> list[str]:
    seen = set(taken)
    chosen = []
    for name in names:
        candidate, repeat = _cut(name, longest), 2
        while candidate.casefold() in seen:
            ending = f" ({repeat})"
            candidate, repeat = _cut(name, longest - len(ending)) + ending, repeat + 1
        seen.add(candidate.casefold())
        chosen.append(candidate)
    return chosen


def _cut(name: str, longest: int) -> str:
    # Spreadsheets count the units of UTF-16, in which an emoji is two.
    while len(name.encode("utf-16-le")) // 2 > longest:
        name = name[:-1]
    return name.rstrip("' ") or "-"
