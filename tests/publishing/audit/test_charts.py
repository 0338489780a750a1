from __future__ import annotations

from collections.abc import Callable

import pytest

from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.presentation.group_chart import Dot, DotRow, draw_groups
from lumo_analysis.presentation.share_chart import ShareBar, draw_shares
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.charts import Chart, TableRow
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.drawing import Drawing
from lumo_analysis.publishing.audit.numerals import Reading
from lumo_analysis.publishing.audit.svg_reader import read_drawing

TICKS = ("0%", "25%", "50%", "75%", "100%")
NUMBERS = {"talk": (20, 25), "mail": (15, 25), "sign": (3, 25)}
WORDS = Wording("en")


def shares(name: str) -> tuple[float, float, float]:
    n, base = NUMBERS[name]
    low, high = wilson_interval([n], [base])
    return n / base, float(low[0]), float(high[0])


def row(*names: str, label: str = "", hidden: str = "") -> TableRow:
    claims = [
        Claim(
            "ways",
            name,
            Cell((name,), "option"),
            "answered",
            Reading(hidden=True) if name == hidden else Reading(n=1, share=1, base=25),
            "",
        )
        for name in names
    ]
    return TableRow(label or names[0], frozenset({"80", "60", "25"}), tuple(claims))


def exact(claim: Claim) -> tuple[int, int]:
    assert claim.cell is not None
    return NUMBERS[claim.cell.answer]


def faults(drawing: Drawing, rows: list[TableRow]) -> list[str]:
    return Chart(drawing, rows, WORDS, exact).faults()


def drawn(bars: list[ShareBar]) -> Drawing:
    sheet = draw_shares(bars, ["Share"], "Per cent (n = 25)", TICKS)
    return read_drawing(sheet.svg("x").encode())


def bar(name: str, change: Callable[[float], float] = float, instead: str = "") -> ShareBar:
    share, low, high = shares(name)
    return ShareBar(name, change(share), low, high, ("60%",), instead)


def test_bars_that_show_the_tables_shares_are_fine():
    rows = [row("talk"), row("mail"), row("sign", hidden="sign")]
    bars = [bar("talk"), bar("mail"), bar("sign", instead="Hidden")]
    assert faults(drawn(bars), rows) == []


def test_a_bar_of_another_length_or_for_a_hidden_number_is_a_fault():
    rows = [row("talk"), row("mail"), row("sign", hidden="sign")]
    longer = [bar("talk"), bar("mail", lambda share: share + 0.01), bar("sign", instead="Hidden")]
    assert faults(drawn(longer), rows) == ["row 'mail': a bar shows a share that the table has not"]
    shown = faults(drawn([bar("talk"), bar("mail"), bar("sign")]), rows)
    assert any(fault.startswith("row 'sign': a bar") for fault in shown)
    assert any(fault.startswith("row 'sign': a line") for fault in shown)


def test_a_row_that_the_table_lacks_is_a_fault():
    found = faults(drawn([bar("talk"), bar("mail")]), [row("talk")])
    assert "1 lines at the left are no row of the table" in found
    assert faults(drawn([bar("mail")]), [row("talk")]) == [
        "the rows of the chart are not those of its table"
    ]


def dots(*names: str, label: str = "Ways") -> Drawing:
    markers = {"talk": ("o", "#0b4f8a"), "mail": ("s", "#d1600a"), "sign": ("^", "#00806a")}
    place = DotRow(label, tuple(Dot(*shares(name), markers[name]) for name in names))
    other = DotRow("Other", (Dot(*shares("talk"), markers["talk"]),))
    sheet = draw_groups([place, other], markers, [], "Per cent", TICKS)
    return read_drawing(sheet.svg("x").encode())


def test_dots_of_groups_are_held_against_their_row():
    others = row("talk", label="Other")
    assert faults(dots("talk", "mail"), [row("talk", "mail", label="Ways"), others]) == []
    hidden = row("talk", "mail", label="Ways", hidden="mail")
    found = faults(dots("talk", "mail"), [hidden, others])
    assert "row 'Ways': a mark shows a share that the table has not" in found


def test_one_more_mark_at_a_share_that_is_shown_is_a_fault_too():
    rows = [row("talk", label="Ways"), row("talk", label="Other")]
    found = faults(dots("talk", "talk"), rows)
    assert found == ["row 'Ways': a mark shows a share that the table has not"]


@pytest.mark.parametrize(("text", "expected"), [("60%", True), ("12%", False)])
def test_numbers_written_beside_a_bar_must_be_the_rows(text, expected):
    share, low, high = shares("talk")
    drawing = drawn([ShareBar("talk", share, low, high, (text,))])
    chart = Chart(drawing, [row("talk")], WORDS, exact)
    own = next(lettering for lettering in drawing.texts if lettering.text == text)
    assert chart.accounted(own, []) is expected


def test_ticks_and_the_unit_above_are_accounted_for():
    drawing = drawn([bar("talk")])
    chart = Chart(drawing, [row("talk")], WORDS, exact)
    texts = {lettering.text: lettering for lettering in drawing.texts}
    assert chart.accounted(texts["75%"], [])
    assert chart.accounted(texts["Per cent (n = 25)"], [])
    assert not chart.accounted(texts["Per cent (n = 25)"]._replace(text="n = 3"), [])
