from __future__ import annotations

import math

from matplotlib.colors import to_hex

from lumo_analysis.presentation.drawing import Sheet, faults_of_layout
from lumo_analysis.presentation.likert_chart import Bar, Column, Segment, Whisker, draw_bars

SIDES = {"poor": "low", "fair": "middle", "good": "high"}
COLOURS = {"poor": "#ad7a33", "fair": "#d9d9d9", "good": "#246b63"}
LEGEND = {"poor": "Poorly", "fair": "Neither", "good": "Well"}


def _bar(poor: float, fair: float, good: float, *cells: str, **more) -> Bar:
    shares = {"poor": poor, "fair": fair, "good": good}
    segments = tuple(
        Segment(answer, share, "hidden" if math.isnan(share) else f"{share * 100:.0f}")
        for answer, share in shares.items()
    )
    return Bar("Basic health care", segments, cells, **more)


def _sheet(*bars: Bar, columns: tuple[str, ...] = (), interval: str = "") -> Sheet:
    heads = [Column("Well", weight="bold"), *map(Column, columns)]
    return draw_bars(bars, heads, SIDES, COLOURS, LEGEND, "Per cent (n = 40)", interval)


def _texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.figure.axes[0].texts]


def _boxes(sheet: Sheet, answer: str) -> list[tuple[float, float]]:
    return [
        (patch.get_x(), patch.get_width())
        for patch in sheet.figure.axes[0].patches
        if to_hex(patch.get_facecolor()) == COLOURS[answer] and patch.get_width() != 12
    ]


def test_cells_and_their_heads_stand_in_the_chart():
    sheet = _sheet(_bar(0.2, 0.2, 0.6, "60%", "24 / 40"), columns=("Count / base",))
    assert {"60%", "24 / 40", "Count / base", "Well"} <= set(_texts(sheet))
    assert faults_of_layout(sheet.figure) == []


def test_cant_say_stands_beside_the_bar_without_moving_it():
    few, many = (
        _sheet(_bar(0.2, 0.2, 0.6, "60%", cell), columns=("Can't say",)) for cell in ("1%", "9%")
    )
    assert [_boxes(few, answer) for answer in COLOURS] == [
        _boxes(many, answer) for answer in COLOURS
    ]


def test_an_answer_that_nobody_gave_keeps_its_place_in_the_legend():
    sheet = _sheet(_bar(0.4, 0, 0.6, "60%"))
    assert _texts(sheet)[:3] == ["Poorly", "Neither", "Well"]
    swatches = [
        to_hex(patch.get_facecolor())
        for patch in sheet.figure.axes[0].patches
        if patch.get_width() == 12
    ]
    assert swatches == list(COLOURS.values())
    assert _boxes(sheet, "fair") == []


def test_answers_put_together_stand_on_their_side_in_its_colour():
    sides = {**SIDES, "poor+bad": "low"}
    colours = {**COLOURS, "poor+bad": "#804000"}
    bar = Bar("Fit", (Segment("poor+bad", 0.5, "50"), Segment("good", 0.5, "50")), ("50%",))
    sheet = draw_bars([bar], [Column("Well")], sides, colours, LEGEND | {"poor+bad": "Low"}, "")
    boxes = {
        to_hex(p.get_facecolor()): p for p in sheet.figure.axes[0].patches if p.get_width() > 12
    }
    together, good = boxes["#804000"], boxes[COLOURS["good"]]
    assert together.get_x() + together.get_width() == good.get_x()


def test_the_interval_is_named_in_the_legend_where_one_is_drawn():
    whisker = Whisker(("good",), 0.4, 0.8)
    drawn = _sheet(_bar(0.2, 0.2, 0.6, "60%", whisker=whisker), interval="95% interval")
    assert "95% interval" in _texts(drawn)
    nowhere = _sheet(_bar(0.2, 0.2, 0.6, "60%"), interval="95% interval")
    assert "95% interval" not in _texts(nowhere)


def test_a_hidden_number_has_its_word_in_the_chart():
    sheet = _sheet(_bar(math.nan, 0.2, 0.6, "60%"), _bar(0.2, 0.2, 0.6, "60%"))
    assert _texts(sheet).count("hidden") == 1
    assert len(_boxes(sheet, "poor")) == 1
    assert faults_of_layout(sheet.figure) == []


def test_a_row_without_a_bar_says_why():
    sheet = _sheet(Bar("Fit", (), ("–",), "Fewer than 10 respondents"))
    assert "Fewer than 10 respondents" in _texts(sheet)
    assert not any(_boxes(sheet, answer) for answer in COLOURS)
