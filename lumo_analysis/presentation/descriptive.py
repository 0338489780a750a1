"""The descriptive report: every closed item with its base, share, interval and chart."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

import pandas as pd

from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation import battery_reliability, service_map, weighted
from lumo_analysis.presentation.bars import share_figure
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Heading, Paragraph
from lumo_analysis.presentation.hiding import all_hidden, threshold_of
from lumo_analysis.presentation.likert import likert_figure
from lumo_analysis.presentation.prominence import of_answers
from lumo_analysis.survey.questionnaire import Item, Section
from lumo_analysis.survey.survey import ALL


def section(report: ReportContext, part: Section) -> list[Block]:
    """A heading, the section's intro and an exhibit for each battery and single closed item.

    Two batteries about the same things end in a map of both. Nothing where the section has no
    closed item to show.
    """
    exhibits = list(_exhibits(report, part))
    if not exhibits:
        return []
    shown = itertools.chain.from_iterable(exhibits)
    return [*section_head(report, part), *shown, *service_map.blocks(report, part)]


def section_head(report: ReportContext, part: Section) -> list[Block]:
    """A section's heading and intro."""
    blocks: list[Block] = [Heading(2, report.words.text(part.title), part.id.replace("_", "-"))]
    if part.intro is not None:
        blocks.append(Paragraph(report.words.text(part.intro)))
    return blocks


def closed_groups(report: ReportContext, part: Section) -> list[tuple[str | None, list[Item]]]:
    """The closed items of a section, those of a battery together, in questionnaire order.

    In a report of one region the region itself is left out: everyone gave the same answer.
    """
    items = [
        item
        for item in report.questionnaire.items
        if item.section == part.id and item.closed and not _is_own_region(report, item)
    ]
    groups = itertools.groupby(items, key=lambda item: item.battery or item.id)
    return [
        (next(iter(members)).battery, members)
        for members in (list(grouped) for _, grouped in groups)
    ]


def _is_own_region(report: ReportContext, item: Item) -> bool:
    return item.id == report.questionnaire.region and report.region != ALL


def _exhibits(report: ReportContext, part: Section) -> Iterator[list[Block]]:
    for battery, items in closed_groups(report, part):
        yield [
            *question_head(report, battery, items),
            _shown(report, battery, items),
            *weighted.blocks(
                report, battery or items[0].id, title_of(report, battery, items), items
            ),
            *battery_reliability.blocks(report, battery, items),
        ]


def question_head(report: ReportContext, battery: str | None, items: Sequence[Item]) -> list[Block]:
    """A subheading and the question's full wording."""
    words = report.words
    if battery is None:
        item = items[0]
        return [
            Heading(3, words.text(item.label), item.id.replace("_", "-")),
            Paragraph(words.say("The question: {wording}", wording=words.text(item.wording))),
        ]
    described = next(b for b in report.questionnaire.batteries if b.id == battery)
    return [
        Heading(3, words.text(described.title), f"battery-{battery}".replace("_", "-")),
        Paragraph(words.say("The question: {wording}", wording=words.text(described.wording))),
    ]


def _shown(report: ReportContext, battery: str | None, items: Sequence[Item]) -> Block:
    counts = report.counts(items)
    if all_are_hidden(counts):
        return Paragraph(all_hidden(report.words, threshold_of(report.questionnaire, items)))
    words, questionnaire = report.words, report.questionnaire
    title = title_of(report, battery, items)
    if items[0].kind == "ordinal":
        name = battery or items[0].id
        return likert_figure(counts, questionnaire, items, words, id=name, title=title)
    item = items[0]
    answers = shares(counts, base=item.base)
    multiple = item.kind == "multiple"
    figure = share_figure(answers, questionnaire, words, id=item.id, title=title, sort=multiple)
    # Who the respondents are is told first anyway.
    prominence = 0.0 if item.grouping else of_answers(answers)
    return dataclasses.replace(figure, prominence=prominence)


def all_are_hidden(counts: pd.DataFrame) -> bool:
    """Whether protected counts tell no number about the matter asked."""
    return bool(counts.loc[counts["kind"].isin(["scale", "option"]), "n"].isna().all())


def title_of(report: ReportContext, battery: str | None, items: Sequence[Item]) -> str:
    """What an exhibit's caption says: the battery or item, and where."""
    words = report.words
    if battery is None:
        label = words.text(items[0].label)
    else:
        label = words.text(next(b for b in report.questionnaire.batteries if b.id == battery).title)
    return f"{label}, {report.place}" if report.region != ALL else label
