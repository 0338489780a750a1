"""Every survey that the project ships, every question of it: tested by being there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.published import compare_published
from lumo_analysis.survey.answers import Cleaning, decode_cells
from lumo_analysis.survey.columns import plan_columns
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from lumo_analysis.survey.raw_table import RawTable
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.survey import Survey, load_survey
from lumo_analysis.survey.synthesis import CODER, MARK, header_of, write_synthesis

DATA = Path(__file__).parents[1] / "data"
SURVEYS = sorted(path.parent.name for path in DATA.glob("*/questionnaire.yaml"))
QUESTIONNAIRES = {name: load_questionnaire(DATA / name / "questionnaire.yaml") for name in SURVEYS}
ITEMS = [(name, item) for name in SURVEYS for item in QUESTIONNAIRES[name].items]
CLOSED = [(name, item) for name, item in ITEMS if item.closed]
every_survey = pytest.mark.parametrize("name", SURVEYS)


def named(value: object) -> str | None:
    return value.id if isinstance(value, Item) else None


@pytest.fixture(scope="module")
def surveys() -> dict[str, Survey]:
    return {name: load_survey(DATA / name) for name in SURVEYS}


def decoded(cells: list[str], item: Item, questionnaire: Questionnaire) -> list[str]:
    work = Cleaning(RawTable(pd.DataFrame({"x": cells}), {}, ""), questionnaire)
    ids = decode_cells(work.raw.cells["x"], item, questionnaire.scale_of(item), work)
    assert work.faults == []
    return ids.tolist()


def test_the_two_surveys_are_shipped() -> None:
    assert {"partners-2021", "workers-2021"} <= set(SURVEYS)


@pytest.mark.parametrize(("name", "item"), CLOSED, ids=named)
def test_each_label_decodes_to_its_answer_in_every_language(name: str, item: Item) -> None:
    asked = QUESTIONNAIRES[name]
    for answer in asked.scale_of(item).answers:
        assert set(answer.label) == set(asked.languages)
        spellings = [*answer.label.values(), *answer.codes]
        variants = [*spellings, *map(str.upper, spellings), *(f"\u00a0{s} " for s in spellings)]

        assert decoded(variants, item, asked) == [answer.id] * len(variants)


@pytest.mark.parametrize(("name", "item"), ITEMS, ids=named)
def test_each_item_finds_its_own_column(name: str, item: Item) -> None:
    asked = QUESTIONNAIRES[name]
    headers = {
        (other.id, option): header_of(other, asked, option)
        for other in asked.items
        for option in [a.id for a in other.answers if a.column] or [None]
    }

    plan = plan_columns(asked, list(headers.values()))

    assert plan.faults == []
    if item.column is not None:
        assert plan.items[item.id] == headers[item.id, None]
    for answer in item.answers:
        if answer.column is not None:
            assert plan.options[item.id, answer.id] == headers[item.id, answer.id]


@pytest.mark.parametrize(("name", "item"), ITEMS, ids=named)
def test_each_item_is_answered_and_each_answer_given(
    surveys: dict[str, Survey], name: str, item: Item
) -> None:
    survey = surveys[name]
    if not item.closed:
        assert survey.responses[item.id].notna().sum() >= 50
        return
    counts = count_answers(survey.responses, [item], questionnaire=survey.questionnaire)

    given = counts[counts["kind"].isin(["scale", "option"])]
    assert given["answer"].tolist() == [
        answer.id for answer in survey.questionnaire.scale_of(item).answers if not answer.off_scale
    ]
    assert (given["n"] > 0).all()


@every_survey
def test_making_synthetic_responses_again_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for path in (DATA / name).glob("*"):
        if path.is_file() and not path.name.startswith("synthetic"):
            (tmp_path / path.name).write_bytes(path.read_bytes())

    for written in write_synthesis(tmp_path):
        assert written.read_bytes() == (DATA / name / written.name).read_bytes()


@pytest.mark.parametrize(("name", "figures"), [("workers-2021", 52), ("partners-2021", 13)])
def test_every_published_figure_comes_back(
    surveys: dict[str, Survey], name: str, figures: int
) -> None:
    survey = surveys[name]
    assert survey.published is not None
    asked = list(survey.published["item"].unique())
    counts = count_answers(survey.responses, asked, questionnaire=survey.questionnaire)

    actual = compare_published(survey.published, counts)

    assert len(actual) == figures
    assert actual[~actual["agrees"]].to_dict("records") == []
    known = actual[actual["count"].notna()]
    assert known["computed_n"].tolist() == known["count"].tolist()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("workers-2021", [28, 45, 26, 35]), ("partners-2021", [87, 202, 140, 119])],
)
def test_each_region_has_its_respondents(
    surveys: dict[str, Survey], name: str, expected: list[int]
) -> None:
    survey = surveys[name]
    regions = ["etela-savo", "keski-suomi", "pohjois-karjala", "pohjois-savo"]

    assert [answer.id for answer in survey.questionnaire.regions] == regions
    assert [len(survey.within(region).responses) for region in regions] == expected
    assert len(survey.responses) == sum(expected)


@every_survey
def test_each_row_says_that_it_is_synthetic(surveys: dict[str, Survey], name: str) -> None:
    cells = read_export(DATA / name / "synthetic.csv").cells

    assert cells[QUESTIONNAIRES[name].synthetic_mark].unique().tolist() == [MARK]
    assert surveys[name].synthetic


@every_survey
def test_the_coding_fits_its_themes_and_answers(surveys: dict[str, Survey], name: str) -> None:
    survey = surveys[name]
    assert survey.codebook is not None
    assert survey.coding is not None
    themes = {(item, theme.id) for item, some in survey.codebook.themes.items() for theme in some}

    assert {item.id for item in survey.questionnaire.items if item.kind == "open"} == set(
        survey.codebook.themes
    )
    assert set(zip(survey.coding["item"], survey.coding["theme"], strict=True)) == themes
    assert survey.coding["coder"].unique().tolist() == [CODER]
    for item, rows in survey.coding.groupby("item"):
        assert survey.responses.loc[rows["respondent"], item].notna().all()


@every_survey
def test_coded_answers_stay_with_their_respondents_in_each_region(
    surveys: dict[str, Survey], name: str
) -> None:
    survey = surveys[name]
    regions = [survey.within(answer.id) for answer in survey.questionnaire.regions]

    expected = sorted(coded_answers(survey))
    assert sorted(found for region in regions for found in coded_answers(region)) == expected


def coded_answers(survey: Survey) -> list[tuple[str, str]]:
    """Each theme beside the answer that carries it."""
    assert survey.coding is not None
    rows = zip(survey.coding["respondent"], survey.coding["item"], strict=True)
    texts = [str(survey.responses.loc[respondent, item]) for respondent, item in rows]
    return list(zip(survey.coding["theme"], texts, strict=True))


@every_survey
def test_each_theme_has_its_texts_in_every_language(surveys: dict[str, Survey], name: str) -> None:
    codebook = surveys[name].codebook
    assert codebook is not None
    languages = set(QUESTIONNAIRES[name].languages)

    for themes in codebook.themes.values():
        for theme in themes:
            assert set(theme.label) == set(theme.definition) == languages
