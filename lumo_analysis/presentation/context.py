"""What the parts of one report share: survey, region, language, words and counts."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.scales import Answer
from lumo_analysis.survey.survey import ALL, Survey, check_region


def report_titles(words: Wording) -> dict[str, str]:
    """The name of each kind of report."""
    return {
        "descriptive": words.say("Results in figures"),
        "regions": words.say("Comparison of regions"),
        "themes": words.say("Themes of the open answers"),
    }


class ReportContext:
    """What every part of a report needs: its survey, place, language and words.

    `whole` is the survey with all respondents; `survey` with those of the region only.
    """

    def __init__(self, kind: str, survey: Survey, region: str, language: str) -> None:
        self.words = Wording(language)
        self.titles = report_titles(self.words)
        if kind not in self.titles:
            raise ParameterError(f"no report '{kind}'; {nearest(kind, self.titles)}")
        if language not in survey.questionnaire.languages:
            known = nearest(language, survey.questionnaire.languages)
            raise ParameterError(
                f"survey {survey.questionnaire.survey} is not in '{language}'; {known}"
            )
        check_region(survey.questionnaire, region)
        self.kind, self.region, self.whole = kind, region, survey
        self.survey = survey.within(region)
        self.questionnaire = survey.questionnaire

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
    def counts(self) -> pd.DataFrame:
        """Counts of every closed item among this report's respondents."""
        items = [item for item in self.questionnaire.items if item.closed]
        return count_answers(self.survey.responses, items, questionnaire=self.questionnaire)

    @cached_property
    def regional_counts(self) -> pd.DataFrame:
        """Counts of every closed item in each region, the region itself apart."""
        region = self.questionnaire.region
        items = [item for item in self.questionnaire.items if item.closed and item.id != region]
        return count_answers(
            self.whole.responses, items, by=region, questionnaire=self.questionnaire
        )
