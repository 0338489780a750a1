"""How the cells of a spreadsheet look: few formats, each made once a workbook."""

from __future__ import annotations

from functools import cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

_INK, _SOFT, _LINK = "#1D2329", "#4C565F", "#0B5563"
_TONES = {
    "synthetic": ("#7A3E00", "#FFF0D6"),
    "internal": ("#8A1C1C", "#FDE8E6"),
    "public": ("#14532D", "#E4F3E9"),
    "note": (_LINK, "#E6F1F3"),
}

PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""How workbooks are opened: a text stays a text, also one that begins with "=" or "http"."""


class Formats:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        def made(**properties: Any) -> Format:
            return workbook.add_format({"font_color": _INK, "valign": "top", **properties})

        self.title = made(bold=True, font_size=16)
        self.subtitle = made(font_size=13, font_color=_SOFT)
        self.heading = made(bold=True, font_size=12, font_color=_LINK)
        self.finding = made(bold=True)
        self.line = made()
        self.soft = made(font_color=_SOFT)
        self.link = made(font_color=_LINK, underline=1)
        self.text = made(text_wrap=True)
        self.figures = made(align="right")
        head = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2}
        self.head = made(**head)
        self.head_of_figures = made(**head, align="right")
        self.number = cache(lambda pattern: made(align="right", num_format=pattern))
        self.mark = cache(
            lambda tone: made(bold=True, font_color=_TONES[tone][0], bg_color=_TONES[tone][1])
        )
