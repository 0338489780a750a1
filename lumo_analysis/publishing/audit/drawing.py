"""An SVG chart as data: the texts that its glyphs spell, and every shape with its place.

Shapes count whether a reader could see them or not: what is drawn in white on white, or
beyond the edge, is in the file. `svg_reader` takes a file apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lumo_analysis.publishing.audit.page import Passage


class Box(NamedTuple):
    """A filled rectangle, in the units of the drawing; y runs down."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


class Line(NamedTuple):
    """A straight stroke."""

    x: float
    y: float
    to_x: float
    to_y: float


class Mark(NamedTuple):
    """A marker of a dot plot."""

    x: float
    y: float
    fill: str


class Lettering(NamedTuple):
    """A line of text, at its left end and baseline."""

    x: float
    y: float
    text: str


Stroke = tuple[tuple[float, float], ...]
"""The corners of one painted thing; only the first of a curved one and of a glyph."""


@dataclass
class Drawing:
    """All of an SVG file.

    `faults` are what the audit could not read; `strokes` what was painted, in order, to be
    compared with the same drawing elsewhere.
    """

    width: float = 0.0
    height: float = 0.0
    texts: list[Lettering] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
