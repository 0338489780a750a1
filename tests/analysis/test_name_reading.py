from __future__ import annotations

import dataclasses

import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.name_reading import quotes_with_names, reads_as_name
from lumo_analysis.presentation.preflight import preflight
from lumo_analysis.survey.quotes import Quote
from lumo_analysis.survey.survey import Survey, load_survey


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load_survey("workers-2021")


def with_quote(survey: Survey, text: str, language: str = "fi", **translations: str) -> Survey:
    quote = Quote("one", 0, "open_strain", ("haste",), text, language, translations=translations)
    return dataclasses.replace(survey, quotes=(quote,))


@pytest.mark.parametrize("word", ["Haverinen", "haveriselta", "Saukkosen", "Vanhasella"])
def test_a_rare_name_is_read_in_any_case_and_form(word: str) -> None:
    assert reads_as_name(word)


@pytest.mark.parametrize("word", ["Jos", "Toivo", "Suvi", "Uskon", "kiireessä", "Lisäksi", "Oman"])
def test_a_word_that_is_also_no_name_is_not_read_as_one(word: str) -> None:
    assert not reads_as_name(word)


@pytest.mark.parametrize(
    "text",
    ["Haverinen auttoi aina.", "kysyin haveriselta", "Kiire. Saukkosen tiimi auttoi."],
)
def test_a_quote_with_a_rare_name_is_found(survey: Survey, text: str) -> None:
    assert quotes_with_names(with_quote(survey, text)) == ["one"]


@pytest.mark.parametrize("text", ["Suomessa on kiire.", "Venäjällä ja Kreikassa", "OECD tutkii"])
def test_public_names_tell_of_nobody(survey: Survey, text: str) -> None:
    assert quotes_with_names(with_quote(survey, text)) == []


def test_only_finnish_words_are_read_as_finnish(survey: Survey) -> None:
    assert quotes_with_names(with_quote(survey, "Haverinen helped", "en")) == []
    assert quotes_with_names(with_quote(survey, "Help", "en", fi="Haverinen auttoi")) == ["one"]


def test_the_check_names_the_quote_and_none_of_its_words(survey: Survey) -> None:
    plan = Plan("workers-2021", 5, 10, public=True)

    told = preflight(with_quote(survey, "Haverinen auttoi aina."), "en", plan)

    assert told.facts["quotes"] == {"shown": 1, "with_names": ["one"]}
    assert "The quote one seems to name a person" in told.text
    assert "Haverinen" not in told.text
