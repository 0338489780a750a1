from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.presentation.position_map_chart import MapTexts, Point, draw_map, map_ticks
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.charts import TableRow
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.columns import Column
from lumo_analysis.publishing.audit.drawing import Drawing
from lumo_analysis.publishing.audit.map_charts import MapChart
from lumo_analysis.publishing.audit.numerals import Reading, tokens
from lumo_analysis.publishing.audit.rankings import Ranking
from lumo_analysis.publishing.audit.svg_reader import read_drawing
from lumo_analysis.publishing.audit.tables import TableReading

NUMBERS = {"a1": (40, 60), "f1": (30, 60), "a2": (20, 60), "f2": (25, 60)}
SHOWN, HIDDEN = Reading(n=1, share=Fraction(1)), Reading(hidden=True)


def claim(item: str, reading: Reading = SHOWN) -> Claim:
    return Claim(item, "all", Cell(("well",), "scale"), "all", reading, "", headline=True)


def exact(one: Claim) -> tuple[int, int]:
    return NUMBERS[one.item]


def shares(item: str) -> tuple[float, float, float]:
    n, base = NUMBERS[item]
    low, high = wilson_interval([n], [base])
    return n / base, float(low[0]), float(high[0])


POINTS = [
    Point("Schools", shares("a1"), shares("f1")),
    Point("Clinics", shares("a2"), shares("f2")),
]
ROWS = [
    TableRow("Schools", frozenset(), (claim("a1"), claim("f1"))),
    TableRow("Clinics", frozenset(), (claim("a2"), claim("f2"))),
]


def drawn(points: list[Point]) -> Drawing:
    texts = MapTexts("Access →", "↑ Fit", "Both shares with their 95% intervals", "The same")
    ticks = {tick: f"{round(100 * tick)}%" for tick in map_ticks(POINTS)}
    return read_drawing(draw_map(points, texts, ticks).svg("map").encode())


def faults(drawing: Drawing, rows: list[TableRow]) -> list[str]:
    return MapChart(drawing, rows, exact, ()).faults()


def test_points_crosses_and_ticks_of_the_table_are_fine():
    drawing = drawn(POINTS)
    assert faults(drawing, ROWS) == []
    chart = MapChart(drawing, ROWS, exact, ())
    legend = "Both shares with their 95% intervals"
    assert all(chart.accounted(t, []) for t in drawing.texts if t.text != legend)
    assert not chart.accounted(drawing.texts[-1]._replace(text="3"), [])


@pytest.mark.parametrize("change", [(0.01, 0.0), (0.0, 0.01)])
def test_a_point_elsewhere_is_a_fault(change):
    across, up = POINTS[0].across, POINTS[0].up
    moved = dataclasses.replace(
        POINTS[0],
        across=(across[0] + change[0], *across[1:]),
        up=(up[0] + change[1], *up[1:]),
    )
    assert "a point that the table has not" in faults(drawn([moved, POINTS[1]]), ROWS)


def test_a_point_for_a_hidden_share_is_a_fault():
    rows = [ROWS[0], TableRow("Clinics", frozenset(), (claim("a2"), claim("f2", HIDDEN)))]
    found = faults(drawn(POINTS), rows)
    assert "a point that the table has not" in found
    assert "more points than the table shows" in found
    assert "a line shows an interval that the table has not" in found
    assert faults(drawn(POINTS[:1]), rows) == []


def test_a_wider_interval_or_a_box_is_a_fault():
    wider = dataclasses.replace(POINTS[0], across=(*POINTS[0].across[:2], 0.79))
    assert faults(drawn([wider, POINTS[1]]), ROWS) == [
        "a line shows an interval that the table has not"
    ]
    drawing = drawn(POINTS)
    box = drawing.boxes[0]._replace(left=60, right=90, top=60, bottom=99, fill="#ffffff")
    drawing.boxes.append(box)
    assert faults(drawing, ROWS) == ["a box that is no room of a name"]


def test_a_map_without_axes_cannot_be_read():
    chart = MapChart(Drawing(), ROWS, exact, ())
    assert chart.faults() == ["the axes of the map can't be read"]


WORDS = Wording("en")
TABLE = TableReading(
    columns=(Column("question"), Column("cell", items=("a1", "a2")), Column("place")),
    by_row=[[claim("a1"), claim("f1")], [claim("a2"), claim("f2")], [claim("a2", HIDDEN)]],
)


class Truth:
    def pair(self, one: Claim) -> tuple[int, int]:
        return NUMBERS[one.item]


def left_over(text: str) -> list[str]:
    spans = list(Ranking(TABLE, [text], WORDS).spans(text, Truth()))
    return [
        t.group()
        for t in tokens(text)
        if not any(start <= t.start() and t.end() <= end for start, end in spans)
    ]


def pairs(apart: int, n: int) -> str:
    return WORDS.say_n(
        "{apart} of {n} pair can be told apart.",
        "{apart} of {n} pairs can be told apart.",
        n,
        apart=apart,
    )


def test_how_many_pairs_are_told_apart_fits_the_rows_that_are_shown():
    assert left_over(pairs(1, 1)) == []
    assert left_over(pairs(1, 3)) == ["1", "3"]
    assert left_over(pairs(2, 1)) == ["2", "1"]


def test_places_are_numbers_of_rows():
    ranking = Ranking(TABLE, [], WORDS)
    assert len(ranking.place_spans("1–3")) == 2
    assert ranking.place_spans("1–12") == []


def test_without_a_map_nothing_is_told_of_places():
    table = TableReading(columns=(Column("question"),), by_row=[[]])
    assert list(Ranking(table, [], WORDS).spans(pairs(1, 1), Truth())) == []
