"""Whether regions differ only because other people answered in them: by role, for instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lumo_analysis.analysis.comparison_frame import detectable_by
from lumo_analysis.analysis.disclosure.withheld import withhold
from lumo_analysis.analysis.ordinal_comparison import compare_adjusted
from lumo_analysis.analysis.strata import compare_within_strata
from lumo_analysis.presentation.answers_wording import full_label
from lumo_analysis.presentation.composition_wording import (
    CompositionRow,
    Verdict,
    composition_finding,
    composition_intro,
    composition_notes,
    composition_table,
)
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Exhibit, Heading, Paragraph
from lumo_analysis.survey.questionnaire import Item, Kind, Section
from lumo_analysis.survey.survey import ALL

TESTED: tuple[Kind, ...] = ("ordinal", "nominal")
"""The kinds of items that are tested within strata."""


def blocks(report: ReportContext, part: Section, together: pd.DataFrame) -> list[Block]:
    """A heading, a sentence and the tests of a section's items among respondents who are alike.

    Alike are those who gave the same answer to the item that the questionnaire names as
    `composition`. The table has only items of which a test shows a difference; where there are
    none, the sentence stands alone. Nothing where the questionnaire names no such item, where
    the section has no other item to test, or in a report of one region. What the plan withholds
    of the item, or of that one, is told as a verdict only.

    Args:
        report: a report that compares all regions.
        part: the section.
        together: the same tests without regard to composition, from `withhold`.
    """
    stratum = report.questionnaire.composition
    if stratum is None or report.region != ALL or len(report.sizes) < 2:
        return []
    items = [item for item in tested(report) if item.section == part.id]
    if not items:
        return []
    words, questionnaire = report.words, report.questionnaire
    within = report.once("tests within strata", lambda: _within(report, stratum))
    model = report.once("tests by ordinal logit", lambda: _by_model(report, stratum))
    rows = _rows(report, items, together, within, model)
    alike = words.text(questionnaire[stratum].label)
    seen = detectable_by([*report.sizes.values()])
    made = within[(within["reason"] == "") | within["withheld"]]
    families = made[made["item"].isin([item.id for item in items])]["family"].unique()
    sizes = [int((made["family"] == family).sum()) for family in families]
    name = f"{part.id}-composition".replace("_", "-")
    heading = words.say("Do the differences come from who answered?")
    told: list[Block] = [
        Heading(3, heading, f"{name}-heading", listed=False),
        Paragraph(composition_intro(words, alike)),
        Paragraph(composition_finding(rows, alike, seen, words)),
    ]
    telling = [row for row in rows if row.telling]
    if not telling:
        return told
    title = words.say("{section}: tests among respondents alike", section=words.text(part.title))
    table = composition_table(telling, words)
    notes = composition_notes(rows, sizes, words)
    return [*told, Exhibit(id=name, title=title, table=table, notes=notes)]


def tested(report: ReportContext) -> list[Item]:
    """The items of the survey that are tested within strata."""
    left_out = report.questionnaire.region, report.questionnaire.composition
    return [
        item
        for item in report.questionnaire.items
        if item.kind in TESTED and item.id not in left_out
    ]


def _within(report: ReportContext, stratum: str) -> pd.DataFrame:
    """All tests within strata, as the plan lets them be told."""
    items = tested(report)
    counts = report.counts_to_test_within(items, stratum)
    nominal = [item.id for item in items if item.kind == "nominal"]
    tests = compare_within_strata(counts, families(items), nominal=nominal)
    return withhold(tests, report.plan, report.sizes, report.total, beside=[stratum])


def _by_model(report: ReportContext, stratum: str) -> pd.DataFrame:
    """The tests of ordered answers by ordinal logit, as the plan lets them be told."""
    items = [item for item in tested(report) if item.kind == "ordinal"]
    counts = report.counts_to_test_within(items, stratum)
    tests = compare_adjusted(counts, families(items))
    return withhold(tests, report.plan, report.sizes, report.total, beside=[stratum])


def families(items: Sequence[Item]) -> dict[str, str]:
    """The family over which the test of each item is adjusted: its own where none is stated."""
    return {item.id: item.family or item.id for item in items}


def _rows(
    report: ReportContext,
    items: Sequence[Item],
    together: pd.DataFrame,
    within: pd.DataFrame,
    model: pd.DataFrame,
) -> list[CompositionRow]:
    told = [_verdicts(frame) for frame in (together, within, model)]
    return [
        CompositionRow(
            full_label(report.questionnaire, item.id, report.words),
            *(verdicts.get(item.id, Verdict()) for verdicts in told),
        )
        for item in items
    ]


def _verdicts(tests: pd.DataFrame) -> Mapping[str, Verdict]:
    return {
        str(test["item"]): Verdict(
            made=bool(test["withheld"]) or not pd.isna(test["p"]),
            exact=bool(test["exact"]),
            p=float(test["p_adjusted"]),
            below=bool(test["below"]),
        )
        for test in tests.to_dict("records")
    }
