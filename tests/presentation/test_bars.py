from __future__ import annotations

import pandas as pd
import pytest
from service_survey import PLAIN, questionnaire

from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation import bars
from lumo_analysis.presentation.bars import share_figure, share_table, theme_figure
from lumo_analysis.presentation.drawing import faults_of_layout
from lumo_analysis.presentation.wording import Wording

WAYS = pd.DataFrame(
    {
        "item": "ways",
        "group": "all",
        "answer": ["personal", "panel", "none", "respondents", "no_answer"],
        "kind": ["option", "option", "option", "respondents", "no_answer"],
        "n": [60, 80, 0, 100, 34],
    }
)
FEW = WAYS.assign(n=[3, 4, 0, 7, 100])


def _figure(counts=WAYS, language="en", **options):
    return share_figure(
        shares(counts), questionnaire(), Wording(language), id="ways", title="Ways", **options
    )


def test_each_option_has_its_count_base_share_and_interval():
    actual = _figure().table.rows[0]
    expected = ("Direct $x$ feedback", "60", "100", "60%", "50–69%")
    assert actual == expected


def test_an_option_that_nobody_chose_keeps_its_row():
    assert _figure().table.rows[2][:4] == ("None", "0", "100", "0%")


def test_sorting_puts_the_largest_share_first():
    assert [row[1] for row in _figure(sort=True).table.rows] == ["80", "60", "0"]


def test_the_finding_tells_the_largest_share_with_its_numbers():
    assert _figure().finding.endswith("80% (80 of 100; 95% interval 71–87%).")


def test_the_alternative_text_gives_every_share():
    assert "Direct $x$ feedback 60%" in _figure().picture.alt


def test_a_base_below_ten_gives_no_share():
    exhibit = _figure(FEW)
    assert {row[3] for row in exhibit.table.rows} == {"–"}
    assert "%" not in exhibit.finding


def test_the_note_names_the_base():
    assert "Percentages are of those who answered the question (n = 100)." in _figure().notes


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("counts", [WAYS, FEW], ids=["plain", "few"])
def test_no_text_overlaps_or_is_clipped(language, counts, monkeypatch):
    sheets = []
    draw = bars.draw_shares
    monkeypatch.setattr(
        bars, "draw_shares", lambda *given: sheets.append(draw(*given)) or sheets[-1]
    )
    _figure(counts, language)
    assert faults_of_layout(sheets[0].figure) == []


def test_signs_of_mathematics_and_markup_are_drawn_as_they_stand(monkeypatch):
    texts = []
    draw = bars.draw_shares

    def keep(*given):
        sheet = draw(*given)
        texts.extend(text for text in sheet.figure.axes[0].texts)
        return sheet

    monkeypatch.setattr(bars, "draw_shares", keep)
    _figure()
    dollars = [text for text in texts if "$" in text.get_text()]
    assert dollars
    assert not any(text.get_parse_math() for text in dollars)


def test_one_share_of_several_items_is_named_by_the_items():
    frame = shares(PLAIN, ["well", "very_well"])
    exhibit = share_table(frame, questionnaire(), Wording("fi"), id="a", title="A")
    assert exhibit.table.rows[0][0] == "Perusterveydenhuolto"
    assert exhibit.picture is None


def test_several_answers_of_several_items_are_refused():
    with pytest.raises(ParameterError, match="choose one item"):
        share_table(shares(PLAIN), questionnaire(), Wording("en"), id="a", title="A")


def test_several_groups_are_refused():
    frame = shares(pd.concat([WAYS, WAYS.assign(group="region-0")]))
    with pytest.raises(ParameterError, match="use group_figure"):
        share_figure(frame, questionnaire(), Wording("en"), id="a", title="A")


def test_themes_are_sorted_and_named_by_their_labels():
    labels = {"personal": "Haste", "panel": "Support of management", "none": "Other"}
    exhibit = theme_figure(shares(WAYS), labels, Wording("en"), id="themes", title="Themes")
    assert [row[0] for row in exhibit.table.rows] == ["Support of management", "Haste", "Other"]


def test_a_theme_without_a_label_is_refused():
    with pytest.raises(ParameterError, match="theme 'panel' has no label"):
        theme_figure(
            shares(WAYS), {"personal": "Haste"}, Wording("en"), id="themes", title="Themes"
        )
