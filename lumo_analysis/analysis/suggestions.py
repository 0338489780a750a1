"""Codes suggested for open answers by the patterns of their themes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from lumo_analysis.analysis.answer_language import LANGUAGES, recogniser
from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.analysis.theme_matching import ThemeMatcher
from lumo_analysis.analysis.word_analysis import Analyser, analyser_named
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.coding import SUGGESTION
from lumo_analysis.survey.survey import Survey

ANSWER_COLUMNS = ("respondent", "item", "answer")
SUGGESTION_COLUMNS = ("respondent", "item", "theme", "coder", "words")


def open_answers(survey: Survey) -> pd.DataFrame:
    """The answers to a survey's open questions: respondent, item and answer, one row each.

    Blank answers are left out. `respondent` is a row of `survey.responses`.
    """
    items = [item.id for item in survey.questionnaire.items if item.kind == "open"]
    long = survey.responses[items].melt(ignore_index=False, var_name="item", value_name="answer")
    long = long.dropna(subset="answer").rename_axis("respondent").reset_index()
    return long[list(ANSWER_COLUMNS)]


def suggest_codes(
    answers: pd.DataFrame, themes: Codebook, analyser: str | Analyser = "pypykko"
) -> pd.DataFrame:
    """Which themes each answer may carry, by the words in it: for a person to confirm or reject.

    Words are matched by their lemmas, by the parts of compounds and by beginnings, with clitics
    and common typing errors, and phrases within a distance; see `Pattern`. Answers in another
    language than the analyser's get no suggestion (`answer_languages` tells which they are).

    Args:
        answers: one row an answer: respondent, item and answer (text; missing is no answer).
        themes: the codebook with the patterns of each item's themes.
        analyser: "pypykko", "simplemma", "voikko", or an analyser of your own. Another is never
            taken where it is missing.

    Returns:
        One row a respondent, item and theme: respondent, item, theme, coder ("suggestion:" and
        the analyser with its version) and words, the answer's own words that caused it, so
        the frame is as private as the answers.

    Raises:
        ParameterError: a column that is missing, or an analyser that is not there.

    >>> from lumo_analysis.analysis.word_analysis import WordList
    >>> theme = {"id": "haste", "label": {}, "definition": {}, "patterns": ["kiire", "ei aika"]}
    >>> book = Codebook.model_validate({"questions": [{"item": "strain", "themes": [theme]}]})
    >>> answers = pd.DataFrame({
    ...     "respondent": [0, 1, 2], "item": "strain",
    ...     "answer": ["Jatkuva kiire.", "Mikään ei auta.", "Too little time and staff."],
    ... })
    >>> suggest_codes(answers, book, WordList("list", {}))
       respondent    item  theme            coder  words
    0           0  strain  haste  suggestion:list  kiire
    """
    found = list(suggest_in_batches([answers], themes, analyser))
    return found[0]


def suggest_in_batches(
    batches: Iterable[pd.DataFrame], themes: Codebook, analyser: str | Analyser = "pypykko"
) -> Iterator[pd.DataFrame]:
    """`suggest_codes` of each batch of answers in turn, for more answers than memory holds.

    A batch is asked for only when the one before it is done with. Distinct words are analysed
    once over all batches; of each about a hundred bytes are kept.

    Args:
        batches: frames of answers as of `suggest_codes`, such as parts of a large file.
        themes, analyser: as of `suggest_codes`.

    Yields:
        For each batch, in the same order, what `suggest_codes` gives.

    Raises:
        ParameterError: what `suggest_codes` refuses, once the batch is reached.

    >>> from lumo_analysis.analysis.word_analysis import WordList
    >>> theme = {"id": "haste", "label": {}, "definition": {}, "patterns": ["kiire"]}
    >>> book = Codebook.model_validate({"questions": [{"item": "strain", "themes": [theme]}]})
    >>> def batches():
    ...     for respondent, answer in enumerate(["Jatkuva kiire.", "Melu.", "Kiire, aina kiire."]):
    ...         rows = {"respondent": [respondent], "item": "strain", "answer": answer}
    ...         yield pd.DataFrame(rows)
    >>> [len(found) for found in suggest_in_batches(batches(), book, WordList("list", {}))]
    [1, 0, 1]
    """
    words = analyser_named(analyser) if isinstance(analyser, str) else analyser
    matcher = ThemeMatcher(themes, words)
    language_of = recogniser(_from(words.language))
    coder = f"{SUGGESTION}{words.name}"
    for answers in batches:
        require_columns(answers, ANSWER_COLUMNS, "answers")
        given = answers.loc[answers["answer"].notna(), list(ANSWER_COLUMNS)]
        rows = [
            (respondent, item, theme, coder, "; ".join(causes))
            for respondent, item, text in given.itertuples(index=False, name=None)
            # Asked only of answers with a match, since telling languages is the slower part.
            if (found := matcher.suggested(item, text)) and language_of(text) == words.language
            for theme, causes in found.items()
        ]
        suggested = pd.DataFrame(rows, columns=pd.Index(SUGGESTION_COLUMNS))
        yield suggested.astype({"respondent": answers["respondent"].dtype})


def answer_languages(answers: pd.DataFrame, first: str = "fi") -> pd.Series[str]:
    """The language of each answer (fi, en or sv; `first` where it can't be told)."""
    require_columns(answers, ANSWER_COLUMNS, "answers")
    language_of = recogniser(_from(first))
    return answers["answer"].map(language_of, na_action="ignore").astype("str")


def _from(first: str) -> list[str]:
    return list(dict.fromkeys([first, *LANGUAGES]))
