from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan import ItemPlan, Plan
from lumo_analysis.analysis.disclosure.withheld import withhold
from lumo_analysis.presentation.composition_wording import (
    CompositionRow,
    Verdict,
    composition_finding,
    composition_table,
)
from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.presentation.report import Report
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import Survey, load_survey

EN = Wording("en")
SHOWN, UNSHOWN = Verdict(True, False, below=True), Verdict(True, False, below=False)


@pytest.fixture(scope="module")
def partners() -> Survey:
    return load_survey("partners-2021")


def exhibits(survey: Survey, plan: Plan | None = None, region: str = "all") -> list[Exhibit]:
    report = Report("regions", survey, region, "en", plan)
    shown = [block for part in report.sections() for block in report.comparison(part)]
    found = [block for block in shown if isinstance(block, Exhibit)]
    return [exhibit for exhibit in found if exhibit.id.endswith("-composition")]


def row(item: str, together: Verdict, within: Verdict, model: Verdict = UNSHOWN) -> CompositionRow:
    return CompositionRow(item, together, within, model)


def test_regions_are_compared_among_respondents_of_the_same_sector(partners):
    (exhibit,) = exhibits(partners)
    assert "with the same answer to “sector”" in exhibit.finding
    assert "percentage points or more" in exhibit.finding
    assert len(exhibit.table.rows) == 2


def test_a_report_of_one_region_has_none(partners):
    assert exhibits(partners, region="etela-savo") == []


def test_a_questionnaire_that_names_no_item_has_none(partners):
    questionnaire = partners.questionnaire.model_copy(update={"composition": None})
    assert exhibits(dataclasses.replace(partners, questionnaire=questionnaire)) == []


def test_only_verdicts_are_told_where_the_strata_have_hidden_numbers(partners):
    (exhibit,) = exhibits(partners)
    assert {r[2] for r in exhibit.table.rows} <= {"below 0.05", "not below 0.05"}


def test_public_answers_have_exact_tests(partners):
    survey = dataclasses.replace(partners, synthetic=False)
    (exhibit,) = exhibits(survey, Plan("partners-2021", 5, 10, public=True))
    assert all(r[2][0].isdecimal() or r[2].startswith("<") for r in exhibit.table.rows)


def test_a_difference_that_goes_away_may_come_from_who_answered():
    rows = [row("Workload", SHOWN, UNSHOWN), row("Coping", SHOWN, SHOWN, SHOWN)]
    finding = composition_finding(rows, "Role", 0.3, EN)
    assert "in 1 of 2 tests: Coping." in finding
    assert "perhaps due to who answered: Workload." in finding
    told = [r[-1] for r in composition_table(rows, EN).rows]
    assert told == ["may come from who answered", "differs among those alike too"]


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
