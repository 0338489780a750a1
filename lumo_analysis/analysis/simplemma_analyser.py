"""Finnish words by simplemma: one lemma a word and no compounds, but fast."""

from __future__ import annotations

from importlib.metadata import version

from lumo_analysis.analysis.word_analysis import WordAnalysis
from lumo_analysis.errors import ParameterError


class SimplemmaAnalyser:
    """simplemma's word list, for where one lemma a word is enough.

    `ParameterError` where the package is missing.
    """

    language = "fi"

    def __init__(self) -> None:
        try:
            import simplemma
        except ImportError:
            raise ParameterError(
                "the analyser 'simplemma' needs the package simplemma; "
                "install the project's requirements again (scripts/environment.py)"
            ) from None
        self._lemmatize, self._is_known = simplemma.lemmatize, simplemma.is_known
        self.name = f"simplemma-{version('simplemma')}"

    def analyse(self, word: str) -> WordAnalysis:
        """The one lemma that the list has for a word."""
        lemma = str(self._lemmatize(word, lang=self.language)).casefold()
        return WordAnalysis(((lemma,),), known=bool(self._is_known(word, lang=self.language)))
