"""Does a word pass a word test? By its lemmas, the parts of compounds, or nearly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lumo_analysis.analysis.typing_errors import one_error_apart, plain
from lumo_analysis.analysis.word_analysis import Analyser
from lumo_analysis.survey.theme_patterns import WordTest

TYPED_WRONG_FROM = 6
"""Shorter texts are too like others for a typing error to be told."""
LONGEST_WORD = 60
"""Longer strings of letters are no words, and would take an analyser without end."""
_STEM_FROM = 8
_LONGEST_ENDING = 6


@dataclass(frozen=True)
class Run:
    """Parts of a compound that stand in a row; `first` and `last` where they reach its ends."""

    text: str
    first: bool
    last: bool


@dataclass(frozen=True)
class WordForm:
    """A word as it was written, its runs of parts, and whether any word list knows it."""

    written: str
    runs: frozenset[Run]
    known: bool


def word_form(written: str, analyser: Analyser) -> WordForm:
    """The runs of a word in small letters, which may have hyphens in it or at its ends.

    `päihde-` is the beginning of a compound whose end is written later; `tiedon-kulku` the
    compound without the hyphen. The part before the last one counts as written and as its
    lemma: `tiedon` and `tieto`.
    """
    segments = [segment for segment in written.split("-") if segment]
    if not segments:
        return WordForm(written, frozenset(), known=False)
    joined = "".join(segments)
    opens, ends = not written.startswith("-"), not written.endswith("-")
    if len(joined) > LONGEST_WORD:
        return WordForm(written, frozenset({Run(joined, opens, ends)}), known=True)
    analysis = analyser.analyse(joined)
    readings, known = analysis.readings, analysis.known
    if len(segments) > 1 and not known:
        last = analyser.analyse(segments[-1])
        readings = tuple((*segments[:-1], *reading) for reading in last.readings)
        known = last.known
    runs = {run for parts in readings for run in _runs(parts, analyser, opens, ends)}
    # The word as written is its own lemma where no list knows it: foreign words, short forms.
    runs.add(Run(joined, opens, ends))
    return WordForm(written, frozenset(runs), known)


def _runs(parts: tuple[str, ...], analyser: Analyser, opens: bool, ends: bool) -> Iterator[Run]:
    count = len(parts)
    for start in range(count):
        for stop in range(start + 1, count + 1):
            first, last = start == 0 and opens, stop == count and ends
            before, end = "".join(parts[start : stop - 1]), parts[stop - 1]
            for text in {end} if stop == count else {end, *_lemmas(end, analyser)}:
                yield Run(before + text, first, last)


def _lemmas(part: str, analyser: Analyser) -> set[str]:
    analysis = analyser.analyse(part)
    return {"".join(reading) for reading in analysis.readings} if analysis.known else set()


def passes(form: WordForm, test: WordTest) -> bool:
    """Whether a word passes a test by its lemmas, parts or beginning.

    A word that no list knows also passes where it is one typing error away from a text of six
    letters or more: a letter added, left out or changed, two letters in the wrong order, or
    ä and ö without dots. Of eight letters or more, how the word begins is enough.

    >>> from lumo_analysis.analysis.word_analysis import WordList
    >>> from lumo_analysis.survey.theme_patterns import word_test
    >>> words = WordList("list", {"tiedonkulussa": ("tiedon", "kulku"), "tiedon": ("tieto",)})
    >>> form = word_form("tiedonkulussa", words)
    >>> [passes(form, word_test(test)) for test in ("tiedonkulku", "tieto-", "kulku", "-kulku")]
    [True, True, False, True]
    >>> passes(word_form("tidonkulku", words), word_test("tiedonkulku"))
    True
    """
    if any(_fits(run, test) for run in form.runs):
        return True
    if form.known or test.prefix or len(test.text) < TYPED_WRONG_FROM:
        return False
    return any(
        one_error_apart(plain(text), plain(test.text))
        for run in form.runs
        if run.first and run.last
        for text in _ends_to_compare(run.text, test)
    )


def _fits(run: Run, test: WordTest) -> bool:
    if test.begins and not run.first:
        return False
    if test.prefix:
        return run.text.startswith(test.text)
    return run.text == test.text and (run.last or not test.ends)


def _ends_to_compare(text: str, test: WordTest) -> Iterable[str]:
    """The whole word, or its beginnings or endings of about the test's length."""
    yield text
    long = len(test.text) >= _STEM_FROM
    for length in range(len(test.text) - 1, len(test.text) + 2):
        if length < len(text):
            if not test.ends or (long and len(text) - length <= _LONGEST_ENDING):
                yield text[:length]
            if not test.begins:
                yield text[-length:]
