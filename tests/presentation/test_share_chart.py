from __future__ import annotations

import math

import pytest
from matplotlib.colors import to_hex

from lumo_analysis.presentation.colours import BAR
from lumo_analysis.presentation.drawing import Sheet, faults_of_layout
from lumo_analysis.presentation.share_chart import ShareBar, axis_reach, draw_shares

TICKS = ["0 %", "25 %", "50 %", "75 %", "100 %"]


def _sheet(*bars: ShareBar, headers: tuple[str, ...] = ("Share",)) -> Sheet:
    return draw_shares(bars, headers, "Per cent (n = 40)", TICKS)


def _texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.figure.axes[0].texts]


def _widths(sheet: Sheet) -> list[float]:
    return [
        patch.get_width()
        for patch in sheet.figure.axes[0].patches
        if to_hex(patch.get_facecolor()) == BAR
    ]


def test_the_length_of_a_bar_is_its_share():
    sheet = _sheet(
        ShareBar("One", 0.8, 0.7, 0.9, ("80%",)), ShareBar("Two", 0.2, 0.1, 0.3, ("20%",))
    )
    one, two = _widths(sheet)
    assert one == pytest.approx(4 * two)


def test_the_axis_is_halved_where_all_intervals_end_below_a_half():
    assert axis_reach([0.3, 0.5]) == 0.5
    assert axis_reach([0.3, 0.51]) == 1
    sheet = _sheet(ShareBar("One", 0.3, 0.2, 0.4, ("30%",)))
    assert "50 %" in _texts(sheet)
    assert "75 %" not in _texts(sheet)


def test_a_row_without_a_share_says_why_and_has_no_bar():
    sheet = _sheet(ShareBar("One", math.nan, math.nan, math.nan, ("hidden",), "Hidden"))
    assert "Hidden" in _texts(sheet)
    assert _widths(sheet) == []
    assert faults_of_layout(sheet.figure) == []


def test_several_columns_stand_beside_each_other():
    bars = [
        ShareBar("One", 1, 0.9, 1, ("100 %*", "1 234 567")),
        ShareBar("Two", 0, 0, 0.1, ("0 %", "7")),
    ]
    sheet = _sheet(*bars, headers=("Osuus", "n"))
    assert faults_of_layout(sheet.figure) == []
    assert {"100 %", "*", "1 234 567", "7"} <= set(_texts(sheet))
