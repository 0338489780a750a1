from __future__ import annotations

import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Exhibit, Heading
from lumo_analysis.presentation.group_wording import widest_gap
from lumo_analysis.presentation.left_open import left_open_blocks, left_open_note
from lumo_analysis.presentation.share_rows import ShareRow
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import load_survey

WORDS = Wording("en")
PUBLIC = Plan("workers-2021", 5, 10, public=True)


@pytest.fixture(scope="module")
def survey():
    return load_survey("workers-2021")


def blocks_of(survey, plan, region="all"):
    report = ReportContext("themes", survey, region, "en", plan)
    items = [item for item in survey.questionnaire.items if item.kind == "open"]
    part = next(p for p in survey.questionnaire.sections if p.id == items[0].section)
    items = [item for item in items if item.section == part.id]
    return items, left_open_blocks(report, part, items)


def row(label: str, group: str, n: int | None, base: int | None, share: float) -> ShareRow:
    return ShareRow(
        label, n, base, "answered", share, 0.1, 0.9, False, group=group, group_label=group
    )


@pytest.mark.parametrize("region", ["all", "etela-savo"])
def test_the_table_tells_how_many_of_each_group_left_a_question_open(survey, region):
    items, (heading, table) = blocks_of(survey, PUBLIC, region)
    assert isinstance(heading, Heading)
    assert isinstance(table, Exhibit)
    where = survey.responses[survey.questionnaire.region]
    own = survey.responses[where == "etela-savo"]
    left, size = int(own[items[0].id].isna().sum()), len(own)
    assert len(table.table.rows) == len(items)
    assert f"(n\xa0=\xa0{size})" in table.table.columns[1].label
    assert f"({left};" in table.table.rows[0][1]
    groups = len(survey.questionnaire.regions) if region == "all" else 2
    assert len(table.table.columns) == 1 + groups
    assert table.notes[0] == left_open_note(WORDS)


def test_questions_that_the_plan_does_not_know_have_no_table(survey):
    assert blocks_of(survey, Plan("workers-2021", 5, 10))[1] == []


def test_the_widest_gap_is_told_from_the_largest_share_down():
    rows = [
        row("Haste", "North", 12, 20, 0.6),
        row("Haste", "South", 6, 24, 0.25),
        row("Support", "North", 8, 20, 0.4),
        row("Support", "South", 9, 24, 0.375),
    ]
    assert widest_gap(rows, WORDS) == (
        "The groups are furthest apart in “Haste”: North 60% (12 of 20), South 25% (6 of 24)."
    )


def test_hidden_numbers_do_not_take_part_in_the_widest_gap():
    nothing = float("nan")
    rows = [
        row("Haste", "North", 12, 20, 0.6),
        row("Haste", "South", None, 24, nothing),
        row("Support", "North", 8, 20, 0.4),
        row("Support", "South", 9, 24, 0.375),
    ]
    said = widest_gap(rows, WORDS)
    assert said.startswith("The groups are furthest apart in “Support”")
    assert said.endswith("Hidden numbers are not compared.")
    assert widest_gap(rows[:2], WORDS) == (
        "Too many numbers are hidden for the groups to be compared."
    )


def test_equal_shares_have_no_widest_gap():
    rows = [row("Haste", "North", 5, 10, 0.5), row("Haste", "South", 10, 20, 0.5)]
    assert widest_gap(rows, WORDS) == "The shares that are shown are the same."
