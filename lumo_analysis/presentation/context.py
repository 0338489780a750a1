"""What the parts of one report share: its survey, place, words, plan and protected counts.

Raw counts never leave this module but for tests, whose results pass `withhold`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import pandas as pd

from lumo_analysis.analysis.answer_sums import GROUP_SIZE
from lumo_analysis.analysis.count_table import NO_ANSWER
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.protected import (
    beside_others,
    protected_counts,
    whole_without,
    without_groups,
)
from lumo_analysis.analysis.disclosure.small_regions import refuse_small
from lumo_analysis.analysis.theme_counting import theme_counts
from lumo_analysis.presentation.exhibits import Standing
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item
from lumo_analysis.survey.scales import Answer
from lumo_analysis.survey.survey import ALL, Survey

REMAINDER = "remainder"
"""The group of those who are in no region of their own: small regions and none at all."""


def report_titles(words: Wording) -> dict[str, str]:
    """The name of each kind of report."""
    return {
        "descriptive": words.say("Results in figures"),
        "regions": words.say("Comparison of regions"),
        "themes": words.say("Themes of the open answers"),
    }


class ReportContext:
    """What every part of a report needs.

    `whole` is the survey with all respondents. `ParameterError` for a region too small to
    have a report; that the other choices exist is checked before (see `opening`).
    """

    def __init__(self, kind: str, survey: Survey, region: str, language: str, plan: Plan) -> None:
        self.words = Wording(language)
        self.titles = report_titles(self.words)
        refuse_small(survey.questionnaire, plan.small, region)
        self.kind, self.region, self.whole, self.plan = kind, region, survey, plan
        self.questionnaire = survey.questionnaire
        self._made: dict[str, pd.DataFrame] = {}

    def once(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """What `make` gives, made once a report: parts of it may need the same long tests."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    @property
    def standing(self) -> Standing:
        """What the responses are."""
        if self.whole.synthetic:
            return "synthetic"
        return "public" if self.plan.public else "protected"

    @cached_property
    def place(self) -> str:
        """The region's name, or that all regions are in."""
        if self.region == ALL:
            return self.words.say("All regions")
        return self.words.text(self.region_answer.label)

    @cached_property
    def region_answer(self) -> Answer:
        """The region as the questionnaire describes it; only in a report of one region."""
        return next(r for r in self.questionnaire.regions if r.id == self.region)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many respondents each region has that is not too small; this is public."""
        answers = self.whole.responses[self.questionnaire.region].value_counts(sort=False)
        sizes = {str(region): int(n) for region, n in answers.items()}
        return {r.id: sizes.get(r.id, 0) for r in self.questionnaire.regions if self._kept(r.id)}

    @property
    def total(self) -> int:
        """How many respondents the survey has."""
        return len(self.whole.responses)

    @property
    def respondents(self) -> int:
        """How many respondents this report is about."""
        return self.total if self.region == ALL else self.sizes[self.region]

    def _kept(self, region: str) -> bool:
        return region not in self.plan.small

    def counts(self, items: Sequence[Item]) -> pd.DataFrame:
        """Protected counts of closed items among this report's respondents."""
        if [item.id for item in items] == [self.questionnaire.region]:
            return self._regions()
        if self.region == ALL:
            return protected_counts(self.plan, _of(self._whole, items))
        own = _of(self._by_region, items)
        return protected_counts(self.plan, own[own["group"] == self.region])

    def counts_everywhere(self, items: Sequence[Item]) -> pd.DataFrame:
        """Protected counts of closed items among all respondents, whatever the report's region."""
        region = self.questionnaire.region
        others = [item for item in items if item.id != region]
        counts = protected_counts(self.plan, _of(self._whole, others))
        return pd.concat([self._regions(), counts]) if len(others) < len(items) else counts

    def _regions(self) -> pd.DataFrame:
        """How many answered in each region; small regions and no answer are one remainder."""
        remainder = "+".join([*sorted(self.plan.small), NO_ANSWER])
        left = self.total - sum(self.sizes.values())
        return pd.DataFrame(
            {
                "item": self.questionnaire.region,
                "group": ALL,
                "answer": [*self.sizes, remainder],
                "kind": ["scale"] * len(self.sizes) + ["rest" if self.plan.small else NO_ANSWER],
                "n": pd.array([*self.sizes.values(), left], dtype="Int64"),
                GROUP_SIZE: self.total,
            }
        )

    def counts_by_region(self, items: Sequence[Item]) -> pd.DataFrame:
        """Protected counts of closed items in every region, or in this one and the others."""
        counts = _of(self._by_region, items)
        if self.region != ALL:
            counts = beside_others(counts, _of(self._whole, items), self.region)
        return protected_counts(self.plan, counts)

    def counts_to_test(self, items: Sequence[Item], *, every_region: bool) -> pd.DataFrame:
        """Raw counts for a test: of each region and the remainder, or of this one and the others.

        What comes of them is shown only as `withhold` lets it be.
        """
        counts, whole = _of(self._by_region, items), _of(self._whole, items)
        if not every_region:
            return beside_others(counts, whole, self.region)
        kept = without_groups(counts, self.plan.small)
        remainder = whole_without(whole, kept, REMAINDER)
        parts = [kept, remainder] if remainder["n"].sum() else [kept]
        together = pd.concat(parts, ignore_index=True)
        order = {item: place for place, item in enumerate(together["item"].unique())}
        return together.sort_values("item", key=lambda ids: ids.map(order), kind="stable")

    def counts_to_test_within(self, items: Sequence[Item], stratum: str) -> pd.DataFrame:
        """Raw counts of each region that is not too small, by the answers to another item.

        What comes of them is shown only as `withhold` lets it be.
        """
        region, questionnaire = self.questionnaire.region, self.questionnaire
        counts = count_answers(
            self.whole.responses, items, by=region, questionnaire=questionnaire, stratum=stratum
        )
        return without_groups(counts, self.plan.small)

    def theme_counts(self, item: Item, themes: Sequence[str]) -> pd.DataFrame:
        """Protected counts of an open item's themes among this report's respondents."""
        if self.region == ALL:
            return protected_counts(self.plan, self._themes(item, themes, None))
        own = self._themes(item, themes, self.questionnaire.region)
        return protected_counts(self.plan, own[own["group"] == self.region])

    def theme_counts_by_region(self, item: Item, themes: Sequence[str]) -> pd.DataFrame:
        """Protected counts of themes in every region, or in this one and the others."""

        def make() -> pd.DataFrame:
            counts = self._themes(item, themes, self.questionnaire.region)
            if self.region != ALL:
                counts = beside_others(counts, self._themes(item, themes, None), self.region)
            return protected_counts(self.plan, counts)

        return self.once(" ".join(("shown themes", item.id, *themes)), make)

    def _themes(self, item: Item, themes: Sequence[str], by: str | None) -> pd.DataFrame:
        coding = self.whole.coding
        if coding is None:
            coding = pd.DataFrame({"respondent": [], "item": [], "theme": []})
        return self.once(
            " ".join((f"themes by {by}", item.id, *themes)),
            lambda: theme_counts(coding, self.whole.responses, {item.id: list(themes)}, by=by),
        )

    @cached_property
    def _closed(self) -> list[Item]:
        return [item for item in self.questionnaire.items if item.closed]

    @cached_property
    def _whole(self) -> pd.DataFrame:
        return count_answers(self.whole.responses, self._closed, questionnaire=self.questionnaire)

    @cached_property
    def _by_region(self) -> pd.DataFrame:
        region = self.questionnaire.region
        items = [item for item in self._closed if item.id != region]
        return count_answers(
            self.whole.responses, items, by=region, questionnaire=self.questionnaire
        )


def _of(counts: pd.DataFrame, items: Sequence[Item]) -> pd.DataFrame:
    return counts[counts["item"].isin([item.id for item in items])]
