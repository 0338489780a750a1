from __future__ import annotations

import pytest

from lumo_analysis.analysis.disclosure.ladder import ladder_of, option_ladder
from lumo_analysis.survey.survey import load_survey

OFF = "cant_say"


@pytest.fixture(scope="module")
def workers():
    return load_survey("workers-2021").questionnaire


def shown(cells):
    return [(cell.answer, cell.kind) for cell in cells]


def test_an_ordinal_item_coarsens_to_sides_then_to_a_headline(workers):
    actual = ladder_of(workers["access_aftercare"], workers)

    assert list(actual) == ["answers", "sides", "sides_only", "headline"]
    sides = [
        ("very_poorly+poorly", "scale"),
        ("neither", "scale"),
        ("well+very_well", "scale"),
    ]
    assert shown(actual["answers"])[-2:] == [(OFF, "off_scale"), ("no_answer", "no_answer")]
    assert shown(actual["sides"]) == [*sides, (OFF, "off_scale"), ("no_answer", "no_answer")]
    assert shown(actual["sides_only"]) == [*sides, (f"{OFF}+no_answer", "outside")]
    assert shown(actual["headline"]) == [
        ("well+very_well", "scale"),
        (f"very_poorly+poorly+neither+{OFF}+no_answer", "rest"),
    ]


def test_a_headline_of_those_who_answered_stands_apart_from_the_others(workers):
    item = workers["access_aftercare"].model_copy(update={"base": "answered"})

    assert shown(ladder_of(item, workers)["headline"]) == [
        ("well+very_well", "scale"),
        ("very_poorly+poorly+neither", "rest"),
        (f"{OFF}+no_answer", "outside"),
    ]


def test_rungs_that_show_the_same_are_left_out(workers):
    # Three answers are three sides, and nothing stands off the scale.
    assert list(ladder_of(workers["coping"], workers)) == ["answers", "headline"]


def test_a_scale_without_a_headline_ends_with_its_sides(workers):
    scale = workers.scale_of(workers["access_aftercare"])
    item = workers["coping"].model_copy(
        update={"answers": scale.answers, "headlines": (), "scale": None}
    )

    assert list(ladder_of(item, workers)) == ["answers", "sides", "sides_only"]


def test_nominal_items_and_options_have_only_their_answers(workers):
    assert list(ladder_of(workers["role"], workers)) == ["answers"]
    ways = ladder_of(workers["feedback_ways"], workers)
    assert list(ways) == ["answers"]
    assert {cell.kind for cell in ways["answers"]} == {"option", "respondents", "no_answer"}
    assert shown(option_ladder([])["answers"]) == [
        ("respondents", "respondents"),
        ("no_answer", "no_answer"),
    ]


@pytest.mark.parametrize("survey", ["workers-2021", "partners-2021"])
def test_every_rung_of_every_item_holds_each_answer_once(survey):
    questionnaire = load_survey(survey).questionnaire
    for item in questionnaire.items:
        if item.closed:
            ladder = ladder_of(item, questionnaire)
            parts = [sorted(p for cell in cells for p in cell.parts) for cells in ladder.values()]
            assert all(rung == parts[0] for rung in parts)
            assert len(set(parts[0])) == len(parts[0])
