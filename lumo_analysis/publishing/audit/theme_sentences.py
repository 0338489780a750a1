"""The sentences about themes: what they tell of respondents, and whether their tests are true.

A share is a claim like one in a table. A test is computed anew, and its sentence must be the
same, letter by letter; it then counts as if it told every number that p follows from.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, OTHERS, RESPONDENTS
from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.analysis.disclosure.small_regions import least_respondents, small_groups
from lumo_analysis.presentation.theme_sentences import (
    how_compared,
    tests_of_themes,
    told_of_groups,
)
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.messages import sentences_with
from lumo_analysis.publishing.audit.numerals import CellReader, Reading, tokens
from lumo_analysis.publishing.audit.page import Page, Passage
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.statements import Statement
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.survey.questionnaire import Item

_NUMBERS = frozenset({"share", "n", "base", "interval"})
_SHARES = (_NUMBERS | {"theme"}, frozenset({"theme", "n", "base", "interval"}))


@dataclass(frozen=True)
class _Line:
    """A text under an open question's heading; `theme` where it tells how common one is.

    `rest` is where that ends.
    """

    part: int
    item: str
    text: str
    theme: Cell | None = None
    rest: int = 0

    @property
    def places(self) -> set[int]:
        """Where the numbers stand after what is told of the theme's share."""
        return {t.start() for t in tokens(self.text) if t.start() >= self.rest}


class ThemeSentenceReader:
    """Reads the sentences about themes of one report; `region` is whose report it is."""

    def __init__(self, vocabulary: Vocabulary, truth: Truth, region: str) -> None:
        self._vocabulary, self._truth, self._region = vocabulary, truth, region
        self._words, self._cells = vocabulary.words, CellReader(vocabulary.words)

    def read(self, page: Page) -> Mapping[int, Statement]:
        """What parts of a page, by their places in its body, say of themes."""
        said: dict[int, Statement] = {}
        lines = []
        for number, part in enumerate(page.body):
            if isinstance(part, Passage) and tokens(part.text):
                items = self._vocabulary.items_under(part.heading)
                if len(items) == 1 and items[0] in self._themes:
                    said[number] = Statement()
                    lines.append(self._line(number, items[0], part, said[number]))
        self._tests(lines, said)
        return said

    def _line(self, number: int, item: str, part: Passage, statement: Statement) -> _Line:
        """How many carry a theme, as the beginning of a text says."""
        for names in _SHARES:
            for sentence in sentences_with(self._words.language, names, _NUMBERS):
                found = sentence.match(part.text)
                values = found.groupdict() if found else {}
                cell = self._vocabulary.answers(item).get(normal(values.get("theme", "")))
                reading = self._reading(values) if values else None
                if found is None or cell is None or reading is None:
                    continue
                statement.claims.append(self._claim(item, cell, self._region, reading))
                statement.facts |= {
                    found.start(name) + token.start()
                    for name in names & _NUMBERS
                    for token in tokens(found[name])
                }
                return _Line(number, item, part.text, cell, found.end())
        return _Line(number, item, part.text)

    def _reading(self, values: Mapping[str, str]) -> Reading | None:
        """A share with count, base and interval; None where they are not written as such."""
        share = values.get("share") or self._words.percent(0)
        cell = self._cells.cell(f"{share} ({values['n']}; {values['interval']})")
        if cell is None or cell.n is None or not self._cells.is_number(values["base"]):
            return None
        base = self._cells.number(values["base"])
        return dataclasses.replace(cell, base=int(base)) if base.denominator == 1 else None

    def _tests(self, lines: Collection[_Line], said: Mapping[int, Statement]) -> None:
        """Enter what lines say of tests where it is what the responses give."""
        told = {(line.item, line.theme.answer) for line in lines if line.theme and line.places}
        counts = {item: self._counts(item, told) for item in self._themes}
        items = [self._vocabulary.questionnaire[item] for item in counts]
        tests = tests_of_themes([*counts.values()], items) if counts else pd.DataFrame()
        texts, how = {}, {}
        for item in {line.item for line in lines}:
            own, by_group = tests[tests["item"] == item], counts[item]
            texts[item] = told_of_groups(by_group, own, self._vocabulary.questionnaire, self._words)
            how[item] = how_compared(len(texts[item]), by_group, own, self._words)
        for line in lines:
            theme = line.theme
            wanted = how[line.item] if theme is None else texts[line.item].get(theme.answer, "")
            if normal(wanted) != normal(line.text[line.rest :]):
                continue
            said[line.part].facts |= line.places
            if theme is not None and line.places:
                said[line.part].claims += self._row(line.item, theme)

    def _row(self, item: str, theme: Cell) -> Iterator[Claim]:
        """The numbers of a theme in every group that is compared."""
        for group in self._groups:
            n, base = self._truth.number(item, group, theme.parts), self._base(item, group)
            yield self._claim(item, theme, group, Reading(n=n, base=base))

    def _claim(self, item: str, theme: Cell, group: str, reading: Reading) -> Claim:
        return Claim(item, group, theme, "answered", reading, "a sentence about a theme")

    def _base(self, item: str, group: str) -> int:
        return self._truth.base(item, group, "answered")

    def _counts(self, item: str, told: Collection[tuple[str, str]]) -> pd.DataFrame:
        """The counts of an item in the groups, with the themes that no sentence compares hidden."""
        rows = [
            (item, OTHERS if group.startswith(OTHERS) else group, answer, kind, n)
            for group in self._groups
            for answer, kind, n in (
                *(
                    (theme, "option", self._truth.number(item, group, [theme]))
                    if (item, theme) in told
                    else (theme, "option", None)
                    for theme in self._themes[item]
                ),
                (RESPONDENTS, RESPONDENTS, self._base(item, group)),
            )
        ]
        frame = pd.DataFrame(rows, columns=pd.Index(["item", "group", "answer", "kind", "n"]))
        return frame.astype({"n": "Int64"})

    @cached_property
    def _themes(self) -> Mapping[str, list[str]]:
        """The themes of each open item that has some."""
        own = (RESPONDENTS, NO_ANSWER)
        asked: list[Item] = [i for i in self._vocabulary.questionnaire.items if i.kind == "open"]
        themes = {i.id: [t for t in self._truth.counts(i.id, ALL) if t not in own] for i in asked}
        return {item: some for item, some in themes.items() if some}

    @cached_property
    def _groups(self) -> list[str]:
        """The groups that the report compares: this region and the others, or all large ones."""
        if self._region != ALL:
            return [self._region, f"{OTHERS}:{self._region}"]
        asked = self._vocabulary.questionnaire
        sizes = {region: self._truth.size(region) for region in self._truth.regions}
        least = 0 if asked.disclosure.public else least_respondents(asked)
        small = small_groups(sizes, self._truth.size(ALL), least)
        return [region for region in sizes if region not in small]
