from __future__ import annotations

import re

import pandas as pd
import pytest
from service_survey import battery_counts, items, questionnaire

from lumo_analysis.analysis.answer_sums import GROUP_SIZE
from lumo_analysis.analysis.count_table import counts_of_others
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation import small_multiples, small_multiples_answers
from lumo_analysis.presentation.drawing import Sheet, faults_of_layout
from lumo_analysis.presentation.exhibits import Exhibit, Picture
from lumo_analysis.presentation.small_multiples import share_panels
from lumo_analysis.presentation.small_multiples_answers import answer_panels
from lumo_analysis.presentation.small_multiples_chart import grid_of
from lumo_analysis.presentation.wording import EN_DASH, Wording

LOW, HIGH = [10, 10, 10, 5, 5, 2, 3], [2, 5, 3, 20, 10, 1, 0]


def _counts(regions: int = 4) -> pd.DataFrame:
    """Regions that answer low, high, low ...; the last one has but five respondents."""
    parts = [
        battery_counts(*[LOW if number % 2 else HIGH] * 3, group=f"region-{number}")
        for number in range(regions - 1)
    ]
    few = battery_counts(*[[1, 1, 1, 1, 1, 0, 0]] * 3, group=f"region-{regions - 1}")
    return pd.concat([*parts, few]).sort_values("item", kind="stable", ignore_index=True)


def _others(counts: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for group in counts["group"].unique():
        both = counts_of_others(counts, group)
        parts.append(both[both["group"] == "others"].assign(group=group))
    return pd.concat(parts, ignore_index=True)


def _hidden(counts: pd.DataFrame, group: str, item: str) -> pd.DataFrame:
    sizes = counts.groupby(["item", "group"])["n"].transform("sum")
    told = counts["answer"].isin(["well", "very_well"])
    place = counts["group"].eq(group) & counts["item"].eq(item) & told
    return counts.astype({"n": "Int64"}).assign(
        n=lambda f: f["n"].mask(place), **{GROUP_SIZE: sizes}
    )


def _draw(make, counts=None, regions=4, how_many=3, language="en", **options) -> Exhibit:
    survey = questionnaire(regions=regions)
    return make(
        _counts(regions) if counts is None else counts,
        survey,
        items(survey)[:how_many],
        Wording(language),
        id="panels",
        title="Panels",
        **options,
    )


@pytest.fixture
def sheets(monkeypatch):
    drawn: list[Sheet] = []

    def picture(sheet: Sheet, name: str, alt: str) -> Picture:
        drawn.append(sheet)
        return Picture("", sheet.width, sheet.height, alt)

    monkeypatch.setattr(Sheet, "picture", picture)
    return drawn


def _texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.figure.axes[0].texts]


def test_each_row_of_the_table_is_an_item_in_a_group_with_the_others_beside():
    counts = _counts()
    table = _draw(share_panels, counts, others=_others(counts)).table
    assert [column.label for column in table.columns] == [
        *("Question", "Group", "Count", "Base n", "Share", "95% interval", "Others"),
    ]
    assert table.rows[0] == (
        *("Basic health care", "Etelä-Savo", "30", "40", "75%", "60–86%"),
        "49% (42 of 85; 39–60%)",
    )


def test_without_others_there_is_no_column_and_no_word_of_them():
    exhibit = _draw(share_panels)
    assert len(exhibit.table.columns) == 6
    assert "others" not in exhibit.as_text().lower()


def test_the_finding_tells_where_a_group_stands_furthest_from_the_others():
    counts = _counts()
    finding = _draw(share_panels, counts, others=_others(counts)).finding
    assert finding == (
        "The share that answered “well or very well” is furthest from that of all others in the "
        "group Keski-Suomi for Basic health care: 25% (10 of 40) against 73% (62 of 85)."
    )


def test_without_others_the_finding_compares_the_groups():
    finding = _draw(share_panels).finding
    assert "differs most between groups for Basic health care" in finding
    assert "75% (30 of 40)" in finding


def test_a_panel_stands_for_each_group_or_for_each_item(sheets):
    _draw(share_panels)
    _draw(share_panels, panel="item")
    groups, by_item = (set(_texts(sheet)) for sheet in sheets)
    assert {"Etelä-Savo", "Keski-Suomi", "Pohjois-Savo"} <= groups
    assert _texts(sheets[0]).count("Basic health care") == 1
    assert _texts(sheets[1]).count("Etelä-Savo") == 1
    assert any(text.startswith("Basic") for text in by_item)


def test_a_hidden_share_is_a_word_in_its_panel_and_not_compared(sheets):
    counts = _hidden(_counts(), "region-0", "access_basic_health_care")
    exhibit = _draw(share_panels, counts)
    assert _texts(sheets[0]).count("hidden") == 1
    assert exhibit.table.rows[0][2] == exhibit.table.rows[0][4] == "hidden"
    assert exhibit.finding.endswith("Hidden numbers are not compared.")
    assert any(note.startswith("Numbers are hidden where") for note in exhibit.notes)
    assert "Hidden: Etelä-Savo, Basic health care." in exhibit.picture.alt


def test_hidden_others_are_not_drawn_and_not_compared():
    counts = _counts()
    others = _hidden(_others(counts), "region-0", "access_basic_health_care")
    exhibit = _draw(share_panels, counts, others=others)
    assert exhibit.table.rows[0][-1] == "hidden"
    assert exhibit.finding.endswith("Hidden numbers are not compared.")


def test_a_small_base_is_a_dash_and_a_note():
    exhibit = _draw(share_panels)
    assert exhibit.table.rows[3][4] == EN_DASH
    assert f"{EN_DASH} Fewer than 10 respondents: no percentage is given." in exhibit.notes


def test_where_nothing_is_shown_nothing_is_compared():
    few = pd.concat(
        battery_counts(*[[1, 1, 1, 1, 1, 0, 0]] * 3, group=f"region-{n}") for n in range(4)
    )
    exhibit = _draw(share_panels, few.sort_values("item", kind="stable", ignore_index=True))
    assert exhibit.finding.startswith("Fewer than two groups")
    assert "%" not in exhibit.finding + exhibit.picture.alt.replace("95% intervals", "")


def test_every_number_of_the_alternative_text_stands_in_the_table():
    counts = _counts()
    exhibit = _draw(share_panels, counts, others=_others(counts))
    cells = " ".join(" ".join(row) for row in exhibit.table.rows)
    for number in re.findall(r"\d+%", exhibit.picture.alt.replace("95% intervals", "")):
        assert number in cells


def test_bars_of_all_answers_have_every_number_in_the_table():
    exhibit = _draw(answer_panels)
    row = dict(zip([c.label for c in exhibit.table.columns], exhibit.table.rows[0], strict=True))
    assert row["Group"] == "Etelä-Savo"
    assert row["Well or very well (95% interval)"] == "75% (60–86%)"
    assert row["Well"] == "50% (20)"
    assert row["Can't say"] == "2% (1)"
    assert row["Base n"] == "40"


def test_bars_have_no_numbers_and_one_scale_for_all_panels(sheets):
    _draw(answer_panels)
    sheet = sheets[0]
    assert not any(re.fullmatch(r"\d+", text) for text in _texts(sheet))
    zeros = {
        round(float(line.get_xdata()[0]), 3)
        for line in sheet.figure.axes[0].lines
        if len(set(line.get_xdata())) == 1
    }
    assert len(zeros) == 4


def test_a_hidden_answer_is_told_in_picture_table_and_notes(sheets):
    counts = _hidden(_counts(), "region-0", "access_basic_health_care")
    exhibit = _draw(answer_panels, counts)
    assert "hidden" in _texts(sheets[0])
    assert "hidden" in exhibit.table.rows[0]
    assert any(note.startswith("Numbers are hidden where") for note in exhibit.notes)
    assert "Hidden: Etelä-Savo, Basic health care." in exhibit.picture.alt


def test_answers_put_together_have_a_column_and_a_note():
    counts = _counts()
    low = counts["answer"].isin(["very_poorly", "poorly"])
    merged = counts.assign(answer=counts["answer"].mask(low, "very_poorly+poorly"))
    merged = merged.groupby(["item", "group", "answer", "kind"], sort=False, as_index=False).sum()
    exhibit = _draw(answer_panels, merged)
    assert "Very poorly or poorly" in [column.label for column in exhibit.table.columns]
    assert any("put together" in note for note in exhibit.notes)


@pytest.mark.parametrize("make", [share_panels, answer_panels])
def test_too_many_marks_leave_the_table_alone(make, monkeypatch):
    monkeypatch.setattr(small_multiples, "MOST_DOTS", 11)
    monkeypatch.setattr(small_multiples_answers, "MOST_BARS", 11)
    exhibit = _draw(make)
    assert exhibit.picture is None
    assert len(exhibit.table.rows) == 12


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("regions", [2, 5, 9])
@pytest.mark.parametrize("make", [share_panels, answer_panels])
def test_no_text_overlaps_or_is_clipped(make, regions, language, sheets):
    _draw(make, regions=regions, language=language)
    assert faults_of_layout(sheets[0].figure) == []


@pytest.mark.parametrize(
    ("panels", "columns", "deep"), [(1, 1, 1), (6, 6, 1), (7, 4, 2), (9, 5, 2), (13, 5, 3)]
)
def test_panels_fill_their_rows_evenly(panels, columns, deep):
    grid = grid_of([f"R {number}" for number in range(panels)], ["Access", "Fit"])
    assert (grid.columns, grid.deep) == (columns, deep)


def test_one_item_needs_no_labels():
    assert grid_of(["North", "South"], ["Access"]).left == 0


@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        (share_panels, {"how_many": 0}, "at least one item"),
        (answer_panels, {"how_many": 0}, "at least one item"),
        (share_panels, {"panel": "region"}, "unknown panel 'region'"),
        (share_panels, {"how_many": 4}, "hold no item 'access_substance_abuse'"),
        (answer_panels, {"how_many": 4}, "hold no item 'access_substance_abuse'"),
        (share_panels, {"headline": "goood"}, "did you mean 'good'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(make, options, message):
    with pytest.raises(ParameterError, match=message):
        _draw(make, **options)


def test_a_group_without_others_is_refused():
    counts = _counts()
    others = _others(counts)
    with pytest.raises(ParameterError, match="'region-1' has no counts of others"):
        _draw(share_panels, counts, others=others[others["group"] != "region-1"])


def test_items_on_no_scale_are_refused():
    survey = questionnaire()
    with pytest.raises(ParameterError, match="do not share an ordered scale"):
        answer_panels(
            _counts(), survey, [survey["ways"]], Wording("en"), id="panels", title="Panels"
        )
