"""Every chart with the longest labels and the ends of the numbers: is each text to be read?"""

from __future__ import annotations

import pandas as pd
import pytest
from extreme_counts import FILLS, extreme_counts
from service_survey import items, questionnaire

from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation.bars import share_figure, theme_figure
from lumo_analysis.presentation.drawing import Sheet, faults_of_layout
from lumo_analysis.presentation.exhibits import Picture
from lumo_analysis.presentation.group_figures import group_figure
from lumo_analysis.presentation.likert import likert_figure
from lumo_analysis.presentation.position_map import position_map
from lumo_analysis.presentation.small_multiples import share_panels
from lumo_analysis.presentation.small_multiples_answers import answer_panels
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.codebook import load_codebook
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from tests.conftest import PROJECT

SURVEYS = {
    path.parent.name: load_questionnaire(path)
    for path in sorted(PROJECT.glob("data/*/questionnaire.yaml"))
}
BATTERIES = [(name, battery.id) for name, survey in SURVEYS.items() for battery in survey.batteries]
ALONE = [
    (name, item.id)
    for name, survey in SURVEYS.items()
    for item in survey.items
    if item.closed and item.battery is None
]
in_both_languages = pytest.mark.parametrize("language", ["en", "fi"])
at_the_ends = pytest.mark.parametrize("fill", FILLS)
at_some_ends = pytest.mark.parametrize("fill", ["one answer", "millions", "parts hidden"])
THEMED = sorted(path.parent.name for path in PROJECT.glob("data/*/themes.yaml"))


@pytest.fixture
def faults(monkeypatch):
    """What a reader could not read of the charts that a test draws; it draws one at least."""
    sheets: list[Sheet] = []

    def picture(sheet: Sheet, name: str, alt: str) -> Picture:
        sheets.append(sheet)
        return Picture("", sheet.width, sheet.height, alt)

    monkeypatch.setattr(Sheet, "picture", picture)

    def found() -> list[str]:
        assert sheets
        return [fault for sheet in sheets for fault in faults_of_layout(sheet.figure)]

    return found


def _battery(survey: Questionnaire, battery: str) -> list[Item]:
    return [item for item in survey.items if item.battery == battery]


def _groups(survey: Questionnaire) -> list[str]:
    return [region.id for region in survey.regions]


@in_both_languages
@at_the_ends
@pytest.mark.parametrize(("name", "battery"), BATTERIES)
def test_diverging_bars_of_every_battery(name, battery, fill, language, faults):
    survey = SURVEYS[name]
    shown = _battery(survey, battery)
    counts = extreme_counts(survey, shown, ["all"], FILLS[fill])
    for headline in (None, survey.scale_of(shown[0]).ordered[0].id):
        likert_figure(
            counts, survey, shown, Wording(language), id="x", title="X", headline=headline
        )
    assert faults() == []


@in_both_languages
@at_some_ends
@pytest.mark.parametrize(("name", "item"), ALONE)
def test_bars_of_every_closed_item_that_stands_alone(name, item, fill, language, faults):
    survey = SURVEYS[name]
    asked = survey[item]
    counts = extreme_counts(survey, [asked], ["all"], FILLS[fill])
    share_figure(shares(counts, base=asked.base), survey, Wording(language), id="x", title="X")
    if asked.kind == "ordinal":
        likert_figure(counts, survey, [asked], Wording(language), id="x", title="X")
    assert faults() == []


@in_both_languages
@at_some_ends
@pytest.mark.parametrize(("name", "battery"), BATTERIES)
def test_dots_and_panels_of_every_battery_by_region(name, battery, fill, language, faults):
    survey = SURVEYS[name]
    shown, groups, words = _battery(survey, battery), _groups(survey), Wording(language)
    counts = extreme_counts(survey, shown, groups, FILLS[fill])
    group_figure(counts, survey, shown, words, id="x", title="X")
    beside = extreme_counts(survey, shown, [groups[0], "others"], FILLS[fill])
    group_figure(beside, survey, shown, words, id="x", title="X")
    for panel in ("group", "item"):
        share_panels(counts, survey, shown, words, id="x", title="X", others=counts, panel=panel)
    answer_panels(counts, survey, shown, words, id="x", title="X")
    assert faults() == []


@in_both_languages
@pytest.mark.parametrize("fill", ["one answer", "even", "millions"])
def test_the_map_of_the_services(fill, language, faults):
    survey = SURVEYS["workers-2021"]
    across, up = survey.select("access_*"), survey.select("fit_*")
    counts = extreme_counts(survey, [*across, *up], ["all"], FILLS[fill])
    position_map(counts, survey, across, up, Wording(language), id="x", title="X")
    assert faults() == []


@in_both_languages
@pytest.mark.parametrize("name", THEMED)
def test_bars_of_the_themes_of_every_open_question(name, language, faults):
    survey = SURVEYS[name]
    codebook = load_codebook(PROJECT / "data" / name / "themes.yaml", survey)
    for item, themes in codebook.themes.items():
        labels = {theme.id: Wording(language).text(theme.label) for theme in themes}
        counts = pd.DataFrame(
            {
                "item": item,
                "group": "all",
                "answer": [*labels, "respondents", "no_answer"],
                "kind": [*["option"] * len(labels), "respondents", "no_answer"],
                "n": [*range(len(labels)), len(labels), 3],
            }
        ).assign(n=lambda frame: frame["n"] * 20)
        theme_figure(shares(counts), labels, Wording(language), id="x", title="X")
    assert faults() == []


@in_both_languages
@at_some_ends
@pytest.mark.parametrize("regions", [2, 6, 7, 13])
def test_any_number_of_groups_of_one_item(regions, fill, language, faults):
    _draw_one_item(questionnaire(regions=regions), fill, Wording(language))
    assert faults() == []


@pytest.mark.parametrize("language", ["fi", pytest.param("en", marks=pytest.mark.heavy)])
def test_three_hundred_groups_of_one_item(language, faults):
    _draw_one_item(questionnaire(regions=300), "parts hidden", Wording(language))
    assert faults() == []


def _draw_one_item(survey: Questionnaire, fill: str, words: Wording) -> None:
    one = items(survey)[-1:]
    counts = extreme_counts(survey, one, _groups(survey), FILLS[fill])
    group_figure(counts, survey, one, words, id="x", title="X")
    share_panels(counts, survey, one, words, id="x", title="X", others=counts)
    answer_panels(counts, survey, one, words, id="x", title="X")


@in_both_languages
@at_some_ends
@pytest.mark.parametrize("regions", [2, 6, 13])
def test_any_number_of_groups_of_several_items(regions, fill, language, faults):
    survey, words = questionnaire(regions=regions), Wording(language)
    several = items(survey)
    counts = extreme_counts(survey, several, _groups(survey), FILLS[fill])
    share_panels(counts, survey, several, words, id="x", title="X", others=counts)
    answer_panels(counts, survey, several, words, id="x", title="X")
    assert faults() == []
