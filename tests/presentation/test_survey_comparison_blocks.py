from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.exhibits import Block, Exhibit, Facts, Heading, Notice, Paragraph
from lumo_analysis.presentation.survey_comparison import comparison_text, survey_comparison
from lumo_analysis.presentation.survey_comparison_labels import joint_questionnaire
from lumo_analysis.presentation.survey_comparison_wording import reason_for_refusal
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import Survey, load_survey
from tests.two_surveys import answers, changed, questionnaire, survey, text, without

FIRST, SECOND = survey("first"), survey("second", good=40)
DECLARED = [{"survey": "first", "reason": text("Partners were asked.", "Kumppaneilta kysyttiin.")}]


def _public(*surveys: Survey) -> dict[str, Plan]:
    names = [each.questionnaire.survey for each in surveys]
    return {name: Plan(name, 5, 10, public=True) for name in names}


def _blocks(*surveys: Survey, language: str = "en", **options: Any) -> list[Block]:
    plans = options.pop("plans", None) or _public(*surveys)
    return survey_comparison(surveys, plans, Wording(language), **options)


def _exhibit(blocks: Sequence[Block], name: str) -> Exhibit:
    (found,) = (block for block in blocks if isinstance(block, Exhibit) and block.id == name)
    return found


def _paragraphs(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_a_battery_has_a_figure_its_differences_and_its_tests() -> None:
    blocks = _blocks(FIRST, SECOND)

    exhibits = [block.id for block in blocks if isinstance(block, Exhibit)]
    assert exhibits == [
        *("surveys-b", "surveys-b-difference", "surveys-b-test"),
        *("surveys-trained", "surveys-trained-difference", "surveys-trained-test"),
        *("surveys-ways", "surveys-ways-difference"),
    ]
    anchors = [block.anchor for block in blocks if isinstance(block, Heading)]
    assert len(set(anchors) | set(exhibits)) == len(anchors) + len(exhibits)
    assert _exhibit(blocks, "surveys-b").picture is not None


def test_differences_stand_with_both_shares_their_interval_and_p() -> None:
    table = _exhibit(_blocks(FIRST, SECOND), "surveys-b-difference").table

    assert [column.label for column in table.columns] == [
        *("Question", "Survey first", "Survey second"),
        *("Difference, percentage points (95% interval)", "Adjusted p"),
    ]
    assert table.rows[0][:4] == (
        *("Coping", "33% (20 of 60)", "67% (40 of 60)"),
        "+33 (+16 to +48)*",
    )
    assert table.rows[0][4].startswith("<") or table.rows[0][4].startswith("0.")


def test_the_finding_stands_above_the_figure_once() -> None:
    blocks = _blocks(FIRST, SECOND)

    assert _exhibit(blocks, "surveys-b").finding == (
        "The share that answered “good” differs most between the surveys for “Coping”: 33% (20 of "
        "60) in the survey “Survey first” and 67% (40 of 60) in the survey “Survey second”. The "
        "difference is +33 percentage points (95% interval +16 to +48)."
    )
    assert _exhibit(blocks, "surveys-b-difference").finding == ""
    assert _exhibit(blocks, "surveys-trained").finding.startswith(
        "The share that answered “yes” is 33% (20 of 60) in the survey “Survey first” and 67%"
    )
    assert _exhibit(blocks, "surveys-ways").finding.startswith("The share differs most for “Talk”")


def test_the_tests_say_which_survey_is_the_group() -> None:
    table = _exhibit(_blocks(FIRST, SECOND), "surveys-b-test")

    assert "Here the group is the later-named survey" in table.notes[1]
    assert "The groups answer differently in 2 of 2 tests" in table.finding
    exact = _exhibit(_blocks(FIRST, SECOND), "surveys-trained-test")
    assert not any("later-named" in note for note in exact.notes)


def test_who_answered_stands_first() -> None:
    blocks = _blocks(FIRST, SECOND)

    facts = blocks[1]
    assert isinstance(facts, Facts)
    assert facts.pairs[0][0] == "Survey first"
    assert facts.pairs[0][1].startswith("workers, n = 60, February")
    assert _paragraphs(blocks) == [
        "Of the questions with ready-made answers 4 of 4 were asked in the same way and are "
        "compared.",
        "The tests assume that different people answered the surveys.",
    ]


def test_synthetic_answers_are_marked_and_real_ones_are_not() -> None:
    real = [dataclasses.replace(each, synthetic=False) for each in (FIRST, SECOND)]

    assert any(isinstance(block, Notice) for block in _blocks(FIRST, real[1]))
    assert not any(isinstance(block, Notice) for block in _blocks(*real))


def test_other_people_were_asked_is_said() -> None:
    def partners(content: dict[str, Any]) -> None:
        content["population"] = text("partners", "kumppanit")

    told = _paragraphs(_blocks(FIRST, survey("second", partners)))

    assert any("different groups of people (workers and partners)" in each for each in told)


def test_what_is_not_compared_stands_with_its_reason() -> None:
    second = survey(
        "second",
        changed("coping", wording=text("?")),
        without("ways"),
        changed("trained", base="answered"),
    )

    blocks = _blocks(FIRST, second)

    table = _exhibit(blocks, "not-compared").table
    assert table.rows == (
        ("Wellbeing: coping", "the question is worded differently"),
        ("Trained", "the percentages are of different respondents"),
    )
    assert _paragraphs(blocks)[-1] == (
        "One question with ready-made answers was asked in one survey only."
    )
    assert _paragraphs(blocks)[0].startswith(
        "Of the questions with ready-made answers one (1 of 4)"
    )


def test_other_words_are_compared_with_the_reason_that_is_declared() -> None:
    partners = survey("second", changed("coping", wording=text("?"), comparable_with=DECLARED))

    blocks = _blocks(FIRST, partners)

    assert (
        "“Wellbeing: coping” was asked in other words in the two surveys. Partners were asked."
        in (_paragraphs(blocks))
    )
    assert len(_exhibit(blocks, "surveys-b-difference").table.rows) == 2
    strict = _blocks(FIRST, partners, same_wording=True)
    assert len(_exhibit(strict, "surveys-b-difference").table.rows) == 1


def test_surveys_that_share_nothing_say_so() -> None:
    workers, partners = load_survey("workers-2021"), load_survey("partners-2021")

    told = comparison_text(_blocks(workers, partners, items=["coping", "knows_systemic"]))

    assert "no question that was asked in the same way in both" in told
    assert "2 questions with ready-made answers were asked in one survey only." in told


def test_waves_stand_side_by_side_and_pair_by_pair() -> None:
    third = survey("third", without("ways"), good=50)

    blocks = _blocks(FIRST, SECOND, third)

    headers = [column.label for column in _exhibit(blocks, "surveys-b").table.columns]
    assert headers[1:] == [
        f"Survey {name} (n\u00a0=\u00a060)" for name in ("first", "second", "third")
    ]
    differences = _exhibit(blocks, "surveys-b-difference").table
    assert [row[1::2][:2] for row in differences.rows[:3]] == [
        ("Survey first", "Survey second"),
        ("Survey first", "Survey third"),
        ("Survey second", "Survey third"),
    ]
    ways = _exhibit(blocks, "surveys-ways").table
    assert [column.label for column in ways.columns][1:] == [
        "Survey first (n\u00a0=\u00a060)",
        "Survey second (n\u00a0=\u00a060)",
    ]
    assert not any(isinstance(b, Exhibit) and b.id == "not-compared" for b in blocks)
    assert "asked in one survey only" not in comparison_text(blocks)


def test_questions_refused_between_some_surveys_name_them() -> None:
    third = survey("third", changed("coping", wording=text("?")))

    table = _exhibit(_blocks(FIRST, SECOND, third), "not-compared").table

    assert [row[1] for row in table.rows] == [
        "Survey first – Survey third",
        "Survey second – Survey third",
    ]


COPING = (
    *(Cell((answer,), "scale") for answer in ("poor", "fair", "good")),
    *(Cell(("cant_say",), "off_scale"), Cell(("no_answer",), "no_answer")),
)


def _plan(name: str, *hidden: str) -> Plan:
    cells = frozenset(("all", answer) for answer in hidden)
    own = ItemPlan("coping", "answers", "answers", COPING, COPING, cells)
    return Plan(name, 5, 10, {"coping": own})


def test_hidden_numbers_are_hidden_on_every_face() -> None:
    plans = {"first": _plan("first", "good", "fair"), "second": _plan("second")}

    blocks = _blocks(FIRST, SECOND, items=["coping"], plans=plans)

    row = _exhibit(blocks, "surveys-b-difference").table.rows[0]
    assert row[:4] == ("Coping", "hidden", "67% (40 of 60)", "hidden")
    assert row[4] in ("below 0.05", "not below 0.05")
    told = comparison_text(blocks)
    assert "33%" not in told
    assert "20 of 60" not in told
    picture = _exhibit(blocks, "surveys-b").picture
    assert picture is not None
    assert "33" not in picture.alt
    assert any("Numbers are hidden" in n for n in _exhibit(blocks, "surveys-b-difference").notes)


def test_a_withheld_test_tells_its_verdict_alone() -> None:
    plans = {"first": _plan("first", "poor", "fair"), "second": _plan("second")}

    table = _exhibit(_blocks(FIRST, SECOND, items=["coping"], plans=plans), "surveys-b-test")

    assert [column.label for column in table.table.columns] == ["Question", "Adjusted p"]
    assert table.table.rows == (("Coping", "below 0.05"),)
    assert not any("later-named" in note for note in table.notes)


def test_a_small_base_has_a_dash() -> None:
    few = survey("second", good=4, n=8)

    row = _exhibit(_blocks(FIRST, few, items=["coping"]), "surveys-b-difference").table.rows[0]

    assert row[2:4] == ("–", "–")
    assert _exhibit(_blocks(FIRST, few, items=["coping"]), "surveys-b").finding == ""


def test_nominal_items_without_a_headline_are_a_table_of_answers() -> None:
    bare = changed("trained", headlines=None)
    first, second = survey("first", bare), survey("second", bare, good=40)

    blocks = _blocks(first, second, items=["trained"])

    assert [block.id for block in blocks if isinstance(block, Exhibit)] == [
        *("surveys-trained", "surveys-trained-test"),
    ]
    assert [row[0] for row in _exhibit(blocks, "surveys-trained").table.rows] == ["Yes", "No"]


def test_it_is_told_in_finnish_too() -> None:
    second = survey("second", changed("trained", base="answered"), good=40)

    told = comparison_text(_blocks(FIRST, second, language="fi"))

    assert told.startswith("Kyselyjen vertailu")
    assert "kyselyssä ”Kysely first” osuus on 33\u00a0% (20/60)" in told
    assert "prosenttiosuudet lasketaan eri vastaajajoukosta" in told


@pytest.mark.parametrize(
    ("surveys", "options", "message"),
    [
        ((FIRST, SECOND), {"plans": _public(FIRST)}, "no plan of disclosure control for survey 's"),
        ((FIRST, FIRST), {}, "give two or more surveys, each with an id of its own"),
    ],
)
def test_what_does_not_fit_is_refused(
    surveys: tuple[Survey, ...], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        _blocks(*surveys, **options)


def test_a_language_that_a_survey_lacks_is_refused() -> None:
    def english(content: dict[str, Any]) -> None:
        content["languages"] = ["en"]

    with pytest.raises(ParameterError, match="survey second is not in 'fi'; known are 'en'"):
        _blocks(FIRST, survey("second", english), language="fi")


def test_every_reason_has_its_words() -> None:
    reasons = (
        "only_in_one+kind_differs+scale_differs+answer_wording_differs+base_differs+wording_differs"
    )

    for language in ("en", "fi"):
        told = reason_for_refusal(Wording(language), reasons).split("; ")
        assert len(set(told)) == 6


def test_an_item_of_a_later_survey_keeps_its_own_scale_and_battery() -> None:
    def other(content: dict[str, Any]) -> None:
        content["scales"][0]["answers"] = answers("yes", "no")
        content["scales"][0]["headlines"] = []
        content["batteries"][0]["title"] = text("Other battery")

    first = questionnaire("first", without("mood"))
    joint, by = joint_questionnaire([first, questionnaire("second", other)])

    scale = joint.scale_of(joint["mood"])
    assert [answer.id for answer in scale.answers] == ["yes", "no"]
    assert joint["mood"].battery == "second-b"
    assert {each.id: each.title["en"] for each in joint.batteries} == {
        "b": "Wellbeing",
        "second-b": "Other battery",
    }
    assert [answer.id for answer in joint["coping"].answers] == []
    assert by == "compared_survey"


def test_the_strictest_limits_of_disclosure_hold_for_both() -> None:
    def strict(content: dict[str, Any]) -> None:
        content["disclosure"] = {"threshold": 7, "public": True}

    sensitive = questionnaire("second", strict, changed("mood", sensitive=True))
    joint, _ = joint_questionnaire([questionnaire("first"), sensitive])

    assert (joint.disclosure.threshold, joint.disclosure.public) == (7, False)
    assert [item.id for item in joint.items if item.sensitive] == ["mood"]


def test_surveys_with_one_title_are_told_apart_by_their_ids() -> None:
    def titled(content: dict[str, Any]) -> None:
        content["title"] = text("Survey")

    joint, by = joint_questionnaire([questionnaire(n, titled) for n in ("first", "second")])

    labels = [answer.label["en"] for answer in joint.scale_of(joint[by]).answers]
    assert labels == ["Survey (first)", "Survey (second)"]


def test_the_grouping_item_takes_no_name_that_is_taken() -> None:
    taken = questionnaire("first", changed("wish", id="compared_survey"))

    assert joint_questionnaire([taken, questionnaire("second")])[1] == "compared_survey_"


def test_more_surveys_than_markers_are_a_table() -> None:
    many = [survey(f"s{number}", good=20 + number) for number in range(8)]

    blocks = _blocks(*many, items=["coping", "mood"])

    assert _exhibit(blocks, "surveys-b").picture is None
    assert len(_exhibit(blocks, "surveys-b-difference").table.rows) == 2 * 28
    assert np.unique([len(row) for row in _exhibit(blocks, "surveys-b").table.rows]).size == 1
