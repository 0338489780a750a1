from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from small_survey import QUESTIONNAIRE, csv_text, folder, frame
from typer.testing import CliRunner

from lumo_analysis.cli import app
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.ddi import NAMESPACE, ddi_codebook
from lumo_analysis.survey.survey import Survey, load_survey
from lumo_analysis.survey.writing import FORMATS, write_survey

RECORDS = [
    {"access": "EOS", "ways": "Kysely;Puhe; myös puhelin", "systemic": "x", "wishes": '"a";\n=1'},
    {"access": "Erittäin hyvin", "ways": "Ei mitään", "other": "muuu", "years": "2,5"},
    {"region": "Keski-Suomi", "access": "", "years": "-", "wishes": ""},
]
DDI = {"d": NAMESPACE}


def small(tmp_path: Path, text: str = QUESTIONNAIRE) -> Survey:
    home = folder(tmp_path, text)
    export = tmp_path / "export.csv"
    cells = frame(*RECORDS).assign(Tunnus=["a", "b", "c"])
    export.write_text(csv_text(cells), encoding="utf-8", newline="")
    return load_survey(home, export)


@pytest.mark.parametrize("kind", FORMATS)
def test_written_responses_read_back_identical(tmp_path: Path, kind: str) -> None:
    survey = small(tmp_path)
    write_survey(survey, tmp_path / "out")

    actual = load_survey(tmp_path / "out", tmp_path / f"out/responses.{kind}")

    assert actual.responses.equals(survey.responses)
    assert list(actual.responses.dtypes) == list(survey.responses.dtypes)
    assert not actual.synthetic


@pytest.mark.parametrize("kind", FORMATS)
def test_a_shipped_survey_reads_back_identical(tmp_path: Path, kind: str) -> None:
    survey = load_survey("partners-2021")
    write_survey(survey, tmp_path / "out")

    actual = load_survey(tmp_path / "out", tmp_path / f"out/responses.{kind}")

    assert actual.responses.equals(survey.responses)
    assert actual.synthetic


@pytest.mark.parametrize("kind", FORMATS)
def test_answers_that_are_numbers_or_very_long_read_back_identical(
    tmp_path: Path, kind: str
) -> None:
    text = QUESTIONNAIRE.replace("fi: Huonosti,", 'fi: "2",').replace(
        "fi: Etelä-Savo,", "fi: LONG,"
    )
    text = text.replace("LONG", "Etelä-Savo " * 30).replace("en: South Savo}", "en: Etelä-Savo}")
    survey = small(tmp_path, text)
    write_survey(survey, tmp_path / "out")

    actual = load_survey(tmp_path / "out", tmp_path / f"out/responses.{kind}")

    assert actual.responses.equals(survey.responses)


def test_identifiers_and_slips_are_not_written(tmp_path: Path) -> None:
    for path in write_survey(small(tmp_path), tmp_path / "out"):
        content = path.read_bytes()
        assert b"Tunnus" not in content
        assert b"muuu" not in content


def test_the_codebook_has_a_row_an_answer(tmp_path: Path) -> None:
    write_survey(small(tmp_path), tmp_path / "out")

    with (tmp_path / "out/codebook.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))

    access = [(row["code"], row["answer"], row["label"]) for row in rows if row["item"] == "access"]
    assert access == [
        ("1", "poorly", "Huonosti"),
        ("2", "well", "Erittäin hyvin"),
        ("3", "cant_say", "En osaa sanoa"),
    ]


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(ParameterError, match="is not empty"):
        write_survey(load_survey("partners-2021"), tmp_path)


def test_the_command_writes_responses_codebook_and_ddi(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["export", "partners-2021", str(tmp_path / "out")])

    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *("codebook.csv", "ddi.xml", "questionnaire.yaml"),
        *("responses.csv", "responses.parquet", "responses.sav"),
    ]


def test_ddi_describes_each_variable_in_every_language() -> None:
    questionnaire = load_survey("workers-2021").questionnaire

    root = ET.fromstring(ddi_codebook(questionnaire))

    variables = root.findall("d:dataDscr/d:var", DDI)
    names = [variable.get("name") for variable in variables]
    (access,) = (v for v in variables if v.get("name") == questionnaire.select("access_*")[0].id)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert len(set(names)) == len(names)
    assert [text.get(lang) for text in access.findall("d:labl", DDI)] == ["fi", "en"]
    categories = access.findall("d:catgry", DDI)
    assert [category.findtext("d:catValu", namespaces=DDI) for category in categories] == list(
        "123456"
    )
    assert [category.get("missing") for category in categories] == [None] * 5 + ["Y"]


def test_ddi_has_its_elements_in_the_order_that_version_25_asks_for() -> None:
    root = ET.fromstring(ddi_codebook(load_survey("workers-2021").questionnaire))
    order = {
        "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
        "stdyDscr": ["citation", "studyAuthorization", "stdyInfo", "studyDevelopment", "method"],
        "citation": ["titlStmt", "rspStmt", "prodStmt", "distStmt"],
        "titlStmt": ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
        "stdyInfo": ["studyBudget", "subject", "abstract", "sumDscr"],
        "sumDscr": ["timePrd", "collDate", "nation", "geogCover", "anlyUnit", "universe"],
        "dataDscr": ["varGrp", "nCubeGrp", "var"],
        "var": ["location", "labl", "imputation", "qstn", "catgry", "varFormat"],
        "catgry": ["catValu", "labl", "txt", "catStat"],
    }
    for parent in root.iter():
        name = parent.tag.rpartition("}")[2]
        children = [child.tag.rpartition("}")[2] for child in parent]
        if name in order:
            assert set(children) <= set(order[name]), name
            assert children == sorted(children, key=order[name].index), name


def test_ddi_ids_are_used_once_and_groups_name_their_variables() -> None:
    root = ET.fromstring(ddi_codebook(load_survey("workers-2021").questionnaire))
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    groups = root.findall("d:dataDscr/d:varGrp", DDI)

    named = {name for group in groups for name in (group.get("var") or "").split()}

    assert len(ids) == len(set(ids))
    assert groups
    assert named <= set(ids)


def test_the_written_questionnaire_names_no_former_responses(tmp_path: Path) -> None:
    text = QUESTIONNAIRE.replace("region: ", "responses: ../export.csv\nregion: ", 1)
    survey = small(tmp_path, text)
    assert survey.questionnaire.responses == "../export.csv"

    write_survey(survey, tmp_path / "out")

    assert "export.csv" not in (tmp_path / "out/questionnaire.yaml").read_text(encoding="utf-8")
