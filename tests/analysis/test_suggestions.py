from __future__ import annotations

import collections
from pathlib import Path

import pandas as pd
import pytest
import yaml

from lumo_analysis.analysis.suggestions import (
    SUGGESTION_COLUMNS,
    answer_languages,
    open_answers,
    suggest_codes,
    suggest_in_batches,
)
from lumo_analysis.analysis.theme_matching import ThemeMatcher
from lumo_analysis.analysis.word_analysis import WordAnalysis, WordList, analyser_named
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.survey import load_survey

DATA = Path(__file__).parents[2] / "data"
WORDS = WordList(
    "list",
    {
        "aikaa": ("aika",),
        "riitä": ("riittää",),
        "tiedon": ("tieto",),
        "tiedonkulku": ("tiedon", "kulku"),
        "hyvinvointialue": ("hyvin", "vointi", "alue"),
        "hyvin": ("hyvä",),
    },
)


def book(patterns: list[object], exceptions: list[object] | None = None) -> Codebook:
    theme = {"id": "t", "label": {}, "definition": {}, "patterns": patterns}
    theme["exceptions"] = exceptions or []
    return Codebook.model_validate({"questions": [{"item": "i", "themes": [theme]}]})


def causes(text: str, patterns: list[object], exceptions: list[object] | None = None) -> list[str]:
    return ThemeMatcher(book(patterns, exceptions), WORDS).suggested("i", text).get("t", [])


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("Aikaa ei riitä.", "ei riittää aika", ["aikaa … ei … riitä"]),
        ("Aikaa ei vain koskaan tunnu olevan, ei riitä", "ei riittää aika", []),
        ("ei ei", "ei ei", ["ei … ei"]),
        ("ei", "ei ei", []),
        ("riitä ei", {"phrase": "ei riittää", "ordered": True}, []),
        ("ei riitä", {"phrase": "ei riittää", "ordered": True}, ["ei … riitä"]),
        ("ei a b riitä", {"phrase": "ei riittää", "within": 3}, []),
        ("ei a b riitä", {"phrase": "ei riittää", "within": 4}, ["ei … riitä"]),
        ("Tiedonkulku!", "tiedonkulku", ["tiedonkulku"]),
        ("tiedon kulku takkuaa", "tiedonkulku", ["tiedon … kulku"]),
        ("kulku tiedon", "tiedonkulku", []),
        ("tiedon kulku", "-tiedonkulku-", ["tiedon … kulku"]),
        ("Rahaa tai AIKAA", "raha/aika", ["aikaa"]),
        ("😀 <b>", "aika", []),
        ("", "aika", []),
    ],
)
def test_phrases_stand_within_their_distance(
    text: str, pattern: object, expected: list[str]
) -> None:
    assert causes(text, [pattern]) == expected


def test_strings_without_end_are_no_words() -> None:
    finnish = analyser_named()
    text = " ".join([letter * 30_000 for letter in "aäx"] + ["kiire"] * 5_000)

    actual = ThemeMatcher(book(["kiire", "-koulutus-"]), finnish).suggested("i", text)

    assert actual == {"t": ["kiire"]}


def test_an_exception_takes_only_the_words_that_it_covers() -> None:
    patterns, exceptions = ["-hyvä-", "aika"], ["hyvinvointialue", "koko aika"]

    assert causes("Hyvinvointialue", patterns, exceptions) == []
    assert causes("Hyvinvointialue ja hyvin", patterns, exceptions) == ["hyvin"]
    assert causes("koko aikaa", patterns, exceptions) == []


def test_other_languages_are_not_forced_through_finnish() -> None:
    answers = pd.DataFrame(
        {
            "respondent": range(5),
            "item": "i",
            "answer": [
                "Liian vähän aikaa",
                "We are always in such a hurry, no one helps us",
                "Vi har alltid för mycket att göra, ingen hjälper",
                None,
                "?",
            ],
        }
    )

    actual = suggest_codes(answers, book(["-aika", "we", "vi", "aina"]), WORDS)

    assert actual["respondent"].tolist() == [0]
    assert actual["coder"].tolist() == ["suggestion:list"]
    assert answer_languages(answers).fillna("").tolist() == ["fi", "en", "sv", "", "fi"]


def test_each_distinct_word_is_analysed_once_over_all_batches() -> None:
    class Counting:
        name, language = "counting", "fi"

        def __init__(self) -> None:
            self.asked: collections.Counter[str] = collections.Counter()

        def analyse(self, word: str) -> WordAnalysis:
            self.asked[word] += 1
            return WordAnalysis(((word,),), known=True)

    counting = Counting()
    batches = [
        pd.DataFrame({"respondent": [n], "item": "i", "answer": ["kiire on kiire"]}, index=[7])
        for n in range(3)
    ]

    found = list(suggest_in_batches(batches, book(["kiire"]), counting))

    assert [frame["respondent"].tolist() for frame in found] == [[0], [1], [2]]
    assert counting.asked["on"] == 1
    assert counting.asked["kiire"] <= 2  # the pattern, and the word


def test_no_answers_give_no_codes() -> None:
    answers = pd.DataFrame({"respondent": [0], "item": "i", "answer": pd.Series([None])})

    actual = suggest_codes(answers, book(["kiire"]), WORDS)

    assert list(actual.columns) == list(SUGGESTION_COLUMNS)
    assert actual.empty
    assert actual["respondent"].dtype == "int64"


def test_columns_and_analysers_that_are_not_there_are_told() -> None:
    answers = pd.DataFrame({"respondent": [0], "item": ["i"]})

    with pytest.raises(ParameterError, match="answer"):
        suggest_codes(answers, book(["kiire"]), WORDS)
    with pytest.raises(ParameterError, match="no analyser 'hunspell'"):
        suggest_codes(answers.assign(answer="a"), book(["kiire"]), "hunspell")


def test_open_answers_are_one_row_each() -> None:
    survey = load_survey(DATA / "partners-2021")

    answers = open_answers(survey)

    assert list(answers.columns) == ["respondent", "item", "answer"]
    assert answers["item"].unique().tolist() == ["open_wishes", "open_problems", "open_solutions"]
    assert len(answers) == survey.responses[answers["item"].unique()].notna().to_numpy().sum()


def test_shipped_patterns_find_most_themes_of_the_demonstration_answers() -> None:
    # The patterns were written beside these answers, so this holds no measure of quality,
    # only that a change of patterns or matching does not lose them.
    codebook = load_survey(DATA / "partners-2021").codebook
    assert codebook is not None
    matcher = ThemeMatcher(codebook, analyser_named())
    written = yaml.safe_load((DATA / "partners-2021/demonstration.yaml").read_text("utf-8"))
    right = given = wanted = 0
    for answer in written["answers"]:
        found = set(matcher.suggested(answer["item"], answer["text"]))
        themes = set(answer.get("themes", ()))
        right, given, wanted = right + len(found & themes), given + len(found), wanted + len(themes)

    assert right / given > 0.8
    assert right / wanted > 0.8
