from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.count_table import ALL, counts_of_others
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure import detail
from lumo_analysis.analysis.disclosure.attack import LinearSystem, UnsolvedError
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.protection import protect
from lumo_analysis.errors import ParameterError
from tests.presentation.service_survey import questionnaire

ITEM = "access_substitute_care"
SIZES = (28, 45, 26, 35)
CHANCES = st.lists(st.sampled_from([1, 2, 5, 20]), min_size=7, max_size=7)


def _responses(asked, seed: int, chances, sizes=SIZES) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    regions = [answer.id for answer in asked.regions]
    answers = [answer.id for answer in asked.scale_of(asked[ITEM]).answers]
    weights = np.array(chances[: len(answers) + 1], dtype=float)
    drawn = generator.choice(len(answers) + 1, sum(sizes), p=weights / weights.sum())
    return pd.DataFrame(
        {
            asked.region: pd.Categorical(np.repeat(regions[: len(sizes)], sizes), regions),
            ITEM: pd.Categorical.from_codes(
                np.where(drawn < len(answers), drawn, -1), answers, ordered=True
            ),
        }
    )


def _counts(asked, responses) -> pd.DataFrame:
    return pd.concat(
        [
            count_answers(responses, [asked.region, ITEM], questionnaire=asked),
            count_answers(responses, [ITEM], by=asked.region, questionnaire=asked),
        ],
        ignore_index=True,
    )


def _narrowed(plan: Plan, asked, responses) -> list[tuple[str, str]]:
    """What an outsider with every table of every report can narrow: an attack of its own."""
    whole = count_answers(responses, [ITEM], questionnaire=asked)
    by_region = count_answers(responses, [ITEM], by=asked.region, questionnaire=asked)
    regions = [r for r in by_region["group"].unique() if r not in plan.small]
    everybody = [*by_region["group"].unique()]
    system = LinearSystem(limit=len(responses))

    def learn(groups, shown) -> None:
        for answer, n in zip(shown["answer"], shown["n"], strict=True):
            if not pd.isna(n):
                cells = {(g, part): 1 for g in groups for part in answer.split("+")}
                system.add_fact(cells, int(n), int(n))

    learn(everybody, plan.apply(whole))
    for region in regions:
        own = by_region[by_region["group"] == region]
        cells = {(region, answer): 1 for answer in own["answer"]}
        system.add_fact(cells, int(own["n"].sum()), int(own["n"].sum()))
        two = plan.apply(counts_of_others(by_region, region))
        learn([region], two[two["group"] == region])
        learn([g for g in everybody if g != region], two[two["group"] != region])
    everywhere = {(g, a): 1 for g in everybody for a in whole["answer"]}
    system.add_fact(everywhere, len(responses), len(responses))
    found = []
    on_scale = by_region[by_region["kind"] == "scale"]
    for group, answer, n in zip(on_scale["group"], on_scale["answer"], on_scale["n"], strict=True):
        if 0 < n < plan.threshold and group in regions:
            bounds = system.bounds({(group, answer): 1})
            if bounds.high < plan.threshold or bounds.values < plan.threshold:
                found.append((group, answer))
    for answer, n in zip(whole["answer"], whole["n"], strict=True):
        if 0 < n < plan.threshold and answer in set(on_scale["answer"]):
            bounds = system.bounds({(g, answer): 1 for g in everybody})
            if bounds.high < plan.threshold or bounds.values < plan.threshold:
                found.append((ALL, answer))
    return found


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**31), CHANCES, st.sampled_from(["answered", "all"]))
def test_nobody_can_narrow_a_small_number_from_all_tables_together(seed, chances, base):
    asked = questionnaire(base)
    responses = _responses(asked, seed, chances)
    plan = protect(_counts(asked, responses), asked)
    assert _narrowed(plan, asked, responses) == []


@pytest.fixture(scope="module")
def example():
    asked = questionnaire("all")
    responses = _responses(asked, 3, [1, 5, 5, 20, 5, 2, 1])
    return asked, responses, protect(_counts(asked, responses), asked)


def test_hiding_small_cells_alone_is_noticed(example):
    asked, responses, plan = example
    fine = protect(_counts(asked, responses), asked)[ITEM]
    answers = dataclasses.replace(
        fine, whole=_finest(asked), groups=_finest(asked), group_rung="answers"
    )
    counts = count_answers(responses, [ITEM], by=asked.region, questionnaire=asked)
    small = counts[counts["n"].between(1, 4)]
    hidden = frozenset(zip(small["group"], small["answer"], strict=True))
    naive = dataclasses.replace(
        plan, items={**plan.items, ITEM: dataclasses.replace(answers, hidden=hidden)}
    )
    assert hidden
    assert _narrowed(naive, asked, responses)


def _finest(asked):
    from lumo_analysis.analysis.disclosure.ladder import ladder_of

    return ladder_of(asked[ITEM], asked)["answers"]


def test_the_same_counts_give_the_same_plan_whatever_the_order_of_respondents(example):
    asked, responses, plan = example
    shuffled = responses.sample(frac=1, random_state=1).reset_index(drop=True)
    assert protect(_counts(asked, shuffled), asked).to_json() == plan.to_json()


def test_a_solver_without_a_proof_hides_the_item_everywhere(example, monkeypatch):
    asked, responses, _ = example

    def unsolved(*_, **__):
        raise UnsolvedError("no proof")

    monkeypatch.setattr(detail, "suppress_any", unsolved)
    plan = protect(_counts(asked, responses), asked)
    shown = plan.apply(count_answers(responses, [ITEM], by=asked.region, questionnaire=asked))
    assert shown["n"].isna().all()
    assert plan.apply(count_answers(responses, [ITEM], questionnaire=asked))["n"].isna().all()


def test_regions_below_the_group_base_are_small_and_their_remainder_is_not_a_few():
    asked = questionnaire("all")
    responses = _responses(asked, 5, [5] * 7, sizes=(40, 40, 40, 4))
    plan = protect(_counts(asked, responses), asked)
    left_out = [
        size
        for size, region in zip((40, 40, 40, 4), asked.regions, strict=True)
        if region.id in plan.small
    ]
    assert 4 in left_out
    assert sum(left_out) >= 10


def test_public_answers_are_shown_as_they_are(example):
    asked, responses, _ = example
    public = asked.model_copy(
        update={"disclosure": asked.disclosure.model_copy(update={"public": True})}
    )
    counts = _counts(public, responses)
    plan = protect(counts, public)
    assert plan.public
    assert plan.apply(counts[counts["item"] == ITEM])["n"].notna().all()


def test_an_item_without_a_plan_cannot_be_shown(example):
    asked, responses, plan = example
    counts = count_answers(responses, [ITEM], questionnaire=asked).assign(item="fit_other")
    with pytest.raises(ParameterError, match="no plan of disclosure control"):
        plan.apply(counts)
