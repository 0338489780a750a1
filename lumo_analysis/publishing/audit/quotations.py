"""Quotes of a page: only words that were cleared, never with a role, seldom with a region."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.publishing.audit.page import Page
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.survey_context import SurveyContext

FEWEST_ANSWERS = 10
"""How many answers must carry a theme where a quote stands with a region."""


def faults_of_quotes(
    page: Page, context: SurveyContext, region: str, language: str
) -> Iterator[str]:
    """What is wrong with the quotes of a page; their words are not told."""
    cleared = {normal(text) for text in context.cleared}
    vocabulary, _ = context.language(language)
    for number, quote in enumerate(page.quotes, start=1):
        name = f"quote {number}"
        if normal(quote.text) not in cleared:
            yield f"{name} was not cleared"
        whence = normal(quote.attribution)
        if any(_names(label, whence) for label in _roles(context, language)):
            yield f"{name} is given with an answer of the respondent's, such as a role"
        own = vocabulary.regions
        if region == ALL and any(_names(label, whence) for label in own):
            yield f"{name} is given with a region in a report of all regions"
        if region != ALL and not _enough(context, region, language, whence):
            yield f"{name} is given with a region in which few answers carry its theme"


def _names(label: str, whence: str) -> bool:
    """Whether an attribution has a label as words of their own."""
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", whence) is not None


def _roles(context: SurveyContext, language: str) -> Iterator[str]:
    """The labels of groups other than regions."""
    questionnaire = context.survey.questionnaire
    vocabulary, _ = context.language(language)
    for item in questionnaire.items:
        if item.grouping and item.id != questionnaire.region:
            for answer in questionnaire.scale_of(item).answers:
                yield normal(vocabulary.words.text(answer.label))


def _enough(context: SurveyContext, region: str, language: str, whence: str) -> bool:
    """Whether enough answers of the region carry a theme that the attribution names."""
    codebook = context.survey.codebook
    if codebook is None:
        return False
    vocabulary, _ = context.language(language)
    return any(
        context.truth.number(item, region, [theme.id]) >= FEWEST_ANSWERS
        for item, themes in codebook.themes.items()
        for theme in themes
        if normal(vocabulary.words.text(theme.label)) in whence
    )
