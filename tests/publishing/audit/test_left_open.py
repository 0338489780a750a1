"""Tables of who left open questions unanswered are read, and checked against the responses."""

from __future__ import annotations

import pytest

from lumo_analysis.presentation.left_open import left_open_note
from lumo_analysis.presentation.wording import Wording, languages
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.tables import TableReader
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary


def table(survey, language: str, n: str, share: str) -> Exhibit:
    words = Wording(language)
    label = words.text(survey.questionnaire["open_strain"].label)
    north = words.text(survey.questionnaire.regions[0].label)
    header = words.say("{group} (n\u00a0=\u00a0{n})", group=north, n="30")
    return Exhibit(
        "left-open-work",
        words.say("Who left questions open"),
        title=words.say("Share of respondents who left the question open"),
        headers=(words.say("Question"), header),
        rows=((label, f"{share} ({n}; 33\u201367%)"),),
        notes=(left_open_note(words),),
    )


@pytest.mark.parametrize("language", languages())
def test_a_share_is_a_claim_about_those_who_left_the_question_open(survey, language):
    vocabulary = Vocabulary(survey.questionnaire, survey.codebook, language)
    share = Wording(language).percent(0.5)
    reading = TableReader(vocabulary, "all").read(table(survey, language, "15", share))
    (claim,) = reading.claims
    assert reading.faults == []
    assert (claim.item, claim.group, claim.base_name) == ("open_strain", "north", "all")
    assert claim.cell.parts == ("no_answer",)
    assert (claim.reading.n, claim.reading.base) == Truth(survey).pair(claim)


def test_a_row_for_each_group_is_read_as_well(survey):
    words = Wording("en")
    vocabulary = Vocabulary(survey.questionnaire, survey.codebook, "en")
    headers = ("Question", "Group", "Count", "Base n", "Share", "95% interval")
    north = words.text(survey.questionnaire.regions[0].label)
    label = words.text(survey.questionnaire["open_strain"].label)
    exhibit = Exhibit(
        "left-open-work",
        "Who left questions open",
        headers=headers,
        rows=((label, north, "15", "30", "50%", "33\u201367%"),),
        notes=(left_open_note(words),),
    )
    reading = TableReader(vocabulary, "all").read(exhibit)
    (claim,) = reading.claims
    assert reading.faults == []
    assert (claim.item, claim.group, claim.base_name) == ("open_strain", "north", "all")
    assert (claim.reading.n, claim.reading.base) == Truth(survey).pair(claim)
