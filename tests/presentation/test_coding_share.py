from __future__ import annotations

import pandas as pd
import pytest

from lumo_analysis.presentation.coding_share import confirmed_part
from lumo_analysis.presentation.wording import Wording, languages


def coding(by_person: int, suggested: int) -> pd.DataFrame:
    coders = ["AK"] * by_person + ["suggestion:x-1"] * suggested
    return pd.DataFrame(
        {"respondent": range(len(coders)), "item": "i", "theme": "t", "coder": coders}
    )


@pytest.mark.parametrize(
    ("by_person", "suggested", "expected"),
    [
        (3, 0, "A person has confirmed every theme"),
        (0, 3, "no person has confirmed them yet"),
        (9, 1, "at least nine in ten"),
        (8, 1, "at least half"),
        (1, 1, "at least half"),
        (1, 2, "less than half"),
    ],
)
def test_the_part_that_a_person_confirmed_is_told_in_words(
    by_person: int, suggested: int, expected: str
) -> None:
    said = confirmed_part(coding(by_person, suggested), "i", Wording("en"))

    assert expected in said


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("by_person", range(11))
def test_no_number_of_codes_is_told(language: str, by_person: int) -> None:
    said = confirmed_part(coding(by_person, 10 - by_person), "i", Wording(language))

    assert said
    assert not any(sign.isdigit() for sign in said)


def test_two_coders_of_one_theme_count_once() -> None:
    twice = pd.concat([coding(1, 1), coding(1, 0).assign(coder="BL")])

    assert "at least half" in confirmed_part(twice, "i", Wording("en"))


def test_a_question_without_codes_says_nothing() -> None:
    assert confirmed_part(coding(1, 0), "j", Wording("en")) == ""
