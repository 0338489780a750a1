"""Sentences outside exhibits that say something of respondents, by the catalogue's messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from lumo_analysis.analysis.comparison_frame import detectable_by
from lumo_analysis.analysis.count_table import ALL, OTHERS
from lumo_analysis.analysis.weighting import frame_of_group
from lumo_analysis.presentation.composition import TESTED
from lumo_analysis.presentation.wording import round_half_up
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.messages import sentences_with
from lumo_analysis.publishing.audit.numerals import CellReader, Reading, tokens
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary

_NUMBERS = frozenset(
    {"n", "k", "all", "frame", "percent", "share", "base", "interval"}
    | {"smaller", "larger", "points"}
)
"""The values that are numbers, in the messages that are read here."""

_AMONG_ALIKE = (
    *(("alike", "k", "n", "items"), ("alike", "n")),
    *(("alike", "n", "points"), ("alike", "points")),
)
"""The values of what is told of tests among respondents alike."""


@dataclass
class Statement:
    """What a text says of respondents: claims, and at which places its numbers are facts."""

    claims: list[Claim] = field(default_factory=list)
    facts: set[int] = field(default_factory=set)


class StatementReader:
    """Reads the sentences of one report; `region` is whose report it is."""

    def __init__(self, vocabulary: Vocabulary, truth: Truth, region: str) -> None:
        self._vocabulary, self._truth, self._region = vocabulary, truth, region
        self._words, self._cells = vocabulary.words, CellReader(vocabulary.words)

    def read(self, text: str, heading: str) -> Statement:
        """What a text under a heading says; nothing where it is of no known form."""
        statement = Statement()
        if tokens(text):
            self._answered(text, heading, statement)
            self._responded(text, statement)
            self._example(text, statement)
            self._detectable(text, statement)
            self._among_alike(text, statement)
        return statement

    def _answered(self, text: str, heading: str, statement: Statement) -> None:
        """How many of how many answered an open question."""
        items = self._vocabulary.items_under(heading)
        for found in self._found(text, "n", "all", "percent"):
            n, share = self._whole(found["n"]), self._cells.cell(found["percent"])
            if n is None or share is None or share.share is None or len(items) != 1:
                continue
            size = self._truth.size(self._region)
            same = self._whole(found["all"]) == size
            if same and normal(self._words.percent(n / size)) == normal(found["percent"]):
                reading, place = Reading(base=n), f"'{heading}'"
                claim = Claim(items[0], self._region, None, "answered", reading, place)
                self._enter(found, [claim], statement)

    def _responded(self, text: str, statement: Statement) -> None:
        """How many of those who were asked answered; both numbers are public."""
        frame = frame_of_group(self._vocabulary.questionnaire, self._region)
        size = self._truth.size(self._region)
        for found in self._found(text, "n", "frame", "percent"):
            same = (self._whole(found["n"]), self._whole(found["frame"])) == (size, frame)
            told = self._words.percent(size / frame) if frame else ""
            if same and normal(told) == normal(found["percent"]):
                self._enter(found, [], statement)

    def _example(self, text: str, statement: Statement) -> None:
        """A share that explains what an interval is."""
        names = ("item", "share", "answers", "n", "base", "interval")
        for found in self._found(text, *names):
            item = self._vocabulary.item(_last_sentence(found["item"]))
            share = self._cells.cell(f"{found['share']} ({found['n']}; {found['interval']})")
            base = self._whole(found["base"])
            answers = self._vocabulary.answers(item) if item is not None else {}
            label = re.sub(r"^\W+|\W+$", "", found["answers"])
            cell = answers.get(normal(label))
            if item is None or share is None or cell is None or base is None:
                continue
            name = self._vocabulary.base_of(item, cell)
            place = "the guide to reading"
            claims = [
                Claim(item, self._region, cell, name, share, place, headline=True),
                Claim(item, self._region, None, name, Reading(base=base), place),
            ]
            self._enter(found, claims, statement)

    def _detectable(self, text: str, statement: Statement) -> None:
        """What a test between two groups could have noticed; their sizes are public."""
        groups = [*self._truth.regions, ALL]
        sizes = {self._truth.size(group) for group in groups}
        sizes |= {self._truth.size(f"{OTHERS}:{group}") for group in self._truth.regions}
        for found in self._found(text, "smaller", "larger", "points"):
            two = [self._whole(found[name]) for name in ("smaller", "larger")]
            known = [size for size in two if size is not None and size in sizes]
            points = detectable_by(known) if len(known) == 2 else np.nan
            told = np.nan if np.isnan(points) else round_half_up(points * 100)
            if self._whole(found["points"]) == told:
                self._enter(found, [], statement)

    def _among_alike(self, text: str, statement: Statement) -> None:
        """How many tests among respondents alike found what, or what they could have noticed."""
        questionnaire = self._truth.survey.questionnaire
        if questionnaire.composition is None:
            return
        most = sum(item.kind in TESTED for item in questionnaire.items)
        for names in _AMONG_ALIKE:
            for found in self._found(text, *names):
                told = {name: self._whole(found[name]) for name in names if name in _NUMBERS}
                k, n, points = (told.get(name, 1) for name in ("k", "n", "points"))
                fits = k is not None and n is not None and 1 <= k <= n <= most
                if fits and ("points" not in names or points in self._points()):
                    self._enter(found, [], statement)

    def _points(self) -> set[float]:
        """What tests between all regions could notice; small regions have no part in them."""
        base = self._truth.survey.questionnaire.disclosure.group_base
        every = [size for size in map(self._truth.size, self._truth.regions) if size]
        seen = [detectable_by(sizes) for sizes in (every, [n for n in every if n >= base])]
        return {round_half_up(points * 100) for points in seen if not np.isnan(points)}

    def _found(self, text: str, *names: str) -> Iterator[re.Match[str]]:
        for sentence in sentences_with(self._words.language, frozenset(names), _NUMBERS):
            yield from sentence.finditer(text)

    def _whole(self, text: str) -> int | None:
        if not self._cells.is_number(text):
            return None
        number = self._cells.number(text)
        return int(number) if number.denominator == 1 else None

    def _enter(self, found: re.Match[str], claims: list[Claim], statement: Statement) -> None:
        statement.claims += claims
        spans = [found.span(name) for name in found.groupdict() if name in _NUMBERS | {"answers"}]
        statement.facts |= {
            start + token.start()
            for start, end in spans
            for token in tokens(found.string[start:end])
        }


def _last_sentence(text: str) -> str:
    """What of a text follows its last full stop, and so begins a sentence."""
    return text.rpartition(". ")[2]
