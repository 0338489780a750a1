from __future__ import annotations

import hashlib
import re

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_survey import ANSWERS, PLAIN, battery_counts, counts_of, items, questionnaire

from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation import likert
from lumo_analysis.presentation.drawing import faults_of_layout
from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.presentation.likert import likert_figure
from lumo_analysis.presentation.wording import EN_DASH, Wording


def _figure(counts=PLAIN, base="answered", language="en", how_many=4, **options) -> Exhibit:
    survey = questionnaire(base)
    shown = items(survey)[:how_many]
    return likert_figure(
        counts, survey, shown, Wording(language), id="access", title="Access", **options
    )


def _column(exhibit: Exhibit, label: str) -> list[str]:
    place = [column.label for column in exhibit.table.columns].index(label)
    return [row[place] for row in exhibit.table.rows]


def test_the_table_holds_the_counts_that_were_given():
    row = _figure().table.rows[1]
    actual = [int(cell.split("(")[1].rstrip(")")) for cell in row[2:9]]
    expected = [8, 25, 27, 41, 18, 13, 2]
    assert actual == expected


def test_the_base_is_those_who_answered_on_the_scale_where_the_item_says_so():
    exhibit = _figure()
    assert _column(exhibit, "Base n")[1] == "119"
    assert exhibit.table.rows[1][1].startswith("50% (")
    assert "Percentages are of those who answered on the scale (n = 7–134)." in exhibit.notes


def test_the_base_is_all_respondents_where_the_item_says_so():
    exhibit = _figure(base="all")
    assert _column(exhibit, "Base n") == ["134"] * 4
    assert exhibit.table.rows[1][1].startswith("44% (")
    assert "Percentages are of all respondents (n = 134)." in exhibit.notes


def test_cant_say_is_of_all_respondents_under_either_base():
    answered, everyone = _figure(), _figure(base="all")
    assert _column(answered, "Can't say")[1] == _column(everyone, "Can't say")[1] == "10% (13)"


def test_an_item_below_ten_shows_dashes_and_a_note():
    exhibit = _figure()
    assert exhibit.table.rows[3][1:9] == (EN_DASH,) * 8
    assert exhibit.table.rows[3][9] == "7"
    assert f"{EN_DASH} Fewer than 10 respondents: no percentage is given." in exhibit.notes


def test_an_uncertain_share_carries_its_mark_and_a_note_says_what_it_means():
    exhibit = _figure(battery_counts([2, 3, 5, 7, 3, 0, 0]), how_many=1)
    assert exhibit.table.rows[0][1].endswith("*")
    assert any(note.startswith("* Uncertain") for note in exhibit.notes)


def test_a_certain_share_has_neither_mark_nor_note():
    exhibit = _figure(battery_counts([20, 30, 50, 70, 30, 0, 0]), how_many=1)
    assert "*" not in exhibit.as_text()


def test_the_finding_names_the_largest_and_the_smallest_share():
    assert _figure().finding == (
        "The share that answered “well or very well” is largest for Substitute care in child "
        "protection (100%, 134 of 134) and smallest for Services under the Social Welfare Act "
        "(50%, 59 of 119)."
    )


def test_items_that_share_an_extreme_are_all_named():
    row = [10, 10, 10, 10, 10, 0, 0]
    exhibit = _figure(battery_counts([0, 0, 0, 25, 25, 0, 0], row, row), how_many=3)
    assert exhibit.finding.count("(40%, 20 of 50)") == 2


def test_a_single_item_is_told_with_its_interval():
    actual = _figure(battery_counts([10, 10, 10, 10, 10, 0, 0]), how_many=1).finding
    expected = (
        "Basic health care: 40% answered “well or very well” (20 of 50; 95% interval 28–54%)."
    )
    assert actual == expected


def test_equal_shares_have_no_largest():
    row = [10, 10, 10, 10, 10, 0, 0]
    assert "is 40% for every question" in _figure(battery_counts(row, row), how_many=2).finding


def test_no_sentence_is_made_of_items_that_are_not_shown():
    actual = _figure(battery_counts([1, 1, 1, 1, 1, 0, 0]), how_many=1)
    assert actual.finding == "Fewer than 10 respondents answered, so no percentages are given."
    assert "%" not in actual.finding + actual.picture.alt


def test_sorting_puts_the_largest_share_first_and_items_without_a_share_last():
    actual = [row[0] for row in _figure(sort=True).table.rows]
    assert actual[0] == "Substitute care in child protection"
    assert actual[-1] == "Substance-abuse services for minors and their families"


def test_the_known_frame_makes_intervals_narrower_and_is_named():
    counts = battery_counts([10, 10, 10, 10, 10, 0, 0])
    survey = questionnaire(frame=60)
    actual = likert_figure(
        counts, survey, items(survey)[:1], Wording("en"), id="access", title="Access"
    )
    assert actual.table.rows[0][1] != _figure(counts, how_many=1).table.rows[0][1]
    assert any("60 people" in note for note in actual.notes)


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("base", ["answered", "all"])
def test_no_text_overlaps_or_is_clipped(language, base, monkeypatch):
    sheets = []
    draw = likert.draw_bars
    monkeypatch.setattr(
        likert, "draw_bars", lambda *given: sheets.append(draw(*given)) or sheets[-1]
    )
    _figure(base=base, language=language)
    assert faults_of_layout(sheets[0].figure) == []


def test_each_number_beside_the_bars_stands_in_the_table(monkeypatch):
    drawn = []
    draw = likert.draw_bars
    monkeypatch.setattr(
        likert, "draw_bars", lambda bars, *more: drawn.extend(bars) or draw(bars, *more)
    )
    rows = _figure().table.rows
    for bar, row in zip(drawn, rows, strict=True):
        assert row[1].split(" ")[0] == bar.cells[0].rstrip("*")
        for segment, cell in zip(bar.segments, row[2:7], strict=False):
            assert cell.startswith(f"{segment.text}%")


def test_count_and_base_of_the_headline_stand_beside_each_bar(monkeypatch):
    drawn, draw = [], likert.draw_bars
    monkeypatch.setattr(
        likert, "draw_bars", lambda bars, *more: drawn.extend(bars) or draw(bars, *more)
    )
    _figure()
    assert drawn[1].cells[-1] == "59 / 119"
    assert drawn[3].cells[-1] == f"{EN_DASH} / 7"


def test_the_svg_is_the_same_whatever_a_notebook_has_set():
    expected = _figure().picture.svg
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "none", "lines.linewidth": 9}):
        assert _figure().picture.svg == expected


def test_the_svg_carries_no_text_no_date_and_no_foreign_ids():
    svg = _figure().picture.svg
    assert "<!--" not in svg
    assert "Basic" not in svg
    assert not re.search(r"date|metadata|<\?xml|DOCTYPE", svg)
    assert all(name.startswith("access-") for name in re.findall(r'\bid="([^"]*)"', svg))
    assert len(svg) < 200_000


def test_two_runs_give_the_same_bytes():
    digests = {hashlib.sha256(_figure().picture.svg.encode()).hexdigest() for _ in range(2)}
    assert len(digests) == 1


def test_items_on_different_scales_are_refused():
    survey = questionnaire()
    with pytest.raises(ParameterError, match="use share_figure"):
        likert_figure(PLAIN, survey, [survey["ways"]], Wording("en"), id="a", title="A")


def test_several_groups_are_refused():
    counts = battery_counts([1, 1, 1, 1, 1, 0, 0])
    both = pd.concat([PLAIN, counts.assign(group="region-0")])
    with pytest.raises(ParameterError, match="shows one group, and the counts hold 2"):
        _figure(both)


def test_an_item_that_was_not_counted_is_refused():
    with pytest.raises(ParameterError, match="hold no item 'access_social_welfare_services'"):
        _figure(PLAIN[PLAIN["item"] == "access_basic_health_care"])


def test_an_unknown_headline_is_refused_with_the_nearest():
    with pytest.raises(ParameterError, match="did you mean 'good'"):
        _figure(headline="goood")


def test_answers_can_be_named_instead_of_a_headline():
    actual = _figure(headline="very_poorly+poorly")
    assert actual.table.columns[1].label == "Very poorly or poorly (95% interval)"
    assert actual.table.rows[1][1].startswith("28% (")


@settings(max_examples=15, deadline=None)
@given(n=st.lists(st.integers(0, 300), min_size=5, max_size=5).filter(lambda n: sum(n) >= 10))
def test_the_counts_of_a_row_add_up_to_its_base(n):
    exhibit = _figure(counts_of("access_basic_health_care", n, 3, 1), how_many=1)
    row = exhibit.table.rows[0]
    counts = [
        int(cell.split("(")[1].rstrip(")").replace(",", "")) for cell in row[2 : 2 + len(ANSWERS)]
    ]
    assert sum(counts) == int(row[-1].replace(",", ""))
