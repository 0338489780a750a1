"""What a reading says must hold of the numbers it was written from, and be as narrow."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.disclosure.item_table import holds, scale_table
from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.claims import Claim, Mean
from lumo_analysis.publishing.audit.linear import (
    base_places,
    facts_of_claim,
    facts_of_mean,
    fits,
    pairs,
    places_of,
)
from lumo_analysis.publishing.audit.numerals import CellReader, Reading

WORDS = Wording("en")
READER = CellReader(WORDS)
LADDER = {
    "answers": (
        *(Cell((answer,), "scale") for answer in ("poor", "fair", "good")),
        Cell(("cant_say",), "off_scale"),
        Cell(("no_answer",), "no_answer"),
    )
}
ANSWERS = [cell.answer for cell in LADDER["answers"]]
Counts = dict[str, dict[str, int]]


def table_of(counts: Counts, base: str = "answered"):
    return scale_table("coping", 5, LADDER, counts, base)


def written(n: int, base: int, frame: int | None = None) -> Reading:
    """How a report writes a share with its interval, and nothing else of it."""
    low, high = (float(end[0]) for end in wilson_interval([n], [base], frame=frame))
    reading = READER.cell(f"{WORDS.percent(n / base)} ({WORDS.interval(low, high)})")
    assert reading is not None
    return reading


counts = st.fixed_dictionaries(
    {
        group: st.fixed_dictionaries({answer: st.integers(0, 15) for answer in ANSWERS})
        for group in ("north", "south")
    }
)


@given(counts, st.sampled_from(["all", "north", "others:north"]), st.booleans())
def test_the_facts_of_a_claim_hold_of_the_true_counts(counts: Counts, group, of_all):
    table = table_of(counts)
    name = "all" if of_all else "answered"
    cells, bases = places_of(table, group, ["fair", "good"]), base_places(table, group, name)
    n, base = int(table.values[list(cells)].sum()), int(table.values[list(bases)].sum())
    reading = Reading(too_few=True) if base < 10 else written(n, base)
    claim = Claim("coping", group, Cell(("fair", "good"), "scale"), name, reading, "here")
    assert fits(reading, n, base)
    facts = facts_of_claim(claim, table, table.total)
    assert all(holds(fact, table.values) for fact in facts)
    assert facts or base >= 10


@given(st.integers(10, 80), st.data())
def test_all_pairs_that_are_written_alike_are_found_and_no_others(base: int, data):
    n = data.draw(st.integers(0, base))
    reading = written(n, base)
    numbers, bases = pairs(reading, 90)
    expected = {
        (m, other) for other in range(10, 91) for m in range(other + 1) if fits(reading, m, other)
    }
    found = set(zip(numbers.tolist(), bases.tolist(), strict=True))
    assert found == expected
    # Of halves the writer rounds up, and a reader can't know it.
    alike = {
        (m, b)
        for b in range(base - 3, base + 4)
        if b >= 10
        for m in range(b + 1)
        if written(m, b) == reading
    }
    assert alike <= found


def test_a_frame_makes_other_intervals_which_are_found_too():
    reading = written(12, 26, frame=40)
    assert reading != written(12, 26)
    assert len(pairs(reading, 40)[0]) == 0
    numbers, bases = pairs(reading, 40, frames=(40,))
    assert (12, 26) in set(zip(numbers.tolist(), bases.tolist(), strict=True))
    assert fits(reading, 12, 26, frames=(40,))
    assert not fits(reading, 12, 26)


@given(counts, st.integers(0, 3))
def test_a_mean_holds_of_the_true_counts(counts: Counts, decimals: int):
    table = table_of(counts)
    answers = ("poor", "fair", "good")
    n = [int(table.values[list(places_of(table, "north", [a]))].sum()) for a in answers]
    if not sum(n):
        return
    exact = Fraction(sum(code * count for code, count in enumerate(n, start=1)), sum(n))
    value = Fraction(math.floor(exact * 10**decimals + Fraction(1, 2)), 10**decimals)
    facts = facts_of_mean(Mean("coping", "north", value, decimals, "here"), table)
    assert len(facts) == 2
    assert all(holds(fact, table.values) for fact in facts)
    off = facts_of_mean(Mean("coping", "north", value + 2, decimals, "here"), table)
    assert not all(holds(fact, table.values) for fact in off)


def test_counts_bases_and_spans_of_bases_are_facts():
    table = table_of({"north": dict.fromkeys(ANSWERS, 4), "south": dict.fromkeys(ANSWERS, 2)})
    cell = Cell(("good",), "scale")
    reading = Reading(n=4, base=12, bases=(6, 12))
    facts = facts_of_claim(Claim("coping", "north", cell, "answered", reading, ""), table, 20)
    assert [(fact.low, fact.high) for fact in facts] == [(12, 12), (6, 12), (4, 4)]
    assert not fits(Reading(bases=(6, 11)), 4, 12)
    of_base = Claim("coping", "all", None, "all", Reading(base=30), "")
    assert facts_of_claim(of_base, table, 30)[0].low == 30


def test_what_nobody_could_have_written_is_refused():
    table = table_of({"north": dict.fromkeys(ANSWERS, 4)})
    reading = Reading(n=19, share=Fraction(3))
    claim = Claim("coping", "north", Cell(("good",), "scale"), "answered", reading, "")
    with pytest.raises(ValueError, match="no numbers of respondents"):
        facts_of_claim(claim, table, 20)
    assert not fits(reading, 19, 20)
    assert not fits(Reading(share=Fraction(0)), 0, 0)
    assert not fits(Reading(too_few=True), 3, 30)


def test_a_share_of_a_known_base_leaves_few_counts():
    numbers, bases = pairs(Reading(share=Fraction(50), base=20), 20)
    assert (numbers.tolist(), np.unique(bases).tolist()) == ([10], [20])
