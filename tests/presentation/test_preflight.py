from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.cli import Exit, app
from lumo_analysis.presentation.preflight import preflight
from lumo_analysis.survey.quality import equal_records, straight_lining, unanswered
from lumo_analysis.survey.survey import Survey, load_survey

OWN_WORDS = "omat sanani"
ANSWERS = ["Täysin eri mieltä", "Täysin samaa mieltä"]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty records: four answer alike all along, two are equal in all, one leaves gaps."""
    rows = []
    for number in range(40):
        mixed = [ANSWERS[(number + item) % 2] for item in range(4)]
        alike = [ANSWERS[0]] * 4
        words = f"{OWN_WORDS} {number}"
        region = ["Etelä-Savo", "Keski-Suomi"][number % 2]
        rows.append([region, *(alike if number < 4 else mixed), words])
    rows[1] = rows[0]
    rows[39][4] = ""
    columns = ["Maakunta", *(f"Apu: {name}" for name in "abcd"), "Toive"]
    path = tmp_path_factory.mktemp("preflight") / "export.csv"
    pd.DataFrame(rows, columns=columns).to_csv(path, sep=";", index=False)
    return path


@pytest.fixture(scope="module")
def folder(export: Path) -> Path:
    run = CliRunner().invoke(app, ["new", str(export.parent / "uusi"), str(export)])
    assert run.exit_code == 0
    return export.parent / "uusi"


@pytest.fixture(scope="module")
def survey(export: Path, folder: Path) -> Survey:
    return load_survey(folder, export)


def test_carelessness_is_counted(survey: Survey) -> None:
    gaps = unanswered(survey.responses, survey.questionnaire).set_index("item")["missing"]
    (battery,) = straight_lining(survey.responses, survey.questionnaire).to_dict("records")

    assert gaps[gaps > 0].to_dict() == {"apu_d": 1}
    assert battery == {"battery": "battery_1", "items": 4, "same": 4, "n": 39}
    assert equal_records(survey.responses) == 1


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            [
                "For the evaluator's eyes only",
                "4 of 39 gave the same answer to all 4 questions",
                "1 response repeats another one",
                "delimiter: semicolon",
                "answer 'neither'",
                "All 18 reports take about",
            ],
        ),
        (
            "fi",
            [
                "Vain arvioijan käyttöön",
                "4/39 vastasi samoin kaikkiin 4 kysymykseen",
                "1 vastaaja vastasi kaikkeen täsmälleen samoin",
                "Kaikkien 18 raportin",
            ],
        ),
    ],
)
def test_a_check_speaks_plain_words(survey: Survey, language: str, told: list[str]) -> None:
    text = preflight(survey, language).text

    assert [words for words in told if words not in text] == []
    assert OWN_WORDS not in text


def test_a_check_says_what_will_be_hidden(survey: Survey) -> None:
    plan = Plan("uusi", 5, 10, public=True)

    found = preflight(survey, "en", plan)

    assert "Nothing: the answers are public by name." in found.text
    assert found.facts["hidden"]["public"] is True


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_the_command_prints_the_facts_as_json(folder: Path, export: Path) -> None:
    code, output = run("check", folder, export, "--json", "--quick")

    facts = json.loads(output)
    assert code == Exit.GOOD
    assert facts["respondents"] == 40
    assert facts["regions"] == [
        {"region": "etela_savo", "n": 21},
        {"region": "keski_suomi", "n": 19},
    ]
    assert OWN_WORDS not in output


def test_the_command_counts_hidden_numbers(folder: Path, export: Path) -> None:
    code, output = run("check", folder, export, "--json")

    hidden = {about["item"]: about for about in json.loads(output)["hidden"]["items"]}
    assert code == Exit.GOOD
    assert hidden["apu_a"]["numbers_regions"] > hidden["apu_a"]["hidden_regions"] >= 0
    assert set(hidden["maakunta"]) == {"item", "hidden_all", "numbers_all"}


def test_a_refusal_is_json_too_with_rows_and_nearest_names(folder: Path, export: Path) -> None:
    changed = export.with_name("changed.csv")
    changed.write_text(
        export.read_text("utf-8").replace("Keski-Suomi", "Keski-Suomo", 1), encoding="utf-8"
    )

    code, output = run("check", folder, changed, "--json")

    (fault,) = json.loads(output)["refused"]
    assert code == Exit.REFUSED
    assert fault["where"] == "column 'Maakunta', row 5"
    assert fault["advice"] == "did you mean 'Keski-Suomi'?"


def test_the_export_is_given_once(folder: Path, export: Path) -> None:
    code, _ = run("check", folder, export, "--responses", export)

    assert code == Exit.REFUSED
