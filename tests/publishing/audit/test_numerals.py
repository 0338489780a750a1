from __future__ import annotations

from fractions import Fraction

import pytest

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.numerals import CellReader, Reading, words_of

ENGLISH, FINNISH = CellReader(Wording("en")), CellReader(Wording("fi"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("39% (11 of 28; 95% interval 24–58%)", ["39", "11", "28", "95", "24", "58"]),
        ("p = 0.035, ε² = 1.5, χ² = 2", ["0.035", "1.5", "2"]),
        ("٣ of １２", ["٣", "１２"]),
        ("½ of them, note ③, area 5 m²", ["½", "③", "5", "²"]),
        ("no number", []),
    ],
)
def test_every_way_of_writing_a_number_is_a_token(text, expected):
    assert words_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("46%", Reading(share=Fraction(46))),
        ("46%*", Reading(share=Fraction(46))),
        ("12.5%", Reading(share=Fraction(25, 2), decimals=1)),
        ("46% (62)", Reading(share=Fraction(46), n=62)),
        (
            "46% (12; 30–62%)*",
            Reading(share=Fraction(46), n=12, low=Fraction(30), high=Fraction(62)),
        ),
        ("46% (30–62%)*", Reading(share=Fraction(46), low=Fraction(30), high=Fraction(62))),
        ("30–62%", Reading(low=Fraction(30), high=Fraction(62))),
        ("1,234", Reading(n=1234)),
        ("hidden", Reading(hidden=True)),
        ("hidden (7)", Reading(hidden=True, n=7)),
        ("put together", Reading(elsewhere=True)),
        ("–", Reading(too_few=True)),
    ],
)
def test_cells_are_read_as_reports_write_them(text, expected):
    assert ENGLISH.cell(text) == expected


def test_finnish_cells_are_read_with_their_signs():
    actual = FINNISH.cell("12,5\u00a0% (1\u00a0234; 9–16\u00a0%)*")
    assert actual == Reading(
        share=Fraction(25, 2), decimals=1, n=1234, low=Fraction(9), high=Fraction(16)
    )
    assert FINNISH.cell("peitetty") == Reading(hidden=True)


@pytest.mark.parametrize("text", ["about 12", "12 people", "46% of 12", "12.5", "4 6", ""])
def test_anything_else_is_not_guessed(text):
    assert ENGLISH.cell(text) is None


def test_a_span_of_bases_has_two_ends_or_one():
    assert ENGLISH.span("25–28") == (25, 28)
    assert ENGLISH.span("28") == (28, 28)
    assert ENGLISH.span("25–") is None
    assert ENGLISH.span("1–2–3") is None


def test_whether_anything_is_told():
    assert Reading(share=Fraction(1)).tells
    assert not Reading(hidden=True).tells
