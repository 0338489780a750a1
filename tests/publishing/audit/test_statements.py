from __future__ import annotations

import dataclasses

import pytest

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.numerals import tokens
from lumo_analysis.publishing.audit.statements import StatementReader
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary

WORDS = Wording("en")


@pytest.fixture
def reader(survey) -> StatementReader:
    return StatementReader(
        Vocabulary(survey.questionnaire, survey.codebook, "en"), Truth(survey), "north"
    )


def left_over(reader: StatementReader, text: str, heading: str = "") -> list[str]:
    facts = reader.read(text, heading).facts
    return [token.group() for token in tokens(text) if token.start() not in facts]


def answered(n: int, everyone: int, percent: str) -> str:
    return WORDS.say(
        "{n} of {all} respondents ({percent}) answered this question.",
        n=n,
        all=everyone,
        percent=percent,
    )


def test_how_many_answered_is_a_claim_about_the_open_question(reader):
    text = answered(15, 30, "50%")
    claims = reader.read(text, "What strains").claims
    assert [(c.item, c.group, c.reading.base) for c in claims] == [("open_strain", "north", 15)]
    assert left_over(reader, text, "What strains") == []


@pytest.mark.parametrize("text", [answered(15, 29, "50%"), answered(15, 30, "52%")])
def test_a_sentence_whose_other_numbers_do_not_fit_is_not_understood(reader, text):
    assert reader.read(text, "What strains").claims == []
    assert reader.read(answered(15, 30, "50%"), "No such question").claims == []
    assert len(left_over(reader, text, "What strains")) == 3


def test_an_example_makes_claims_of_its_share_and_base(reader):
    share = WORDS.say(
        "{item}: {share} answered {answers} ({n} of {base}; 95% interval {interval}).",
        item="Getting help: from the team",
        share="79%",
        answers="“so-so or well”",
        n="22",
        base="28",
        interval="60–90%",
    )
    text = f"An example from this report. {share} It may lie anywhere there."
    claims = reader.read(text, "").claims
    assert [(c.item, c.reading.n, c.reading.base) for c in claims] == [
        ("help_team", 22, None),
        ("help_team", None, 28),
    ]
    assert left_over(reader, text) == ["95"]
    unknown = text.replace("so-so or well", "never heard of it")
    assert reader.read(unknown, "").claims == []


def test_a_number_without_a_known_sentence_is_left_over(reader):
    assert left_over(reader, "Of them 3 said so.") == ["3"]
    assert reader.read("No number at all.", "").facts == set()


def detectable(smaller: int, larger: int, points: int) -> str:
    return WORDS.say(
        "When few people answered, only large differences come to light. Between the two smallest "
        "groups of this report ({smaller} and {larger} people) a test would probably notice "
        "only a difference of {points} percentage points or more.",
        smaller=smaller,
        larger=larger,
        points=points,
    )


def test_what_a_test_could_have_noticed_follows_from_sizes_that_are_public(reader):
    assert left_over(reader, detectable(28, 30, 36)) == []
    assert left_over(reader, detectable(28, 30, 12)) == ["28", "30", "12"]
    assert left_over(reader, detectable(3, 30, 35)) == ["3", "30", "35"]


def among_alike(n: int, points: int) -> str:
    return WORDS.say_n(
        "Among respondents with the same answer to {alike} the test does not show that the "
        "regions answer differently. Between groups of this size it would probably notice only "
        "a difference of {points} percentage points or more.",
        "Among respondents with the same answer to {alike} none of the {n} tests shows that the "
        "regions answer differently. Between groups of this size they would probably notice "
        "only a difference of {points} percentage points or more.",
        n,
        alike="“role”",
        points=points,
    )


@pytest.fixture
def comparing(survey) -> StatementReader:
    """A reader of a survey that names an item which makes respondents alike."""
    item = next(item.id for item in survey.questionnaire.items if item.kind == "ordinal")
    questionnaire = survey.questionnaire.model_copy(update={"composition": item})
    truth = Truth(dataclasses.replace(survey, questionnaire=questionnaire))
    return StatementReader(Vocabulary(questionnaire, survey.codebook, "en"), truth, "all")


def test_tests_among_respondents_alike_are_counted_and_what_they_could_have_noticed(comparing):
    assert left_over(comparing, among_alike(2, 36)) == []
    assert left_over(comparing, among_alike(1, 36)) == []
    assert left_over(comparing, among_alike(2, 35)) == ["35"]
    assert left_over(comparing, among_alike(99, 36)) == ["99", "36"]


def test_more_tests_cannot_find_something_than_were_made(comparing):
    message = (
        "Among respondents with the same answer to {alike} the regions answer differently in "
        "{k} of {n} tests: {items}."
    )
    said = WORDS.say(message, alike="“role”", k=1, n=2, items="Workload and 7 others")
    assert left_over(comparing, said) == ["7"]
    said = WORDS.say(message, alike="“role”", k=3, n=2, items="Workload")
    assert left_over(comparing, said) == ["3", "2"]


def test_a_survey_without_such_an_item_has_no_such_sentence(reader):
    assert left_over(reader, among_alike(2, 36)) == ["2", "36"]
