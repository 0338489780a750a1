"""Numbers that say nothing of respondents.

They stand in the survey's own texts, in fixed sentences of the catalogue, in dates, versions
and fingerprints.
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel

from lumo_analysis.analysis.shares import MINIMUM_BASE, UNCERTAIN_BASE, UNCERTAIN_WIDTH
from lumo_analysis.presentation.tests_wording import LIMITS
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.messages import messages_of
from lumo_analysis.publishing.audit.numerals import CellReader, tokens
from lumo_analysis.publishing.audit.patterns import pattern, slot
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.questionnaire import Questionnaire

_SHOWN_DIGITS = 12
_NAMES = re.compile(r"\{(\w+)\}")
_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS = 3
# A number, or a sign such as a mark, a dash or the name of a statistic.
_CONSTANT = r"\d+(?:[.,]\d+)*|[^\s\d]{1,4}"
Span = tuple[int, int]


class Harmless:
    """Finds the numbers of a text that no respondent stands behind.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> survey = load_survey("workers-2021")
    >>> harmless = Harmless(survey.questionnaire, survey.codebook, "en")
    >>> text = "The ranges are 95% confidence intervals (Wilson). 3 of them chose otherwise."
    >>> [text[start:end] for start, end in harmless.spans(text)]
    ['95']
    """

    def __init__(
        self, questionnaire: Questionnaire, codebook: Codebook | None, language: str
    ) -> None:
        self._questionnaire = questionnaire
        self._codebook = codebook
        self._words = Wording(language)
        self._cells = CellReader(self._words)
        self.spans = cache(self._spans)

    def _spans(self, text: str) -> tuple[Span, ...]:
        """Where the harmless numbers of a text stand."""
        found = tokens(text)
        if not found:
            return ()
        areas = [*self._of_phrases(text), *self._of_sentences(text), *self._of_fingerprints(text)]
        return tuple(
            token.span()
            for token in found
            if any(start <= token.start() and token.end() <= end for start, end in areas)
        )

    def of_name(self, text: str) -> tuple[Span, ...]:
        """Where the numbers stand of a text that begins with a label, such as "2 (95% interval)".

        For the names of rows and columns only: elsewhere a 2 may be two respondents.
        """
        found = max((m.end() for n in self._names if (m := n.match(text))), default=0)
        return tuple(token.span() for token in tokens(text) if token.end() <= found)

    def _of_phrases(self, text: str) -> Iterator[Span]:
        for phrase in self._phrases:
            for found in phrase.finditer(text):
                yield found.span()
        for name in self._quoted:
            for found in name.finditer(text):
                yield found.span()

    @cached_property
    def _labels(self) -> list[str]:
        """The survey's own texts that hold numbers."""
        records = (self._questionnaire, *([self._codebook] if self._codebook is not None else []))
        found = {text for record in records for text in texts_of(record) if tokens(text)}
        return sorted(found, key=lambda text: (-len(text), text))

    @cached_property
    def _names(self) -> list[re.Pattern[str]]:
        return [re.compile(rf"{_loosely(text).pattern}(?!\w)") for text in self._labels]

    @cached_property
    def _quoted(self) -> list[re.Pattern[str]]:
        """Labels in quotation marks, which may be a number alone."""
        return [
            re.compile(self._words.say("\u201c{text}\u201d", text=_loosely(text).pattern))
            for text in self._labels
        ]

    @cached_property
    def _phrases(self) -> list[re.Pattern[str]]:
        collected = self._questionnaire.collected
        texts = {
            *self._labels,
            self._words.months(collected.start, collected.end),
            self._words.month(collected.start),
            f"lumo_analysis {importlib.metadata.version('lumo_analysis')}",
            *self._fixed_parts(),
        }
        return [
            _loosely(text)
            for text in sorted(texts, key=len, reverse=True)
            if tokens(text) and len(_LETTERS.findall(text)) >= _FEWEST_LETTERS
        ]

    def _fixed_parts(self) -> Iterator[str]:
        """What stands in messages around their values, such as "; 95% interval "."""
        for message in messages_of(self._words.language):
            yield from (part for part in _NAMES.split(message)[::2] if tokens(part))

    def _of_fingerprints(self, text: str) -> Iterator[Span]:
        said = self._words.say("SHA-256 {digits}...", digits=slot("digits"))
        for found in pattern(said, f"[0-9a-f]{{{_SHOWN_DIGITS}}}").finditer(text):
            yield found.span()

    def _of_sentences(self, text: str) -> Iterator[Span]:
        for sentence in self._sentences:
            for found in sentence.finditer(text):
                if all(self._is_constant(name, value) for name, value in found.groupdict().items()):
                    yield found.span()

    @cached_property
    def _sentences(self) -> list[re.Pattern[str]]:
        """Messages whose every value is a constant, such as the limits of the reading guide."""
        found = []
        for message in messages_of(self._words.language):
            names = _NAMES.findall(message)
            if names and set(names) <= {*self._constants, *_SIGNS} and set(names) - _SIGNS:
                text = message.format(**{name: slot(name) for name in names})
                found.append(pattern(text, _CONSTANT))
        return found

    @cached_property
    def _constants(self) -> Mapping[str, frozenset[Any]]:
        rules = self._questionnaire.disclosure
        limits = tuple(zip(*LIMITS.values(), strict=True))
        frame = self._questionnaire.frame
        return {
            "base": frozenset({MINIMUM_BASE, UNCERTAIN_BASE, rules.group_base}),
            "width": frozenset({round(UNCERTAIN_WIDTH * 100)}),
            "level": frozenset({0.05}),
            "k": frozenset({rules.threshold, rules.sensitive_threshold}),
            "threshold": frozenset({rules.threshold, rules.sensitive_threshold}),
            "small": frozenset(limits[0]),
            "medium": frozenset(limits[1]),
            "large": frozenset(limits[2]),
            "frame": frozenset({frame} if frame is not None else ()),
        }

    def _is_constant(self, name: str, value: str) -> bool:
        if name in _SIGNS:
            return not tokens(value)
        if not self._cells.is_number(value):
            return False
        return any(abs(float(self._cells.number(value)) - c) < 1e-9 for c in self._constants[name])


_SIGNS = frozenset({"mark", "dash", "sign"})


def texts_of(record: object) -> Iterator[str]:
    """Every text in a questionnaire or codebook.

    >>> from lumo_analysis.survey.scales import Answer
    >>> sorted(texts_of(Answer(id="yes", label={"en": "Yes", "fi": "Kyllä"})))
    ['Kyllä', 'Yes']
    """
    if isinstance(record, BaseModel):
        for name in type(record).model_fields:
            if name not in ("id", "codes", "column", "fixes", "ignored", "missing"):
                yield from texts_of(getattr(record, name))
    elif isinstance(record, Mapping):
        yield from texts_of(record.values())
    elif isinstance(record, str):
        yield record
    elif isinstance(record, Iterable):
        for part in record:
            yield from texts_of(part)


def _loosely(text: str) -> re.Pattern[str]:
    """The text with any white space where it has some; it may begin a sentence."""
    first, *others = text.split()
    parts = [f"(?i:{re.escape(first[0])}){re.escape(first[1:])}", *map(re.escape, others)]
    return re.compile(r"\s+".join(parts))
