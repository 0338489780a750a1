"""A survey that can be counted by hand: twelve respondents, two regions, one of each kind.

    respondent  1     2     3     4     5     6     7     8     9     10    11    12
    region      north north north north north north north south south south south -
    coping      good  good  good  good  fair  poor  cant  good  fair  poor  -     good
    ways        a     a b   b     -     a     a     a b   a     -     b     a     b

Coping in the north: poor 1, fair 1, good 4, can't say 1; in the south poor 1, fair 1,
good 1, no answer 1; in all poor 2, fair 2, good 6, can't say 1, no answer 1.
"""

from __future__ import annotations

import pandas as pd
import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.published import compare_published
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.theme_counting import theme_counts
from lumo_analysis.survey.questionnaire import Item
from lumo_analysis.survey.scales import Answer

COPING = ["good"] * 4 + ["fair", "poor", "cant", "good", "fair", "poor", None, "good"]
CHOSEN = ["a", "ab", "b", "", "a", "a", "ab", "a", "", "b", "a", "b"]
LABEL = {"en": "x"}


def _answers(*ids: str) -> tuple[Answer, ...]:
    return tuple(Answer(id=name, label=LABEL, off_scale=name == "cant") for name in ids)


ITEMS = [
    Item(
        id="coping",
        kind="ordinal",
        section="one",
        wording=LABEL,
        label=LABEL,
        answers=_answers("poor", "fair", "good", "cant"),
    ),
    Item(
        id="ways",
        kind="multiple",
        section="one",
        wording=LABEL,
        label=LABEL,
        answers=_answers("a", "b"),
    ),
]


@pytest.fixture
def responses() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region": pd.Categorical(
                ["north"] * 7 + ["south"] * 4 + [None], ["north", "south", "west"]
            ),
            "coping": pd.Categorical(COPING, ["poor", "fair", "good", "cant"], ordered=True),
            **{
                f"ways__{option}": pd.array(
                    [option in chosen if chosen else None for chosen in CHOSEN], dtype="boolean"
                )
                for option in "ab"
            },
        }
    )


def test_counts_of_all_are_those_counted_by_hand(responses: pd.DataFrame) -> None:
    actual = count_answers(responses, ITEMS)

    expected = [
        ("coping", "all", "poor", "scale", 2),
        ("coping", "all", "fair", "scale", 2),
        ("coping", "all", "good", "scale", 6),
        ("coping", "all", "cant", "off_scale", 1),
        ("coping", "all", "no_answer", "no_answer", 1),
        ("ways", "all", "a", "option", 7),
        ("ways", "all", "b", "option", 5),
        ("ways", "all", "respondents", "respondents", 10),
        ("ways", "all", "no_answer", "no_answer", 2),
    ]
    assert list(actual.itertuples(index=False, name=None)) == expected


def test_counts_by_region_are_those_counted_by_hand(responses: pd.DataFrame) -> None:
    counts = count_answers(responses, ITEMS, by="region")

    actual = {
        key: rows["n"].tolist() for key, rows in counts.groupby(["item", "answer"], sort=False)
    }

    assert actual == {
        ("coping", "poor"): [1, 1, 0],
        ("coping", "fair"): [1, 1, 0],
        ("coping", "good"): [4, 1, 0],
        ("coping", "cant"): [1, 0, 0],
        ("coping", "no_answer"): [0, 1, 0],
        ("ways", "a"): [5, 2, 0],
        ("ways", "b"): [3, 1, 0],
        ("ways", "respondents"): [6, 3, 0],
        ("ways", "no_answer"): [1, 1, 0],
    }


def test_shares_of_those_who_answered(responses: pd.DataFrame) -> None:
    """6 of 10: with z^2 = 3.8415, centre (0.6 + 0.19207)/1.38415 = 0.57225,
    half sqrt(0.38415 * 0.24 + 0.036892)/1.38415 = 0.25955."""
    actual = shares(count_answers(responses, ITEMS[:1]), ["good"]).iloc[0]

    assert (actual["n"], actual["base"], actual["share"]) == (6, 10, 0.6)
    assert actual["low"] == pytest.approx(0.31267, abs=2e-5)
    assert actual["high"] == pytest.approx(0.83182, abs=2e-5)
    assert actual["uncertain"]


def test_shares_of_all_respondents_count_those_who_cannot_say(responses: pd.DataFrame) -> None:
    actual = shares(count_answers(responses, ITEMS[:1]), "fair+good", base="all").iloc[0]

    assert (actual["answers"], actual["n"], actual["base"]) == ("fair+good", 8, 12)
    assert actual["share"] == pytest.approx(2 / 3)


def test_shares_of_options_are_of_those_who_chose_anything(responses: pd.DataFrame) -> None:
    actual = shares(count_answers(responses, ITEMS[1:]))

    assert actual["base"].tolist() == [10, 10]
    assert actual["share"].tolist() == [0.7, 0.5]


def test_a_region_of_seven_gets_no_share(responses: pd.DataFrame) -> None:
    actual = shares(count_answers(responses, ITEMS[:1], by="region"), ["good"])

    assert actual["n"].tolist() == [4, 1, 0]
    assert actual["base"].tolist() == [6, 3, 0]
    assert actual[["share", "low", "high"]].isna().all(axis=None)
    assert actual["uncertain"].all()


def test_published_per_cents_are_of_all_twelve(responses: pd.DataFrame) -> None:
    published = pd.DataFrame(
        {
            "section": "one",
            "item": ["coping", "coping", "ways"],
            "answers": ["good", "poor+fair", "a"],
            "percent": [50.0, 33.4, 58.0],
            "decimals": [0, 1, 0],
            "count": pd.array([6, None, 7], dtype="Int64"),
        }
    )

    actual = compare_published(published, count_answers(responses, ITEMS))

    assert actual["computed_n"].tolist() == [6, 4, 7]
    assert actual["computed_base"].tolist() == [12, 12, 12]
    assert actual["computed_percent"].tolist() == [50.0, 33.3, 58.0]
    assert actual["agrees"].tolist() == [True, False, True]


def test_themes_are_counted_once_a_respondent(responses: pd.DataFrame) -> None:
    responses = responses.assign(
        strain=pd.array(["t"] * 5 + [None] * 2 + ["t"] * 3 + [None, "t"], dtype="string")
    )
    coding = pd.DataFrame(
        [
            (0, "haste", "x"),
            (0, "haste", "y"),
            (0, "staff", "y"),
            (7, "haste", "x"),
            (11, "haste", "x"),
        ],
        columns=["respondent", "theme", "coder"],
    ).assign(item="strain")

    actual = theme_counts(coding, responses, {"strain": ["staff", "haste"]}, by="region")

    assert actual["n"].tolist() == [1, 1, 5, 2, 0, 1, 3, 1, 0, 0, 0, 0]
    assert actual["answer"].tolist() == ["staff", "haste", "respondents", "no_answer"] * 3
