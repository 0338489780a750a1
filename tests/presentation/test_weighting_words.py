from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from lumo_analysis.analysis.weighting import with_weights
from lumo_analysis.presentation.weighting_words import (
    effective_base_note,
    weighted_share_header,
    weighting_notes,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import Survey
from lumo_analysis.survey.weighting import DESIGN_WEIGHT
from tests.two_surveys import survey


def _weighted(declared: dict[str, Any], **columns: Any) -> Survey:
    def change(content: dict[str, Any]) -> None:
        content["weights"] = declared

    return with_weights(survey("first", change, columns=columns))


MARGINS = {"trained": {"yes": 1, "no": 1}, "region": {"north": 1, "south": 2}}


def test_the_margins_and_their_cost_are_told() -> None:
    actual = weighting_notes(_weighted({"margins": MARGINS}), Wording("en"))

    assert actual == [
        "The shares are weighted so that the respondents are distributed like the population by: "
        "trained and region.",
        "Counts (n) are unweighted numbers of respondents.",
        "Weighting makes the results as uncertain as 53 respondents without weights would be "
        "(respondents 60, design effect 1.13); the intervals allow for it.",
        "The weights range from 0.74 to 1.51 (mean 1).",
        "The tests go by the unweighted counts.",
    ]


@pytest.mark.parametrize(
    ("heavy", "told"),
    [
        (1, "The weight of one respondent was held at a limit."),
        (3, "The weights of 3 respondents were held at a limit."),
    ],
)
def test_a_column_and_its_limits_are_told(heavy: int, told: str) -> None:
    weights = pd.array([9.0] * heavy + [1.0] * (60 - heavy), dtype="Float64")
    declared = {"column": "x1", "limits": {"high": 2}}

    actual = weighting_notes(_weighted(declared, **{DESIGN_WEIGHT: weights}), Wording("en"))

    assert actual[0].startswith("The shares are weighted by a weight that the survey's data hold")
    assert actual[3].endswith("to 2.00 (mean 1).")
    assert actual[4] == told


def test_a_survey_without_weights_has_no_notes() -> None:
    assert weighting_notes(survey("first"), Wording("fi")) == []


def test_one_design_effect_is_said_once_and_several_as_a_range() -> None:
    words = Wording("fi")

    assert "asetelmakerroin 1,10, Kish" in effective_base_note(words, [1.1, 1.1])
    assert "asetelmakerroin 1,10–1,25, Kish" in effective_base_note(words, [1.25, 1.1, 1.2])
    assert weighted_share_header(words) == "Painotettu osuus"


def test_it_is_told_in_finnish_too() -> None:
    actual = weighting_notes(_weighted({"margins": MARGINS}), Wording("fi"))

    assert "vastaa perusjoukkoa" in actual[0]
    assert "(vastaajia 60, asetelmakerroin 1,13)" in actual[2]
