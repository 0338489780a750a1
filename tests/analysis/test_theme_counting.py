from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.theme_counting import theme_counts
from lumo_analysis.errors import ParameterError

THEMES = {"strain": ["haste", "staff"]}


def _responses() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "strain": pd.array(["text", "text", None, "text"], dtype="string"),
            "region": pd.Categorical(["n", "s", "s", None], ["n", "s", "w"]),
        }
    )


def _coding(*rows: tuple[Any, str, Any, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["respondent", "item", "theme", "coder"])


CODING = _coding(
    (0, "strain", "haste", "x"),
    (0, "strain", "haste", "y"),
    (1, "strain", "haste", "x"),
    (1, "strain", "staff", "y"),
    (3, "strain", "staff", "x"),
    (3, "support", "pay", "x"),
)


def test_a_respondent_counts_once_for_a_theme_however_many_coders() -> None:
    actual = theme_counts(CODING, _responses(), THEMES)

    assert list(actual.columns) == ["item", "group", "answer", "kind", "n"]
    assert actual["answer"].tolist() == ["haste", "staff", "respondents", "no_answer"]
    assert actual["kind"].tolist() == ["option", "option", "respondents", "no_answer"]
    assert actual["n"].tolist() == [2, 2, 3, 1]
    assert set(actual["group"]) == {"all"}


def test_every_group_and_theme_is_there_and_those_without_a_group_are_not() -> None:
    actual = theme_counts(CODING, _responses(), THEMES, by="region")

    assert actual["group"].tolist() == ["n"] * 4 + ["s"] * 4 + ["w"] * 4
    assert actual["n"].tolist() == [1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0]


def test_no_coding_gives_zeros() -> None:
    assert theme_counts(CODING.iloc[:0], _responses(), THEMES)["n"].tolist() == [0, 0, 3, 1]


def test_rows_of_a_part_of_the_responses_keep_their_labels() -> None:
    actual = theme_counts(CODING[CODING["respondent"] == 1], _responses().iloc[[1, 2]], THEMES)

    assert actual["n"].tolist() == [1, 1, 1, 1]


def test_shares_of_themes_are_of_those_who_answered() -> None:
    responses = pd.concat([_responses()] * 5, ignore_index=True)

    actual = shares(theme_counts(CODING, responses, THEMES))

    assert actual["base"].tolist() == [15, 15]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((2, "strain", "haste", "x"), "coding row 6: a respondent who did not answer this item"),
        ((9, "strain", "haste", "x"), "coding row 6: a respondent who is not among the responses"),
        ((None, "strain", "haste", "x"), "coding row 6: a respondent who is not among"),
        ((0, "strain", "hast", "x"), "coding row 6: unknown theme 'hast'; did you mean 'haste'?"),
        ((0, "strain", None, "x"), "coding row 6: not the id of a theme"),
    ],
)
def test_a_coding_that_does_not_fit_is_refused(row: tuple[Any, ...], message: str) -> None:
    coding = pd.concat([CODING, _coding(row)], ignore_index=True)  # type: ignore[arg-type]

    with pytest.raises(ParameterError) as caught:
        theme_counts(coding, _responses(), THEMES)

    assert message in str(caught.value)
    assert "the coding of item 'strain' does not fit" in str(caught.value)


def test_all_faults_are_listed_together() -> None:
    coding = _coding(*[(2, "strain", "haste", "x")] * 12, (0, "strain", "other", "x"))

    with pytest.raises(ParameterError) as caught:
        theme_counts(coding, _responses(), THEMES)

    assert "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more: a respondent who did not" in str(caught.value)
    assert "coding row 12: unknown theme 'other'" in str(caught.value)


def test_an_answer_in_the_wrong_column_is_not_shown() -> None:
    coding = _coding((0, "strain", "My boss Maija shouts.", "x"))

    with pytest.raises(ParameterError) as caught:
        theme_counts(coding, _responses(), THEMES)

    assert "Maija" not in str(caught.value)


def test_nobody_among_the_responses_is_no_crash() -> None:
    with pytest.raises(ParameterError, match="not among the responses"):
        theme_counts(CODING, _responses().iloc[:0], THEMES)


@pytest.mark.parametrize("themes", [["haste", "haste"], ["no_answer"], ["respondents"]])
def test_themes_differ_from_each_other_and_from_reserved_ids(themes: list[str]) -> None:
    with pytest.raises(ParameterError, match="has a theme twice"):
        theme_counts(CODING, _responses(), {"strain": themes})


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(ParameterError, match="no item 'strai' in the responses; did you mean"):
        theme_counts(CODING, _responses(), {"strai": ["haste"]})


def test_a_coding_without_its_columns_is_refused() -> None:
    with pytest.raises(ParameterError, match="coding has no column 'theme'"):
        theme_counts(CODING.drop(columns="theme"), _responses(), THEMES)
