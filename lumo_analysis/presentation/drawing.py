"""A sheet in CSS pixels to draw charts on, and its SVG.

Only `Figure` objects are used, never pyplot, and all settings are given here: the bytes of
a chart depend on its data and on nothing that a notebook has set.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import matplotlib as mpl
import seaborn
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from lumo_analysis.presentation.colours import GRID, INK, PAPER
from lumo_analysis.presentation.exhibits import Picture
from lumo_analysis.presentation.lettering import (
    FONT,
    LINE,
    PIXELS_PER_POINT,
    SIZE,
    Weight,
    height,
    widest,
)
from lumo_analysis.presentation.lettering import width as text_width

WIDTH = 672
MARK = "*"
DOTS_PER_INCH = 96
Across = Literal["left", "center", "right"]
Down = Literal["top", "middle", "bottom"]
_PARTS_TO_DROP = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", re.DOTALL
)
_GROUP_NAME = re.compile(r'<g id="[^"]*"')
_REFERENCE = re.compile(r'(\bid="|href="#|url\(#)([^")]+)')


@contextmanager
def _own_settings(salt: str) -> Iterator[None]:
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(seaborn.axes_style("white"))
        mpl.rcParams.update(
            {
                "font.family": FONT,
                "text.parse_math": False,
                "svg.fonttype": "path",
                "svg.hashsalt": salt,
                "path.simplify": False,
                "figure.dpi": DOTS_PER_INCH,
                "savefig.dpi": DOTS_PER_INCH,
            }
        )
        yield


class Sheet:
    """An empty chart of a given height; x runs right, y runs down, both in CSS pixels.

    >>> sheet = Sheet(40)
    >>> sheet.text(10, 20, ["Well"])
    >>> picture = sheet.picture("access", alt="One word.")
    >>> picture.width, picture.height, picture.svg[:4]
    (672, 40, '<svg')
    """

    def __init__(self, height: float, width: int = WIDTH) -> None:
        self.width = width
        self.height = round(height)
        with _own_settings("lumo"):
            inches = (width / DOTS_PER_INCH, self.height / DOTS_PER_INCH)
            self.figure = Figure(figsize=inches, dpi=DOTS_PER_INCH, facecolor=PAPER)
            self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(self.height, 0)
        self._drawn = 0

    def _next(self) -> int:
        """What is drawn later lies above what was drawn earlier."""
        self._drawn += 1
        return self._drawn

    def text(
        self,
        x: float,
        y: float,
        lines: list[str],
        *,
        size: float = SIZE,
        weight: Weight = "normal",
        colour: str = INK,
        across: Across = "left",
        down: Down = "middle",
    ) -> None:
        """Write lines of text; `y` is the top, the middle or the bottom of them all."""
        above = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[down] * height(len(lines), size)
        with _own_settings("lumo"):
            for number, line in enumerate(lines):
                baseline = y - above + (number * LINE + LINE / 2 + 0.36) * size
                self._axes.text(
                    x,
                    baseline,
                    line,
                    fontsize=size / PIXELS_PER_POINT,
                    fontweight=weight,
                    color=colour,
                    ha=across,
                    va="baseline",
                    clip_on=False,
                    zorder=self._next(),
                )

    def cell(
        self, end: float, y: float, text: str, *, weight: Weight = "normal", hanging: bool = False
    ) -> None:
        """Write a number flush right; with `hanging` its mark stands clear of the digits."""
        if hanging:
            end -= text_width(MARK, SIZE, weight)
            if text.endswith(MARK):
                self.text(end, y, [MARK], weight=weight)
                text = text.removesuffix(MARK)
        self.text(end, y, [text], weight=weight, across="right")

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle, with a hair of white around it that parts it from the next."""
        self._axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=colour,
                edgecolor=PAPER,
                linewidth=0.6,
                zorder=self._next(),
            )
        )

    def line(
        self,
        x: float,
        y: float,
        to_x: float,
        to_y: float,
        *,
        colour: str = GRID,
        thickness: float = 0.8,
    ) -> None:
        """Draw a straight line; `thickness` in CSS pixels."""
        points = thickness / PIXELS_PER_POINT
        self._axes.plot(
            [x, to_x],
            [y, to_y],
            color=colour,
            linewidth=points,
            solid_capstyle="butt",
            zorder=self._next(),
        )

    def marker(self, x: float, y: float, shape: str, colour: str, size: float = 8) -> None:
        """Draw one mark of a dot plot, `size` CSS pixels wide."""
        self._axes.plot(
            [x],
            [y],
            marker=shape,
            markersize=size / PIXELS_PER_POINT,
            markerfacecolor=colour,
            markeredgecolor=PAPER,
            markeredgewidth=0.5,
            linestyle="none",
            zorder=self._next(),
        )

    def swatch(self, x: float, y: float, colour: str) -> None:
        """A small filled square of a legend, its middle at `y`."""
        self.box(x, y - 6, 12, 12, colour)

    def svg(self, name: str) -> str:
        """The chart as SVG that can stand in a page beside others: `name` begins its ids."""
        buffer = io.BytesIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        with _own_settings(name):
            self.figure.savefig(buffer, format="svg", metadata=nothing)
        text = _PARTS_TO_DROP.sub("", buffer.getvalue().decode("utf-8"))
        text = _GROUP_NAME.sub("<g", text)
        text = _REFERENCE.sub(lambda found: f"{found[1]}{name}-{found[2]}", text)
        text = text.replace("<svg ", '<svg stroke-linejoin="round" ', 1)
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())

    def picture(self, name: str, alt: str) -> Picture:
        """The finished picture of an exhibit whose id is `name`."""
        return Picture(self.svg(name), self.width, self.height, alt)


def faults_of_layout(figure: Figure) -> list[str]:
    """What a reader could not read: texts that overlap another or leave the figure.

    An empty list is right. Tests use it; it draws the texts and looks at their boxes.
    """
    with _own_settings("lumo"):
        canvas = FigureCanvasAgg(figure)
        renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
        texts = [text for text in figure.findobj(Text) if str(text.get_text()).strip()]
        shown = [(str(text.get_text()), text.get_window_extent(renderer)) for text in texts]
    page = figure.bbox
    faults = [
        f"clipped: {text}"
        for text, box in shown
        if box.x0 < page.x0 or box.y0 < page.y0 or box.x1 > page.x1 or box.y1 > page.y1
    ]
    for number, (text, box) in enumerate(shown):
        for other, other_box in shown[number + 1 :]:
            across = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
            down = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
            if across > 1 and down > 1:
                faults.append(f"overlap: {text} / {other}")
    return faults


def legend_rows(entries: list[str], room: float, size: float = SIZE) -> list[list[str]]:
    """The entries of a legend, divided into rows that fit in `room` pixels."""
    rows: list[list[str]] = [[]]
    used = 0.0
    for entry in entries:
        needed = 18 + widest([entry], size) + 18
        if rows[-1] and used + needed > room:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += needed
    return rows
