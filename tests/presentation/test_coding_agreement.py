from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.presentation.coding_agreement import agreement_sentence
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Paragraph
from lumo_analysis.presentation.thematic import section
from lumo_analysis.presentation.wording import Wording, languages
from lumo_analysis.survey.coding import codes_that_count
from lumo_analysis.survey.survey import load_survey

THEMES = ["haste", "support"]
GOOD = "mostly gave them the same themes"
SOME = "fairly well"
POOR = "often gave them different themes"


def decisions(differing: int, answers: int = 40) -> pd.DataFrame:
    """Two people's codes of the same answers, of which some differ."""
    one = [THEMES[number % 2] for number in range(answers)]
    two = [THEMES[(number + (number < differing)) % 2] for number in range(answers)]
    return pd.DataFrame(
        {
            "respondent": [*range(answers)] * 2,
            "item": "i",
            "coder": ["AK"] * answers + ["BL"] * answers,
            "theme": one + two,
            "status": "confirmed",
        }
    )


@pytest.mark.parametrize(
    ("differing", "expected"), [(0, GOOD), (2, GOOD), (5, SOME), (20, POOR), (40, POOR)]
)
def test_agreement_is_told_in_words(differing: int, expected: str) -> None:
    assert expected in agreement_sentence(decisions(differing), "i", THEMES, Wording("en"))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("answers", [4, 40])
@pytest.mark.parametrize("differing", [0, 2, 4])
def test_no_number_is_told(language: str, answers: int, differing: int) -> None:
    said = agreement_sentence(decisions(differing, answers), "i", THEMES, Wording(language))
    assert said
    assert not any(sign.isdigit() for sign in said)


def test_few_answers_that_two_people_read_tell_nothing() -> None:
    assert "Too few" in agreement_sentence(decisions(0, 9), "i", THEMES, Wording("en"))


def test_one_person_and_suggestions_are_not_two_coders() -> None:
    both = decisions(0)
    suggested = both["coder"] == "BL"
    status = both["status"].mask(suggested, "suggested")
    coder = both["coder"].mask(suggested, "suggestion:x")
    alone = both.assign(status=status, coder=coder)
    assert agreement_sentence(alone, "i", THEMES, Wording("en")) == ""
    assert agreement_sentence(both, "another", THEMES, Wording("en")) == ""


def test_a_rejected_theme_is_a_theme_not_given() -> None:
    both = decisions(0)
    rejected = both["status"].mask(both["coder"] == "BL", "rejected")
    assert POOR in agreement_sentence(both.assign(status=rejected), "i", THEMES, Wording("en"))


def test_a_report_of_real_answers_tells_how_two_coders_agree() -> None:
    survey = load_survey("workers-2021")
    item = next(i for i in survey.questionnaire.items if i.kind == "open")
    assert survey.decisions is not None
    twice = [survey.decisions.assign(coder=coder) for coder in ("AK", "BL")]
    coded = pd.concat(twice, ignore_index=True)
    real = dataclasses.replace(
        survey, synthetic=False, decisions=coded, coding=codes_that_count(coded)
    )
    plan = Plan("workers-2021", 5, 10, public=True)
    part = next(p for p in survey.questionnaire.sections if p.id == item.section)

    def told(one) -> list[str]:
        blocks = section(ReportContext("themes", one, "all", "en", plan), part)
        return [b.text for b in blocks if isinstance(b, Paragraph) and GOOD in b.text]

    assert told(real)
    assert not told(survey)


def test_the_decisions_of_a_region_are_those_of_its_respondents() -> None:
    survey = load_survey("workers-2021")
    own = survey.within("etela-savo")
    assert survey.decisions is not None
    assert own.decisions is not None
    assert 0 < len(own.decisions) < len(survey.decisions)
    assert own.decisions["respondent"].isin(own.responses.index).all()
    answered = [own.responses[i][r] for r, i in own.decisions[["respondent", "item"]].to_numpy()]
    assert all(pd.notna(answer) for answer in answered)
