from __future__ import annotations

import itertools
import re

import pandas as pd
import pytest

from lumo_analysis.analysis.answer_sums import GROUP_SIZE
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.paired_items import compare_items, pairs_within
from lumo_analysis.analysis.ranking import place_ranges
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.drawing import Sheet, faults_of_layout
from lumo_analysis.presentation.exhibits import Exhibit, Picture
from lumo_analysis.presentation.position_map import position_map
from lumo_analysis.presentation.position_map_chart import Point, map_ticks
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.survey import load_survey

SURVEY = load_survey("workers-2021")
ASKED = SURVEY.questionnaire
ACROSS, UP = ASKED.select("access_*"), ASKED.select("fit_*")
COUNTS = count_answers(SURVEY.responses, [*ACROSS, *UP], questionnaire=ASKED)
IDS = [[item.id for item in items] for items in (ACROSS, UP)]
PAIRS = [*pairs_within(*IDS), *zip(*IDS, strict=True)]
GOOD = ["well", "very_well"]
COMPARED = compare_items(
    SURVEY.responses, [*ACROSS, *UP], GOOD, "all", pairs=PAIRS, questionnaire=ASKED
)
FEW = COMPARED[~COMPARED["item2"].str.startswith("fit_") | COMPARED["item1"].str.startswith("fit_")]


def _map(counts=COUNTS, language="en", across=ACROSS, up=UP, **options) -> Exhibit:
    options = {"compared": COMPARED, **options}
    return position_map(
        counts, ASKED, across, up, Wording(language), id="map", title="Map", **options
    )


def _hiding(*items: str) -> pd.DataFrame:
    counts = COUNTS.astype({"n": "Int64"})
    counts[GROUP_SIZE] = len(SURVEY.responses)
    told = counts["item"].isin(items) & counts["answer"].isin(GOOD)
    return counts.assign(n=counts["n"].mask(told))


def test_each_service_has_both_shares_with_their_places():
    row = _map().table.rows[0]
    assert row == (
        "Primary health care",
        "82% (110; 75–88%)",
        "1–2",
        "66% (88; 57–73%)",
        "1–4",
    )


def test_the_places_are_those_of_the_comparison():
    places = place_ranges(COMPARED, IDS[0]).set_index("item")
    for item, row in zip(IDS[0], _map().table.rows, strict=True):
        ends = {str(places.loc[item, "best"]), str(places.loc[item, "worst"])}
        assert set(row[2].split(EN_DASH)) == ends


def test_the_finding_tells_both_ends_of_each_axis_and_how_many_pairs_differ():
    finding = _map().finding
    assert "Getting help from services" in finding
    assert "Primary health care (82%, 110 of 134)" in finding
    assert "Mental health services (10%, 14 of 134)" in finding
    assert re.findall(r"(\d+) of 55 pairs", finding) == ["35", "29"]


def test_the_services_that_cannot_be_ranked_apart_are_said_from_the_largest_down():
    (note,) = [n for n in _map().notes if n.startswith("Can't be ranked apart, Getting")]
    sets = note.removesuffix(".").split(": ", 1)[1].split("; ")
    assert sets[0] == "Primary health care and Early education"
    assert sets[-1].endswith("Substance-abuse services and Mental health services")


def test_no_number_of_the_comparison_but_places_is_told():
    text = _map().as_text()
    p = COMPARED.loc[COMPARED["p"] > 0.001, "p"]
    assert not any(f"{value:.3f}" in text for value in p)
    assert "121 tests" in text


def test_without_a_comparison_nothing_is_said_of_places():
    exhibit = _map(compared=None)
    assert len(exhibit.table.rows[0]) == 3
    assert not any(word in exhibit.as_text() for word in ("place", "apart", "Holm"))


def test_without_the_services_two_shares_compared_nothing_is_said_of_them():
    assert not any("same row" in note for note in _map(compared=FEW).notes)
    assert any("same row" in note for note in _map().notes)


def test_a_service_with_clearly_different_shares_is_named():
    moved = COMPARED.copy()
    twin = moved["item1"].eq(IDS[0][0]) & moved["item2"].eq(IDS[1][0])
    moved.loc[twin, ["difference", "p_adjusted"]] = [-0.16, 0.01]
    other = moved["item1"].eq(IDS[0][1]) & moved["item2"].eq(IDS[1][1])
    moved.loc[other, ["difference", "p_adjusted"]] = [0.2, 0.01]
    notes = _map(compared=moved).notes
    larger = "The share of “getting help from services” is clearly larger than that of “how"
    assert any(n.startswith(larger) and n.endswith("for: Primary health care.") for n in notes)
    assert any(n.endswith("services” for: Early education.") for n in notes)


def test_a_service_with_a_hidden_share_is_named_and_has_no_point():
    exhibit = _map(_hiding(IDS[0][0]))
    assert exhibit.table.rows[0][1:3] == ("hidden", EN_DASH)
    assert exhibit.table.rows[0][4] == EN_DASH
    assert "Not on the map: Primary health care." in exhibit.notes
    assert "Map of 10 points" in exhibit.picture.alt
    assert "Primary health care 82%" not in exhibit.picture.alt
    assert exhibit.picture.alt.endswith("Hidden: Primary health care.")
    assert "Hidden numbers are not compared." in exhibit.finding


def test_a_hidden_service_is_ranked_against_nothing():
    hidden = _map(_hiding(IDS[0][0]))
    places = place_ranges(COMPARED, IDS[0][1:]).set_index("item")
    row = hidden.table.rows[1]
    assert set(row[2].split(EN_DASH)) == {
        str(places.loc[IDS[0][1], end]) for end in ("best", "worst")
    }
    assert "of 45 pairs" in hidden.finding


def test_where_everything_is_hidden_there_is_no_picture():
    exhibit = _map(_hiding(*IDS[0]))
    assert exhibit.picture is None
    assert exhibit.finding == "The percentages are hidden."


def test_every_number_of_the_picture_stands_in_the_table():
    exhibit = _map()
    for row in exhibit.table.rows:
        shares = [cell.split(" (")[0] for cell in (row[1], row[3])]
        assert f"{row[0]} {shares[0]} and {shares[1]}" in exhibit.picture.alt


def test_finnish_has_commas_and_blanks_where_they_belong():
    exhibit = _map(language="fi")
    assert "82\u00a0%" in exhibit.table.rows[0][1]
    assert any(note.startswith("Keskinäistä järjestystä ei voi päätellä") for note in exhibit.notes)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.42, 0.58, [0.4, 0.5, 0.6]),
        (0.0, 1.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0.08, 0.88, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0.5, 0.5, [0.5, 0.6]),
        (1.0, 1.0, [0.9, 1.0]),
        (0.3, 0.7, [0.3, 0.4, 0.5, 0.6, 0.7]),
    ],
)
def test_the_axes_hold_every_interval_and_end_at_a_line(low, high, expected):
    point = Point("A", (low, low, high), (low, low, high))
    assert map_ticks([point]) == expected


@pytest.mark.parametrize("language", ["en", "fi"])
def test_no_text_overlaps_or_is_clipped_where_all_shares_are_the_same(language, monkeypatch):
    sheets = []

    def picture(sheet, name, alt):
        sheets.append(sheet)
        return Picture("", sheet.width, sheet.height, alt)

    monkeypatch.setattr(Sheet, "picture", picture)
    for n in (0, 1, 134):
        well, poorly = COUNTS["answer"].eq("well"), COUNTS["answer"].eq("poorly")
        _map(COUNTS.assign(n=well * n + poorly * (134 - n)), language, compared=None)
    assert [faults_of_layout(sheet.figure) for sheet in sheets] == [[], [], []]


def test_two_drawings_are_the_same_bytes():
    assert _map().picture.svg == _map().picture.svg


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"up": UP[:3]}, "two lists of the same length"),
        ({"across": ACROSS[:1], "up": UP[:1]}, "of 2 to 20 items"),
        ({"across": ACROSS * 2, "up": UP * 2}, "of 2 to 20 items"),
        ({"counts": COUNTS[COUNTS["item"] != IDS[1][4]]}, f"hold no item '{IDS[1][4]}'"),
        ({"compared": COMPARED[COMPARED["item1"] != IDS[0][0]]}, "not compared"),
        ({"headline": "wel"}, "did you mean 'well'"),
    ],
)
def test_what_cannot_be_mapped_is_refused(options, message):
    with pytest.raises(ParameterError, match=message):
        _map(**options)


def test_several_groups_are_refused():
    both = pd.concat([COUNTS, COUNTS.assign(group="etela-savo")])
    with pytest.raises(ParameterError, match="the counts hold 2"):
        _map(both)


def test_axes_of_no_battery_need_names():
    items = [ASKED["coping"], ASKED["workload"]]
    counts = count_answers(SURVEY.responses, items, questionnaire=ASKED)
    with pytest.raises(ParameterError, match="name both axes"):
        _map(counts, across=items, up=items, compared=None)


def test_every_pair_of_the_two_lists_is_compared_once():
    assert len(PAIRS) == len(set(PAIRS)) == 2 * len(list(itertools.combinations(IDS[0], 2))) + 11
