from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.count_table import ALL, OTHERS
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure import tied_cells
from lumo_analysis.analysis.disclosure.attackers import Attack, attainable
from lumo_analysis.analysis.disclosure.integer_program import Fact, IntegerProgram
from lumo_analysis.analysis.disclosure.item_table import REMAINDER, option_table, scale_table
from lumo_analysis.analysis.disclosure.ladder import ladder_of
from lumo_analysis.analysis.disclosure.protected import beside_others
from lumo_analysis.analysis.disclosure.protection import counts_to_protect, plan_of, protect
from lumo_analysis.analysis.disclosure.public_figures import with_published
from lumo_analysis.analysis.disclosure.small_regions import small_groups
from lumo_analysis.analysis.disclosure.targets import targets_of
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import load_survey

REGIONS = ("etela-savo", "keski-suomi", "pohjois-karjala", "pohjois-savo")
ITEMS = ("region", "coping", "systemic_in_use", "fit_aftercare", "feedback_ways")
REAL = ("q136", "education", "languages_spoken")


@pytest.fixture(scope="module")
def workers():
    return load_survey("workers-2021")


def few_items(survey, names=ITEMS, **disclosure):
    """The survey with some of its items, and other thresholds."""
    content = survey.questionnaire.model_dump()
    content["items"] = [item for item in content["items"] if item["id"] in names]
    content["disclosure"] |= disclosure
    questionnaire = Questionnaire.model_validate(content)
    published = survey.published
    if published is not None:
        published = published[published["item"].isin(names)]
    return dataclasses.replace(
        survey, questionnaire=questionnaire, codebook=None, coding=None, published=published
    )


def with_rows(survey, rows):
    responses = survey.responses.iloc[rows].reset_index(drop=True)
    return dataclasses.replace(survey, responses=responses)


def published_counts(survey, plan):
    """Every table that all reports of a survey show: the whole, regions, and all others."""
    q, region = survey.questionnaire, survey.questionnaire.region
    items = [item for item in q.items if item.closed and item.id != region]
    whole = count_answers(survey.responses, items, questionnaire=q)
    groups = count_answers(survey.responses, items, by=region, questionnaire=q)
    yield plan.apply(whole)
    yield plan.apply(groups)
    for group in [r.id for r in q.regions]:
        if group not in plan.small:
            yield plan.apply(beside_others(groups, whole, group))
        own = groups[groups["group"] == group].assign(group=ALL).reset_index(drop=True)
        yield plan.apply(own, place=group).assign(group=group)


def shown_facts(survey, plan, table):
    """Each number of an item that some table shows, as a sum of the item's fine cells."""
    for frame in published_counts(survey, plan):
        shown = frame[(frame["item"] == table.item) & frame["n"].notna()]
        own = next(iter(set(frame["group"]) - {OTHERS, ALL}), "")
        rows = {ALL: table.rows, OTHERS: [row for row in table.rows if row != own]}
        for group, answer, n in zip(shown["group"], shown["answer"], shown["n"], strict=True):
            parts = answer.split("+")
            places = [table.place[row, part] for row in rows.get(group, [group]) for part in parts]
            assert table.values[places].sum() == n
            yield Fact(tuple(places), (1,) * len(places), int(n), int(n))


def table_of(survey, plan, item):
    """The item's true counts by kept group and remainder, with what is public anyway."""
    counts = counts_to_protect(survey)
    counts = counts[(counts["item"] == item.id) & ~counts["group"].isin(plan.small)]
    rows = {
        group: dict(zip(of["answer"], of["n"], strict=True))
        for group, of in counts.groupby("group", sort=False)
    }
    whole = rows.pop(ALL)
    rest = {answer: n - sum(row[answer] for row in rows.values()) for answer, n in whole.items()}
    if any(rest.values()):
        rows[REMAINDER] = rest
    rules = survey.questionnaire.disclosure
    threshold = rules.sensitive_threshold if item.sensitive else rules.threshold
    ladder = {"answers": ladder_of(item, survey.questionnaire)["answers"]}
    if item.kind == "multiple":
        table = option_table(item.id, threshold, ladder, rows, everyone_chose=True)
    else:
        table = scale_table(item.id, threshold, ladder, rows, item.base)
    return with_published(table, survey.published)


def attack_on(survey, plan, item_id):
    """What attackers find in all that is shown of an item, read back from the tables."""
    table = table_of(survey, plan, survey.questionnaire[item_id])
    size, total = len(table.values), table.total
    public = IntegerProgram.of(table.facts, [0] * size, [total] * size, table.values)
    own = plan[item_id]
    targets = attainable(targets_of(table, own.whole, own.groups), public, table.values)
    facts = [*table.facts, *shown_facts(survey, plan, table)]
    program = IntegerProgram.of(facts, [0] * size, [total] * size, table.values)
    return targets, list(Attack(program, table.values, targets).narrowed())


@settings(max_examples=4)
@given(st.randoms(use_true_random=False), st.integers(60, 200), st.booleans())
def test_no_attack_on_all_tables_of_a_random_survey_succeeds(random, n, some_without_region):
    survey = few_items(load_survey("workers-2021"))
    rows = [random.randrange(len(survey.responses)) for _ in range(n)]
    survey = with_rows(survey, rows)
    if some_without_region:
        survey.responses.loc[: n // 5, "region"] = np.nan
    plan = plan_of(survey)
    tried = 0
    for item in ITEMS[1:]:
        targets, found = attack_on(survey, plan, item)
        tried += len(targets)
        assert not found, item
    assert tried


@pytest.fixture(scope="module")
def shipped(workers):
    return few_items(workers)


@pytest.fixture(scope="module")
def plan(shipped):
    return plan_of(shipped)


def test_the_plan_holds_every_item_and_the_rules(shipped, plan):
    assert set(plan.items) == set(ITEMS)
    assert (plan.survey, plan.threshold, plan.group_base) == ("workers-2021", 5, 10)
    assert plan.groups == frozenset(REGIONS)
    assert plan.small == frozenset()
    assert not plan.public


def test_showing_what_the_plan_hides_is_noticed(shipped, plan):
    hidden = 0
    for item in ITEMS[1:]:
        for name in plan[item].hidden:
            shown = dataclasses.replace(plan[item], hidden=plan[item].hidden - {name})
            if name[1] in ("respondents", "no_answer"):
                continue
            opened = dataclasses.replace(plan, items={**plan.items, item: shown})
            assert attack_on(shipped, opened, item)[1], (item, name)
            hidden += 1
    assert hidden


def test_the_order_of_respondents_makes_no_difference(shipped, plan):
    rows = np.random.default_rng(1).permutation(len(shipped.responses))

    assert plan_of(with_rows(shipped, rows)).to_json() == plan.to_json()
    assert plan_of(shipped).fingerprint == plan.fingerprint


def test_a_coarser_rung_is_taken_where_a_finer_one_hides_too_much(shipped, plan):
    for item in plan.items.values():
        cells = [cell for cell in item.groups if cell.kind != "outside"]
        hidden = [name for name in item.hidden if name[0] != ALL]
        if item.group_rung == "answers" and shipped.questionnaire[item.item].kind == "ordinal":
            assert len(hidden) <= 0.2 * len(cells) * len(REGIONS)
    assert plan["coping"].group_rung == "headline"
    assert plan["coping"].whole_rung == "answers"


def test_a_sensitive_item_has_the_stricter_threshold(shipped):
    content = shipped.questionnaire.model_dump()
    for item in content["items"]:
        item["sensitive"] = item["id"] == "systemic_in_use"
    strict = dataclasses.replace(shipped, questionnaire=Questionnaire.model_validate(content))

    assert plan_of(strict)["systemic_in_use"].hidden != plan_of(shipped)["systemic_in_use"].hidden
    assert not attack_on(strict, plan_of(strict), "systemic_in_use")[1]


def test_a_public_survey_has_an_open_plan(workers):
    assert plan_of(few_items(workers, public=True)).public


def test_a_solver_without_an_optimum_hides_the_whole_item(monkeypatch, shipped):
    monkeypatch.setattr(tied_cells, "milp", lambda *args, **options: SimpleNamespace(status=4))
    survey = few_items(shipped, ("region", "systemic_in_use"))

    frames = list(published_counts(survey, plan_of(survey)))

    assert all(frame["n"].isna().all() for frame in frames)


@pytest.mark.parametrize(
    ("sizes", "total", "expected"),
    [
        ({"north": 30, "south": 20}, 50, []),
        ({"north": 30, "south": 20, "west": 0}, 50, ["west"]),
        ({"north": 30, "south": 20, "west": 4}, 54, ["west", "south"]),
        ({"north": 30, "south": 20, "west": 4, "east": 6}, 60, ["west", "east"]),
        ({"north": 30, "south": 20}, 53, ["south"]),
        ({"north": 30, "south": 20}, 60, []),
        ({"north": 5, "south": 4}, 9, ["south", "north"]),
    ],
)
def test_the_respondents_of_small_groups_are_none_or_many(sizes, total, expected):
    assert small_groups(sizes, total, 10) == expected


def test_a_small_region_hides_its_size_with_those_who_gave_none(shipped):
    region = shipped.responses["region"]
    few = np.flatnonzero(region == "etela-savo")[:4]
    survey = with_rows(shipped, [*few, *np.flatnonzero(region != "etela-savo")])
    plan = plan_of(few_items(survey, ("region", "coping")))

    # Four in one region would be the remainder, so the next smallest region joins them.
    assert plan.small == {"etela-savo", "pohjois-karjala"}
    assert plan["region"].hidden == {
        (ALL, "etela-savo"),
        (ALL, "pohjois-karjala"),
        (ALL, "no_answer"),
    }
    assert {group for group, _ in plan["coping"].hidden} <= {*plan.groups, ALL}


def test_a_group_where_few_answered_an_open_question_shows_nothing_of_it(workers):
    rows = workers.responses["open_strain"].copy()
    here = np.flatnonzero(workers.responses["region"] == "pohjois-karjala")
    responses = workers.responses.copy()
    responses.loc[here[9:], "open_strain"] = pd.NA
    coding = workers.coding[workers.coding["item"] == "open_strain"]
    coding = coding[~coding["respondent"].isin(here[9:])]
    content = workers.questionnaire.model_dump()
    content["items"] = [i for i in content["items"] if i["id"] in ("region", "open_strain")]
    survey = dataclasses.replace(
        workers,
        questionnaire=Questionnaire.model_validate(content),
        responses=responses,
        coding=coding,
    )
    plan = plan_of(survey)["open_strain"]

    assert rows[here].notna().sum() >= 10 > responses.loc[here, "open_strain"].notna().sum()
    assert {("pohjois-karjala", cell.answer) for cell in plan.groups} <= plan.hidden


def test_open_questions_without_themes_are_in_the_plan(workers):
    survey = dataclasses.replace(workers, coding=None)
    counts = counts_to_protect(survey)

    open_items = counts[counts["kind"] == "respondents"]["item"].unique().tolist()
    assert "open_strain" in open_items
    assert set(counts.loc[counts["item"] == "open_strain", "answer"]) == {
        "respondents",
        "no_answer",
    }


def test_counts_that_do_not_fit_together_are_refused(shipped):
    counts = counts_to_protect(shipped)
    q = shipped.questionnaire
    with pytest.raises(ParameterError, match="counts of the region item 'region' are needed"):
        protect(counts[counts["item"] != "region"], q)
    of_whole = counts["group"] == ALL
    with pytest.raises(ParameterError, match="is not counted in group 'all'"):
        protect(counts[~of_whole | (counts["item"] == "region")], q)
    with pytest.raises(ParameterError, match="is not counted in group 'etela-savo'"):
        protect(counts[counts["group"] != "etela-savo"], q)
    more = counts.assign(n=counts["n"] * np.where(of_whole, 1, 3))
    with pytest.raises(ParameterError, match="hold more respondents than the whole"):
        protect(more, q)


def test_exports_of_the_real_shape_are_planned(real_surveys):
    fixtures = {"parallel-workers": "tyontekijat_134.csv", "parallel-partners": "kumppanit_548.csv"}
    for name, file in fixtures.items():
        folder = Path(__file__).parents[2] / "fixtures" / name
        survey = load_survey(folder, real_surveys / "lumo_shape" / file)
        survey = few_items(survey, ("region", *REAL), public=False)
        plan = plan_of(survey)
        assert not plan.public
        for item in REAL:
            assert attack_on(survey, plan, item)[1] == [], item
