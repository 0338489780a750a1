"""Finnish words by Voikko, where the system has it: lemmas and the parts of compounds."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from lumo_analysis.analysis.word_analysis import WordAnalysis
from lumo_analysis.errors import ParameterError

_REMEMBERED = 50_000
# "+lasten(lapsi)+suojel(suojella)+u(+u)": what is written, and the word or the ending it is.
_BASES = re.compile(r"\+([^+()]*)\(([^()]*)\)")


class VoikkoAnalyser:
    """Voikko's Finnish dictionary, run by libvoikko.

    `ParameterError` where the package, the system's library or its Finnish dictionary is
    missing: pip brings the first only.
    """

    language = "fi"

    def __init__(self) -> None:
        try:
            import libvoikko
        except ImportError:
            raise ParameterError(
                "the analyser 'voikko' needs the package libvoikko; install the extra 'voikko' "
                "(pip install -e '.[voikko]')"
            ) from None
        try:
            self._voikko = libvoikko.Voikko("fi")
        except (OSError, libvoikko.VoikkoException):
            raise ParameterError(
                "the analyser 'voikko' needs the system's library of Voikko and its Finnish "
                "dictionary; on Debian and Ubuntu: apt install libvoikko1 voikko-fi"
            ) from None
        # The parts of compounds come again and again.
        self.analyse = lru_cache(_REMEMBERED)(self._analyse)
        library = libvoikko.Voikko.getVersion()
        self.name = f"libvoikko-{version('libvoikko')}+voikko-{library}"

    def _analyse(self, word: str) -> WordAnalysis:
        """All readings of a word; a word that Voikko doesn't know is taken as it is."""
        found = self._voikko.analyze(word)
        readings = dict.fromkeys(map(_reading, found))
        return WordAnalysis(tuple(readings) or ((word,),), known=bool(found))


def _reading(analysis: dict[str, Any]) -> tuple[str, ...]:
    """The parts of a lemma; the last one in its base form.

    >>> bases = "+lasten(lapsi)+suojel(suojella)+u(+u)+ilmoit(ilmoittaa)+us(+us)"
    >>> _reading({"BASEFORM": "lastensuojeluilmoitus", "WORDBASES": bases})
    ('lasten', 'suojelu', 'ilmoitus')
    >>> _reading({"BASEFORM": "linja-auto", "WORDBASES": "+linja(linja)+-+auto(auto)"})
    ('linja', 'auto')
    """
    lemma = _letters(str(analysis["BASEFORM"]))
    parts: list[str] = []
    for written, base in _BASES.findall(str(analysis.get("WORDBASES", ""))):
        if base.startswith("+") and parts:
            parts[-1] += _letters(written)
        else:
            parts.append(_letters(written))
    before = parts[:-1]
    start = "".join(before)
    return (*before, lemma[len(start) :]) if start and lemma.startswith(start) else (lemma,)


def _letters(text: str) -> str:
    return re.sub("[-=]", "", text).casefold()
