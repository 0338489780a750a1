from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.survey_comparison import (
    SURVEY_COLUMNS,
    closed_items,
    compare_surveys,
    headlines_of,
)
from lumo_analysis.analysis.survey_comparison_counts import compare_counts
from lumo_analysis.analysis.weighting import with_weights
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.survey import load_survey
from tests.two_surveys import answers, changed, questionnaire, survey, text, without

FIRST, SECOND = survey("first"), survey("second", good=40)
DECLARED = [{"survey": "first", "reason": text("Asked of partners.")}]


def test_every_closed_item_that_both_ask_alike_is_compared() -> None:
    actual = compare_surveys(FIRST, SECOND)

    assert list(actual.columns) == list(SURVEY_COLUMNS)
    assert actual["item"].tolist() == ["coping", "mood", "trained", "ways", "ways"]
    assert actual["test"].tolist() == ["brunner-munzel"] * 2 + ["fisher-freeman-halton"] * 3
    assert actual["answers"].tolist() == ["good", "good", "yes", "talk", "form"]
    assert actual["base_name"].tolist() == ["answered"] * 2 + ["all"] + ["answered"] * 2
    assert set(actual["groups"]) == {"first+second"}
    assert set(actual["wording"]) == {"same"}


def test_numbers_are_those_of_the_counts() -> None:
    actual = compare_surveys(FIRST, SECOND, items=["coping"])

    counts = {
        each.questionnaire.survey: count_answers(
            each.responses, ["coping"], questionnaire=each.questionnaire
        )
        for each in (FIRST, SECOND)
    }
    expected = compare_counts(counts, {"coping": "wellbeing"}, headlines={"coping": ["good"]})
    pd.testing.assert_frame_equal(actual.drop(columns="wording"), expected)


def test_p_is_adjusted_in_the_families_that_the_questionnaire_declares() -> None:
    actual = compare_surveys(FIRST, SECOND)

    assert actual["family"].tolist() == ["wellbeing", "wellbeing", "trained", "ways", "ways"]
    for family in ("wellbeing", "trained", "ways"):
        own = actual[actual["family"] == family]
        np.testing.assert_allclose(own["p_adjusted"], holm(own["p"]))


def test_an_item_that_differs_is_refused_with_the_reason_and_not_counted() -> None:
    second = survey(
        "second",
        changed("coping", wording=text("How do you cope?")),
        changed("trained", base="answered", answers=answers("yes", "no", off=["no"]), headlines=[]),
        without("ways"),
        good=40,
    )

    actual = compare_surveys(FIRST, second).set_index("item")

    assert actual["reason"].to_dict() == {
        "coping": "wording_differs",
        "mood": "",
        "trained": "scale_differs+base_differs",
        "ways": "only_in_one",
    }
    refused = actual.loc[["coping", "trained", "ways"]]
    assert refused[["p", "p_adjusted", "share1", "difference"]].isna().all(axis=None)
    assert set(refused["test"]) == {""}
    assert actual.loc["mood", "p_adjusted"] == actual.loc["mood", "p"]


def test_an_item_that_only_the_second_has_is_refused_too() -> None:
    actual = compare_surveys(survey("first", without("coping")), SECOND, items=["coping"])

    assert actual[["item", "reason"]].to_numpy().tolist() == [["coping", "only_in_one"]]


def test_other_words_that_are_declared_are_compared_where_asked_for() -> None:
    declared = changed("coping", wording=text("?"), comparable_with=DECLARED)
    partners = survey("second", declared, good=40)

    strict = compare_surveys(FIRST, partners).iloc[0]
    actual = compare_surveys(FIRST, partners, same_wording=False).iloc[0]

    assert (strict["reason"], strict["test"]) == ("wording_differs", "")
    assert (actual["reason"], actual["test"], actual["wording"]) == (
        *("", "brunner-munzel"),
        "declared",
    )


def test_waves_are_compared_pair_by_pair_in_one_family() -> None:
    third = survey("third", good=50)

    actual = compare_surveys(FIRST, SECOND, third, items=["coping", "mood"])

    assert actual["groups"].tolist() == ["first+second", "first+third", "second+third"] * 2
    np.testing.assert_allclose(actual["p_adjusted"], holm(actual["p"]))
    last = compare_surveys(FIRST, SECOND, third, items=["mood"], pairs=[("first", "third")])
    assert last["groups"].tolist() == ["first+third"]


def test_answers_off_the_scale_count_in_the_base_of_all_only() -> None:
    some = ["good"] * 30 + ["poor"] * 20 + ["cant_say"] * 10
    coping = pd.Categorical(some, ["poor", "fair", "good", "cant_say"], ordered=True)
    first, second = (
        survey(name, changed("coping", base="all"), columns={"coping": coping})
        for name in ("first", "second")
    )

    actual = compare_surveys(first, second, items=["coping"]).iloc[0]

    assert actual[["base1", "n_group1"]].tolist() == [60, 50]


def test_another_headline_may_be_told() -> None:
    poor = {"id": "poor", "answers": ["poor", "fair"], "label": text("poor")}
    first, second = (survey(n, changed("coping", headlines=[poor])) for n in ("first", "second"))

    actual = compare_surveys(first, second, headline="poor").set_index("item")

    assert actual.loc[["coping", "mood", "trained"], "answers"].tolist() == ["poor+fair", "", ""]


def test_weights_move_the_shares_of_their_survey() -> None:
    def weights(content: dict[str, Any]) -> None:
        content["weights"] = {"margins": {"trained": {"yes": 1, "no": 1}}}

    weighted = with_weights(survey("second", weights, good=40))

    actual = compare_surveys(FIRST, weighted, items=["trained"]).iloc[0]

    plain = compare_surveys(FIRST, SECOND, items=["trained"]).iloc[0]
    assert plain["share2"] == pytest.approx(40 / 60)
    assert actual["share2"] == pytest.approx(0.5)
    assert actual[["n2", "base2", "p"]].tolist() == plain[["n2", "base2", "p"]].tolist()


def test_the_two_baseline_surveys_share_one_question_in_other_words() -> None:
    workers, partners = load_survey("workers-2021"), load_survey("partners-2021")

    actual = compare_surveys(workers, partners)

    shared = actual[actual["reason"] != "only_in_one"]
    assert shared[["item", "reason"]].to_numpy().tolist() in (
        [["systemic_training", "wording_differs"]],
        [["systemic_training", ""]],
    )


@pytest.mark.parametrize(
    ("surveys", "options", "message"),
    [
        ([FIRST], {}, "give two or more surveys, each with an id of its own"),
        ([FIRST, FIRST], {}, "give two or more surveys, each with an id of its own"),
        ([FIRST, SECOND], {"items": ["cobing"]}, "no closed item 'cobing'; did you mean 'coping'"),
        ([FIRST, SECOND], {"items": ["wish"]}, "the surveys have no closed item 'wish'"),
        ([FIRST, SECOND], {"items": ["region"]}, "the surveys have no closed item 'region'"),
        ([FIRST, SECOND], {"headline": "god"}, "no item has the headline 'god'; did you mean 'goo"),
        ([FIRST, SECOND], {"pairs": [("first", "thrd")]}, "no survey 'thrd' is compared"),
    ],
)
def test_what_does_not_fit_is_refused(
    surveys: list[Any], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        compare_surveys(*surveys, **options)


def test_items_that_only_a_later_survey_has_come_last() -> None:
    other = dataclasses.replace(SECOND, questionnaire=questionnaire("second", without("mood")))

    found = closed_items([other.questionnaire, FIRST.questionnaire], ["mood", "ways"])

    assert list(found) == ["ways", "mood"]


def test_a_scale_without_headlines_is_told_by_its_high_side() -> None:
    def bare(content: dict[str, Any]) -> None:
        content["scales"][0]["headlines"] = []

    own = questionnaire("first", bare, changed("trained", headlines=None))

    assert headlines_of([own], closed_items([own])) == {"coping": ("good",), "mood": ("good",)}
