from __future__ import annotations

import math

import pandas as pd
import pytest
from service_survey import questionnaire

from lumo_analysis.presentation.comparison_table import comparison_table
from lumo_analysis.presentation.wording import Wording


def _comparison(p: list[float], p_adjusted: list[float], **columns) -> pd.DataFrame:
    names = ["access_basic_health_care", "access_social_welfare_services", "access_substitute_care"]
    return pd.DataFrame(
        {
            "item": names[: len(p)],
            "groups": "region-0+region-1",
            "test": "kruskal-wallis",
            "statistic": 6.556,
            "df": 1.0,
            "n": 60,
            "p": p,
            "p_adjusted": p_adjusted,
            "effect": 0.111,
            "effect_name": "epsilon_squared",
            "family": "access",
            "reason": "",
        }
    ).assign(**columns)


def _table(comparison: pd.DataFrame, language="en", **options):
    return comparison_table(
        comparison, questionnaire(), Wording(language), id="tests", title="Tests", **options
    )


def test_a_row_gives_statistic_p_adjusted_p_and_the_size_in_words():
    actual = _table(_comparison([0.01], [0.01]))
    assert [column.label for column in actual.table.columns] == [
        *("Question", "H", "df", "n", "p", "Adjusted p", "Effect size ε²"),
        "Size of the difference",
    ]
    expected = ("Basic health care", "6.56", "1", "60", "0.010", "0.010", "0.11", "medium")
    assert actual.table.rows[0] == expected


def test_a_difference_is_named_with_its_p_and_size():
    actual = _table(_comparison([0.01, 0.5], [0.02, 0.5])).finding.replace("\u00a0", " ")
    expected = (
        "The groups answer differently in 1 of 2 tests (adjusted p below 0.05): "
        "Basic health care (p = 0.020, medium difference)."
    )
    assert actual == expected


@pytest.mark.parametrize(("language", "never"), [("en", "no difference"), ("fi", "ei eroa")])
def test_without_a_significant_test_equality_is_never_claimed(language, never):
    finding = _table(_comparison([0.5, 0.6], [1.0, 1.0]), language).finding
    assert never not in finding.lower()
    assert ("only large differences" if language == "en" else "vain suuret erot") in finding


def test_large_groups_are_not_said_to_show_only_large_differences():
    finding = _table(_comparison([0.5, 0.6], [1.0, 1.0], n=2000)).finding
    assert "small differences may have gone unseen" in finding


def test_the_number_of_tests_is_named():
    notes = _table(_comparison([0.01, 0.5], [0.02, 0.5])).notes
    assert "The adjusted p allows for 2 tests made together (Holm)." in notes


def test_the_number_of_tests_is_not_claimed_where_rows_were_left_out():
    comparison = _comparison([0.01, 0.5], [0.22, 1.0])
    assert any("of which this table shows a part" in note for note in _table(comparison).notes)
    told = _table(comparison, tests_in_family={"access": 22}).notes
    assert "The adjusted p allows for 22 tests made together (Holm)." in told


def test_a_test_that_was_not_possible_says_why():
    nothing = {"statistic": math.nan, "df": math.nan, "effect": math.nan, "reason": "constant"}
    actual = _table(_comparison([math.nan], [math.nan], **nothing))
    assert actual.table.rows[0][-1] == "no test: everyone gave the same answer"
    assert actual.finding == "There are too few answers for a test."


def test_each_group_beside_the_rest_has_its_row_and_its_interval():
    rest = {
        "test": "brunner-munzel",
        "effect_name": "cliffs_delta",
        "effect": -0.5,
        "effect_low": -0.7,
        "effect_high": -0.2,
        "groups": ["region-0+others", "region-1+others"],
        "group": ["region-0", "region-1"],
        "n_group": 20,
        "item": "access_basic_health_care",
    }
    actual = _table(_comparison([0.5, 0.6], [1.0, 1.0], **rest))
    assert actual.table.rows[0][:3] == ("Basic health care", "Etelä-Savo", "6.56")
    assert actual.table.rows[0][-2:] == ("−0.50 (−0.70 to −0.20)", "large")


def test_where_nothing_is_shown_the_difference_that_would_have_been_seen_is_told():
    comparison = _comparison([0.5, 0.6], [1.0, 1.0]).assign(detectable=[0.34, 0.31])
    finding = _table(comparison).finding
    assert "only a difference of 34 percentage points or more" in finding
    assert "vähintään 34 prosenttiyksikön eron" in _table(comparison, "fi").finding


def test_the_exact_test_has_its_name_and_note():
    comparison = _comparison([0.01], [0.01], test="fisher-freeman-halton, permutation")
    comparison = comparison.assign(effect_name="cramers_v")
    exhibit = _table(comparison)
    assert exhibit.table.columns[1].label == "F"
    assert any(note.startswith("Fisher–Freeman–Halton test") for note in exhibit.notes)


WITHHELD = dict.fromkeys(("statistic", "df", "n", "p", "p_adjusted", "effect"), math.nan)


def _withheld(below: list[bool], told: int = 0, language="en", **options):
    """A table of withheld tests, the first `told` of them with their own numbers."""
    how_many = len(below)
    comparison = _comparison([0.01] * how_many, [math.nan] * how_many).assign(
        below=below, exact=False, withheld=[row >= told for row in range(how_many)]
    )
    comparison["detectable"] = 0.34
    for column, value in WITHHELD.items():
        comparison[column] = comparison[column].astype(float).mask(comparison["withheld"], value)
    return _table(comparison, language, **options)


def test_of_withheld_tests_only_the_side_of_0_05_is_told():
    exhibit = _withheld([True, False], tests_in_family={"access": 22})
    assert [column.label for column in exhibit.table.columns] == ["Question", "Adjusted p"]
    assert exhibit.table.rows == (
        ("Basic health care", "below 0.05"),
        ("Services under the Social Welfare Act", "not below 0.05"),
    )
    assert exhibit.notes[0] == "The test: Kruskal–Wallis test."
    assert any("22 tests" in note for note in exhibit.notes)
    assert exhibit.notes[-1].startswith("Where numbers of a question are hidden or put together")
    assert "ε²" not in exhibit.as_text()


def test_a_withheld_test_that_found_something_is_named_without_its_numbers():
    assert _withheld([True]).finding.replace("\u00a0", " ") == (
        "The groups answer differently: Basic health care (p below 0.05)."
    )
    assert _withheld([True, False]).finding.replace("\u00a0", " ") == (
        "The groups answer differently in 1 of 2 tests (adjusted p below 0.05): "
        "Basic health care (p below 0.05)."
    )


def test_withheld_tests_are_named_in_the_order_of_the_questions_not_of_p():
    comparison = _comparison([0.04, 0.03, 0.02], [math.nan] * 3)
    both = pd.concat([comparison, comparison.assign(item="access_substance_abuse")])
    both = both.assign(below=True, exact=False, withheld=True).iloc[[0, 1, 2, 3]]
    finding = _table(both.reset_index(drop=True)).finding
    assert "among them: Basic health care" in finding
    assert "most clearly" not in finding


def test_withheld_tests_that_found_nothing_say_which_difference_they_would_have_noticed():
    for language, p, points in (
        ("en", "p not below 0.05", "34 percentage points or more"),
        ("fi", "p vähintään 0,05", "vähintään 34 prosenttiyksikön eron"),
    ):
        finding = _withheld([False, False], language=language).finding.replace("\u00a0", " ")
        assert p in finding
        assert points in finding
        assert "no difference" not in finding
        assert "ei eroa" not in finding.lower()


def test_beside_withheld_tests_the_others_keep_all_but_their_adjusted_p():
    exhibit = _withheld([False, False], told=1)
    shown, withheld = exhibit.table.rows
    assert shown[1:] == ("6.56", "1", "60", "0.010", "not below 0.05", "0.11", "medium")
    assert withheld[1:] == (*["hidden"] * 4, "not below 0.05", "hidden", "hidden")
    assert exhibit.notes[-1].startswith("The adjusted p of the other questions depends on these")
