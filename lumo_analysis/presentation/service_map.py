"""The map of a section whose two batteries ask about the same things, such as services."""

from __future__ import annotations

from collections.abc import Sequence

from lumo_analysis.analysis.paired_items import compare_items, pairs_within
from lumo_analysis.presentation.answers_wording import headline_of
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Heading, Paragraph
from lumo_analysis.presentation.position_map import MOST_ITEMS, position_map
from lumo_analysis.survey.questionnaire import Item, Section
from lumo_analysis.survey.survey import ALL


def blocks(report: ReportContext, part: Section) -> list[Block]:
    """A heading and the map; nothing where the section has no two such batteries.

    Items of two batteries are about the same thing where their ids are the same after the
    first underscore (`access_open_care`, `fit_open_care`) and they share a scale. Which can't
    be ranked apart is told of the whole survey only: in one region almost none can.
    """
    pairs = pairs_to_map(report, part)
    if not pairs:
        return []
    across, up = [first for first, _ in pairs], [second for _, second in pairs]
    words, questionnaire = report.words, report.questionnaire
    counts = report.counts([*across, *up])
    compared = None
    if report.region == ALL:
        told = headline_of(questionnaire, across[0], None).answers
        names = [item.id for item in across], [item.id for item in up]
        compared = compare_items(
            report.whole.responses,
            [*across, *up],
            list(told),
            across[0].base,
            pairs=[*pairs_within(*names), *zip(*names, strict=True)],
            questionnaire=questionnaire,
        )
    title = words.say("{title}: both questions together", title=words.text(part.title))
    if report.region != ALL:
        title = f"{title}, {report.place}"
    name = f"{part.id}-map".replace("_", "-")
    return [
        Heading(3, words.say("Both questions together"), f"{name}-heading"),
        Paragraph(
            words.say(
                "The map places each by its two percentages: the further right and the higher "
                "up, the better it was judged on both questions."
            )
        ),
        position_map(
            counts, questionnaire, across, up, words, id=name, title=title, compared=compared
        ),
    ]


def pairs_to_map(report: ReportContext, part: Section) -> Sequence[tuple[Item, Item]]:
    """The paired items that a section's map shows; none where there are too few or too many."""
    pairs = paired_batteries(report, part)
    return pairs if 2 <= len(pairs) <= MOST_ITEMS else []


def paired_batteries(report: ReportContext, part: Section) -> Sequence[tuple[Item, Item]]:
    """The items of a section's two batteries that are about the same things."""
    batteries: dict[str, dict[str, Item]] = {}
    for item in report.questionnaire.items:
        if item.section == part.id and item.kind == "ordinal" and item.battery is not None:
            batteries.setdefault(item.battery, {})[item.id.partition("_")[2]] = item
    if len(batteries) != 2:
        return []
    first, second = batteries.values()
    return [
        (item, second[about])
        for about, item in first.items()
        if about and about in second and item.scale == second[about].scale is not None
    ]
