from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from lumo_analysis.errors import ParameterError, ResponsesError
from lumo_analysis.survey.draft import MARK, write_draft
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.survey import Survey, load_survey

AGREEMENT = ["Täysin eri mieltä", "Eri mieltä", "Samaa mieltä", "Täysin samaa mieltä", "EOS"]
REGIONS = ["Etelä-Savo", "Keski-Suomi"]
OWN_WORDS = "omat sanani numero"


def export(path: Path, **columns: list[str]) -> Path:
    """Thirty answers to a Finnish questionnaire, in an order by chance."""
    chance = random.Random(4)
    cells = {
        "Vastaajatunnus": [f"v{number}" for number in range(30)],
        "Aikaleima": ["2021-02-01 12:00"] * 30,
        "Maakunta": [chance.choice(REGIONS) for _ in range(30)],
        **{f"Apu: {name}": [chance.choice(AGREEMENT) for _ in range(30)] for name in "abc"},
        "Oletko mukana?": [chance.choice(["Kyllä", "Ei", ""]) for _ in range(30)],
        "Tavat [puhe]": [chance.choice(["1", "0"]) for _ in range(30)],
        "Tavat [kirje]": [chance.choice(["1", "0"]) for _ in range(30)],
        "Paikat": [
            chance.choice(["Koti, Seutu (A, B)", "Koti", "Seutu (A, B)", "Koti, Työ"])
            for _ in range(30)
        ],
        "Vuodet": [str(chance.randint(11, 60)) for _ in range(30)],
        "Toiveet": [f"{OWN_WORDS} {number}" for number in range(30)],
        "Tyhjä": [""] * 30,
        **columns,
    }
    pd.DataFrame(cells).to_csv(path, sep=";", index=False, encoding="utf-8")
    return path


def drafted(tmp_path: Path, **columns: list[str]) -> Survey:
    path = export(tmp_path / "export.csv", **columns)
    write_draft(tmp_path / "uusi-kysely", path)
    return load_survey(tmp_path / "uusi-kysely", path)


def only(questionnaire: Questionnaire, column: str) -> Item:
    (item,) = (i for i in questionnaire.items if i.column and i.column.header == column)
    return item


def test_a_draft_loads_its_export_and_knows_each_kind(tmp_path: Path) -> None:
    survey = drafted(tmp_path)
    questionnaire = survey.questionnaire

    kinds = {item.label["fi"]: item.kind for item in questionnaire.items}
    assert len(survey.responses) == 30
    assert kinds == {
        "Maakunta": "nominal",
        "Apu: a": "ordinal",
        "Apu: b": "ordinal",
        "Apu: c": "ordinal",
        "Oletko mukana?": "nominal",
        "Tavat": "multiple",
        "Paikat": "multiple",
        "Vuodet": "number",
        "Toiveet": "open",
    }
    assert questionnaire.languages == ("fi",)
    assert str(questionnaire.identifier) == "Vastaajatunnus"
    assert questionnaire.region == "maakunta"
    assert [str(ignored.column) for ignored in questionnaire.ignored] == ["Aikaleima", "Tyhjä"]


def test_a_known_scale_has_its_order_and_its_answer_off_the_scale(tmp_path: Path) -> None:
    survey = drafted(tmp_path)

    scale = survey.questionnaire.scale_of(only(survey.questionnaire, "Apu: a"))

    assert [answer.id for answer in scale.ordered] == [
        *("strongly_disagree", "disagree", "neither", "agree", "strongly_agree"),
    ]
    assert [answer.label["fi"] for answer in scale.off_scale] == ["EOS"]


def test_items_that_share_a_scale_are_a_battery(tmp_path: Path) -> None:
    questionnaire = drafted(tmp_path).questionnaire

    members = [item.label["fi"] for item in questionnaire.items if item.battery]

    assert members == ["Apu: a", "Apu: b", "Apu: c"]
    assert questionnaire.batteries[0].title["fi"] == "Apu"


def test_a_comma_inside_an_option_does_not_part_it(tmp_path: Path) -> None:
    survey = drafted(tmp_path)

    item = only(survey.questionnaire, "Paikat")

    assert item.separator == ","
    assert sorted(answer.label["fi"] for answer in item.answers) == ["Koti", "Seutu (A, B)", "Työ"]
    assert survey.responses["paikat__seutu_a_b"].sum() > 0


def test_words_of_respondents_never_stand_in_a_draft(tmp_path: Path) -> None:
    drafted(tmp_path)

    assert OWN_WORDS not in (tmp_path / "uusi-kysely/questionnaire.yaml").read_text("utf-8")


def test_doubtful_lines_are_marked_and_counted(tmp_path: Path) -> None:
    path = export(tmp_path / "export.csv", Luokka=[str(1 + n % 5) for n in range(30)])

    draft = write_draft(tmp_path / "uusi", path)

    marked = [line for line in draft.text.splitlines() if MARK in line]
    assert draft.marks == len(marked)
    assert any("codes without labels" in line for line in marked)


def test_hostile_headers_and_answers_are_quoted(tmp_path: Path) -> None:
    hostile = ['"}: [x', "# otsikko", "*alias"]
    columns = {'yes: "no" {': [hostile[n % 3] for n in range(30)], "k" * 600: ["x"] * 30}

    survey = drafted(tmp_path, **columns)

    item = only(survey.questionnaire, 'yes: "no" {')
    assert sorted(answer.label["fi"] for answer in item.answers) == sorted(hostile)


def test_labels_of_spss_are_used_whatever_the_order_of_codes(tmp_path: Path) -> None:
    path = tmp_path / "x.sav"
    labels = {
        "q4": {-2: "Hate", -1: "Dislike", 0: "Neither like nor dislike", 2: "Like", 1: "Love"},
        "g": {1: "Male", 2: "Female"},
    }
    values = [-2.0, -1.0, 0.0, 1.0, 2.0, 9.0]
    frame = pd.DataFrame({"q4": values, "g": [1.0, 2.0] * 3})
    labels["q4"][9] = "Refused"
    pyreadstat.write_sav(
        frame,
        str(path),
        variable_value_labels=labels,
        column_labels={"q4": "What do you think of it?"},
        missing_ranges={"q4": [9]},
    )
    write_draft(tmp_path / "cola", path)

    survey = load_survey(tmp_path / "cola", path)

    item = only(survey.questionnaire, "q4")
    assert item.wording == {"en": "What do you think of it?"}
    order = [answer.label["en"] for answer in survey.questionnaire.scale_of(item).ordered]
    assert order == ["Hate", "Dislike", "Neither like nor dislike", "Like", "Love"]
    assert survey.responses["q4"].isna().sum() == 1


def test_a_questionnaire_is_never_overwritten(tmp_path: Path) -> None:
    path = export(tmp_path / "export.csv")
    (tmp_path / "questionnaire.yaml").write_text("mine", encoding="utf-8")

    with pytest.raises(ParameterError, match="is there already"):
        write_draft(tmp_path, path)

    assert (tmp_path / "questionnaire.yaml").read_text(encoding="utf-8") == "mine"


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no language 'de'; choose from fi, sv, en"):
        write_draft(tmp_path / "uusi", export(tmp_path / "export.csv"), "de")


def test_an_export_without_a_closed_question_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b\n" + "".join(f"yksi {n};kaksi {n}\n" for n in range(9)), encoding="utf-8")

    with pytest.raises(ResponsesError, match="no column has a few answers only"):
        write_draft(tmp_path / "uusi", path)


def test_questions_of_surveymonkey_are_named_with_their_options(tmp_path: Path) -> None:
    chance = random.Random(4)
    long = "How well did each of these services help the families whom you met, in your own view?"
    ways, last = "Ways?", "And how well did each of them listen?"
    rows = [
        ["Respondent ID", "Region", ways, "", "", long, "", "", last, "", ""],
        ["", "Response", "Letter", "Lunch", "Other", *"abc", *"abc"],
    ]
    for number in range(40):
        told = [chance.choice(["Letter", ""]), chance.choice(["Lunch", ""]), f"words {number}"]
        ratings = [chance.choice(["Poor", "Fair", "Good"]) for _ in range(6)]
        rows.append([str(number), chance.choice(["North", "South"]), *told, *ratings])
    path = tmp_path / "export.csv"
    pd.DataFrame(rows).to_csv(path, sep=",", index=False, header=False, encoding="utf-8")
    write_draft(tmp_path / "survey", path)

    questionnaire = load_survey(tmp_path / "survey", path).questionnaire

    (multiple,) = questionnaire.select(kind="multiple")
    assert multiple.label["en"] == "Ways?"
    assert [answer.label["en"] for answer in multiple.answers] == ["Letter", "Lunch"]
    (other,) = questionnaire.select(kind="open")
    assert other.label["en"] == "Ways? / Other"
    assert [battery.wording["en"] for battery in questionnaire.batteries] == [long, last]
    assert [item.label["en"] for item in questionnaire.select(kind="ordinal")] == [*"abc", *"abc"]
