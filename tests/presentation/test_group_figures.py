from __future__ import annotations

import pandas as pd
import pytest
from service_survey import battery_counts, items, questionnaire

from lumo_analysis.analysis.count_table import counts_of_others
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation import group_figures
from lumo_analysis.presentation.drawing import faults_of_layout
from lumo_analysis.presentation.group_figures import group_figure, group_table
from lumo_analysis.presentation.wording import Wording

LOW, HIGH = [10, 10, 10, 5, 5, 2, 3], [2, 5, 3, 20, 10, 1, 0]


def _counts(regions: int) -> pd.DataFrame:
    """Regions that answer low, high, low ...; the last one has but five respondents."""
    parts = [
        battery_counts(*[LOW if number % 2 else HIGH] * 3, group=f"region-{number}")
        for number in range(regions - 1)
    ]
    few = battery_counts(*[[1, 1, 1, 1, 1, 0, 0]] * 3, group=f"region-{regions - 1}")
    counts = pd.concat([*parts, few])
    return counts.sort_values("item", kind="stable", ignore_index=True)


def _figure(regions=4, how_many=3, language="en", draw=group_figure, counts=None, **options):
    survey = questionnaire(regions=regions)
    return draw(
        _counts(regions) if counts is None else counts,
        survey,
        items(survey)[:how_many],
        Wording(language),
        id="regions",
        title="Regions",
        **options,
    )


def test_items_are_rows_and_groups_are_columns_with_their_bases():
    table = _figure().table
    assert [column.label for column in table.columns] == [
        "Question",
        "Etelä-Savo (n\u00a0=\u00a040)",
        "Keski-Suomi (n\u00a0=\u00a040)",
        "Pohjois-Karjala (n\u00a0=\u00a040)",
        "Pohjois-Savo (n\u00a0=\u00a05)",
    ]
    assert table.rows[0] == (
        "Basic health care",
        "75% (30; 60–86%)",
        "25% (10; 14–40%)",
        "75% (30; 60–86%)",
        "–",
    )


def test_the_finding_tells_where_the_groups_are_furthest_apart():
    finding = _figure().finding
    assert "Etelä-Savo" in finding or "Pohjois-Karjala" in finding
    assert "75% (30 of 40)" in finding
    assert "Keski-Suomi 25% (10 of 40)" in finding


def test_one_group_stands_beside_the_others():
    exhibit = _figure(counts=counts_of_others(_counts(4), "region-1"))
    assert [column.label for column in exhibit.table.columns][1:] == [
        "Keski-Suomi (n\u00a0=\u00a040)",
        "Others (n\u00a0=\u00a085)",
    ]


def test_more_than_six_groups_are_rows_of_one_item():
    exhibit = _figure(regions=12, how_many=1)
    assert len(exhibit.table.rows) == 12
    assert exhibit.table.rows[0] == ("Etelä-Savo", "30", "40", "75%", "60–86%")


def test_more_than_six_groups_of_several_items_are_refused():
    with pytest.raises(ParameterError, match="show one item at a time"):
        _figure(regions=12)


def test_a_table_takes_any_number_of_groups_and_items():
    exhibit = _figure(regions=12, draw=group_table)
    assert len(exhibit.table.rows) == 36
    assert exhibit.picture is None


def test_groups_too_small_to_compare_are_not_compared():
    counts = battery_counts([1, 1, 1, 1, 1, 0, 0], group="region-0")
    assert _figure(how_many=1, counts=counts).finding.startswith("Fewer than two groups")


def test_a_group_that_the_grouping_item_lacks_is_refused():
    with pytest.raises(ParameterError, match="no group 'regio-1'; did you mean 'region-1'"):
        _figure(how_many=1, counts=battery_counts(LOW, group="regio-1"))


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize(("regions", "how_many"), [(4, 3), (6, 3), (12, 1)])
def test_no_text_overlaps_or_is_clipped(language, regions, how_many, monkeypatch):
    sheets = []
    draw = group_figures.draw_groups
    monkeypatch.setattr(
        group_figures, "draw_groups", lambda *given: sheets.append(draw(*given)) or sheets[-1]
    )
    exhibit = _figure(regions=regions, how_many=how_many, language=language)
    assert faults_of_layout(sheets[0].figure) == []
    assert len(exhibit.picture.svg) < 200_000
