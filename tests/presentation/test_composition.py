from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan import ItemPlan, Plan
from lumo_analysis.analysis.disclosure.withheld import withhold
from lumo_analysis.presentation import composition
from lumo_analysis.presentation.composition_wording import (
    CompositionRow,
    Verdict,
    composition_finding,
    composition_table,
)
from lumo_analysis.presentation.exhibits import Block, Heading, Paragraph
from lumo_analysis.presentation.report import Report
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import Survey, load_survey

EN = Wording("en")
SHOWN, UNSHOWN = Verdict(True, False, below=True), Verdict(True, False, below=False)


@pytest.fixture(scope="module")
def partners() -> Survey:
    return load_survey("partners-2021")


def told(survey: Survey, plan: Plan | None = None, region: str = "all") -> list[Block]:
    """What stands under the headings of the tests among respondents alike."""
    report = Report("regions", survey, region, "en", plan)
    found: list[Block] = []
    inside = False
    for block in (block for part in report.sections() for block in report.comparison(part)):
        if isinstance(block, Heading):
            inside = block.anchor.endswith("-composition-heading")
        elif inside:
            found.append(block)
    return found


def row(item: str, together: Verdict, within: Verdict, model: Verdict = UNSHOWN) -> CompositionRow:
    return CompositionRow(item, together, within, model)


def test_where_no_test_shows_a_difference_a_sentence_stands_alone(partners):
    intro, finding = told(partners)
    assert isinstance(intro, Paragraph)
    assert isinstance(finding, Paragraph)
    assert "with the same answer to “sector”" in finding.text
    assert "none of the 2 tests" in finding.text
    assert "percentage points or more" in finding.text


def test_the_table_has_only_questions_of_which_a_test_shows_a_difference(partners, monkeypatch):
    rows = [row("Reach", UNSHOWN, UNSHOWN), row("Workload", SHOWN, UNSHOWN)]
    monkeypatch.setattr(composition, "_rows", lambda *given: rows)
    *_, finding, exhibit = told(partners)
    assert "none of the 2 tests" in finding.text
    assert "perhaps due to who answered: Workload." in finding.text
    assert [r[0] for r in exhibit.table.rows] == ["Workload"]
    assert "Questions in which no test shows a difference are left out." in exhibit.notes


@pytest.mark.parametrize(
    ("tests", "telling"),
    [
        ((UNSHOWN, UNSHOWN, UNSHOWN), False),
        ((UNSHOWN, Verdict(), Verdict()), False),
        ((SHOWN, Verdict(), Verdict()), True),
        ((SHOWN, UNSHOWN, UNSHOWN), True),
        ((UNSHOWN, SHOWN, SHOWN), True),
        ((UNSHOWN, UNSHOWN, SHOWN), True),
    ],
)
def test_a_row_tells_more_than_none_where_a_test_shows_a_difference(tests, telling):
    assert row("Workload", *tests).telling is telling


def test_a_report_of_one_region_has_none(partners):
    assert told(partners, region="etela-savo") == []


def test_a_questionnaire_that_names_no_item_has_none(partners):
    questionnaire = partners.questionnaire.model_copy(update={"composition": None})
    assert told(dataclasses.replace(partners, questionnaire=questionnaire)) == []


@pytest.fixture
def every_row(monkeypatch):
    """All rows count as telling, so that all of them stand in the table."""
    monkeypatch.setattr(CompositionRow, "telling", True)


def test_only_verdicts_are_told_where_the_strata_have_hidden_numbers(partners, every_row):
    *_, exhibit = told(partners)
    assert {r[2] for r in exhibit.table.rows} <= {"below 0.05", "not below 0.05"}


def test_public_answers_have_exact_tests(partners, every_row):
    survey = dataclasses.replace(partners, synthetic=False)
    *_, exhibit = told(survey, Plan("partners-2021", 5, 10, public=True))
    assert all(r[2][0].isdecimal() or r[2].startswith("<") for r in exhibit.table.rows)


def test_a_difference_that_goes_away_may_come_from_who_answered():
    rows = [row("Workload", SHOWN, UNSHOWN), row("Coping", SHOWN, SHOWN, SHOWN)]
    finding = composition_finding(rows, "Role", 0.3, EN)
    assert "in 1 of 2 tests: Coping." in finding
    assert "perhaps due to who answered: Workload." in finding
    last = [r[-1] for r in composition_table(rows, EN).rows]
    assert last == ["may come from who answered", "differs among those alike too"]


def test_that_regions_do_not_differ_is_never_said():
    finding = composition_finding([row("Workload", UNSHOWN, UNSHOWN)], "Role", 0.37, EN)
    assert "does not show that the regions answer differently" in finding
    assert "37 percentage points or more" in finding


def test_an_item_that_could_not_be_tested_has_a_dash_and_a_reason():
    rows = [row("Workload", UNSHOWN, Verdict(), Verdict())]
    (cells,) = composition_table(rows, EN).rows
    assert cells[2:] == ("–", "no test was possible")
    assert composition_finding(rows, "Role", 0.3, EN) == "There are too few answers for a test."


def test_tests_are_withheld_where_an_item_beside_is():
    comparison = pd.DataFrame(
        {
            "item": ["coping"],
            "groups": ["north+south"],
            "test": ["van-elteren"],
            "family": ["coping"],
            "reason": [""],
        }
    ).assign(statistic=9.1, df=1.0, n=60, p=0.01, p_adjusted=0.01, effect=0.1, detectable=0.3)
    plan = Plan("s", 5, 10, items={"coping": _item("coping"), "role": _item("role", "north")})
    sizes = {"north": 30, "south": 30}
    assert not withhold(comparison, plan, sizes, 60)["withheld"].any()
    shown = withhold(comparison, plan, sizes, 60, beside=["role"])
    assert shown["withheld"].all()
    assert shown["below"].all()
    assert shown[["p", "statistic", "n"]].isna().all(axis=None)


def _item(name: str, *hides: str) -> ItemPlan:
    return ItemPlan(name, "answers", "answers", (), (), frozenset((g, "other") for g in hides))
