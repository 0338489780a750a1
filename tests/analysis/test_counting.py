from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Answer

LABEL = {"en": "x"}
SCALE = ["poor", "good"]
REGIONS = ["north", "south", "west"]


def _questionnaire() -> Questionnaire:
    def record(name: str, **other: Any) -> dict[str, Any]:
        return {"id": name, "section": "one", "wording": LABEL, "label": LABEL, **other}

    return Questionnaire.model_validate(
        {
            **dict.fromkeys(("title", "description", "population", "source", "author"), LABEL),
            "survey": "s",
            "languages": ["en"],
            "region": "region",
            "collected": {"start": "2021-02", "end": "2021-03"},
            "sections": [{"id": "one", "title": LABEL}],
            "scales": [
                {
                    "id": "two",
                    "answers": [
                        {"id": "cant_say", "label": LABEL, "off_scale": True},
                        {"id": "poor", "label": LABEL},
                        {"id": "good", "label": LABEL},
                    ],
                }
            ],
            "items": [
                record("coping", kind="ordinal", scale="two"),
                record(
                    "region", kind="nominal", answers=[{"id": r, "label": LABEL} for r in REGIONS]
                ),
                record("ways", kind="multiple", answers=[{"id": "a", "label": LABEL}]),
                record("strain", kind="open"),
            ],
        }
    )


def _responses(coping: list[str | None], region: list[str | None] | None = None) -> pd.DataFrame:
    frame = pd.DataFrame({"coping": pd.Categorical(coping, [*SCALE, "cant_say"], ordered=True)})
    return frame if region is None else frame.assign(region=pd.Categorical(region, REGIONS))


def test_the_questionnaire_says_which_answers_are_off_the_scale() -> None:
    actual = count_answers(_responses(["good", "cant_say"]), ["coping"], None, _questionnaire())

    assert actual["answer"].tolist() == ["poor", "good", "cant_say", "no_answer"]
    assert actual["kind"].tolist() == ["scale", "scale", "off_scale", "no_answer"]
    assert actual["n"].tolist() == [0, 1, 1, 0]


def test_without_a_questionnaire_every_category_is_on_the_scale() -> None:
    actual = count_answers(_responses(["good"]), ["coping"])

    assert actual["kind"].tolist() == ["scale", "scale", "scale", "no_answer"]


def test_blank_cells_count_as_no_answer() -> None:
    actual = count_answers(_responses([None, "good", None]), ["coping"])

    assert actual.loc[actual["answer"] == "no_answer", "n"].tolist() == [2]


def test_answers_and_groups_that_nobody_gave_are_kept_as_zeros() -> None:
    """pd.crosstab and groupby(observed=True) would drop them."""
    actual = count_answers(_responses(["good"], ["south"]), ["coping"], by="region")

    assert actual["group"].tolist() == [name for name in REGIONS for _ in range(4)]
    assert actual["n"].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]


def test_respondents_without_a_group_are_left_out() -> None:
    actual = count_answers(_responses(["good", "good"], ["south", None]), ["coping"], by="region")

    assert actual["n"].sum() == 1


def test_no_respondents_give_zeros() -> None:
    actual = count_answers(_responses([]), ["coping"])

    assert actual["n"].tolist() == [0, 0, 0, 0]


def test_no_items_give_an_empty_table_with_the_columns() -> None:
    actual = count_answers(_responses(["good"]), [])

    assert list(actual.columns) == ["item", "group", "answer", "kind", "n"]
    assert actual.empty


def test_columns_are_plain_text_and_whole_numbers() -> None:
    actual = count_answers(_responses(["good"], ["south"]), ["coping"], by="region")

    assert {str(actual[name].dtype) for name in ("item", "group", "answer", "kind")} == {"str"}
    assert str(actual["n"].dtype) == "int64"


def test_the_responses_are_left_as_they_were() -> None:
    responses = _responses(["good", None], ["south", None])
    before = responses.copy(deep=True)

    count_answers(responses, ["coping"], by="region")

    pd.testing.assert_frame_equal(responses, before)


def test_the_order_of_the_scale_wins_over_that_of_the_categories() -> None:
    responses = pd.DataFrame({"coping": pd.Categorical(["good", "good", "poor"], ["good", "poor"])})

    actual = count_answers(responses, ["coping"], questionnaire=_questionnaire())

    assert actual["answer"].tolist() == ["poor", "good", "cant_say", "no_answer"]
    assert actual["n"].tolist() == [1, 2, 0, 0]


@pytest.mark.parametrize("questionnaire", [None, _questionnaire()])
def test_one_who_chose_nothing_did_not_answer(questionnaire: Questionnaire | None) -> None:
    responses = pd.DataFrame({"ways__a": pd.array([True, False, None], dtype="boolean")})

    actual = count_answers(responses, ["ways"], questionnaire=questionnaire)

    assert actual["answer"].tolist() == ["a", "respondents", "no_answer"]
    assert actual["kind"].tolist() == ["option", "respondents", "no_answer"]
    assert actual["n"].tolist() == [1, 2, 1]


def test_an_item_of_a_shared_scale_needs_the_questionnaire() -> None:
    with pytest.raises(ParameterError, match="shared scale 'two'; give the questionnaire"):
        count_answers(_responses(["good"]), [_questionnaire()["coping"]])


def test_an_item_with_its_own_answers_needs_no_questionnaire() -> None:
    item = Item(
        id="coping",
        kind="nominal",
        section="one",
        wording=LABEL,
        label=LABEL,
        answers=tuple(
            Answer(id=name, label=LABEL, off_scale=name == "cant_say")
            for name in ("poor", "good", "cant_say")
        ),
    )

    actual = count_answers(_responses(["cant_say"]), [item])

    assert actual["kind"].tolist() == ["scale", "scale", "off_scale", "no_answer"]


@pytest.mark.parametrize(
    ("items", "by", "message"),
    [
        (["copng"], None, "no item 'copng' in the responses; did you mean 'coping'?"),
        (["coping"], "regoin", "no item 'regoin' in the responses; did you mean 'region'?"),
        (["age"], None, "item 'age' has no fixed answers to count"),
        (["coping"], "age", "item 'age' has no fixed answers to count"),
        (["region"], "region", "item 'region' can't be compared by itself"),
        (["coping", "coping"], None, "item 'coping' is listed more than once"),
    ],
)
def test_what_cannot_be_counted_is_refused(items: list[str], by: str | None, message: str) -> None:
    responses = _responses(["good"], ["south"]).assign(age=[40])

    with pytest.raises(ParameterError) as caught:
        count_answers(responses, items, by=by)

    assert message in str(caught.value)


def test_an_open_item_is_refused() -> None:
    with pytest.raises(ParameterError, match="item 'strain' is open: it has no fixed answers"):
        count_answers(_responses(["good"]), ["strain"], questionnaire=_questionnaire())


def test_a_missing_option_column_is_refused() -> None:
    with pytest.raises(ParameterError, match="no column 'ways__a' in the responses"):
        count_answers(_responses(["good"]), ["ways"], questionnaire=_questionnaire())


def test_an_option_column_that_is_not_boolean_is_refused() -> None:
    with pytest.raises(ParameterError, match="column 'ways__a' is not boolean"):
        count_answers(pd.DataFrame({"ways__a": [1, 0]}), ["ways"])


def test_an_answer_that_the_scale_lacks_is_refused_and_not_shown() -> None:
    responses = pd.DataFrame({"coping": pd.Categorical(["I am Maija"])})

    with pytest.raises(ParameterError) as caught:
        count_answers(responses, ["coping"], questionnaire=_questionnaire())

    assert "1 categories that its scale lacks" in str(caught.value)
    assert "Maija" not in str(caught.value)


@pytest.mark.parametrize("answer", ["no_answer"])
def test_a_reserved_answer_is_refused(answer: str) -> None:
    with pytest.raises(ParameterError, match=f"has the answer '{answer}' more than once"):
        count_answers(pd.DataFrame({"coping": pd.Categorical([answer])}), ["coping"])


@st.composite
def _surveys(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([*SCALE, "cant_say", None]), st.sampled_from([*REGIONS, None])
            ),
            max_size=30,
        )
    )
    return _responses([row[0] for row in rows], [row[1] for row in rows])


@given(_surveys())
def test_counts_of_regions_and_of_none_sum_to_those_of_all(responses: pd.DataFrame) -> None:
    whole = count_answers(responses, ["coping"])["n"].to_numpy()
    by_region = count_answers(responses, ["coping"], by="region")
    elsewhere = count_answers(responses[responses["region"].isna()], ["coping"])["n"].to_numpy()

    summed = by_region["n"].to_numpy().reshape(3, -1).sum(axis=0)

    assert (summed + elsewhere == whole).all()


@given(_surveys())
def test_every_item_group_and_answer_is_there_once(responses: pd.DataFrame) -> None:
    actual = count_answers(responses, ["coping"], by="region", questionnaire=_questionnaire())

    assert list(zip(actual["group"], actual["answer"], strict=True)) == [
        (group, answer) for group in REGIONS for answer in (*SCALE, "cant_say", "no_answer")
    ]


@given(_surveys(), st.integers(0, 2**32 - 1))
def test_the_order_of_respondents_does_not_matter(responses: pd.DataFrame, seed: int) -> None:
    shuffled = responses.iloc[np.random.default_rng(seed).permutation(len(responses))]

    pd.testing.assert_frame_equal(
        count_answers(shuffled, ["coping"], by="region"),
        count_answers(responses, ["coping"], by="region"),
    )


@given(_surveys())
def test_counts_equal_a_plain_loop(responses: pd.DataFrame) -> None:
    actual = count_answers(responses, ["coping"], by="region")

    pairs = list(zip(responses["region"], responses["coping"].astype(object), strict=True))
    for row in actual.itertuples():
        expected = sum(
            region == row.group
            and (answer == row.answer if isinstance(answer, str) else row.answer == "no_answer")
            for region, answer in pairs
        )
        assert row.n == expected
