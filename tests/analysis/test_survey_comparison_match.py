from __future__ import annotations

from typing import Any

import pytest

from lumo_analysis.analysis.survey_comparison_match import difference_of_items, reason_declared
from tests.two_surveys import Change, answers, changed, questionnaire, text, without

FIRST = questionnaire("first")


def _reason(item: str, *changes: Change, **options: Any) -> tuple[str, str]:
    return difference_of_items(FIRST, questionnaire("second", *changes), item, **options)


@pytest.mark.parametrize("item", ["region", "coping", "trained", "ways", "wish"])
def test_items_asked_alike_compare(item: str) -> None:
    assert _reason(item) == ("", "same")


@pytest.mark.parametrize(
    ("item", "change", "reason"),
    [
        ("coping", without("coping"), "only_in_one"),
        ("coping", changed("coping", wording=text("How do you cope?")), "wording_differs"),
        ("coping", changed("coping", battery=None), "wording_differs"),
        ("coping", changed("coping", wording={"sv": "Hur?"}), "wording_differs"),
        ("coping", changed("coping", base="all"), "base_differs"),
        ("coping", changed("coping", kind="nominal"), "kind_differs"),
        ("wish", changed("wish", kind="number"), "kind_differs"),
        ("trained", changed("trained", answers=answers("no", "yes")), "scale_differs"),
        ("trained", changed("trained", answers=answers("yes", "no", "maybe")), "scale_differs"),
        (
            "trained",
            changed("trained", answers=answers("yes", "no", off=["no"]), headlines=[]),
            "scale_differs",
        ),
        (
            "trained",
            changed(
                "trained", answers=[{"id": "yes", "label": text("Yes, twice")}, answers("no")[0]]
            ),
            "answer_wording_differs",
        ),
        (
            "trained",
            changed("trained", base="answered", wording=text("?"), answers=answers("yes", "nej")),
            "scale_differs+base_differs+wording_differs",
        ),
    ],
)
def test_what_differs_is_the_reason(item: str, change: Change, reason: str) -> None:
    assert _reason(item, change) == (reason, "same")


@pytest.mark.parametrize(
    "wording",
    [
        text("how is  your COPING?"),
        text("How is your co\u00adping?"),
        {"en": "How is your coping?"},
        {"en": "How is your coping?", "sv": "Hur?"},
    ],
)
def test_spaces_capitals_and_further_languages_are_no_difference(wording: dict[str, str]) -> None:
    assert _reason("coping", changed("coping", wording=wording)) == ("", "same")


def test_a_battery_asked_in_other_words_differs() -> None:
    def change(content: dict[str, Any]) -> None:
        content["batteries"][0]["wording"] = text("How badly?")

    assert _reason("coping", change) == ("wording_differs", "same")
    assert _reason("trained", change) == ("", "same")


def test_labels_and_headlines_may_differ() -> None:
    assert _reason("coping", changed("coping", label=text("Else"), headlines=[])) == ("", "same")


DECLARED = [{"survey": "first", "reason": text("Asked of partners.", "Kumppaneilta.")}]


def test_other_words_compare_where_asked_for_and_declared() -> None:
    other = changed("coping", wording=text("?"))
    declared = changed("coping", wording=text("?"), comparable_with=DECLARED)
    elsewhere = [{**DECLARED[0], "survey": "third"}]

    assert _reason("coping", declared) == ("wording_differs", "same")
    assert _reason("coping", declared, same_wording=False) == ("", "declared")
    assert _reason("coping", other, same_wording=False) == ("wording_differs", "same")
    undeclared = changed("coping", wording=text("?"), comparable_with=elsewhere)
    assert _reason("coping", undeclared, same_wording=False) == ("wording_differs", "same")


def test_either_questionnaire_may_declare_it() -> None:
    second = questionnaire("second", changed("coping", wording=text("?"), comparable_with=DECLARED))

    for one, two in ((FIRST, second), (second, FIRST)):
        assert difference_of_items(one, two, "coping", same_wording=False) == ("", "declared")
        assert reason_declared(one, two, "coping") == DECLARED[0]["reason"]
    assert reason_declared(FIRST, second, "mood") is None


def test_a_declaration_excuses_nothing_but_the_wording() -> None:
    change = changed(
        "trained", wording=text("?"), comparable_with=DECLARED, answers=answers("yes", "nej")
    )

    assert _reason("trained", change, same_wording=False) == ("scale_differs", "declared")
