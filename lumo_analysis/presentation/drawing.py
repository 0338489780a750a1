"""A sheet in CSS pixels to draw charts on, and what a reader could not read of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from lumo_analysis.presentation.colours import GRID, INK, PAPER
from lumo_analysis.presentation.exhibits import Picture
from lumo_analysis.presentation.lettering import (
    LINE,
    PIXELS_PER_POINT,
    SIZE,
    Weight,
    height,
)
from lumo_analysis.presentation.lettering import width as text_width
from lumo_analysis.presentation.svg import DOTS_PER_INCH, own_settings, svg_of

WIDTH = 672
MARK = "*"
Across = Literal["left", "center", "right"]
Down = Literal["top", "middle", "bottom"]


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
        inches = (width / DOTS_PER_INCH, self.height / DOTS_PER_INCH)
        with own_settings("lumo"):
            self._figure = Figure(figsize=inches, dpi=DOTS_PER_INCH, facecolor=PAPER)
            self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(self.height, 0)
        self._drawn = 0
        self._waiting: list[Callable[[int], object]] = []

    @property
    def figure(self) -> Figure:
        """The figure with all that was drawn; what is drawn later lies above the earlier."""
        # Settings are changed once for all of it: they take longer than most drawing does.
        with own_settings("lumo"):
            for draw in self._waiting:
                self._drawn += 1
                draw(self._drawn)
        self._waiting.clear()
        return self._figure

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
        for number, line in enumerate(lines):
            baseline = y - above + (number * LINE + LINE / 2 + 0.36) * size
            self._write(x, baseline, line, size, weight, colour, across)

    def _write(
        self,
        x: float,
        baseline: float,
        line: str,
        size: float,
        weight: Weight,
        colour: str,
        across: Across,
    ) -> None:
        self._waiting.append(
            lambda order: self._axes.text(
                x,
                baseline,
                line,
                fontsize=size / PIXELS_PER_POINT,
                fontweight=weight,
                color=colour,
                ha=across,
                va="baseline",
                clip_on=False,
                zorder=order,
            )
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

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        *,
        edge: str | None = PAPER,
    ) -> None:
        """Fill a rectangle, with a hair of white around it that parts it from the next."""
        self._waiting.append(
            lambda order: self._axes.add_patch(
                Rectangle(
                    (x, y),
                    width,
                    height,
                    facecolor=colour,
                    edgecolor=edge or "none",
                    linewidth=0.6 if edge else 0,
                    zorder=order,
                )
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
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw a straight line; `thickness` in CSS pixels, `dashes` in thicknesses."""
        self._waiting.append(
            lambda order: self._axes.plot(
                [x, to_x],
                [y, to_y],
                color=colour,
                linewidth=thickness / PIXELS_PER_POINT,
                linestyle=(0, dashes) if dashes else "solid",
                solid_capstyle="butt",
                dash_capstyle="butt",
                zorder=order,
            )
        )

    def marker(self, x: float, y: float, shape: str, colour: str, size: float = 8) -> None:
        """Draw one mark of a dot plot, `size` CSS pixels wide."""
        self._waiting.append(
            lambda order: self._axes.plot(
                [x],
                [y],
                marker=shape,
                markersize=size / PIXELS_PER_POINT,
                markerfacecolor=colour,
                markeredgecolor=PAPER,
                markeredgewidth=0.5,
                linestyle="none",
                zorder=order,
            )
        )

    def swatch(self, x: float, y: float, colour: str) -> None:
        """A small filled square of a legend, its middle at `y`."""
        self.box(x, y - 6, 12, 12, colour)

    def svg(self, name: str) -> str:
        """The chart as SVG that can stand in a page beside others: `name` begins its ids."""
        return svg_of(self.figure, name)

    def picture(self, name: str, alt: str) -> Picture:
        """The finished picture of an exhibit whose id is `name`."""
        return Picture(self.svg(name), self.width, self.height, alt)


def faults_of_layout(figure: Figure) -> list[str]:
    """What a reader could not read: texts that overlap another or leave the figure.

    An empty list is right. Tests use it; it draws the texts and looks at their boxes.
    """
    with own_settings("lumo"):
        canvas = FigureCanvasAgg(figure)
        renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
        found = [text for text in figure.findobj(Text) if str(text.get_text()).strip()]
        boxes = np.array([text.get_window_extent(renderer).extents for text in found])
    if not found:
        return []
    texts = [str(text.get_text()) for text in found]
    x0, y0, x1, y1 = boxes.T
    page = figure.bbox
    outside = (x0 < page.x0) | (y0 < page.y0) | (x1 > page.x1) | (y1 > page.y1)
    across = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    down = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
    upon = np.argwhere(np.triu((across > 1) & (down > 1), k=1))
    return [
        *(f"clipped: {texts[place]}" for place in np.flatnonzero(outside)),
        *(f"overlap: {texts[one]} / {texts[other]}" for one, other in upon),
    ]
