from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from lumo_analysis.analysis.theme_comparison import (
    compare_missing,
    compare_themes,
    missing_shares,
)
from lumo_analysis.analysis.theme_counting import theme_counts
from lumo_analysis.analysis.theme_pairs import theme_pairs
from lumo_analysis.analysis.uncaught_answers import answers_without_theme
from lumo_analysis.errors import ParameterError

THEMES = {"i": ["haste", "support", "never"]}


def survey() -> tuple[pd.DataFrame, pd.DataFrame]:
    """60 respondents in two regions, 48 of whom answered; haste is commoner in the north."""
    draw = np.random.default_rng(5)
    region = pd.Categorical(["north"] * 30 + ["south"] * 30)
    answered = np.array([number % 5 != 4 for number in range(60)])
    responses = pd.DataFrame({"region": region, "i": np.where(answered, "text", None)})
    rows = [
        (number, "i", theme)
        for number in np.flatnonzero(answered)
        for theme, share in (("haste", 0.8 if number < 30 else 0.3), ("support", 0.5))
        if draw.random() < share
    ]
    return responses, pd.DataFrame(rows, columns=["respondent", "item", "theme"])


def test_each_theme_is_tested_among_those_who_answered() -> None:
    responses, coding = survey()
    counts = theme_counts(coding, responses, THEMES, by="region")

    actual = compare_themes(counts).set_index("theme")

    assert actual["item"].unique().tolist() == ["i"]
    for theme in ("haste", "support"):
        carriers = set(coding.loc[coding["theme"] == theme, "respondent"])
        table = [
            [sum(n in carriers for n in rows), sum(n not in carriers for n in rows)]
            for rows in (
                [n for n in range(30) if n % 5 != 4],
                [n for n in range(30, 60) if n % 5 != 4],
            )
        ]
        assert actual.loc[theme, "n"] == 48
        assert actual.loc[theme, "p"] == pytest.approx(stats.fisher_exact(table)[1])
    assert actual.loc["haste", "p_adjusted"] == pytest.approx(2 * actual.loc["haste", "p"])
    assert actual.loc["never", "reason"] == "constant"


def test_missing_answers_are_compared_among_all() -> None:
    responses, coding = survey()
    responses.loc[responses.index < 12, "i"] = None
    coding = coding[coding["respondent"] >= 12]
    counts = theme_counts(coding, responses, THEMES, by="region")

    shares = missing_shares(counts).set_index("group")
    test = compare_missing(counts).iloc[0]

    missing = responses["i"].isna().groupby(responses["region"], observed=True).sum()
    assert shares["n"].to_dict() == missing.to_dict()
    assert shares["base"].tolist() == [30, 30]
    table = [[30 - n, n] for n in missing]
    assert test["p"] == pytest.approx(stats.fisher_exact(table)[1])
    assert shares.loc["north", "low"] < shares.loc["north", "share"] < shares.loc["north", "high"]


def test_a_group_without_respondents_has_no_share() -> None:
    responses = pd.DataFrame(
        {"region": pd.Categorical(["a", "a"], categories=["a", "b"]), "i": ["x", None]}
    )
    coding = pd.DataFrame(columns=["respondent", "item", "theme"])

    shares = missing_shares(theme_counts(coding, responses, {"i": ["t"]}, by="region"))

    assert shares["share"].tolist()[0] == 0.5
    assert np.isnan(shares["share"].tolist()[1])


def test_hidden_counts_and_counts_of_closed_items_are_refused() -> None:
    responses, coding = survey()
    counts = theme_counts(coding, responses, THEMES, by="region")

    with pytest.raises(ParameterError, match="hidden counts can't be compared"):
        compare_themes(counts.assign(n=pd.array([None] * len(counts), dtype="Int64")))
    with pytest.raises(ParameterError, match="no counts of themes"):
        compare_missing(counts[counts["kind"] == "option"])


def test_pairs_of_themes_are_counted_with_their_correlation() -> None:
    responses, coding = survey()
    twice = pd.concat([coding, coding], ignore_index=True)

    pairs = theme_pairs(twice, responses, THEMES, by="region")

    row = pairs[(pairs["group"] == "south") & (pairs["other"] == "support")].iloc[0]
    rows = [n for n in range(30, 60) if n % 5 != 4]
    given = {
        theme: set(coding.loc[coding["theme"] == theme, "respondent"]) for theme in THEMES["i"]
    }
    haste, support = (np.array([n in given[t] for n in rows]) for t in ("haste", "support"))
    assert (row["n"], row["n_theme"], row["n_other"], row["base"]) == (
        (haste & support).sum(),
        haste.sum(),
        support.sum(),
        len(rows),
    )
    assert row["phi"] == pytest.approx(np.corrcoef(haste, support)[0, 1])
    assert row["expected"] == pytest.approx(haste.sum() * support.sum() / len(rows))
    assert len(pairs) == 2 * 3
    assert pairs.loc[pairs["other"] == "never", "phi"].isna().all()


def test_answers_that_no_theme_caught_are_found_by_question() -> None:
    answers = pd.DataFrame(
        {"respondent": [0, 0, 1, 2], "item": ["i", "j", "i", "i"], "answer": ["a", "b", "c", None]}
    )
    coding = pd.DataFrame({"respondent": [0], "item": ["i"], "theme": ["haste"]})

    actual = answers_without_theme(answers, coding)

    assert actual["answer"].tolist() == ["b", "c"]
