"""The report of open answers: per question who answered, and how common each theme is."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

import pandas as pd

from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation.answers_by_group import answers_by_group
from lumo_analysis.presentation.bars import theme_figure
from lumo_analysis.presentation.coding_agreement import agreement_sentence
from lumo_analysis.presentation.coding_share import confirmed_part
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.descriptive import (
    all_are_hidden,
    question_head,
    section_head,
    title_of,
)
from lumo_analysis.presentation.exhibits import Block, Exhibit, Paragraph, Table, TableColumn
from lumo_analysis.presentation.hiding import all_hidden, threshold_of
from lumo_analysis.presentation.left_open import left_open_blocks
from lumo_analysis.presentation.prominence import of_themes
from lumo_analysis.presentation.quotes import quote_blocks
from lumo_analysis.presentation.theme_sentences import tests_of_themes, theme_sentences
from lumo_analysis.presentation.themes_together import themes_together
from lumo_analysis.survey.questionnaire import Item, Section


def section(report: ReportContext, part: Section) -> list[Block]:
    """For each open item of a section: how many answered, the themes, and them by region.

    Then who left the questions open, by region. Nothing where the section has no open item.
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
    return [*blocks, *left_open_blocks(report, part, items)]


def _question(report: ReportContext, item: Item) -> list[Block]:
    words = report.words
    labels = theme_labels(report, item) if report.whole.coding is not None else {}
    if not labels:
        return [
            *_answered(report, item, labels),
            Paragraph(words.say("The answers have not been grouped into themes yet.")),
        ]
    blocks: list[Block] = [*_answered(report, item, labels)]
    counts = report.theme_counts(item, list(labels))
    by_region = report.theme_counts_by_region(item, list(labels))
    threshold = threshold_of(report.questionnaire, [item])
    if all_are_hidden(counts):
        blocks.append(Paragraph(all_hidden(words, threshold)))
    else:
        title, common = title_of(report, None, [item]), shares(counts)
        figure = theme_figure(common, labels, words, id=item.id, title=title, threshold=threshold)
        blocks.append(dataclasses.replace(figure, prominence=of_themes(common)))
        blocks += theme_sentences(
            common, by_region, _tests(report, item), labels, report.questionnaire, words
        )
        blocks += themes_together(report, item, labels, counts)
        blocks += _confirmed(report, item)
    if not all_are_hidden(by_region):
        blocks.append(_by_region(report, item, labels, by_region))
    elif not all_are_hidden(counts):
        blocks.append(Paragraph(words.say("The numbers of each region are hidden.")))
    return [*blocks, _definitions(report, item), *quote_blocks(report, item)]


def _answered(report: ReportContext, item: Item, labels: Mapping[str, str]) -> list[Paragraph]:
    """How many answered an open question, unless that is hidden or not planned for."""
    words, everyone = report.words, report.respondents
    if not report.plan.public and item.id not in report.plan.items:
        return []
    counts = report.theme_counts(item, list(labels))
    answered = counts.loc[counts["kind"] == "respondents", "n"].iloc[0]
    if pd.isna(answered):
        return [Paragraph(words.say("How many answered this question is hidden."))]
    return [
        Paragraph(
            words.say(
                "{n} of {all} respondents ({percent}) answered this question.",
                n=words.number(int(answered)),
                all=words.number(everyone),
                percent=words.percent(int(answered) / everyone if everyone else math.nan),
            )
        )
    ]


def _confirmed(report: ReportContext, item: Item) -> list[Paragraph]:
    """What part of the themes a person confirmed, and how well people who coded agree.

    Nothing of synthetic answers, which nobody coded.
    """
    coding, decisions, words = report.whole.coding, report.whole.decisions, report.words
    if coding is None or report.whole.synthetic:
        return []
    sentences = [confirmed_part(coding, item.id, words)]
    if decisions is not None:
        themes = list(theme_labels(report, item))
        sentences.append(agreement_sentence(decisions, item.id, themes, words))
    said = " ".join(sentence for sentence in sentences if sentence)
    return [Paragraph(said)] if said else []


def theme_labels(report: ReportContext, item: Item) -> dict[str, str]:
    """The names of an open item's themes in the report's language."""
    codebook = report.whole.codebook
    themes = codebook.themes.get(item.id, ()) if codebook is not None else ()
    return {theme.id: report.words.text(theme.label) for theme in themes}


def _tests(report: ReportContext, item: Item) -> pd.DataFrame:
    """The tests of an item's themes, from those of all items, which are made once a report."""

    def make() -> pd.DataFrame:
        asked = [one for one in report.questionnaire.items if one.kind == "open"]
        coded = [one for one in asked if theme_labels(report, one)]
        counts = [
            report.theme_counts_by_region(one, list(theme_labels(report, one))) for one in coded
        ]
        return tests_of_themes(counts, coded)

    tests = report.once("theme tests", make)
    return tests[tests["item"] == item.id]


def _by_region(
    report: ReportContext, item: Item, labels: Mapping[str, str], counts: pd.DataFrame
) -> Exhibit:
    words = report.words
    return answers_by_group(
        shares(counts),
        labels,
        report.questionnaire,
        words,
        id=f"{item.id}-regions",
        title=words.say("{title}: regions", title=words.text(item.label)),
        first=words.say("Theme"),
        compared=True,
    )


def _definitions(report: ReportContext, item: Item) -> Exhibit:
    words = report.words
    assert report.whole.codebook is not None
    themes = report.whole.codebook.themes[item.id]
    return Exhibit(
        id=f"{item.id}-definitions",
        title=words.say("What the themes mean: {title}", title=words.text(item.label)),
        table=Table(
            (TableColumn(words.say("Theme")), TableColumn(words.say("Definition"))),
            tuple((words.text(t.label), words.text(t.definition)) for t in themes),
        ),
    )
