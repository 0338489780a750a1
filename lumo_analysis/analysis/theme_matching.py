"""Which themes the words of one answer suggest, by the patterns of a codebook."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lumo_analysis.analysis.typing_errors import ends_of, plain, shortened
from lumo_analysis.analysis.word_analysis import Analyser
from lumo_analysis.analysis.word_matching import (
    LONGEST_WORD,
    TYPED_WRONG_FROM,
    passes,
    word_form,
)
from lumo_analysis.survey.codebook import Codebook, Theme
from lumo_analysis.survey.theme_patterns import Pattern, WordTest

# Words may hold hyphens inside and at the ends (`päihde- ja mielenterveyspalvelut`).
_WORDS = re.compile(r"-?[^\W_]+(?:[-‐‑][^\W_]+)*-?")
_OTHER_HYPHENS = str.maketrans("‐‑", "--")

Places = Mapping[int, Sequence[int]]
_Numbered = tuple[WordTest, int]


def words_of(text: str) -> list[str]:
    """The words of a text in small letters.

    >>> words_of("Kiire! Päihde- ja mielenterveystyö, 3 pv.")
    ['kiire', 'päihde-', 'ja', 'mielenterveystyö', '3', 'pv']
    """
    return _WORDS.findall(text.casefold().translate(_OTHER_HYPHENS))


@dataclass(frozen=True)
class _Slots:
    """A pattern as numbers of slots, each slot being what one of its words may be."""

    numbers: tuple[int, ...]
    within: int
    ordered: bool

    def spans(self, places: Places) -> Iterator[tuple[int, ...]]:
        """The places of the words of each phrase found; no word stands for two of its slots."""
        found = [places.get(number) for number in self.numbers]
        if len(found) == 1:
            yield from ((place,) for place in found[0] or ())
            return
        if any(where is None for where in found):
            return
        # The first slot's places times the near ones of the others: few in any real answer.
        for first in found[0] or ():
            near = [[p for p in where or () if abs(p - first) < self.within] for where in found[1:]]
            for others in itertools.product(*near):
                span = (first, *others)
                close = max(span) - min(span) < self.within and len({*span}) == len(span)
                if close and (not self.ordered or list(span) == sorted(span)):
                    yield span
                    break


@dataclass(frozen=True)
class _ThemeSlots:
    """A theme's patterns by the number of their first slot, so that few are tried."""

    id: str
    patterns: Mapping[int, Sequence[_Slots]]
    exceptions: tuple[_Slots, ...]

    def spans(self, places: Places) -> list[tuple[int, ...]]:
        """The places of each match of a pattern that no exception covers, in their order."""
        first = self.patterns.keys() & places.keys()
        spans = {
            s for number in first for each in self.patterns[number] for s in each.spans(places)
        }
        if spans and self.exceptions:
            covered = {p for each in self.exceptions for span in each.spans(places) for p in span}
            spans = {span for span in spans if covered.isdisjoint(span)}
        return sorted(tuple(sorted(span)) for span in spans)


@dataclass
class ThemeMatcher:
    """A codebook ready to be matched; each distinct word is analysed once in its life.

    Of a word it keeps only which word tests it passes, so that memory grows by about a hundred
    bytes for a distinct word.
    """

    codebook: Codebook
    analyser: Analyser
    _numbers: dict[tuple[WordTest, ...], int] = field(default_factory=dict, init=False, repr=False)
    _passed: dict[str, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False)
    _beginnings: list[_Numbered] = field(default_factory=list, init=False, repr=False)
    _tests: dict[str, list[_Numbered]] = field(default_factory=dict, init=False, repr=False)
    _misspelt: dict[str, list[_Numbered]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._themes = {
            item: tuple(self._theme(theme) for theme in themes)
            for item, themes in self.codebook.themes.items()
        }

    def suggested(self, item: str, text: str) -> dict[str, list[str]]:
        """The themes that an answer's words suggest, each with the words that caused it.

        Words of one phrase are joined with " … ". An item without themes suggests none.

        >>> from lumo_analysis.analysis.word_analysis import WordList
        >>> theme = {"id": "haste", "label": {}, "definition": {}, "patterns": ["kiire"]}
        >>> book = {"questions": [{"item": "strain", "themes": [theme]}]}
        >>> matcher = ThemeMatcher(Codebook.model_validate(book), WordList("none", {}))
        >>> matcher.suggested("strain", "Kiire, aina kiire.")
        {'haste': ['kiire']}
        """
        words = words_of(text)
        places: dict[int, list[int]] = {}
        for place, word in enumerate(words):
            for number in self._tests_passed(word):
                places.setdefault(number, []).append(place)
        if not places:
            return {}
        found: dict[str, list[str]] = {}
        for theme in self._themes.get(item, ()):
            if spans := theme.spans(places):
                causes = (" … ".join(words[place] for place in span) for span in spans)
                found[theme.id] = list(dict.fromkeys(causes))
        return found

    def _tests_passed(self, word: str) -> tuple[int, ...]:
        passed = self._passed.get(word)
        if passed is None:
            form = word_form(word, self.analyser)
            # Of hundreds of tests only those of the same or nearly the same text can pass.
            texts = {run.text for run in form.runs}
            near = {*self._beginnings, *_of_texts(texts, self._tests)}
            if not form.known:
                near |= _of_texts(_misspelt(texts), self._misspelt)
            numbers = {n for test, n in near if passes(form, test)}
            passed = self._passed[word] = tuple(sorted(numbers))
        return passed

    def _theme(self, theme: Theme) -> _ThemeSlots:
        by_first: dict[int, list[_Slots]] = {}
        for pattern in theme.patterns:
            for slots in self._slots(pattern):
                by_first.setdefault(slots.numbers[0], []).append(slots)
        exceptions = (slots for pattern in theme.exceptions for slots in self._slots(pattern))
        return _ThemeSlots(theme.id, by_first, tuple(exceptions))

    def _slots(self, pattern: Pattern) -> Iterator[_Slots]:
        """The pattern itself, and a compound written as two words."""
        numbers = tuple(self._number(slot) for slot in pattern.slots)
        yield _Slots(numbers, pattern.words_within, pattern.ordered)
        if len(pattern.slots) > 1:
            return
        for test in pattern.slots[0]:
            if test.prefix or len(test.text) > LONGEST_WORD:
                continue
            for parts in self.analyser.analyse(test.text).readings:
                for cut in range(1, len(parts)):
                    left = WordTest("".join(parts[:cut]), begins=test.begins)
                    right = WordTest("".join(parts[cut:]), ends=test.ends)
                    halves = (self._number((left,)), self._number((right,)))
                    yield _Slots(halves, 2, ordered=True)

    def _number(self, slot: tuple[WordTest, ...]) -> int:
        if slot not in self._numbers:
            number = self._numbers[slot] = len(self._numbers)
            for test in slot:
                if test.prefix:
                    self._beginnings.append((test, number))
                    continue
                self._tests.setdefault(test.text, []).append((test, number))
                if len(test.text) >= TYPED_WRONG_FROM:
                    for text in shortened(plain(test.text)):
                        self._misspelt.setdefault(text, []).append((test, number))
        return self._numbers[slot]


def _of_texts(texts: Iterable[str], tests: Mapping[str, Sequence[_Numbered]]) -> set[_Numbered]:
    return {test for text in texts for test in tests.get(text, ())}


def _misspelt(texts: Iterable[str]) -> set[str]:
    """All that may be left of a test's text in a misspelt word."""
    ends = {end for text in texts for end in ends_of(plain(text), TYPED_WRONG_FROM - 1)}
    return {left for end in ends for left in shortened(end)}
