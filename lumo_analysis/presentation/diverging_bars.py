"""Stacked bars across a zero line: how wide they are and how each is drawn.

Low answers stand left of the line, high ones right, the middle across it. Where the number
of an answer is hidden its place holds a word, and nothing of the bar tells how many it was.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lumo_analysis.presentation.colours import PAPER, SOFT, text_on
from lumo_analysis.presentation.drawing import Sheet
from lumo_analysis.presentation.lettering import SMALL, width
from lumo_analysis.presentation.share_chart import draw_interval
from lumo_analysis.survey.scales import Side

BAR = 20.0
WHISKER = 4.5
"""How far below a bar its interval stands, where it covers no number."""
_MIDDLE = 0.5
_AROUND_WORD = 12.0
_WORDS_OF_A_SIDE = 0.35
_SLOT: dict[Side, int] = {"low": 0, "middle": 1, "high": 2}


@dataclass(frozen=True)
class Segment:
    """One answer's part of a bar: its share from 0 to 1, and the share as text.

    A share that is hidden is NaN, and the text is the word that stands in its place.
    """

    answer: str
    share: float
    text: str

    @property
    def hidden(self) -> bool:
        """Whether a word stands in place of the share."""
        return math.isnan(self.share)


@dataclass(frozen=True)
class Whisker:
    """The interval, from 0 to 1, of the joint share of answers at one end of a bar."""

    answers: tuple[str, ...]
    low: float
    high: float


@dataclass(frozen=True)
class Bar:
    """One item's row; without segments `instead` stands where the bar would be.

    Segments run from left to right: low, middle, high.
    """

    label: str
    segments: tuple[Segment, ...]
    cells: tuple[str, ...]
    instead: str = ""
    whisker: Whisker | None = None


class Reach(NamedTuple):
    """How far a bar reaches left and right of zero: in shares, and in pixels beside them."""

    below: float
    above: float
    pixels_below: float
    pixels_above: float


class Fit(NamedTuple):
    """Where zero stands, and how many pixels the whole of a share takes."""

    zero: float
    pixels: float


def readable(bars: Sequence[Bar], sides: Mapping[str, Side], room: float) -> list[Bar]:
    """The bars with one word for each run of hidden answers of a side.

    A bar whose words would squeeze the shares of all others becomes one word.
    """
    kept = []
    for bar in bars:
        runs = itertools.groupby(
            enumerate(bar.segments),
            key=lambda part: sides[part[1].answer] if part[1].hidden else part[0],
        )
        segments = tuple(next(run)[1] for _, run in runs)
        bar = dataclasses.replace(bar, segments=segments)
        words = max(reach(bar, sides)[2:])
        if words > _WORDS_OF_A_SIDE * room:
            word = next(segment.text for segment in segments if segment.hidden)
            bar = dataclasses.replace(bar, segments=(), instead=word)
        kept.append(bar)
    return kept


def fit(bars: Sequence[Bar], sides: Mapping[str, Side], left: float, right: float) -> Fit:
    """The scale and the zero line with which all bars stand between left and right."""
    reaches = np.array([reach(bar, sides) for bar in bars if bar.segments]).reshape(-1, 4)
    if not reaches.any():
        return Fit((left + right) / 2, right - left)
    below, above, pixels_below, pixels_above = reaches.T
    room = (right - left) - np.add.outer(pixels_below, pixels_above)
    shares = np.add.outer(below, above)
    pixels = float(np.min(room[shares > 0] / shares[shares > 0], initial=right - left))
    return Fit(left + float(np.max(below * pixels + pixels_below)), pixels)


def reach(bar: Bar, sides: Mapping[str, Side]) -> Reach:
    """How far a bar reaches from zero, its interval included."""
    shares, words = np.zeros(3), np.zeros(3)
    for segment in bar.segments:
        slot = _SLOT[sides[segment.answer]]
        if segment.hidden:
            words[slot] += _word_room(segment)
        else:
            shares[slot] += segment.share
    half, half_word = shares[1] * _MIDDLE, words[1] * _MIDDLE
    below, above = float(shares[0] + half), float(shares[2] + half)
    side = whisker_side(bar, sides)
    if side is not None and bar.whisker is not None:
        end = bar.whisker.high - _told(bar)
        below, above = (below + end, above) if side == "low" else (below, above + end)
    return Reach(below, above, float(words[0] + half_word), float(words[2] + half_word))


def whisker_side(bar: Bar, sides: Mapping[str, Side]) -> Side | None:
    """The end of the bar at which its interval stands; None where its answers end nowhere.

    They do where they are the outermost answers of one side, and none of them is hidden.
    """
    if bar.whisker is None or not bar.segments:
        return None
    told = [segment.answer in bar.whisker.answers for segment in bar.segments]
    on = {sides[part.answer] for part in bar.segments if part.answer in bar.whisker.answers}
    if len(on) != 1 or math.isnan(_told(bar)):
        return None
    side = on.pop()
    outermost = told[: sum(told)] if side == "low" else told[-sum(told) :]
    return side if side != "middle" and all(outermost) else None


def _told(bar: Bar) -> float:
    """The joint share that the whisker belongs to."""
    assert bar.whisker is not None, "only a bar with a whisker tells a share"
    return sum(part.share for part in bar.segments if part.answer in bar.whisker.answers)


def _word_room(segment: Segment) -> float:
    return width(segment.text, SMALL) + _AROUND_WORD


def draw_bar(
    sheet: Sheet,
    bar: Bar,
    sides: Mapping[str, Side],
    colours: Mapping[str, str],
    place: Fit,
    y: float,
    *,
    thickness: float = BAR,
    numbers: bool = True,
) -> None:
    """Draw the parts of a bar and its interval, its middle at `y`."""
    needed = reach(dataclasses.replace(bar, whisker=None), sides)
    start = x = place.zero - needed.below * place.pixels - needed.pixels_below
    for segment in bar.segments:
        if segment.hidden:
            room = _word_room(segment)
            sheet.box(x + 3, y - thickness / 2, room - 6, thickness, PAPER, edge=None)
            sheet.text(x + room / 2, y, [segment.text], size=SMALL, colour=SOFT, across="center")
        else:
            room = segment.share * place.pixels
            _draw_share(sheet, segment, colours, (x, y, room, thickness), numbers)
        x += room
    side = whisker_side(bar, sides)
    if side is not None and bar.whisker is not None:
        told = _told(bar)
        low, high = bar.whisker.low - told, bar.whisker.high - told
        end, way = (start, -place.pixels) if side == "low" else (x, place.pixels)
        draw_interval(sheet, end + low * way, end + high * way, y + thickness / 2 + WHISKER)


def _draw_share(
    sheet: Sheet,
    segment: Segment,
    colours: Mapping[str, str],
    box: tuple[float, float, float, float],
    numbers: bool,
) -> None:
    x, y, room, thickness = box
    if not segment.share:
        return
    colour = colours[segment.answer]
    sheet.box(x, y - thickness / 2, room, thickness, colour)
    if numbers and width(segment.text, SMALL) + 4 <= room:
        sheet.text(
            x + room / 2, y, [segment.text], size=SMALL, colour=text_on(colour), across="center"
        )
