"""Finnish words by pypykko: lemmas and the parts of compounds."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version

from lumo_analysis.analysis.word_analysis import WordAnalysis
from lumo_analysis.errors import ParameterError

# What pypykko finds in its word list weighs less than what it guesses from a word's ending.
_GUESSED = 3.0
_NAME = "proper"
_REMEMBERED = 50_000
_INSTALL = "install the project's requirements again (scripts/environment.py)"


class PykkoAnalyser:
    """pypykko's finite-state analyser, run by kfst-rs.

    `ParameterError` where either is missing: without kfst-rs pypykko works, but ten times
    slower, and says nothing of it.
    """

    language = "fi"

    def __init__(self) -> None:
        try:
            import kfst
            from pypykko import utils
        except ImportError as error:
            raise ParameterError(
                f"the analyser 'pypykko' needs the package {error.name}; {_INSTALL}"
            ) from None
        if kfst.BACKEND != "kfst_rs":
            raise ParameterError(f"the analyser 'pypykko' needs the package kfst-rs; {_INSTALL}")
        self._analyze = utils.analyze
        # The parts of compounds come again and again.
        self.analyse = lru_cache(_REMEMBERED)(self._analyse)
        self.name = f"pypykko-{version('pypykko')}+kfst-rs-{version('kfst-rs')}"

    def _analyse(self, word: str) -> WordAnalysis:
        """The likeliest readings of a word, also as a name where it is no other word."""
        found = self._analyze(word)
        if _weight(found) >= _GUESSED:
            as_name = self._analyze(word.capitalize())
            if _weight(as_name) < _GUESSED:
                found = as_name
        lemmas = dict.fromkeys(reading.lemma.casefold() for reading in found)
        readings = tuple(tuple(lemma.replace("-", "|").strip("|").split("|")) for lemma in lemmas)
        return WordAnalysis(readings, known=_weight(found) < _GUESSED)

    def reads_as_name(self, word: str) -> bool:
        """Whether a word is a proper name in all its readings, also if written in small letters.

        A word that begins a sentence has a capital anyway, so it is read in small letters too.
        """
        small = self._known_kinds(word.lower())
        capital = self._known_kinds(word.capitalize())
        return bool(capital) and capital | small == {_NAME}

    def _known_kinds(self, word: str) -> set[str]:
        return {one.pos for one in self._analyze(word) if float(one.weight) < _GUESSED}


def _weight(found: list[object]) -> float:
    return min((float(getattr(reading, "weight", 0)) for reading in found), default=_GUESSED)
