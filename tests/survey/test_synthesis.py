from __future__ import annotations

from pathlib import Path

import pytest
from small_survey import QUESTIONNAIRE, folder, questionnaire

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.errors import LumoError
from lumo_analysis.survey.survey import load_survey
from lumo_analysis.survey.synthesis import MARK, header_of, synthesize, write_synthesis

THEMES = """\
questions:
  - item: wishes
    themes:
      - {id: time, label: {fi: Aika, en: Time}, definition: {fi: Kaipaa aikaa., en: Wants time.}}
"""
PUBLISHED = """\
section,item,answers,percent,decimals,count
all,region,etela-savo,40,0,40
all,region,keski-suomi,60,0,60
all,access,well,33,0,
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    place = folder(tmp_path)
    (place / "themes.yaml").write_text(THEMES, encoding="utf-8")
    (place / "published.csv").write_text(PUBLISHED, encoding="utf-8")
    answers = "answers:\n- {item: wishes, themes: [time], text: Aikaa.}\n"
    (place / "demonstration.yaml").write_text(answers, encoding="utf-8")
    return place


def test_synthetic_responses_load_and_give_the_published_figures(small: Path) -> None:
    write_synthesis(small)

    survey = load_survey(small)

    counts = count_answers(
        survey.responses, ["region", "access"], questionnaire=survey.questionnaire
    ).set_index(["item", "answer"])["n"]
    assert counts["region"].tolist() == [40, 60, 0]
    assert counts["access", "well"] == 33
    assert survey.synthetic


def test_an_item_of_every_kind_has_its_column(small: Path) -> None:
    export = synthesize(small).export

    assert list(export.columns) == [
        *("SYNTEETTINEN", "Tunnus", "Maakunta", "1. Apu", "Tavat", "4.1. Systeeminen työ"),
        *("4.2. Muu", "Vuodet", "Toiveet"),
    ]
    assert (export["Vuodet"] == "").all()


def test_options_that_rule_out_others_stand_alone(small: Path) -> None:
    ways = synthesize(small).export["Tavat"]

    assert ways.str.contains("Ei mitään").any()
    assert set(ways[ways.str.contains("Ei mitään")]) == {"Ei mitään"}
    assert ways.str.contains("Kysely;Puhe; myös puhelin").any()


def test_every_row_says_that_nobody_answered(small: Path) -> None:
    assert synthesize(small).export["SYNTEETTINEN"].unique().tolist() == [MARK]


def test_the_coding_names_who_gave_which_answer(small: Path) -> None:
    synthesis = synthesize(small)
    wishes = synthesis.export.set_index("Tunnus")["Toiveet"]

    assert (wishes[synthesis.coding["respondent"]] == "Aikaa.").all()
    assert len(synthesis.coding) == (wishes != "").sum() > 0


def test_the_same_files_give_the_same_bytes(small: Path) -> None:
    first = [path.read_bytes() for path in write_synthesis(small)]

    assert [path.read_bytes() for path in write_synthesis(small)] == first
    assert first[0].startswith(b"\xef\xbb\xbf")
    assert b"\r" not in first[0]


def test_another_item_moves_no_other_answers(small: Path) -> None:
    before = synthesize(small).export
    text = QUESTIONNAIRE.replace("  - id: wishes\n", NEW_ITEM + "  - id: wishes\n")
    folder(small.parent, text)

    after = synthesize(small).export

    assert after.drop(columns="Uusi").equals(before)


NEW_ITEM = """\
  - id: new
    kind: ordinal
    section: all
    scale: quality
    column: Uusi
    wording: {fi: Uusi, en: New}
    label: {fi: Uusi, en: New}
"""


def test_the_count_of_each_region_must_be_published(small: Path) -> None:
    (small / "published.csv").write_text(PUBLISHED.replace(",40\n", ",\n"), encoding="utf-8")

    with pytest.raises(LumoError, match="region: the count of each region must be published"):
        synthesize(small)


@pytest.mark.parametrize("name", ["published.csv", "themes.yaml", "demonstration.yaml"])
def test_a_survey_without_a_file_it_needs_is_refused(small: Path, name: str) -> None:
    (small / name).unlink()

    with pytest.raises(LumoError, match=f"{name}: 1 fault\n  file: there is no such file"):
        synthesize(small)


def test_a_header_is_what_a_survey_tool_would_write() -> None:
    asked = questionnaire()

    assert header_of(asked["wishes"], asked) == "Toiveet"
    assert header_of(asked["access"], asked) == "1. Apu"
    assert header_of(asked["methods"], asked, "other") == "4.2. Muu"
