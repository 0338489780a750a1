from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.reliability import Reliability, reliability
from lumo_analysis.analysis.reliability_coefficients import (
    cronbach_alpha,
    guttman_lambda6,
    item_rest,
)
from lumo_analysis.analysis.reliability_pairs import pair_tables, scores_of
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Answer, Scale

SCALE = pd.CategoricalDtype(["poor", "fair", "good"], ordered=True)
WITH_CANT_SAY = pd.CategoricalDtype(["poor", "fair", "good", "cant_say"], ordered=True)
P, F, G, X = "poor", "fair", "good", None
COEFFICIENTS = ["alpha", "standardized_alpha", "ordinal_alpha", "mean_correlation", "lambda6"]


def responses(times: int = 3, /, **columns: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame({name: cells * times for name, cells in columns.items()}, dtype=SCALE)


def numbers(frame: pd.DataFrame) -> np.ndarray:
    return frame.apply(lambda column: column.cat.codes.to_numpy(float)).to_numpy()


def battery(result: Reliability, missing: str = "listwise") -> pd.Series:
    return result.battery.set_index("missing").loc[missing]


ALIKE = responses(a=[P, F, G, G, F, P], b=[P, F, G, F, F, F], c=[P, P, G, G, F, P])
GAPS = responses(a=[P, F, G, X, F, P], b=[P, F, G, F, X, F], c=[P, P, G, G, F, P])


def test_alpha_is_that_of_the_answers_places() -> None:
    actual = reliability(ALIKE, ["a", "b", "c"])

    covariances = np.cov(numbers(ALIKE), rowvar=False)
    expected = 3 / 2 * (1 - np.trace(covariances) / covariances.sum())
    assert battery(actual)["alpha"] == pytest.approx(expected, rel=1e-12)
    assert battery(actual)["low"] < expected < battery(actual)["high"]
    assert battery(actual)["items"] == "a+b+c"
    assert battery(actual)["n_items"] == 3


def test_each_item_is_held_against_the_sum_of_the_others() -> None:
    actual = reliability(ALIKE, ["a", "b", "c"]).items.set_index("item")

    values = numbers(ALIKE)
    for place, item in enumerate("abc"):
        rest = np.delete(values, place, axis=1)
        correlation = np.corrcoef(values[:, place], rest.sum(axis=1))[0, 1]
        covariances = np.cov(rest, rowvar=False)
        assert actual.loc[item, "item_rest"] == pytest.approx(correlation)
        assert actual.loc[item, "alpha_if_dropped"] == pytest.approx(
            2 * (1 - np.trace(covariances) / covariances.sum())
        )


def test_listwise_and_pairwise_say_how_many_answered() -> None:
    actual = reliability(GAPS, ["a", "b", "c"])

    assert battery(actual)[["n", "n_largest"]].tolist() == [12, 12]
    assert battery(actual, "pairwise")[["n", "n_largest"]].tolist() == [12, 15]
    assert actual.items["n_answered"].tolist() == [15, 15, 18]
    assert actual.items["n"].tolist() == [12, 12, 12]
    pairs = pd.DataFrame(numbers(GAPS)).replace(-1, np.nan).cov()
    assert battery(actual, "pairwise")["alpha"] == pytest.approx(cronbach_alpha(pairs))


def test_an_interval_belongs_to_listwise_alpha_only() -> None:
    actual = reliability(GAPS, ["a", "b", "c"]).battery

    assert actual["interval"].tolist() == ["feldt", ""]
    assert actual["low"].isna().tolist() == [False, True]


def test_more_confidence_is_a_wider_interval() -> None:
    usual = battery(reliability(ALIKE, ["a", "b", "c"]))
    wider = battery(reliability(ALIKE, ["a", "b", "c"], confidence=0.99))

    assert wider["low"] < usual["low"] < usual["high"] < wider["high"]


def test_answers_off_the_scale_are_missing() -> None:
    frame = GAPS.apply(lambda column: column.astype(WITH_CANT_SAY).fillna("cant_say"))
    label = {"en": "x"}
    answers = [
        Answer(id=name, label=label, off_scale=name == "cant_say")
        for name in WITH_CANT_SAY.categories
    ]
    items = [
        Item(id=name, kind="ordinal", section="s", wording=label, label=label, scale="well")
        for name in "abc"
    ]
    questionnaire = Questionnaire.model_construct(
        survey="small", items=tuple(items), scales=(Scale(id="well", answers=tuple(answers)),)
    )

    actual = reliability(frame, items, questionnaire)

    expected = reliability(GAPS, ["a", "b", "c"])
    pd.testing.assert_frame_equal(actual.battery, expected.battery)
    pd.testing.assert_frame_equal(actual.items, expected.items)


def test_an_item_asked_the_other_way_round_is_noted_and_not_turned() -> None:
    turned = ALIKE.assign(b=ALIKE["b"].cat.rename_categories({P: G, G: P}).astype(SCALE))

    actual = reliability(turned, ["a", "b", "c"])

    assert actual.items["note"].tolist() == ["", "against", ""]
    assert actual.items["item_rest"][1] < 0
    assert battery(actual)["note"].split("+")[0] == "against"
    assert battery(actual)["alpha"] < battery(reliability(ALIKE, ["a", "b", "c"]))["alpha"]


def test_an_item_with_one_answer_is_named_and_nothing_is_computed() -> None:
    frame = ALIKE.assign(c=pd.Categorical([G] * 18, dtype=SCALE))

    actual = reliability(frame, ["a", "b", "c"])

    assert actual.battery["reason"].tolist() == ["constant", "constant"]
    assert actual.items["note"].tolist() == ["", "", "constant"]
    assert actual.battery[COEFFICIENTS].isna().all(axis=None)


@pytest.mark.parametrize("empty", [False, True])
def test_too_few_respondents_give_a_reason(empty: bool) -> None:
    frame = ALIKE.iloc[:0] if empty else ALIKE.iloc[:9]

    actual = reliability(frame, ["a", "b", "c"])

    assert actual.battery["reason"].tolist() == ["too_few", "too_few"]
    assert actual.items["reason"].tolist() == ["too_few"] * 3
    assert actual.items["note"].tolist() == [""] * 3
    assert battery(actual)["n"] == len(frame)


def test_two_items_have_no_alpha_without_one() -> None:
    actual = reliability(ALIKE, ["a", "b"]).items

    assert actual["reason"].tolist() == ["two_items", "two_items"]
    assert actual["alpha_if_dropped"].isna().all()
    assert actual["item_rest"].notna().all()


def test_items_that_cancel_each_other_out_give_a_reason() -> None:
    opposite = ALIKE["a"].cat.rename_categories({P: G, G: P}).astype(SCALE)
    frame = ALIKE.assign(b=opposite)

    two, three = reliability(frame, ["a", "b"]), reliability(frame, ["a", "b", "c"])

    assert two.battery["reason"].tolist() == ["cancels", "cancels"]
    assert three.items["reason"].tolist() == ["", "", "cancels"]
    assert three.items["item_rest"].isna().tolist() == [False, False, True]


def test_an_item_that_stands_twice_leaves_lambda6_open_and_says_so() -> None:
    actual = battery(reliability(ALIKE.assign(b=ALIKE["a"]), ["a", "b", "c"]))

    assert "not_definite" in actual["note"].split("+")
    assert np.isnan(actual["lambda6"])
    assert actual["alpha"] > 0


def test_an_empty_corner_of_a_table_is_said() -> None:
    two = pd.CategoricalDtype(["no", "yes"], ordered=True)
    frame = pd.DataFrame(
        {"a": ["no"] * 10 + ["yes"] * 10, "b": ["no"] * 15 + ["yes"] * 5}, dtype=two
    )

    assert battery(reliability(frame, ["a", "b"]))["note"] == "at_bound"


def test_scores_stand_for_the_answers() -> None:
    actual = battery(reliability(ALIKE, ["a", "b", "c"], scores={P: 1, F: 2, G: 4}))

    values = np.choose(numbers(ALIKE).astype(int), [1, 2, 4])
    assert actual["alpha"] == pytest.approx(cronbach_alpha(np.cov(values, rowvar=False)))
    plain = battery(reliability(ALIKE, ["a", "b", "c"]))
    assert actual["ordinal_alpha"] == plain["ordinal_alpha"]


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ({P: 1, F: 2}, "no score for answer 'good'"),
        ({P: 1, F: 3, G: 2}, "scores must rise"),
        ({P: 1, F: 2, G: float("nan")}, "scores must rise"),
    ],
)
def test_scores_that_do_not_fit_are_refused(scores: dict[str, float], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        scores_of(list(SCALE.categories), scores)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "two or more different items, not none"),
        (["a"], "two or more different items, not a;"),
        (["a", "a"], "two or more different items, not a, a"),
        (["a", "d"], "no item 'd' in the responses"),
        (["a", "colour"], "item 'colour' has no ordered answers"),
        (["a", "ways"], "item 'ways' has no ordered answers"),
        (["a", "other"], "'other' has another scale (no, yes) than 'a' (poor, fair, good)"),
    ],
)
def test_what_is_no_battery_is_refused(items: list[str], message: str) -> None:
    frame = ALIKE.assign(
        colour=pd.Categorical([P, F, G] * 6, SCALE.categories),
        ways__talk=pd.array([True] * 18, dtype="boolean"),
        other=pd.Categorical(["no", "yes"] * 9, ["no", "yes"], ordered=True),
    )

    with pytest.raises(ParameterError) as caught:
        reliability(frame, items)

    assert message in str(caught.value)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_lies_between_0_and_1(confidence: float) -> None:
    with pytest.raises(ParameterError, match="between 0 and 1"):
        reliability(ALIKE, ["a", "b"], confidence=confidence)


def test_a_pair_that_few_answered_has_no_covariance() -> None:
    frame = responses(1, a=[P, G, X], b=[X, F, G])

    actual = pair_tables(frame, ["a", "b"], complete=False)

    assert actual.n.tolist() == [[2, 1], [1, 2]]
    assert np.isnan(actual.covariances([1, 2, 3])).tolist() == [[False, True], [True, False]]


@given(
    st.lists(
        st.tuples(*[st.sampled_from([P, F, G, X])] * 3), min_size=12, max_size=40, unique=False
    ),
    st.integers(0, 1000),
)
def test_the_order_of_respondents_and_items_changes_nothing(
    rows: list[tuple[str | None, ...]], seed: int
) -> None:
    frame = pd.DataFrame(rows, columns=list("abc"), dtype=SCALE)
    shuffled = frame.sample(frac=1, random_state=seed, ignore_index=True)

    actual = reliability(shuffled, ["c", "a", "b"])

    expected = reliability(frame, ["a", "b", "c"])
    columns = [*COEFFICIENTS, "n", "n_largest", "low", "high"]
    np.testing.assert_allclose(
        actual.battery[columns].astype(float), expected.battery[columns].astype(float), atol=1e-8
    )
    assert actual.battery["reason"].tolist() == expected.battery["reason"].tolist()
    own = actual.items.set_index("item").loc[list("abc")].reset_index()
    pd.testing.assert_frame_equal(own, expected.items, atol=1e-8)


@given(
    st.lists(st.tuples(*[st.sampled_from([P, F, G, X])] * 3), min_size=0, max_size=40, unique=False)
)
def test_what_is_missing_has_its_reason_or_note(rows: list[tuple[str | None, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=list("abc"), dtype=SCALE)

    actual = reliability(frame, ["a", "b", "c"])

    for row in actual.battery.itertuples():
        assert bool(row.reason) == bool(np.isnan(row.alpha))
        assert np.isnan(row.low) == (bool(row.reason) or row.missing == "pairwise")
        others = [row.standardized_alpha, row.ordinal_alpha, row.lambda6]
        if not row.reason:
            assert np.isnan(others).any() == ("not_definite" in row.note)
            assert row.alpha <= 1 + 1e-12
    for row in actual.items.itertuples():
        assert bool(row.reason) == bool(np.isnan(row.item_rest))
        assert bool(row.reason) == bool(np.isnan(row.alpha_if_dropped))


def test_a_large_survey_is_counted_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    from lumo_analysis.analysis import reliability_pairs

    whole = pair_tables(GAPS, ["a", "b", "c"], complete=False).tables
    monkeypatch.setattr(reliability_pairs, "_AT_ONCE", 4)

    actual = pair_tables(GAPS, ["a", "b", "c"], complete=False).tables

    np.testing.assert_array_equal(actual, whole)
    expected = pd.crosstab(GAPS["a"], GAPS["c"]).loc[[P, F, G], [P, F, G]]
    np.testing.assert_array_equal(whole[0, 2], expected)


def test_equal_correlations_have_the_alpha_of_spearman_and_brown() -> None:
    correlations = np.full((4, 4), 0.3) + 0.7 * np.eye(4)

    assert cronbach_alpha(correlations) == pytest.approx(4 * 0.3 / (1 + 3 * 0.3))
    assert item_rest(correlations) == pytest.approx([0.9 / np.sqrt(3 + 6 * 0.3)] * 4)
    assert guttman_lambda6(correlations) < cronbach_alpha(correlations)
