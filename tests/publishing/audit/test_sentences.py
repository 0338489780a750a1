from __future__ import annotations

import pytest

from lumo_analysis.publishing.audit.columns import Column
from lumo_analysis.publishing.audit.numerals import tokens
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.sentences import Sentence
from lumo_analysis.publishing.audit.tables import TableReading

EXHIBIT = Exhibit(
    "help",
    "Getting help",
    headers=("Question", "North (n = 28)", "Others (n = 56)"),
    rows=(
        ("From the team", "79% (22; 60–90%)*", "71% (40; 59–82%)"),
        ("From the lead", "hidden", "70% (39; 57–80%)"),
    ),
)
READING = TableReading(
    columns=(
        Column("question"),
        Column("cell", group="north", base="28"),
        Column("cell", group="others", base="56"),
    ),
    by_row=[[], []],
)


def unaccounted(text: str, **more) -> list[str]:
    sentence = Sentence(EXHIBIT, READING, "en", ["well"], **more)
    accounted = sentence.accounted(text)
    return [t.group() for t in tokens(text) if t.start() not in accounted]


@pytest.mark.parametrize(
    "text",
    [
        "The share that answered “well” differs most between groups for From the team: "
        "North 79% (22 of 28) and Others 71% (40 of 56).",
        "From the team: North 79%*, Others 71%.",
        "Bar chart with 2 bars. From the lead 70%.",
    ],
)
def test_numbers_of_the_one_they_follow_are_accounted_for(text):
    assert unaccounted(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("From the lead: North 79%.", ["79"]),
        ("From the lead: North 12%.", ["12"]),
        ("From the team: North 71%.", ["71"]),
        ("From the team: North 79%. And 40 more whispered.", ["40"]),
        ("Somebody counted 22.", ["22"]),
    ],
)
def test_numbers_of_others_or_in_unknown_words_are_not(text, left):
    assert unaccounted(text) == left


def test_numbers_behind_a_share_make_claims_where_a_sentence_tells_them():
    sentence = Sentence(EXHIBIT, READING, "en", untold={("from the lead", "north"): ["19", "27"]})
    text = "From the lead: North (19 of 27)"
    assert len(sentence.accounted(text)) == 2
    assert sentence.told == {("from the lead", "north", "19"), ("from the lead", "north", "27")}


def test_a_number_that_is_part_of_a_name_is_no_number_of_respondents():
    exhibit = Exhibit("x", "", headers=("Question", "Share"), rows=(("Grade 2", "5%"),))
    reading = TableReading(columns=(Column("question"), Column("share")), by_row=[[]])
    sentence = Sentence(exhibit, reading, "en")
    assert sentence.numbers_in_names("Grade 2: 5%") == {6}
    assert sentence.accounted("Grade 2: 5%") == {9}
