"""The comparison of regions: all side by side, or one against the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.count_table import counts_of_others
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation.answers_wording import headline_of
from lumo_analysis.presentation.bars import share_figure
from lumo_analysis.presentation.colours import MARKERS
from lumo_analysis.presentation.comparison_table import comparison_table
from lumo_analysis.presentation.descriptive import (
    closed_groups,
    question_head,
    section_head,
    title_of,
)
from lumo_analysis.presentation.exhibits import Block
from lumo_analysis.presentation.group_figures import group_figure, group_table
from lumo_analysis.survey.questionnaire import Item, Section
from lumo_analysis.survey.survey import ALL

if TYPE_CHECKING:
    from lumo_analysis.presentation.report import Report


def group_sizes(report: Report) -> list[Block]:
    """How many answered in each region."""
    questionnaire = report.questionnaire
    region = questionnaire.region_item
    counts = count_answers(report.whole.responses, [region], questionnaire=questionnaire)
    part = next(s for s in report.sections() if s.id == region.section)
    return [
        *section_head(report, part),
        share_figure(
            shares(counts, base=region.base),
            questionnaire,
            report.words,
            id=region.id,
            title=report.words.text(region.label),
        ),
    ]


def section(report: Report, part: Section) -> list[Block]:
    """For each battery and item of a section the groups' shares and the test of a difference."""
    blocks: list[Block] = []
    for battery, items in closed_groups(report, part):
        compared = [item for item in items if _comparable(report, item)]
        if not compared:
            continue
        name = battery or items[0].id
        blocks += question_head(report, battery, items)
        blocks += _exhibits(report, name, title_of(report, battery, items), compared)
    return [*section_head(report, part), *blocks] if blocks else []


def _comparable(report: Report, item: Item) -> bool:
    return item.id != report.questionnaire.region and item.kind in ("ordinal", "nominal")


def _exhibits(report: Report, name: str, title: str, items: list[Item]) -> list[Block]:
    words, questionnaire = report.words, report.questionnaire
    counts = report.regional_counts
    counts = counts[counts["item"].isin([item.id for item in items])]
    shown = counts if report.region == ALL else counts_of_others(counts, report.region)
    blocks: list[Block] = []
    headlines = [headline_of(questionnaire, items[0]).id] if _has_headline(report, items[0]) else [
        answer.id for answer in questionnaire.scale_of(items[0]).ordered
    ]
    many = shown["group"].nunique() > len(MARKERS)
    if len(headlines) == 1:
        figure = group_table if many and len(items) > 1 else group_figure
        blocks.append(
            figure(shown, questionnaire, items, words, id=name, title=title, headline=headlines[0])
        )
    else:
        blocks += [
            group_table(
                shown, questionnaire, items, words,
                id=f"{name}-{answer}", title=title, headline=answer,
            )
            for answer in headlines
        ]
    blocks.append(
        comparison_table(
            _tests(report, items), questionnaire, words, id=f"{name}-test", title=title
        )
    )
    return blocks


def _has_headline(report: Report, item: Item) -> bool:
    scale = report.questionnaire.scale_of(item)
    return item.kind == "ordinal" or bool(scale.headlines or item.headlines)


def _tests(report: Report, items: list[Item]) -> pd.DataFrame:
    """The tests of these items, adjusted over the whole family that the questionnaire states.

    One region is tested against the others as part of all such tests, so that the reports
    of all regions together make no more false claims than one does.
    """
    like = [
        item
        for item in report.questionnaire.items
        if _comparable(report, item) and item.kind == items[0].kind
    ]
    wanted = [item.id for item in items]
    family = {item.id: item.family or item.id for item in like}
    counts = report.regional_counts
    counts = counts[counts["item"].isin(family)]
    if items[0].kind == "nominal":
        if report.region != ALL:
            counts = counts_of_others(counts, report.region)
        tests = compare_groups(counts, family, nominal=list(family))
    elif report.region == ALL:
        tests = compare_groups(counts, family)
    else:
        tests = compare_with_rest(counts, family)
        tests = tests[tests["group"] == report.region]
    return tests[tests["item"].isin(wanted)].reset_index(drop=True)
