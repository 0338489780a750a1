from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from lumo_analysis.presentation.diverging_bars import (
    BAR,
    WHISKER,
    Bar,
    Fit,
    Segment,
    Whisker,
    draw_bar,
    fit,
    reach,
    readable,
    whisker_side,
)
from lumo_analysis.presentation.drawing import Sheet, faults_of_layout

SIDES = {"bad": "low", "poor": "low", "fair": "middle", "good": "high", "best": "high"}
COLOURS = {"bad": "#6b3a05", "poor": "#cf9b4d", "fair": "#d9d9d9", "good": "#63b5a8"} | {
    "best": "#014a44"
}
ANSWERS = list(SIDES)
HIDDEN = math.nan


def _bar(*shares: float, whisker: Whisker | None = None) -> Bar:
    segments = tuple(
        Segment(answer, share, "hidden" if math.isnan(share) else f"{share * 100:.0f}")
        for answer, share in zip(ANSWERS, shares, strict=True)
    )
    return Bar("Access", segments, (), whisker=whisker)


def _drawn(bar: Bar) -> Sheet:
    sheet = Sheet(60)
    draw_bar(sheet, bar, SIDES, COLOURS, Fit(300, 300), 30)
    return sheet


def _boxes(sheet: Sheet) -> dict[str, tuple[float, float]]:
    """Where the box of each answer begins and ends."""
    answer_of = {colour: answer for answer, colour in COLOURS.items()}
    return {
        answer_of[to_hex(patch.get_facecolor())]: (
            patch.get_x(),
            patch.get_x() + patch.get_width(),
        )
        for patch in sheet.figure.axes[0].patches
        if to_hex(patch.get_facecolor()) in answer_of
    }


def _words(sheet: Sheet) -> dict[str, float]:
    return {text.get_text(): text.get_position()[0] for text in sheet.figure.axes[0].texts}


def _horizontal(sheet: Sheet) -> list[tuple[float, float, float]]:
    lines = [line.get_xydata() for line in sheet.figure.axes[0].lines]
    return [(a[0], b[0], a[1]) for a, b in lines if a[1] == b[1]]


def test_low_answers_end_at_zero_and_high_ones_begin_there():
    boxes = _boxes(_drawn(_bar(0.1, 0.3, 0, 0.4, 0.2)))
    assert boxes == {
        "bad": (180, 210),
        "poor": (210, 300),
        "good": (300, 420),
        "best": (420, 480),
    }


def test_the_middle_lies_across_zero():
    boxes = _boxes(_drawn(_bar(0.2, 0.2, 0.2, 0.2, 0.2)))
    assert boxes["fair"] == (270, 330)
    assert boxes["poor"][1] == 270
    assert boxes["good"][0] == 330


def test_an_answer_that_nobody_gave_has_no_box_and_moves_nothing():
    without = _boxes(_drawn(_bar(0.1, 0.3, 0.2, 0.4, 0)))
    assert "best" not in without
    assert without["good"] == _boxes(_drawn(_bar(0.1, 0.3, 0.2, 0.4, 0.1)))["good"]


def test_a_hidden_number_is_a_word_between_its_neighbours_and_no_box():
    sheet = _drawn(_bar(0.1, HIDDEN, 0.2, 0.4, 0.2))
    boxes, words = _boxes(sheet), _words(sheet)
    assert "poor" not in boxes
    assert boxes["bad"][1] < words["hidden"] < boxes["fair"][0]
    assert faults_of_layout(sheet.figure) == []


def test_the_room_of_a_hidden_number_does_not_depend_on_the_number():
    # The bar is drawn without the number, so nothing in it can be measured.
    gap = [
        boxes["fair"][0] - boxes["bad"][1]
        for boxes in (
            _boxes(_drawn(_bar(0.1, HIDDEN, 0.2, 0.5, 0))),
            _boxes(_drawn(_bar(0.4, HIDDEN, 0.2, 0.1, 0.1))),
        )
    ]
    assert gap[0] == gap[1] > 0


def test_a_hidden_number_on_one_side_moves_nothing_on_the_other():
    shown = _boxes(_drawn(_bar(0.1, 0.2, 0.2, 0.4, 0.1)))
    hidden = _boxes(_drawn(_bar(0.1, HIDDEN, 0.2, 0.4, 0.1)))
    assert hidden["good"] == shown["good"]
    assert hidden["best"] == shown["best"]


def test_neighbours_that_are_hidden_have_one_word():
    (bar,) = readable([_bar(HIDDEN, HIDDEN, 0.2, HIDDEN, 0.3)], SIDES, 400)
    assert [part.hidden for part in bar.segments] == [True, False, True, False]


def test_a_bar_with_more_words_than_room_becomes_one_word():
    (bar,) = readable([_bar(HIDDEN, 0.2, HIDDEN, 0.1, HIDDEN)], SIDES, 150)
    assert (bar.segments, bar.instead) == ((), "hidden")


def test_the_interval_of_the_high_answers_ends_where_it_should():
    whisker = Whisker(("good", "best"), 0.5, 0.7)
    sheet = _drawn(_bar(0.1, 0.1, 0.2, 0.4, 0.2, whisker=whisker))
    start = _boxes(sheet)["good"][0]
    (line,) = _horizontal(sheet)
    assert line == pytest.approx((start + 150, start + 210, 30 + BAR / 2 + WHISKER))


def test_the_interval_of_the_low_answers_runs_to_the_left():
    whisker = Whisker(("bad", "poor"), 0.1, 0.35)
    sheet = _drawn(_bar(0.1, 0.1, 0.2, 0.4, 0.2, whisker=whisker))
    end = _boxes(sheet)["poor"][1]
    (line,) = _horizontal(sheet)
    assert sorted(line[:2]) == pytest.approx([end - 105, end - 30])


@pytest.mark.parametrize(
    "answers", [("fair",), ("good",), ("poor", "good"), ("poor",), ("nothing",)]
)
def test_an_interval_of_answers_that_end_nowhere_is_not_drawn(answers):
    bar = _bar(0.1, 0.1, 0.2, 0.4, 0.2, whisker=Whisker(answers, 0.1, 0.9))
    assert whisker_side(bar, SIDES) is None
    assert _horizontal(_drawn(bar)) == []


def test_an_interval_of_a_hidden_share_is_not_drawn():
    bar = _bar(0.1, 0.1, 0.2, HIDDEN, 0.2, whisker=Whisker(("good", "best"), 0.1, 0.9))
    assert whisker_side(bar, SIDES) is None


def test_a_bar_without_an_interval_has_no_side_for_it():
    assert whisker_side(_bar(0.1, 0.1, 0.2, 0.4, 0.2), SIDES) is None


@given(
    st.lists(
        st.lists(st.integers(0, 20) | st.none(), min_size=5, max_size=5).filter(
            lambda parts: any(parts)
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_bar_stands_between_both_edges_with_its_interval(rows):
    bars = []
    for parts in rows:
        whole = sum(part or 0 for part in parts)
        shares = [HIDDEN if part is None else part / whole for part in parts]
        told = shares[3] + shares[4]
        whisker = None if math.isnan(told) else Whisker(("good", "best"), told / 2, (1 + told) / 2)
        bars.append(_bar(*shares, whisker=whisker))
    bars = readable(bars, SIDES, 300)
    place = fit(bars, SIDES, 100, 400)
    for bar in bars:
        needed = reach(bar, SIDES)
        assert place.zero - needed.below * place.pixels - needed.pixels_below >= 100 - 1e-9
        assert place.zero + needed.above * place.pixels + needed.pixels_above <= 400 + 1e-9
    assert place.pixels > 0


def test_nothing_to_draw_has_its_zero_in_the_middle():
    assert fit([Bar("Access", (), (), "Too few")], SIDES, 100, 300).zero == 200
