from __future__ import annotations

import pytest

from lumo_analysis.presentation.drawing import WIDTH, Sheet, faults_of_layout
from lumo_analysis.presentation.legend import (
    Entry,
    cross,
    dashed,
    dot,
    draw_legend,
    legend_height,
    reference,
    swatch,
    whisker,
)

GLYPHS = [
    *(swatch("#804000"), dot("s", "#d1600a"), whisker, reference),
    *(cross("#0b4f8a"), dashed("#8a8a8a")),
]


def _sheet(labels: list[str]) -> Sheet:
    entries = [Entry(label, GLYPHS[number % len(GLYPHS)]) for number, label in enumerate(labels)]
    sheet = Sheet(legend_height(entries))
    draw_legend(sheet, entries)
    return sheet


@pytest.mark.parametrize(
    "labels",
    [
        ["Well"],
        ["Neither well nor poorly", "Well or very well", "Very well", "Poorly", "All others"],
        ["Supercalifragilistic " * 12, "Well"],
        ["Well"] * 40,
    ],
)
def test_every_entry_can_be_read_whatever_its_length(labels):
    sheet = _sheet(labels)
    assert faults_of_layout(sheet.figure) == []
    shown = " ".join(text.get_text() for text in sheet.figure.axes[0].texts)
    assert shown.split() == " ".join(labels).split()


def test_no_entries_take_no_room():
    assert legend_height([]) == 0


def test_each_glyph_stands_in_its_twelve_pixels():
    for glyph in GLYPHS:
        sheet = Sheet(20)
        glyph(sheet, 100, 10)
        axes = sheet.figure.axes[0]
        xs = [x for line in axes.lines for x in line.get_xdata()]
        xs += [
            edge for box in axes.patches for edge in (box.get_x(), box.get_x() + box.get_width())
        ]
        assert xs
        assert min(xs) >= 100
        assert max(xs) <= 112 <= WIDTH
