from __future__ import annotations

import pytest
from pydantic import ValidationError
from small_survey import questionnaire

from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.scales import Answer, Column, Headline, Scale

ASKED = questionnaire()


def scale(*sides: str | None, off_scale: bool = False) -> Scale:
    answers = [
        Answer.model_validate({"id": f"a{n}", "label": {"fi": str(n)}, "side": side})
        for n, side in enumerate(sides)
    ]
    if off_scale:
        answers.append(Answer(id="eos", label={"fi": "eos"}, off_scale=True))
    return Scale(id="s", answers=tuple(answers))


def test_plain_text_is_a_whole_header() -> None:
    assert Column.model_validate("Alue") == Column(header="Alue")
    assert (str(Column(header="Alue")), str(Column(prefix="1."))) == ("Alue", "1....")


@pytest.mark.parametrize("column", [{}, {"header": "a", "prefix": "b"}, {"prefix": ""}])
def test_a_column_is_one_header_or_one_prefix(column: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Column.model_validate(column)


def test_spellings_are_labels_and_codes_once_each() -> None:
    answer = Answer(id="yes", label={"fi": "Kyllä", "en": "Yes"}, codes=("1", "Yes"))

    assert answer.spellings == ("Kyllä", "Yes", "1")


def test_answers_off_the_scale_stand_apart() -> None:
    assert [a.id for a in scale(None, None, off_scale=True).ordered] == ["a0", "a1"]
    assert [a.id for a in scale(None, None, off_scale=True).off_scale] == ["eos"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (scale(None, None, off_scale=True), ["low", "high"]),
        (scale(None, None, None), ["low", "middle", "high"]),
        (scale(None, "high", None, None), ["low", "high", "high", "high"]),
    ],
)
def test_sides_follow_the_order_unless_given(answers: Scale, expected: list[str]) -> None:
    assert list(answers.sides.values()) == expected


def test_an_item_is_found_by_its_id() -> None:
    assert ASKED["access"].scale == "quality"
    with pytest.raises(ParameterError, match="small has no item 'acces'; did you mean 'access'"):
        ASKED["acces"]


def test_items_are_selected_in_the_questionnaires_order() -> None:
    assert [i.id for i in ASKED.select("w*", "access")] == ["access", "ways", "wishes"]
    assert [i.id for i in ASKED.select(kind="multiple")] == ["ways", "methods"]
    assert ASKED.select() == list(ASKED.items)


def test_a_pattern_that_matches_nothing_is_refused() -> None:
    with pytest.raises(ParameterError, match="has no item 'wihs"):
        ASKED.select("access", "wihs*")


def test_a_scale_is_shared_or_the_items_own() -> None:
    assert [a.id for a in ASKED.scale_of(ASKED["access"]).answers] == ["poorly", "well", "cant_say"]
    assert [a.id for a in ASKED.scale_of(ASKED["region"]).answers] == [a.id for a in ASKED.regions]


def test_an_items_own_headlines_come_before_those_of_its_scale() -> None:
    own = Headline(id="poorly", answers=("poorly",), label={"fi": "huonosti"})
    item = ASKED["access"].model_copy(update={"headlines": (own,)})

    assert [headline.id for headline in ASKED.scale_of(item).headlines] == ["poorly", "well"]
