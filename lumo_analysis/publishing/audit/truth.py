"""The true counts of a survey, to know what a file's number means and which are sensitive.

They stay inside the audit: a number of the truth is told only where a file tells it already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import pandas as pd

from lumo_analysis.analysis.count_table import ALL, OTHERS, RESPONDENTS
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.theme_counting import theme_counts
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.survey.survey import Survey

Counts = Mapping[str, int]


class Truth:
    """How many respondents of each region, and of all, gave each answer.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> truth = Truth(load_survey("workers-2021"))
    >>> truth.size("all"), truth.size("etela-savo"), truth.size("others:etela-savo")
    (134, 28, 106)
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._region = survey.questionnaire.region
        self.regions = tuple(answer.id for answer in survey.questionnaire.regions)

    @cached_property
    def _tables(self) -> Mapping[tuple[str, str], Counts]:
        questionnaire, responses = self.survey.questionnaire, self.survey.responses
        closed = [item for item in questionnaire.items if item.closed]
        apart = [item for item in closed if item.id != self._region]
        frames = [
            count_answers(responses, closed, questionnaire=questionnaire),
            count_answers(responses, apart, by=self._region, questionnaire=questionnaire),
        ]
        coding, codebook = self.survey.coding, self.survey.codebook
        themes = codebook.themes if codebook is not None else {}
        if coding is None:
            coding, themes = pd.DataFrame({"respondent": [], "item": [], "theme": []}), {}
        coded = {
            item.id: [theme.id for theme in themes.get(item.id, ())]
            for item in questionnaire.items
            if item.kind == "open"
        }
        frames += [theme_counts(coding, responses, coded, by=by) for by in (None, self._region)]
        tables: dict[tuple[str, str], dict[str, int]] = {}
        for frame in frames:
            for item, group, answer, n in zip(
                frame["item"], frame["group"], frame["answer"], frame["n"], strict=True
            ):
                tables.setdefault((str(item), str(group)), {})[str(answer)] = int(n)
        return tables

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Every item that reports can count, closed or with themes."""
        return tuple(dict.fromkeys(item for item, _ in self._tables))

    def counts(self, item: str, group: str) -> Counts:
        """The counts of one item by answer, in a region, in all, or in the others."""
        if group.startswith(f"{OTHERS}:"):
            own = self.counts(item, group.partition(":")[2])
            return {answer: n - own[answer] for answer, n in self._tables[item, ALL].items()}
        return self._tables[item, group]

    def number(self, item: str, group: str, answers: Iterable[str]) -> int:
        """How many gave one of some answers."""
        counts = self.counts(item, group)
        return sum(counts[answer] for answer in answers)

    def base(self, item: str, group: str, base_name: str) -> int:
        """Whom a share is of: those who answered on the scale (or at all), or everyone."""
        counts = self.counts(item, group)
        if base_name == "all":
            return self.size(group)
        if RESPONDENTS in counts:
            return counts[RESPONDENTS]
        return self.number(item, group, self.on_scale(item))

    def pair(self, claim: Claim) -> tuple[int, int]:
        """How many gave the answers of a claim, and of how many its share is."""
        answers = claim.cell.parts if claim.cell is not None else ()
        n = self.number(claim.item, claim.group, answers)
        return n, self.base(claim.item, claim.group, claim.base_name)

    def on_scale(self, item: str) -> tuple[str, ...]:
        """The answers of a closed item that have a place on its scale."""
        questionnaire = self.survey.questionnaire
        return tuple(answer.id for answer in questionnaire.scale_of(questionnaire[item]).ordered)

    def size(self, group: str) -> int:
        """How many respondents a group has."""
        if group == ALL:
            return len(self.survey.responses)
        if group.startswith(f"{OTHERS}:"):
            return self.size(ALL) - self.size(group.partition(":")[2])
        return self._sizes.get(group, 0)

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        column = self.survey.responses[self._region]
        return {str(region): int(n) for region, n in column.value_counts().items()}
