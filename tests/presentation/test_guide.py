from __future__ import annotations

import pandas as pd
import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.power import detectable_difference
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.exhibits import Block, Bullets, Heading
from lumo_analysis.presentation.guide import (
    CHARTS,
    Example,
    Groups,
    example_of,
    reading_guide,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import load_survey

SURVEY = load_survey("workers-2021")
ORDINAL = [item for item in SURVEY.questionnaire.items if item.kind == "ordinal"]
COUNTS = count_answers(SURVEY.responses, ORDINAL, questionnaire=SURVEY.questionnaire)
PLAN = Plan("workers-2021", 5, 10)
SIZES = [28, 45, 26, 35]
NAMES = [region.label["en"] for region in SURVEY.questionnaire.regions]


def _guide(kind="regions", language="en", plan=PLAN, **options) -> list[Block]:
    return reading_guide(Wording(language), kind=kind, plan=plan, **options)


def _text(**options) -> str:
    return "\n".join(block.as_text() for block in _guide(**options))


def _example(counts: pd.DataFrame = COUNTS, language="en") -> Example | None:
    return example_of(counts, SURVEY.questionnaire, Wording(language))


@pytest.mark.parametrize(
    ("kind", "there", "missing"),
    [
        ("descriptive", "Percentages", "Themes"),
        ("regions", "Do the groups differ?", "Themes"),
        ("themes", "Themes", "Do the groups differ?"),
    ],
)
def test_each_kind_of_report_has_what_it_needs(kind, there, missing):
    headings = [block.text for block in _guide(kind) if isinstance(block, Heading)]
    assert headings[0] == "How to read this report"
    assert there in headings
    assert missing not in headings


def test_headings_have_anchors_of_their_own_and_skip_no_level():
    headings = [block for block in _guide() if isinstance(block, Heading)]
    assert [heading.level for heading in headings] == [2, *[3] * (len(headings) - 1)]
    assert len({heading.anchor for heading in headings}) == len(headings)


def test_the_limits_of_the_plan_in_force_are_told():
    usual, strict = _text(), _text(plan=Plan("s", 7, 20), sensitive=12)
    assert "fewer than 5 people" in usual
    assert "where at least 10 people answered" in usual
    assert "sensitive" not in usual
    assert "fewer than 7 people" in strict
    assert "where at least 20 people answered" in strict
    assert "sensitive matters the limit is 12 people" in strict


def test_the_limits_of_percentages_are_told():
    text = _text(kind="descriptive")
    assert "fewer than 10 people stand behind a percentage" in text
    assert "fewer than 30 people stand behind it" in text
    assert "30 percentage points wide" in text


def test_public_answers_hide_nothing():
    assert "hidden" not in _text(plan=Plan("s", 5, 10, public=True)).lower()


def test_the_interval_is_explained_with_a_share_of_the_report_itself():
    text = _text(example=_example())
    assert (
        "Getting help from services: primary health care: 82% answered “well or very well” "
        "(110 of 134; 95% interval 75–88%)." in text
    )


def test_the_example_is_the_first_share_that_is_certain():
    few = COUNTS.assign(n=COUNTS["n"].where(COUNTS["item"] != ORDINAL[0].id, COUNTS["n"] // 8))
    assert _example(few).row.label.endswith("early education")


def test_an_uncertain_example_is_better_than_none():
    few = COUNTS.assign(n=COUNTS["n"] // 8)
    assert _example(few).row.uncertain
    assert _example(COUNTS.assign(n=0)) is None
    assert _example(COUNTS.iloc[:0]) is None


def test_a_hidden_share_is_no_example():
    counts = COUNTS.astype({"n": "Int64"})
    first = counts["item"] == ORDINAL[0].id
    assert _example(counts.assign(n=counts["n"].mask(first))).row.label.endswith("early education")


def test_the_detectable_difference_is_that_of_the_two_smallest_groups():
    text = _text(groups=Groups(SIZES, NAMES))
    points = round(detectable_difference(26, 28) * 100)
    assert f"(26 and 28 people) a test would probably notice only a difference of {points}" in text


def test_groups_too_small_for_any_difference_are_told_without_a_number():
    text = _text(groups=Groups([1, 1]))
    assert "does not prove that there is none" in text
    assert "notice only a difference" not in text


def test_without_groups_no_difference_is_named():
    assert "notice only a difference" not in _text()


def test_the_marks_of_the_groups_are_named_in_words():
    text = _text(groups=Groups(SIZES, NAMES))
    assert "South Savo: blue circle; Central Finland: orange square" in text


@pytest.mark.parametrize("count", [1, 7])
def test_groups_without_marks_of_their_own_are_not_named(count):
    names = [f"Group {number}" for number in range(count)]
    assert "Group 0" not in _text(groups=Groups([40] * count, names))


def test_only_the_effects_in_use_are_explained():
    text = _text(groups=Groups(SIZES, NAMES, ("cliffs_delta",)))
    assert "|δ| = 0.147" in text
    assert "ε²" not in text


def test_weights_and_the_frame_are_told_where_there_are_any():
    plain, full = _text(), _text(weighted=True, frame=310)
    assert "weighted" not in plain
    assert "sent to" not in plain
    assert "The percentages are weighted" in full
    assert "sent to 310 people" in full


@pytest.mark.parametrize("chart", CHARTS)
def test_each_kind_of_figure_is_explained_only_where_it_occurs(chart):
    with_it, without = _text(charts=[chart]), _text(charts=[])
    assert len(with_it) > len(without)
    assert "Figures" not in without


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("kind", ["descriptive", "regions", "themes"])
def test_every_sentence_is_in_the_language_of_the_report(kind, language):
    options = {
        "example": _example(language=language),
        "groups": Groups(SIZES, NAMES),
        "frame": 310,
        "weighted": True,
        "sensitive": 10,
    }
    blocks = _guide(kind, language, **options)
    points = [point for block in blocks if isinstance(block, Bullets) for point in block.items]
    assert len(points) == len(set(points)) > 10
    words = " ".join(point.lower() for point in points).split()
    foreign = {"en": {"ja", "on", "ei"} - {"on"}, "fi": {"the", "of", "and"}}[language]
    assert not foreign & set(words)


def test_an_unknown_kind_or_figure_is_refused():
    with pytest.raises(ParameterError, match="did you mean 'regions'"):
        _guide("region")
    with pytest.raises(ParameterError, match="did you mean 'panels'"):
        _guide(charts=["panel"])
