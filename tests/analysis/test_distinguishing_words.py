from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.distinguishing_words import WORD_COLUMNS, distinguishing_words
from lumo_analysis.analysis.word_analysis import WordList
from lumo_analysis.errors import ParameterError

LIST = WordList("list", {"metsää": ("metsä",), "metsässä": ("metsä",)})


def spoken(seed: int, planted: float = 0.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """200 respondents in two groups who draw from the same 30 words; the north has one more."""
    draw = np.random.default_rng(seed)
    words = [f"sana{letter}" for letter in "abcdefghijklmnopqrstuvwxyzåäöü"]
    texts = []
    for number in range(200):
        text = list(draw.choice(words, size=6))
        if number < 100 and draw.random() < planted:
            text.append(draw.choice(["metsää", "metsässä"]))
        texts.append(" ".join(text))
    responses = pd.DataFrame({"region": pd.Categorical(["north"] * 100 + ["south"] * 100)})
    return pd.DataFrame({"respondent": range(200), "item": "i", "answer": texts}), responses


def test_a_word_that_only_one_group_uses_stands_out_by_its_lemma() -> None:
    answers, responses = spoken(1, planted=0.3)

    actual = distinguishing_words(answers, responses, "region", LIST, shuffles=199)

    first = actual.iloc[0]
    assert (first["group"], first["word"], first["n_others"]) == ("north", "metsä", 0)
    assert first["n"] == answers["answer"].str.contains("mets").sum()
    assert first["p"] == pytest.approx(1 / 200)
    assert first["z"] > first["shuffled_z"]
    assert list(actual.columns) == list(WORD_COLUMNS)
    assert (actual["n"] >= 10).all()


def test_where_groups_speak_alike_shuffles_reach_as_far() -> None:
    passed = 0
    for seed in range(20):
        answers, responses = spoken(seed + 100)
        rows = distinguishing_words(answers, responses, "region", LIST, shuffles=99)
        passed += bool((rows["p"] <= 0.05).any())

    # One in 20 is expected; five or more come up about once in 400 times.
    assert passed < 5


def test_a_respondent_counts_once_and_rare_words_are_left_out() -> None:
    responses = pd.DataFrame({"region": pd.Categorical(["north"] * 12 + ["south"] * 12)})
    texts = ["metsää metsää"] * 9 + ["kiire"] * 3 + ["kiire"] * 12
    answers = pd.DataFrame({"respondent": range(24), "item": "i", "answer": texts})

    few = distinguishing_words(answers, responses, "region", LIST, shuffles=9)
    fewer = distinguishing_words(answers, responses, "region", LIST, shuffles=9, minimum=9)

    assert "metsä" not in set(few["word"])
    row = fewer[fewer["word"] == "metsä"].iloc[0]
    assert (row["n"], row["base"], row["n_others"], row["base_others"]) == (9, 12, 0, 12)
    assert "metsä metsä" in set(fewer["word"])


def test_the_same_answers_give_the_same_rows_each_time() -> None:
    answers, responses = spoken(3, planted=0.2)

    one = distinguishing_words(answers, responses, "region", LIST, shuffles=19)
    other = distinguishing_words(answers, responses, "region", LIST, shuffles=19)

    pd.testing.assert_frame_equal(one, other)


def test_no_answers_give_no_words_and_mistakes_are_told() -> None:
    answers, responses = spoken(4)

    assert distinguishing_words(answers.iloc[:0], responses, "region", LIST).empty
    with pytest.raises(ParameterError, match="'minimum' must be 2 or more"):
        distinguishing_words(answers, responses, "region", LIST, minimum=1)
    with pytest.raises(ParameterError, match="a respondent who is not among the responses"):
        distinguishing_words(answers, responses.iloc[:5], "region", LIST)
