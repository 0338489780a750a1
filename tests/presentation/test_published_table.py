from __future__ import annotations

import pandas as pd
from service_survey import questionnaire

from lumo_analysis.presentation.published_table import published_table
from lumo_analysis.presentation.wording import Wording


def _table(agrees: list[bool], language: str = "en"):
    compared = pd.DataFrame(
        {
            "item": ["access_basic_health_care", "region"],
            "answers": ["well+very_well", "region-0"],
            "percent": [82.0, 20.9],
            "decimals": [0, 1],
            "computed_n": [110, 28],
            "computed_base": 134,
            "computed_percent": [82.0, 20.9],
            "agrees": agrees,
        }
    )
    return published_table(compared, questionnaire(), Wording(language), id="p", title="P")


def test_published_and_computed_stand_side_by_side_in_the_published_decimals():
    assert _table([True, True]).table.rows == (
        ("Basic health care", "Well or very well", "82%", "82%", "110", "134", "yes"),
        ("Region", "Etelä-Savo", "20.9%", "20.9%", "28", "134", "yes"),
    )


def test_the_finding_counts_the_figures_that_come_out_the_same():
    expected = "All 2 published figures come out the same from these responses."
    assert _table([True, True]).finding == expected


def test_the_finding_counts_the_figures_that_do_not():
    actual = _table([True, False], "fi")
    assert actual.finding == (
        "Julkaistuja lukuja on 2, ja niistä 1 poikkeaa näistä vastauksista lasketuista."
    )
    assert actual.table.rows[1][-1] == "ei"


def test_a_computed_figure_that_is_hidden_is_left_out_of_the_count():
    compared = pd.DataFrame(
        {
            "item": ["access_basic_health_care", "region"],
            "answers": ["well+very_well", "region-0"],
            "percent": [82.0, 20.9],
            "decimals": [0, 1],
            "computed_n": [None, 28],
            "computed_base": [None, 134],
            "computed_percent": [None, 20.9],
            "agrees": [None, True],
            "hidden": [True, False],
        }
    )
    actual = published_table(compared, questionnaire(), Wording("en"), id="p", title="P")
    assert actual.table.rows[0][2:] == ("82%", "hidden", "hidden", "hidden", "hidden")
    assert actual.table.rows[1][2:] == ("20.9%", "20.9%", "28", "134", "yes")
    assert actual.finding == (
        "The 1 published figure comes out the same from these responses. "
        "Hidden numbers are not compared."
    )
    assert "fewer than 5 people" in actual.notes[-1]
