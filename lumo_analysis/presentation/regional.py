"""The comparison of regions: all side by side, or one against the others."""

from __future__ import annotations

import dataclasses

import pandas as pd

from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.count_table import OTHERS
from lumo_analysis.analysis.disclosure.protected import without_groups
from lumo_analysis.analysis.disclosure.withheld import withhold
from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation import composition, evened_out
from lumo_analysis.presentation.answers_by_group import answers_by_group
from lumo_analysis.presentation.answers_wording import labels_of_answers
from lumo_analysis.presentation.bars import share_figure
from lumo_analysis.presentation.colours import MARKERS
from lumo_analysis.presentation.comparison_table import comparison_table
from lumo_analysis.presentation.context import REMAINDER, ReportContext
from lumo_analysis.presentation.descriptive import (
    all_are_hidden,
    closed_groups,
    question_head,
    section_head,
    title_of,
)
from lumo_analysis.presentation.exhibits import Block, Exhibit, Paragraph
from lumo_analysis.presentation.group_figures import group_figure, group_table
from lumo_analysis.presentation.hiding import all_hidden, threshold_of
from lumo_analysis.presentation.prominence import of_tests
from lumo_analysis.survey.questionnaire import Item, Kind, Section
from lumo_analysis.survey.survey import ALL


def section(report: ReportContext, part: Section) -> list[Block]:
    """For each battery and item of a section the groups' shares and the test of a difference.

    The region itself has no groups to compare: its place tells how many answered in each.
    """
    blocks: list[Block] = []
    region = report.questionnaire.region_item
    if part.id == region.section:
        blocks += [*question_head(report, None, [region]), _group_sizes(report)]
    for battery, items in closed_groups(report, part):
        if items[0].id == region.id:
            continue
        name, title = battery or items[0].id, title_of(report, battery, items)
        blocks += question_head(report, battery, items)
        blocks += _exhibits(report, name, title, items)
        blocks += evened_out.blocks(report, name, title, items)
    if not blocks:
        return []
    tests = [_tests(report, kind) for kind in composition.TESTED]
    together = pd.concat(tests, ignore_index=True)
    return [*section_head(report, part), *blocks, *composition.blocks(report, part, together)]


def _group_sizes(report: ReportContext) -> Exhibit:
    region = report.questionnaire.region_item
    return share_figure(
        shares(report.counts_everywhere([region]), base=region.base),
        report.questionnaire,
        report.words,
        id=region.id,
        title=report.words.text(region.label),
    )


def _exhibits(report: ReportContext, name: str, title: str, items: list[Item]) -> list[Block]:
    shown = _shares(report, name, title, items)
    if items[0].kind == "multiple":
        return [shown]
    return [shown, _test_table(report, name, title, items)]


def _shares(report: ReportContext, name: str, title: str, items: list[Item]) -> Block:
    words, questionnaire = report.words, report.questionnaire
    counts = report.counts_by_region(items)
    if all_are_hidden(counts):
        return Paragraph(all_hidden(words, threshold_of(questionnaire, items)))
    headlines = questionnaire.scale_of(items[0]).headlines
    if items[0].kind == "ordinal" or headlines:
        crowded = counts["group"].nunique() > len(MARKERS) and len(items) > 1
        told = evened_out.told_of(questionnaire, items[0]).id
        draw = group_table if crowded else group_figure
        return draw(counts, questionnaire, items, words, id=name, title=title, headline=told)
    return answers_by_group(
        shares(counts, base=items[0].base),
        labels_of_answers(questionnaire, items[0].id, words),
        questionnaire,
        words,
        id=name,
        title=title,
        first=words.say("Answer"),
    )


def _test_table(report: ReportContext, name: str, title: str, items: list[Item]) -> Exhibit:
    """The tests of these items, adjusted over the whole family that the questionnaire states.

    One region is tested against the others as part of all such tests, so that the reports
    of all regions together make no more false claims than one does.
    """
    tests = _tests(report, items[0].kind)
    made = tests[(tests["reason"] == "") | tests["withheld"]]
    wanted = tests[tests["item"].isin([item.id for item in items])]
    if "group" in wanted:
        wanted = wanted[wanted["group"] == report.region]
    table = comparison_table(
        wanted.reset_index(drop=True),
        report.questionnaire,
        report.words,
        id=f"{name}-test",
        title=report.words.say("{title}: test of the difference", title=title),
        tests_in_family={str(key): int(n) for key, n in made["family"].value_counts().items()},
    )
    return dataclasses.replace(table, prominence=of_tests(wanted))


def _tests(report: ReportContext, kind: Kind) -> pd.DataFrame:
    """Tests of all items of a kind, with nothing in them that the plan withholds."""
    return report.once(f"{kind} tests", lambda: _tests_of_kind(report, kind))


def _tests_of_kind(report: ReportContext, kind: Kind) -> pd.DataFrame:
    items = [
        item
        for item in report.questionnaire.items
        if item.kind == kind and item.id != report.questionnaire.region
    ]
    if not items:
        return pd.DataFrame()
    family, sizes = composition.families(items), report.sizes
    if items[0].kind != "nominal" and report.region != ALL:
        tests = compare_with_rest(report.counts_to_test(items, every_region=True), family)
        tests = tests[tests["group"].isin(sizes)].reset_index(drop=True)
    else:
        counts = report.counts_to_test(items, every_region=report.region == ALL)
        counts = without_groups(counts, [REMAINDER])
        exact = [item.id for item in items if item.kind == "nominal"]
        tests = compare_groups(counts, family, exact=exact)
        if report.region != ALL:
            own = sizes[report.region]
            sizes = {report.region: own, OTHERS: report.total - own}
    return withhold(tests, report.plan, sizes, report.total)
