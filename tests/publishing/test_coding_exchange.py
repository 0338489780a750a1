from __future__ import annotations

import dataclasses
import stat
import sys
from pathlib import Path

import pandas as pd
import pytest

from lumo_analysis.cli import app
from lumo_analysis.errors import LumoError, ParameterError
from lumo_analysis.publishing.coding_exchange import export_codes, import_codes
from lumo_analysis.survey.refi_files import project_file, read_codebook_file, read_project_file
from tests.survey.small_survey import csv_text, folder, frame

THEMES = """\
questions:
  - item: wishes
    themes:
      - {id: time, label: {fi: Aika, en: Time}, definition: {fi: Aikaa., en: Wants time.}}
      - {id: peace, label: {fi: Rauha, en: Peace}, definition: {fi: Rauhaa., en: Peace.}}
"""
ANSWERS = {"v1": "Lisää aikaa.", "v2": "Rauhaa\nja aikaa", "v3": ""}
CODES = """\
respondent,item,theme,coder,status
v1,wishes,time,AK,confirmed
v2,wishes,peace,AK,rejected
v2,wishes,,AK,confirmed
"""


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = folder(tmp_path)
    (path / "themes.yaml").write_text(THEMES, encoding="utf-8")
    cells = frame(*({"wishes": text} for text in ANSWERS.values()))
    cells.insert(0, "Tunnus", list(ANSWERS))
    (tmp_path / "export.csv").write_text(csv_text(cells), encoding="utf-8")
    (tmp_path / "export-coding.csv").write_text(CODES, encoding="utf-8")
    return path


def exported(survey: Path, name: str = "survey.qdpx") -> Path:
    file = survey.parent / name
    export_codes(str(survey), file, survey.parent / "export.csv", None, "en")
    return file


def imported(survey: Path, file: Path) -> str:
    return import_codes(str(survey), file, survey.parent / "export.csv", None)


def decisions(survey: Path) -> set[tuple[str, ...]]:
    table = pd.read_csv(survey.parent / "export-coding.csv", dtype=str, keep_default_na=False)
    return set(table.itertuples(index=False, name=None))


def test_a_project_that_nobody_changed_adds_nothing(survey: Path) -> None:
    before = decisions(survey)
    assert "0 decisions added" in imported(survey, exported(survey))
    assert decisions(survey) == before


def test_all_decisions_come_back_where_the_coding_was_lost(survey: Path) -> None:
    before, file = decisions(survey), exported(survey)
    (survey.parent / "export-coding.csv").unlink()
    assert "3 decisions added" in imported(survey, file)
    assert decisions(survey) == before


def test_a_code_of_another_person_comes_in(survey: Path) -> None:
    file = exported(survey)
    project = read_project_file(file)
    renamed = dict.fromkeys(project.users, "BL")
    file.write_bytes(project_file(dataclasses.replace(project, users=renamed, notes={})))
    assert "1 decisions added" in imported(survey, file)
    assert ("v1", "wishes", "time", "BL", "confirmed") in decisions(survey)


def test_a_coder_who_can_be_none_is_refused_and_nothing_written(survey: Path) -> None:
    before, file = decisions(survey), exported(survey)
    project = read_project_file(file)
    renamed = dict.fromkeys(project.users, "=1+1")
    file.write_bytes(project_file(dataclasses.replace(project, users=renamed, notes={})))
    with pytest.raises(ParameterError, match="can't be a coder's name"):
        imported(survey, file)
    assert decisions(survey) == before


def test_a_codebook_holds_the_themes_and_no_answer(survey: Path) -> None:
    file = exported(survey, "survey.qdc")
    names = {code.name for top in read_codebook_file(file) for code in top.all()}
    assert {"Time", "Peace"} <= names
    assert "Lisää" not in file.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_owner_reads_a_project(survey: Path) -> None:
    assert stat.S_IMODE(exported(survey).stat().st_mode) == 0o600


def test_other_files_and_a_place_among_reports_are_refused(survey: Path) -> None:
    with pytest.raises(ParameterError, match=r"must end in \.qdpx or \.qdc"):
        exported(survey, "survey.xlsx")
    with pytest.raises(ParameterError, match=r"must end in \.qdpx"):
        imported(survey, survey.parent / "survey.qdc")
    with pytest.raises(LumoError, match="among reports"):
        exported(survey, "reports/survey.qdpx")
    broken = survey.parent / "broken.qdpx"
    broken.write_bytes(b"no archive")
    with pytest.raises(LumoError, match=r"broken\.qdpx"):
        imported(survey, broken)


def test_the_command_takes_one_direction_at_a_time(survey: Path) -> None:
    from typer.testing import CliRunner

    export = ["--responses", str(survey.parent / "export.csv")]
    file = str(survey.parent / "survey.qdpx")
    run = CliRunner()
    said = run.invoke(app, ["code", str(survey), *export, "--export", file])
    assert said.exit_code == 0
    assert "2 answers, 3 decisions" in said.output
    both = run.invoke(app, ["code", str(survey), *export, "--export", file, "--import", file])
    assert isinstance(both.exception, ParameterError)
    alone = run.invoke(app, ["code", str(survey), *export])
    assert isinstance(alone.exception, ParameterError)
