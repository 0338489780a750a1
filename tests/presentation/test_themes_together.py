"""Which themes come together is told in words, of whole surveys, and of no few people."""

from __future__ import annotations

import dataclasses
import itertools

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.presentation.exhibits import Bullets, Paragraph
from lumo_analysis.presentation.report import Report
from lumo_analysis.presentation.thematic import theme_labels
from lumo_analysis.presentation.themes_together import themes_together
from lumo_analysis.survey.survey import Survey, load_survey

ITEM = "open_problems"


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load_survey("partners-2021")


def with_pair(survey: Survey, both: int, alone: int) -> tuple[Survey, str, str]:
    """The survey with two themes that come together in so many answers, and alone in so many."""
    one, other, *_ = (theme.id for theme in survey.codebook.themes[ITEM])
    answered = survey.responses.index[survey.responses[ITEM].notna()]
    places = iter(answered)
    taken = [(list(itertools.islice(places, both)), (one, other))]
    taken += [(list(itertools.islice(places, alone)), (theme,)) for theme in (one, other)]
    rows = [
        {"respondent": respondent, "item": ITEM, "theme": theme}
        for respondents, themes in taken
        for respondent in respondents
        for theme in themes
    ]
    return dataclasses.replace(survey, coding=pd.DataFrame(rows)), one, other


def told(survey: Survey, region="all", language="en", hidden=()) -> list[str]:
    """The pairs that a report names."""
    report = Report("themes", survey, region, language, plan_for(survey))
    context = report._context
    item = survey.questionnaire[ITEM]
    labels = theme_labels(context, item)
    counts = context.theme_counts(item, list(labels))
    counts["n"] = counts["n"].mask(counts["answer"].isin(hidden))
    blocks = themes_together(context, item, labels, counts)
    if not blocks:
        return []
    paragraph, bullets = blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(bullets, Bullets)
    assert not any(sign.isdigit() for sign in paragraph.text)
    return list(bullets.items)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_pair_that_comes_together_is_named_without_numbers(survey, language):
    paired, one, other = with_pair(survey, both=40, alone=20)
    labels = {theme.id: theme.label[language] for theme in survey.codebook.themes[ITEM]}
    joined = {"en": "“{}” and “{}”", "fi": "”{}” ja ”{}”"}[language]
    assert told(paired, language=language) == [joined.format(labels[one], labels[other])]


@pytest.mark.parametrize(("both", "alone"), [(4, 5), (40, 4), (40, 0)])
def test_a_pair_of_few_is_not_named(survey, both, alone):
    paired, *_ = with_pair(survey, both, alone)
    assert told(paired) == []


def test_themes_that_come_together_by_chance_are_not_named(survey):
    paired, *_ = with_pair(survey, both=5, alone=60)
    assert told(paired) == []


def test_a_pair_with_a_hidden_theme_is_not_named(survey):
    paired, one, _ = with_pair(survey, both=40, alone=20)
    assert told(paired, hidden=[one]) == []


def test_a_report_of_one_region_names_none(survey):
    paired, *_ = with_pair(survey, both=40, alone=20)
    assert told(paired, region="keski-suomi") == []
