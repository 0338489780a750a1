from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from lumo_analysis.presentation.colours import BAND, INK, MARKERS, REFERENCE
from lumo_analysis.presentation.drawing import Sheet, faults_of_layout
from lumo_analysis.presentation.group_chart import (
    Dot,
    DotRow,
    Missing,
    draw_groups,
    is_reference,
)

TICKS = ["0%", "25%", "50%", "75%", "100%"]
OTHERS = (REFERENCE, INK)
NORTH = Dot(0.7, 0.6, 0.8, MARKERS[0])


def _sheet(*dots, legend=None, **more) -> Sheet:
    row = DotRow("Access to services", dots, **more)
    heads = ["Share"] * len(row.cells)
    return draw_groups([row], legend or {}, heads, "Per cent", TICKS)


def _markers(sheet: Sheet) -> list[tuple[str, float]]:
    return [
        (line.get_marker(), float(line.get_xdata()[0]))
        for line in sheet.figure.axes[0].lines
        if line.get_marker() not in ("None", None)
    ]


def _bands(sheet: Sheet) -> list[tuple[float, float]]:
    return [
        (patch.get_x(), patch.get_x() + patch.get_width())
        for patch in sheet.figure.axes[0].patches
        if to_hex(patch.get_facecolor()) == BAND
    ]


def _words(sheet: Sheet) -> dict[str, float]:
    return {text.get_text(): text.get_position()[0] for text in sheet.figure.axes[0].texts}


def test_the_others_are_a_band_with_a_line_behind_the_group():
    sheet = _sheet(NORTH, Dot(0.4, 0.3, 0.55, OTHERS))
    ((left, right),) = _bands(sheet)
    (_, dot), *rest = _markers(sheet)
    assert rest == []
    assert left < right < dot
    pixels = (right - left) / 0.25
    line = left + 0.1 * pixels
    uprights = [
        float(one.get_xdata()[0])
        for one in sheet.figure.axes[0].lines
        if len(set(one.get_xdata())) == 1 and to_hex(one.get_color()) == INK
    ]
    assert uprights == [pytest.approx(line)]


def test_a_row_with_a_reference_is_no_taller_than_its_group():
    alone, beside = _sheet(NORTH), _sheet(NORTH, Dot(0.4, 0.3, 0.55, OTHERS))
    assert beside.height == alone.height


def test_each_group_has_its_own_mark():
    south = Dot(0.5, 0.4, 0.6, MARKERS[1])
    sheet = _sheet(NORTH, south, legend={"North": MARKERS[0], "South": MARKERS[1]})
    assert {shape for shape, _ in _markers(sheet)} == {"o", "s"}
    assert faults_of_layout(sheet.figure) == []


def test_a_hidden_group_has_its_mark_and_a_word():
    sheet = _sheet(NORTH, Missing("hidden", MARKERS[1]), Missing("hidden", MARKERS[2]))
    assert [shape for shape, _ in _markers(sheet)] == ["o", "s", "^"]
    assert "hidden" in _words(sheet)
    assert faults_of_layout(sheet.figure) == []


def test_a_word_stands_beside_a_band_where_there_is_room():
    sheet = _sheet(Missing("hidden"), Dot(0.1, 0.05, 0.2, OTHERS), Dot(0.6, 0.5, 0.7, OTHERS))
    assert _words(sheet)["hidden"] > _bands(sheet)[0][1]


def test_an_empty_place_draws_nothing():
    assert _markers(_sheet(None)) == []


def test_only_a_mark_of_that_shape_is_a_reference():
    assert is_reference(Dot(0.4, 0.3, 0.5, OTHERS))
    assert not is_reference(NORTH)
    assert not is_reference(Missing("hidden"))
    assert not is_reference(None)


def test_texts_stand_right_of_the_dots():
    sheet = _sheet(NORTH, cells=("70%*",))
    assert faults_of_layout(sheet.figure) == []
    assert {"70%", "*"} <= set(_words(sheet))


def test_no_word_is_cut_by_the_white_room_of_the_next_one():
    axes = _sheet(*(Missing("peitetty", marker) for marker in MARKERS[:4])).figure.axes[0]
    rooms = [patch.get_zorder() for patch in axes.patches if patch.get_width() < 100]
    words = [text.get_zorder() for text in axes.texts if text.get_text() == "peitetty"]
    assert (len(rooms), len(words)) == (4, 4)
    assert max(rooms) < min(words)
