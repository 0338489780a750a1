"""Voikko's readings; where the system lacks its library or dictionary, what is told."""

from __future__ import annotations

import importlib
import sys

import pandas as pd
import pytest

from lumo_analysis.analysis.suggestions import suggest_codes
from lumo_analysis.analysis.voikko_analyser import VoikkoAnalyser
from lumo_analysis.analysis.word_analysis import Analyser, analyser_named
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.survey import load_survey


@pytest.fixture(scope="module")
def voikko() -> Analyser:
    try:
        return analyser_named("voikko")
    except ParameterError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("kiireessä", ("kiire",)),
        ("tiedonkulku", ("tiedon", "kulku")),
        ("lastensuojeluilmoitusten", ("lasten", "suojelu", "ilmoitus")),
        ("työntekijöillekin", ("työn", "tekijä")),
        ("linja-autossa", ("linja", "auto")),
        ("hyvinvointialueella", ("hyvinvointi", "alue")),
    ],
)
def test_a_word_has_its_lemma_and_the_parts_of_a_compound(voikko, word, reading):
    found = voikko.analyse(word)
    assert reading in found.readings
    assert found.known


def test_an_unknown_word_is_taken_as_it_is_written(voikko):
    found = voikko.analyse("asdfghjk")
    assert found.readings == (("asdfghjk",),)
    assert not found.known


def test_suggestions_name_the_analyser_and_find_what_pypykko_finds(voikko):
    survey = load_survey("workers-2021")
    answers = pd.DataFrame(
        {
            "respondent": [0, 1],
            "item": "open_strain",
            "answer": ["Jatkuva kiire ja liikaa asiakkaita", "Asiakasmäärät ovat liian suuria"],
        }
    )
    ours = suggest_codes(answers, survey.codebook, voikko)
    theirs = suggest_codes(answers, survey.codebook, "pypykko")
    columns = ["respondent", "item", "theme"]
    assert len(ours) > 0
    pd.testing.assert_frame_equal(ours[columns], theirs[columns])
    assert ours["coder"].str.startswith("suggestion:libvoikko-").all()


def test_without_the_package_it_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "libvoikko", None)
    with pytest.raises(ParameterError, match="install the extra 'voikko'"):
        VoikkoAnalyser()


def test_without_the_library_or_dictionary_it_is_told_what_the_system_lacks(monkeypatch):
    libvoikko = importlib.import_module("libvoikko")

    def missing(_: str) -> None:
        raise OSError("libvoikko.so.1: cannot open shared object file")

    monkeypatch.setattr(libvoikko, "Voikko", missing)
    with pytest.raises(ParameterError, match="apt install libvoikko1 voikko-fi"):
        VoikkoAnalyser()
