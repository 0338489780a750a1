from __future__ import annotations

import pytest

from lumo_analysis.presentation.drawing import Sheet
from lumo_analysis.publishing.audit.svg_reader import read_drawing, signs_of


def svg(inner: str) -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} width="40pt" height="20pt">{inner}</svg>'.encode()


def test_texts_and_shapes_of_a_real_chart_come_back():
    sheet = Sheet(60)
    sheet.text(10, 20, ["Offices: 46 %, fine"])
    sheet.text(10, 40, ["Bold 7"], weight="bold")
    sheet.box(100, 30, 40, 10, "#123456")
    sheet.line(10, 50, 90, 50)
    sheet.marker(60, 40, "o", "#654321")
    drawing = read_drawing(sheet.svg("chart").encode())
    assert drawing.faults == []
    assert [text.text for text in drawing.texts] == ["Offices: 46 %, fine", "Bold 7"]
    box = next(box for box in drawing.boxes if box.fill == "#123456")
    assert (box.left, box.right) == pytest.approx((75, 105))
    assert [(line.x, line.to_x) for line in drawing.lines] == [pytest.approx((7.5, 67.5))]
    assert [(mark.x, mark.y) for mark in drawing.marks] == [pytest.approx((45, 30))]


def test_ligatures_are_the_letters_they_join():
    sheet = Sheet(30)
    sheet.text(0, 10, ["notification of staff"])
    assert read_drawing(sheet.svg("x").encode()).texts[0].text == "notification of staff"


@pytest.mark.parametrize(
    ("inner", "fault"),
    [
        ('<path d="M 0 0 L 3 0 L 1 9 z" style="fill: #000"/>', "no bar, line or marker"),
        (
            '<g transform="rotate(9)"><path d="M 0 0 L 3 0" style="fill: none; stroke: #000"/></g>',
            "turned or slanted",
        ),
        ('<rect width="3" height="1"/>', "element 'rect'"),
        ('<defs><path id="a" d="M 0 0"/></defs>', "defined and not drawn"),
        ('<defs><circle r="3"/></defs>', "a definition 'circle'"),
        ('<use xlink:href="#gone" x="1" y="2"/>', "not in the drawing"),
        ('<g><use xlink:href="#odd-1"/></g>', "a glyph 'odd-1'"),
    ],
)
def test_what_is_not_understood_is_a_fault(inner, fault):
    assert any(fault in found for found in read_drawing(svg(inner)).faults)


def test_a_damaged_drawing_or_one_that_declares_entities_is_not_read():
    assert read_drawing(b"<svg").faults == ["the drawing is not a whole SVG file"]
    declared = b'<!DOCTYPE svg [<!ENTITY a "3">]><svg>&a;</svg>'
    assert read_drawing(declared).faults == ["the drawing is not a whole SVG file"]


def test_a_bar_of_no_width_is_a_bar_too():
    inner = '<path d="M 5 1 L 5 1 L 5 9 L 5 9 z" style="fill: #123456"/>'
    assert read_drawing(svg(inner)).boxes[0].left == 5


def test_a_font_that_is_not_there_has_no_signs():
    assert signs_of("No-Such-Font") == {}
