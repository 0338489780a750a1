"""The report of open answers: per question who answered, and how common each theme is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lumo_analysis.analysis.count_table import counts_of_others
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.theme_counting import theme_counts
from lumo_analysis.presentation.answers_by_group import answers_by_group
from lumo_analysis.presentation.bars import theme_figure
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.descriptive import question_head, section_head, title_of
from lumo_analysis.presentation.exhibits import Block, Exhibit, Paragraph, Table, TableColumn
from lumo_analysis.survey.questionnaire import Item, Section
from lumo_analysis.survey.survey import ALL, Survey


def section(report: ReportContext, part: Section) -> list[Block]:
    """For each open item of a section: how many answered, the themes, and them by region.

    Nothing where the section has no open item.
    """
    items = [
        item
        for item in report.questionnaire.items
        if item.section == part.id and item.kind == "open"
    ]
    if not items:
        return []
    blocks = section_head(report, part)
    for item in items:
        blocks += question_head(report, None, [item])
        blocks += _question(report, item)
    return blocks


def _question(report: ReportContext, item: Item) -> list[Block]:
    words = report.words
    answers = report.survey.responses[item.id]
    answered = words.say(
        "{n} of {all} respondents ({percent}) answered this question.",
        n=words.number(int(answers.notna().sum())),
        all=words.number(len(answers)),
        percent=words.percent(float(answers.notna().mean())),
    )
    labels = theme_labels(report, item)
    if not labels or report.survey.coding is None:
        return [
            Paragraph(answered),
            Paragraph(words.say("The answers have not been grouped into themes yet.")),
        ]
    blocks: list[Block] = [Paragraph(answered)]
    counted = _counts(report.survey, item, labels)
    blocks.append(
        theme_figure(
            shares(counted), labels, words, id=item.id, title=title_of(report, None, [item])
        )
    )
    blocks.append(_by_region(report, item, labels))
    return [*blocks, _definitions(report, item)]


def theme_labels(report: ReportContext, item: Item) -> dict[str, str]:
    """The names of an open item's themes in the report's language."""
    codebook = report.survey.codebook
    themes = codebook.themes.get(item.id, ()) if codebook is not None else ()
    return {theme.id: report.words.text(theme.label) for theme in themes}


def _counts(
    survey: Survey, item: Item, labels: Mapping[str, str], by: str | None = None
) -> pd.DataFrame:
    assert survey.coding is not None
    return theme_counts(survey.coding, survey.responses, {item.id: list(labels)}, by=by)


def _by_region(report: ReportContext, item: Item, labels: Mapping[str, str]) -> Exhibit:
    words, questionnaire = report.words, report.questionnaire
    counts = _counts(report.whole, item, labels, by=questionnaire.region)
    if report.region != ALL:
        counts = counts_of_others(counts, report.region)
    return answers_by_group(
        shares(counts),
        labels,
        questionnaire,
        words,
        id=f"{item.id}-regions",
        title=words.say("{title}: regions", title=words.text(item.label)),
        first=words.say("Theme"),
    )


def _definitions(report: ReportContext, item: Item) -> Exhibit:
    words = report.words
    assert report.survey.codebook is not None
    themes = report.survey.codebook.themes[item.id]
    return Exhibit(
        id=f"{item.id}-definitions",
        title=words.say("What the themes mean: {title}", title=words.text(item.label)),
        table=Table(
            (TableColumn(words.say("Theme")), TableColumn(words.say("Definition"))),
            tuple((words.text(t.label), words.text(t.definition)) for t in themes),
        ),
    )
