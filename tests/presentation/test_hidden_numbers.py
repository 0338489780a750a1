"""Figures and tables of protected counts: what is hidden or put together, in every face."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from protected_counts import protected
from service_survey import battery_counts, items, questionnaire

from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation import bars, group_figures, likert
from lumo_analysis.presentation.answers_by_group import answers_by_group
from lumo_analysis.presentation.bars import share_figure, theme_figure
from lumo_analysis.presentation.drawing import faults_of_layout
from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.presentation.group_figures import group_figure, group_table
from lumo_analysis.presentation.likert import likert_figure
from lumo_analysis.presentation.likert_chart import Segment
from lumo_analysis.presentation.wording import Wording

HEALTH, WELFARE = "access_basic_health_care", "access_social_welfare_services"
LOW, HIGH = "very_poorly+poorly", "well+very_well"
WHY = (
    "Numbers are hidden where fewer than 5 people gave an answer, or where such a number could "
    "be computed from the others."
)
COUNTS = battery_counts([21, 14, 37, 43, 11, 6, 2], [8, 25, 27, 41, 18, 13, 2])
REGIONS = pd.concat(
    [
        battery_counts([2, 5, 6, 10, 4, 1, 0], [3, 4, 7, 9, 4, 1, 0], group="region-0"),
        battery_counts([6, 9, 8, 12, 5, 3, 2], [7, 8, 9, 11, 6, 3, 2], group="region-1"),
    ]
)
WAYS = pd.DataFrame(
    {
        "item": "ways",
        "group": "all",
        "answer": ["personal", "panel", "none", "respondents", "no_answer"],
        "kind": ["option", "option", "option", "respondents", "no_answer"],
        "n": [60, 80, 3, 100, 34],
    }
)


def _likert(rungs=None, hidden=(), base="all", language="en", **options) -> Exhibit:
    survey = questionnaire(base)
    counts = protected(COUNTS, survey, rungs, hidden)
    words, shown = Wording(language), items(survey)[:2]
    return likert_figure(counts, survey, shown, words, id="access", title="Access", **options)


def _cells(exhibit: Exhibit, row: int) -> dict[str, str]:
    labels = [re.sub(r" \(95.*", "", column.label) for column in exhibit.table.columns]
    return dict(zip(labels, exhibit.table.rows[row], strict=True))


@pytest.fixture
def drawn(monkeypatch) -> list[tuple]:
    """What the charts were given, and their sheets."""
    seen: list[tuple] = []
    for module, name in (
        (likert, "draw_bars"),
        (bars, "draw_shares"),
        (group_figures, "draw_groups"),
    ):
        draw = getattr(module, name)

        def keep(*given, draw=draw):
            seen.append((*given, draw(*given)))
            return seen[-1][-1]

        monkeypatch.setattr(module, name, keep)
    return seen


def test_answers_put_together_have_one_column_with_the_words_of_the_headline():
    exhibit = _likert({HEALTH: "sides", WELFARE: "sides"})
    assert _cells(exhibit, 0) == {
        "Question": "Basic health care",
        "Well or very well": "40% (54; 32–49%)",
        "Very poorly or poorly": "26% (35)",
        "Neither well nor poorly": "28% (37)",
        "Can't say": "4% (6)",
        "No answer": "1% (2)",
        "Base n": "134",
    }
    assert "Answers that few people gave are put together with others." in exhibit.notes
    assert not any("hidden" in note for note in exhibit.notes)


def test_finnish_words_for_what_is_put_together_and_hidden():
    exhibit = _likert({HEALTH: "sides", WELFARE: "headline"}, [(HEALTH, "all", LOW)], language="fi")
    assert _cells(exhibit, 0)["Erittäin huonosti tai huonosti"] == "peitetty"
    assert _cells(exhibit, 1)["Erittäin huonosti tai huonosti"] == "yhdistetty"
    assert "Kaikki muut" in _cells(exhibit, 1)
    assert exhibit.notes[-1].startswith("Luku on peitetty, jos vastauksen on antanut alle 5")


def test_a_joined_answer_keeps_the_side_of_its_answers_and_a_colour_of_that_side(drawn):
    _likert({HEALTH: "sides"})
    _, _, sides, colours, legend, *_ = drawn[0]
    assert (sides[LOW], sides["neither"], sides[HIGH]) == ("low", "middle", "high")
    # The other item is told answer by answer; all of them are told apart.
    assert len(set(colours.values())) == len(colours) == len(legend) == 7
    assert colours[LOW] not in (colours["poorly"], colours["very_poorly"])


def test_an_item_told_in_another_way_says_that_the_answer_is_put_together():
    exhibit = _likert({HEALTH: "sides"})
    assert _cells(exhibit, 0)["Very well"] == "put together"
    assert _cells(exhibit, 1)["Very well"] == "13% (18)"
    assert _cells(exhibit, 1)["Very poorly or poorly"] == "put together"


def test_can_t_say_is_not_told_where_it_stands_with_no_answer():
    exhibit = _likert({HEALTH: "sides_only", WELFARE: "sides_only"})
    assert "Can't say" not in _cells(exhibit, 0)
    assert "No answer" not in _cells(exhibit, 0)
    assert "(6)" not in exhibit.as_text() + exhibit.picture.alt


def test_all_others_stand_across_from_the_headline(drawn):
    exhibit = _likert({HEALTH: "headline", WELFARE: "headline"})
    bars_given, _, sides, *_ = drawn[0]
    assert [(sides[s.answer], s.text) for s in bars_given[0].segments] == [
        ("low", "60"),
        ("high", "40"),
    ]
    assert _cells(exhibit, 0)["All others"] == "60% (80)"
    assert "All others answered otherwise, could not say or did not answer." in exhibit.notes


def test_a_hidden_number_is_a_word_in_every_face(drawn):
    exhibit = _likert({HEALTH: "sides", WELFARE: "sides"}, [(HEALTH, "all", LOW)])
    assert _cells(exhibit, 0)["Very poorly or poorly"] == "hidden"
    low = drawn[0][0][0].segments[0]
    assert (low.answer, low.text, low.hidden) == (LOW, "hidden", True)
    assert exhibit.picture.alt.endswith("Hidden: Basic health care (very poorly or poorly).")
    assert exhibit.notes[-1] == WHY
    # Its headline is told all the same, of the public number of respondents.
    assert _cells(exhibit, 0)["Well or very well"] == "40% (54; 32–49%)"


def test_a_hidden_headline_is_left_out_of_the_finding_which_says_so(drawn):
    exhibit = _likert({HEALTH: "sides", WELFARE: "sides"}, [(HEALTH, "all", HIGH)])
    assert exhibit.finding == (
        "Services under the Social Welfare Act: 44% answered “well or very well” (59 of 134; "
        "95% interval 36–52%). Hidden numbers are not compared."
    )
    assert _cells(exhibit, 0)["Well or very well"] == "hidden"
    assert drawn[0][0][0].whisker is None


def test_without_a_base_of_those_who_answered_no_share_of_the_item_is_told(drawn):
    exhibit = _likert({HEALTH: "sides"}, [(HEALTH, "all", LOW)], base="answered")
    assert _cells(exhibit, 0)["Base n"] == "hidden"
    assert _cells(exhibit, 0)["Neither well nor poorly"] == "hidden (37)"
    assert drawn[0][0][0].segments == ()
    assert drawn[0][0][0].instead == "Hidden"
    assert "Hidden: Basic health care." in exhibit.picture.alt


@pytest.mark.parametrize("hidden", [LOW, HIGH, "neither"])
@pytest.mark.parametrize("base", ["all", "answered"])
def test_no_face_of_a_likert_figure_changes_with_a_hidden_number(base, hidden):
    survey = questionnaire(base)
    rungs, cells = {HEALTH: "sides", WELFARE: "sides"}, [(HEALTH, "all", hidden)]

    def of(counts: pd.DataFrame) -> Exhibit:
        shown = protected(counts, survey, rungs, cells)
        return likert_figure(
            shown, survey, items(survey)[:2], Wording("en"), id="a", title="A", sort=True
        )

    # As many move from a hidden answer to no answer, which the size of the group doesn't tell.
    moved = COUNTS.copy()
    first = moved.index[moved["answer"] == hidden.split("+", maxsplit=1)[0]][0]
    moved.loc[first, "n"] -= 3
    rows = protected(COUNTS, survey, rungs, cells)
    assert rows["n"].isna().sum() == 1
    moved.loc[moved.index[(moved["answer"] == "no_answer")][0], "n"] += 3
    one, other = of(COUNTS), of(moved)
    # Only the number of no answers, which is told, has changed.
    assert [row[:-2] for row in one.table.rows] == [row[:-2] for row in other.table.rows]
    assert (one.finding, one.notes, one.picture) == (other.finding, other.notes, other.picture)


def _ways(hidden=(), language="en", **options) -> Exhibit:
    survey = questionnaire()
    frame = shares(protected(WAYS, survey, {}, hidden))
    return share_figure(frame, survey, Wording(language), id="ways", title="Ways", **options)


def test_a_hidden_share_has_no_bar_and_the_word_in_its_row(drawn):
    exhibit = _ways([("ways", "all", "none")], sort=True)
    assert exhibit.table.rows[-1] == ("None", "hidden", "100", "hidden", "hidden")
    assert drawn[0][0][-1].instead == "Hidden"
    assert exhibit.picture.alt.startswith("Bar chart with 2 bars.")
    assert exhibit.picture.alt.endswith("Hidden: None.")
    assert exhibit.finding == (
        "The largest share that is shown: Client panel or experts by experience, or both of them "
        "together, 80% (80 of 100; 95% interval 71–87%). Hidden numbers are not compared."
    )
    assert exhibit.notes[-1] == WHY


def test_with_a_hidden_number_of_respondents_only_the_counts_are_told():
    exhibit = _ways([("ways", "all", "respondents")])
    assert exhibit.table.rows[0] == ("Direct $x$ feedback", "60", "hidden", "hidden", "hidden")
    assert exhibit.finding == "The percentages are hidden."
    assert exhibit.picture is None


def test_hidden_themes_come_last_whatever_their_number():
    labels = {"personal": "Haste", "panel": "Support", "none": "Other"}
    counts = protected(WAYS, questionnaire(), {}, [("ways", "all", "panel")])
    exhibit = theme_figure(shares(counts), labels, Wording("en"), id="t", title="T", threshold=10)
    assert [row[0] for row in exhibit.table.rows] == ["Haste", "Other", "Support"]
    assert any("fewer than 10 people" in note for note in exhibit.notes)


def _groups(hidden=(), draw=group_figure, base="all", how_many=2, **options) -> Exhibit:
    survey = questionnaire(base)
    rungs = dict.fromkeys((HEALTH, WELFARE), "sides_only")
    counts = protected(REGIONS, survey, rungs, hidden)
    shown = items(survey)[:how_many]
    return draw(counts, survey, shown, Wording("en"), id="g", title="G", **options)


def test_a_group_with_a_hidden_share_has_the_word_in_place_of_its_marker(drawn):
    exhibit = _groups([(HEALTH, "region-0", HIGH)])
    assert exhibit.table.rows[0][1] == "hidden"
    assert exhibit.table.rows[0][2].startswith("38% (17;")
    assert drawn[0][0][0].dots[0].text == "hidden"
    assert exhibit.picture.alt.endswith("Hidden: Basic health care (Etelä-Savo).")
    assert exhibit.finding.startswith("The share that answered")
    assert exhibit.finding.endswith("Hidden numbers are not compared.")


def test_groups_are_not_compared_where_too_much_is_hidden():
    exhibit = _groups([(HEALTH, "region-0", HIGH)], how_many=1, draw=group_table)
    assert exhibit.finding == "Too many numbers are hidden for the groups to be compared."


def test_a_group_without_any_base_has_none_in_its_header():
    hidden = [(item, "region-0", LOW) for item in (HEALTH, WELFARE)]
    exhibit = _groups(hidden, base="answered")
    assert [c.label.replace("\u00a0", " ") for c in exhibit.table.columns] == [
        "Question",
        "Etelä-Savo",
        "Keski-Suomi (n = 40–41)",
    ]
    # The count of the headline's answers is one of the visible cells.
    assert exhibit.table.rows[0][1] == "hidden (14)"


def test_every_option_by_group_marks_what_is_hidden():
    survey = questionnaire()
    groups = pd.concat([WAYS.assign(group="region-0"), WAYS.assign(group="region-1")])
    counts = protected(groups, survey, {}, [("ways", "region-1", "none")])
    exhibit = answers_by_group(
        shares(counts),
        {"personal": "Direct", "none": "None"},
        survey,
        Wording("en"),
        id="w",
        title="W",
        first="Answer",
    )
    assert exhibit.table.rows[1][1].startswith("3% (3;")
    assert exhibit.table.rows[1][2] == "hidden"
    assert exhibit.notes[-1] == WHY


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("rung", ["answers", "sides", "sides_only", "headline"])
@pytest.mark.parametrize("base", ["all", "answered"])
def test_no_text_overlaps_or_is_clipped(rung, base, language, drawn):
    hidden = [(HEALTH, "all", LOW if rung.startswith("sides") else "very_poorly")]
    exhibit = _likert({HEALTH: rung}, hidden, base, language)
    _ways([("ways", "all", "none")], language)
    for *_, sheet in drawn:
        assert faults_of_layout(sheet.figure) == []
    assert exhibit.picture.width == 672


def test_a_segment_is_never_given_a_hidden_share(drawn):
    _likert({HEALTH: "sides"}, [(HEALTH, "all", LOW)])
    segments: tuple[Segment, ...] = drawn[0][0][0].segments
    assert [s.text for s in segments if s.hidden] == ["hidden"]
    assert sum(s.share for s in segments if not s.hidden) == pytest.approx((37 + 54) / 134)
