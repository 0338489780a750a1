from __future__ import annotations

import pytest

from lumo_analysis.publishing.audit.canaries import Canaries

ANSWER = "Nobody told us that the meeting had been moved to the other house."
CANARIES = Canaries([ANSWER, "too short"], ["case-0017", "abc"], ["A theme of some length"])


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        ANSWER.upper(),
        "... that the meeting had been\nmoved to the other house",
        "no-\nbody told us that the meet-\ning had been moved",
    ],
)
def test_an_answer_is_found_whole_or_in_part_however_it_is_set(text):
    assert CANARIES.found_in(text) == ["respondents' own words"]


@pytest.mark.parametrize("text", ["the meeting had", "too short", "abc", "case-00171", ""])
def test_short_excerpts_and_short_names_are_no_evidence(text):
    assert CANARIES.found_in(text) == []


def test_an_identifier_is_found_as_a_word():
    assert CANARIES.found_in("row CASE-0017, column 2") == ["an identifier of a respondent"]


def test_names_of_themes_side_by_side_are_nobodys_words():
    known = ["Turnover of the staff", "Long ways to offices"]
    canaries = Canaries(["turnover of the staff, long ways to offices"], [], known)
    assert canaries.found_in("Turnover of the staff; Long ways to offices") == []
    alone = Canaries(["turnover of the staff, long ways to offices"], [], [])
    assert alone.found_in("Turnover of the staff; Long ways to offices") != []
