from __future__ import annotations

import dataclasses
import os
import stat
import sys
import types
from pathlib import Path

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure import plan_store
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.survey.survey import Survey, load_survey


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load_survey("workers-2021")


@pytest.fixture
def made(monkeypatch, tmp_path) -> list[Survey]:
    """The surveys that plans were made of, in a fresh folder of plans."""
    surveys: list[Survey] = []

    def plan_of(survey: Survey, _run: object) -> Plan:
        surveys.append(survey)
        rules = survey.questionnaire.disclosure
        return Plan(
            survey.questionnaire.survey, rules.threshold, rules.group_base, public=rules.public
        )

    module = types.ModuleType("protection")
    module.plan_of = plan_of
    monkeypatch.setitem(sys.modules, "lumo_analysis.analysis.disclosure.protection", module)
    monkeypatch.setenv("LUMO_PLANS", str(tmp_path / "plans"))
    return surveys


def _kept() -> list[Path]:
    return sorted(Path(os.environ["LUMO_PLANS"]).iterdir())


def test_a_plan_is_made_once_for_the_same_data(survey, made):
    first = plan_for(survey)
    assert plan_for(load_survey("workers-2021")) == first
    assert len(made) == 1
    assert len(_kept()) == 1


def test_the_order_of_the_respondents_does_not_matter(survey, made):
    order = survey.responses.sample(frac=1, random_state=1).index
    places = pd.Series(range(len(order)), index=order)
    shuffled = dataclasses.replace(
        survey,
        responses=survey.responses.loc[order].reset_index(drop=True),
        coding=survey.coding.assign(respondent=survey.coding["respondent"].map(places)),
    )
    plan_for(survey)
    plan_for(shuffled)
    assert len(made) == 1


def _with_another_answer(survey: Survey) -> Survey:
    responses = survey.responses.copy()
    column = responses["coping"]
    first = column.first_valid_index()
    responses.loc[first, "coping"] = "poor" if column[first] != "poor" else "good"
    return dataclasses.replace(survey, responses=responses)


def _with_another_theme(survey: Survey) -> Survey:
    return dataclasses.replace(survey, coding=survey.coding.iloc[1:])


def _with_another_rule(survey: Survey) -> Survey:
    rules = survey.questionnaire.disclosure.model_copy(update={"threshold": 7})
    questionnaire = survey.questionnaire.model_copy(update={"disclosure": rules})
    return dataclasses.replace(survey, questionnaire=questionnaire)


def _with_another_published_figure(survey: Survey) -> Survey:
    return dataclasses.replace(survey, published=survey.published.iloc[1:])


@pytest.mark.parametrize(
    "changed",
    [
        _with_another_answer,
        _with_another_theme,
        _with_another_rule,
        _with_another_published_figure,
        lambda survey: dataclasses.replace(survey, coding=None),
    ],
)
def test_anything_a_plan_depends_on_makes_another_plan(changed, survey, made):
    plan_for(survey)
    plan_for(changed(survey))
    assert len(made) == 2


def test_other_code_makes_another_plan(survey, made, monkeypatch):
    plan_for(survey)
    monkeypatch.setattr(plan_store, "_code", lambda: "other")
    plan_for(survey)
    assert len(made) == 2


def test_a_plan_that_was_cut_off_or_is_another_survey_s_is_made_anew(survey, made):
    plan_for(survey)
    (path,) = _kept()
    for content in (path.read_text()[:40], "[]", "{}", Plan("other", 5, 10).to_json()):
        path.write_text(content)
        before = len(made)
        plan_for(survey)
        assert len(made) == before + 1
    assert plan_for(survey) == Plan("workers-2021", 5, 10)


def test_a_plan_that_turns_protection_off_is_not_believed(survey, made):
    plan_for(survey)
    (path,) = _kept()
    path.write_text(Plan("workers-2021", 5, 10, public=True).to_json())
    assert not plan_for(survey).public


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_the_folder_is_the_user_s_own_and_one_that_others_can_write_to_is_not_read(survey, made):
    plan_for(survey)
    (path,) = _kept()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.parent.chmod(0o777)
    plan_for(survey)
    assert len(made) == 2


def test_where_nothing_can_be_written_the_plan_is_made_each_time(
    survey, made, monkeypatch, tmp_path
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LUMO_PLANS", str(tmp_path / "file" / "plans"))
    assert plan_for(survey) == plan_for(survey)
    assert len(made) == 2


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("linux", "XDG_CACHE_HOME", ("lumo-analysis", "plans")),
        ("win32", "LOCALAPPDATA", ("lumo-analysis", "plans")),
        ("darwin", "HOME", ("Library", "Caches", "lumo-analysis", "plans")),
    ],
)
def test_without_a_folder_named_plans_are_kept_in_the_user_s_cache(
    platform, variable, folder, survey, monkeypatch, tmp_path
):
    monkeypatch.delenv("LUMO_PLANS", raising=False)
    monkeypatch.setattr(plan_store.sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert plan_store._place(survey).parent == tmp_path.joinpath(*folder)
