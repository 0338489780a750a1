from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.paired_items import compare_items, pairs_within
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.survey import load_survey

SCALE = ["poor", "fair", "good"]


def _responses(**columns: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Categorical(cells, SCALE) for name, cells in columns.items()})


FOUR = _responses(
    a=["good"] * 12 + ["poor"] * 8,
    b=["good"] * 9 + ["poor"] * 8 + ["fair"] * 3,
    c=["poor"] * 18 + [None] * 2,
    d=["good"] * 20,
)


def test_the_joint_counts_are_those_of_the_respondents():
    row = compare_items(FOUR, ["a", "b"], ["good"]).iloc[0]
    actual = row[["n", "both", "only1", "only2"]].tolist()
    assert actual == [20, 9, 3, 0]
    assert row["difference"] == pytest.approx(9 / 20 - 12 / 20)


def test_answered_are_those_who_answered_both_items():
    answered = compare_items(FOUR, ["a", "c"], ["good"]).iloc[0]
    everyone = compare_items(FOUR, ["a", "c"], ["good"], "all").iloc[0]
    assert (answered["n"], everyone["n"]) == (18, 20)
    assert answered["share1"] == pytest.approx(12 / 18)
    assert everyone["share1"] == pytest.approx(12 / 20)


def test_answers_off_the_scale_are_known_from_the_questionnaire():
    survey = load_survey("workers-2021")
    items = survey.items("access_basic_*")
    answered, everyone = (
        compare_items(
            survey.responses,
            items,
            ["well", "very_well"],
            base,
            questionnaire=survey.questionnaire,
        ).iloc[0]
        for base in ("answered", "all")
    )
    assert answered["n"] < everyone["n"] == len(survey.responses)


def test_the_shares_are_those_of_the_count_table():
    survey = load_survey("workers-2021")
    items = survey.items("access_*")
    counts = count_answers(survey.responses, items, questionnaire=survey.questionnaire)
    expected = shares(counts, ["well", "very_well"], base="all").set_index("item")["share"]
    compared = compare_items(
        survey.responses, items, ["well", "very_well"], "all", questionnaire=survey.questionnaire
    )
    assert len(compared) == 55
    assert np.allclose(compared["share1"], expected[compared["item1"]])
    assert np.allclose(compared["share2"], expected[compared["item2"]])


def test_p_is_adjusted_over_both_directions_of_every_pair():
    # R: p.adjust(c(g, l), "holm") with the one-sided p of binom.test for
    # only1 = 31, 53, 54, 20 and only2 = 11, 4, 6, 18, the smaller of both directions.
    discordant = [(31, 11), (53, 4), (54, 6), (20, 18)]
    columns = {}
    for number, (first, second) in enumerate(discordant):
        rest = 80 - first - second
        columns[f"a{number}"] = ["good"] * first + ["poor"] * second + ["good"] * rest
        columns[f"b{number}"] = ["poor"] * first + ["good"] * second + ["good"] * rest
    pairs = [(f"a{number}", f"b{number}") for number in range(4)]
    compared = compare_items(_responses(**columns), list(columns), ["good"], pairs=pairs)
    expected = [8.66174392285757e-03, 2.36435315770223e-11, 3.40303658516449e-10, 1.0]
    assert compared["p_adjusted"].tolist() == pytest.approx(expected, rel=1e-9)
    in_r = [2.88724797428586e-03, 5.91088289425557e-12, 9.72296167189856e-11, 8.71414679364533e-01]
    assert compared["p"].tolist() == pytest.approx(in_r, rel=1e-9)


def test_one_pair_needs_no_adjustment():
    row = compare_items(FOUR, ["a", "d"], ["good"]).iloc[0]
    assert row["p_adjusted"] == row["p"] < 0.05


def test_a_base_below_ten_is_no_test_and_is_not_counted_among_them():
    few = _responses(
        a=["good"] * 12 + ["poor"] * 8,
        d=["good"] * 20,
        e=["good"] * 5 + [None] * 15,
    )
    compared = compare_items(few, ["a", "d", "e"], ["good"])
    small = compared[compared["reason"] == "small_base"]
    assert small["item2"].tolist() == ["e", "e"]
    assert small[["share1", "low", "p", "p_adjusted"]].isna().all(axis=None)
    assert compared["p_adjusted"].iloc[0] == compared["p"].iloc[0]


def test_answers_may_differ_by_item():
    compared = compare_items(FOUR, ["a", "b"], {"a": ["good"], "b": ["fair", "good"]})
    assert compared["share2"].iloc[0] == pytest.approx(12 / 20)


def test_pairs_are_kept_in_their_order_and_direction():
    compared = compare_items(FOUR, ["a", "b", "d"], ["good"], pairs=[("d", "a"), ("a", "b")])
    assert compared[["item1", "item2"]].to_numpy().tolist() == [["d", "a"], ["a", "b"]]
    assert (compared["difference"] < 0).all()


def test_pairs_within_lists_do_not_cross_them():
    assert pairs_within(["a", "b"], [], ["x", "y", "z"]) == [
        ("a", "b"),
        *itertools.combinations("xyz", 2),
    ]


def test_any_number_of_respondents_gives_the_same_as_a_few_at_a_time(monkeypatch):
    expected = compare_items(FOUR, list(FOUR), ["good"])
    monkeypatch.setattr("lumo_analysis.analysis.paired_items._CHUNK", 3)
    pd.testing.assert_frame_equal(compare_items(FOUR, list(FOUR), ["good"]), expected)


@settings(max_examples=25)
@given(
    cells=st.lists(st.tuples(*[st.sampled_from([*SCALE, None])] * 3), min_size=10, max_size=30),
    seed=st.integers(0, 9),
)
def test_the_order_of_respondents_tells_nothing(cells, seed):
    columns = list(zip(*cells, strict=True))
    responses = _responses(a=list(columns[0]), b=list(columns[1]), c=list(columns[2]))
    shuffled = responses.sample(frac=1, random_state=seed).reset_index(drop=True)
    expected = compare_items(responses, ["a", "b", "c"], ["good"])
    actual = compare_items(shuffled, ["a", "b", "c"], ["good"])
    pd.testing.assert_frame_equal(actual, expected)
    assert (actual[["both", "only1", "only2"]].sum(axis=1) <= actual["n"]).all()


@pytest.mark.parametrize(
    ("items", "answers", "options", "message"),
    [
        (["a"], ["good"], {}, "at least two items"),
        (["a", "a"], ["good"], {}, "each of them once"),
        (["a", "bb"], ["good"], {}, "no item 'bb'"),
        (["a", "b"], ["god"], {}, "did you mean 'good'"),
        (["a", "b"], [], {}, "none"),
        (["a", "b"], "good", {}, "name each answer once"),
        (["a", "b"], {"a": ["good"]}, {}, "item 'b'"),
        (["a", "b"], ["good"], {"pairs": [("a", "c")]}, "'c' is in a pair"),
        (["a", "b"], ["good"], {"pairs": [("a", "a")]}, "compared with itself"),
        (["a", "b"], ["good"], {"base": "everyone"}, "unknown base"),
        (["a", "b"], ["good"], {"confidence": 95}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(items, answers, options, message):
    with pytest.raises(ParameterError, match=message):
        compare_items(FOUR, items, answers, **options)


def test_an_answer_off_the_scale_is_not_part_of_those_who_answered():
    survey = load_survey("workers-2021")
    with pytest.raises(ParameterError, match="use base 'all'"):
        compare_items(
            survey.responses,
            survey.items("access_basic_*"),
            ["cant_say"],
            questionnaire=survey.questionnaire,
        )


def test_multiple_choice_is_refused():
    survey = load_survey("workers-2021")
    with pytest.raises(ParameterError, match="is multiple choice"):
        compare_items(
            survey.responses,
            ["coping", "feedback_ways"],
            ["good"],
            questionnaire=survey.questionnaire,
        )
