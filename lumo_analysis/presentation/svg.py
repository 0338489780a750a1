"""The SVG text of a chart, the same on every machine and in every notebook.

Only `Figure` objects are drawn, never pyplot, and all settings are given here: the bytes of
a chart depend on its data and on nothing that a notebook has set.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib.figure import Figure

from lumo_analysis.presentation.lettering import FONT

DOTS_PER_INCH = 96
_PARTS_TO_DROP = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", re.DOTALL
)
_GROUP_NAME = re.compile(r'<g id="[^"]*"')
_REFERENCE = re.compile(r'(\bid="|href="#|url\(#)([^")]+)')


@contextmanager
def own_settings(salt: str) -> Iterator[None]:
    """Settings of matplotlib that owe nothing to those in force; `salt` goes into ids."""
    # Seaborn takes seconds to import, and the audit uses this room's widths without drawing.
    import seaborn

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


def svg_of(figure: Figure, name: str) -> str:
    """A figure as SVG that can stand in a page beside others: `name` begins its ids."""
    buffer = io.BytesIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with own_settings(name):
        figure.savefig(buffer, format="svg", metadata=nothing)
    text = _PARTS_TO_DROP.sub("", buffer.getvalue().decode("utf-8"))
    text = _GROUP_NAME.sub("<g", text)
    text = _REFERENCE.sub(lambda found: f"{found[1]}{name}-{found[2]}", text)
    text = text.replace("<svg ", '<svg stroke-linejoin="round" ', 1)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
