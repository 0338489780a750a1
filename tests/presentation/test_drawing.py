from __future__ import annotations

import pytest

from lumo_analysis.presentation.drawing import Sheet, faults_of_layout
from lumo_analysis.presentation.lettering import balanced, width, wrap


def test_texts_that_overlap_are_found():
    sheet = Sheet(40)
    sheet.text(10, 20, ["Hyvin"])
    sheet.text(20, 20, ["Huonosti"])
    assert faults_of_layout(sheet.figure) == ["overlap: Hyvin / Huonosti"]


def test_a_text_that_leaves_the_figure_is_found():
    sheet = Sheet(40)
    sheet.text(660, 20, ["Erittäin huonosti"])
    assert faults_of_layout(sheet.figure) == ["clipped: Erittäin huonosti"]


def test_texts_beside_each_other_are_no_fault():
    sheet = Sheet(40)
    sheet.text(10, 20, ["Hyvin", "Huonosti"])
    sheet.text(100, 20, ["Huonosti"])
    assert faults_of_layout(sheet.figure) == []


@pytest.mark.parametrize("room", [60, 90, 140])
@pytest.mark.parametrize(
    "text",
    ["Sosiaalihuoltolain mukaiset palvelut", "Lastensuojelun sijaishuolto", "Etelä-Savo", "a  b"],
)
def test_wrapped_lines_fit_and_lose_no_letter(text, room):
    lines = wrap(text, room)
    assert max(width(line) for line in lines) <= room
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(
        " ", ""
    )


@pytest.mark.parametrize(
    "text", ["Child protection: substitute care", "Sosiaalihuoltolain mukaiset palvelut", "IPC"]
)
def test_balanced_lines_are_as_few_and_no_wider(text):
    usual, even = wrap(text, 150), balanced(text, 150)
    assert len(even) == len(usual)
    assert max(map(width, even)) <= max(map(width, usual))
    assert " ".join(even) == " ".join(usual) == text


def test_what_is_drawn_later_lies_above():
    sheet = Sheet(40)
    sheet.box(0, 0, 20, 20, "#123456")
    first = {patch.get_zorder() for patch in sheet.figure.axes[0].patches}
    sheet.text(5, 10, ["over"])
    (text,) = [text for text in sheet.figure.axes[0].texts if text.get_text() == "over"]
    assert text.get_zorder() > max(first)


def test_an_empty_sheet_has_no_faults():
    assert faults_of_layout(Sheet(40).figure) == []


def test_a_dashed_line_is_drawn_as_pieces():
    sheet = Sheet(40)
    sheet.line(0, 0, 100, 40, dashes=(3, 2))
    assert "stroke-dasharray" in sheet.svg("x")
