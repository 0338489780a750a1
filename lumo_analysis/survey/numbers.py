"""Numbers as they are written in cells."""

from __future__ import annotations

import math
import re

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?(e[+-]?[0-9]+)?")


def number_in(text: str) -> float | None:
    """The number that a folded text is, with a decimal point or comma; None for anything else.

    >>> number_in("1,5"), number_in("1e3"), number_in("about 5"), number_in("1e999")
    (1.5, 1000.0, None, None)
    """
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None
