"""What is said around a comparison of surveys: who answered, and what can't be compared."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.survey_comparison_match import (
    ANSWERS_DIFFER,
    BASE_DIFFERS,
    DECLARED,
    KIND_DIFFERS,
    ONLY_IN_ONE,
    SCALE_DIFFERS,
    WORDING_DIFFERS,
    reason_declared,
)
from lumo_analysis.presentation.answers_wording import full_label, label_of_group, listed
from lumo_analysis.presentation.exhibits import Exhibit, Facts, Table, TableColumn
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import Survey


def surveys_compared(
    surveys: Sequence[Survey], joint: Questionnaire, by: str, words: Wording
) -> Facts:
    """Each survey with its respondents, who they are and when they answered."""
    return Facts(
        tuple(
            (
                label_of_group(joint, survey.questionnaire.survey, words, by),
                words.say(
                    "{population}, n = {n}, {months}",
                    population=words.text(survey.questionnaire.population),
                    n=words.number(len(survey.responses)),
                    months=words.months(
                        survey.questionnaire.collected.start, survey.questionnaire.collected.end
                    ),
                ),
            )
            for survey in surveys
        )
    )


def what_to_bear_in_mind(surveys: Sequence[Survey], words: Wording) -> list[str]:
    """That other people answered, and who they were where that differs."""
    sentences = [words.say("The tests assume that different people answered the surveys.")]
    populations = [words.text(survey.questionnaire.population) for survey in surveys]
    if len(set(populations)) > 1:
        sentences.append(
            words.say(
                "The surveys were addressed to different groups of people ({populations}), so a "
                "difference may come from who was asked.",
                populations=listed(words, list(dict.fromkeys(populations))),
            )
        )
    return sentences


def how_many_compare(shown: pd.DataFrame, words: Wording) -> str:
    """How many questions are compared, of all that have answers to choose from."""
    total = int(shown["item"].nunique())
    compared = int(shown.loc[shown["test"] != "", "item"].nunique())
    if not compared:
        return words.say(
            "The surveys have no question that was asked in the same way in both, so nothing is "
            "compared."
        )
    return words.say_n(
        "Of the questions with ready-made answers one ({n} of {total}) was asked in the same way "
        "and is compared.",
        "Of the questions with ready-made answers {n} of {total} were asked in the same way and "
        "are compared.",
        compared,
        total=words.number(total),
    )


def other_words_notes(
    shown: pd.DataFrame, surveys: Sequence[Survey], joint: Questionnaire, words: Wording
) -> list[str]:
    """For items compared though asked in other words: that they are, and the reason declared."""
    named = {survey.questionnaire.survey: survey.questionnaire for survey in surveys}
    rows = shown[(shown["wording"] == DECLARED) & (shown["test"] != "")]
    keys = rows[["item", "group1", "group2"]].drop_duplicates()
    notes = []
    for item, one, two in keys.itertuples(index=False, name=None):
        reason = reason_declared(named[str(one)], named[str(two)], str(item))
        assert reason is not None, "it was compared for this reason"
        notes.append(
            words.say(
                "“{item}” was asked in other words in the two surveys. {reason}",
                item=full_label(joint, str(item), words),
                reason=words.text(dict(reason)),
            )
        )
    return list(dict.fromkeys(notes))


def reason_for_refusal(words: Wording, reason: str) -> str:
    """Why an item is not compared, in words; several reasons in a row.

    >>> reason_for_refusal(Wording("en"), "base_differs+wording_differs")
    'the percentages are of different respondents; the question is worded differently'
    """
    texts = {
        ONLY_IN_ONE: words.say("asked in one survey only"),
        KIND_DIFFERS: words.say("the kind of question differs"),
        SCALE_DIFFERS: words.say("the answers to choose from differ"),
        ANSWERS_DIFFER: words.say("the answers are worded differently"),
        BASE_DIFFERS: words.say("the percentages are of different respondents"),
        WORDING_DIFFERS: words.say("the question is worded differently"),
    }
    return "; ".join(texts[part] for part in reason.split("+"))


def refused_table(
    shown: pd.DataFrame, joint: Questionnaire, by: str, words: Wording
) -> Exhibit | None:
    """The questions that two surveys have and yet can't be compared, with the reasons."""
    shared = shown[(shown["test"] == "") & (shown["reason"] != ONLY_IN_ONE)]
    if shared.empty:
        return None
    several = len(shown[["group1", "group2"]].drop_duplicates()) > 1
    rows = []
    for record in shared.to_dict("records"):
        pair = [label_of_group(joint, str(record[f"group{n}"]), words, by) for n in (1, 2)]
        rows.append(
            (
                full_label(joint, str(record["item"]), words),
                *([f" {EN_DASH} ".join(pair)] if several else []),
                reason_for_refusal(words, str(record["reason"])),
            )
        )
    columns = [TableColumn(words.say("Question")), TableColumn(words.say("Why not compared"))]
    if several:
        columns.insert(1, TableColumn(words.say("Surveys")))
    return Exhibit(
        id="not-compared",
        title=words.say("Questions that can't be compared"),
        table=Table(tuple(columns), tuple(rows)),
    )


def only_in_one(shown: pd.DataFrame, words: Wording) -> str:
    """How many questions only one of the surveys has; nothing where none."""
    alone = shown["reason"].eq(ONLY_IN_ONE).groupby(shown["item"]).all()
    n = int(alone.sum())
    if not n:
        return ""
    return words.say_n(
        "One question with ready-made answers was asked in one survey only.",
        "{n} questions with ready-made answers were asked in one survey only.",
        n,
    )
