"""The main job on a real export that lies beside the project, seen as a reader sees it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pypdf
import pytest
from bs4 import BeautifulSoup

from lumo_analysis.publishing.jobs import FORMATS, REPORTS
from tests.conftest import PROJECT
from tests.test_cli import lumo

EXPORTS = {
    "parallel-workers": ("lumo_shape/tyontekijat_134.csv", 134),
    "parallel-partners": ("lumo_shape/kumppanit_548.xlsx", 548),
}
DRAWING = re.compile(rb'src="data:image/svg\+xml;base64,([^"]+)"')
OPEN_ITEMS = ("Mitä asioita haluat edistää?", "What do you want to promote?")


def _report(survey, real_surveys, output, *options):
    export, n = EXPORTS[survey]
    folder = str(PROJECT / "tests" / "fixtures" / survey)
    run = lumo(
        *("report", folder, "--responses", str(real_surveys / export)),
        *("--output", str(output), *options),
    )
    assert run.returncode == 0, run.stderr
    return n


@pytest.mark.heavy
@pytest.mark.parametrize("survey", EXPORTS)
def test_one_region_of_a_real_export_becomes_reports(survey, real_surveys, tmp_path):
    n = _report(
        survey, real_surveys, tmp_path, "--region", "alue-c", "--language", "fi", "--jobs", "2"
    )
    folder = tmp_path / survey / "alue-c"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{name}.fi.{ending}" for name in REPORTS for ending in FORMATS
    )
    for name in REPORTS:
        page = BeautifulSoup(
            (folder / f"{name}.fi.html").read_text(encoding="utf-8"), "html.parser"
        )
        facts = {d.dt.get_text(): d.dd.get_text() for d in page.select("header dl div")}
        assert f"(kaikkiaan {n})" in facts["Vastaajia"]
        assert "Julkinen aineisto" in page.header.get_text()
        pdf = pypdf.PdfReader(folder / f"{name}.fi.pdf")
        # Each page of the report carries its mark.
        assert all("Julkinen aineisto" in sheet.extract_text() for sheet in pdf.pages)
    themes = (folder / "themes.fi.html").read_text(encoding="utf-8")
    assert OPEN_ITEMS[0] in themes
    assert "ei ole vielä ryhmitelty teemoihin" in themes


def test_no_open_answer_and_no_identifier_reaches_a_report(real_surveys, tmp_path):
    from lumo_analysis.survey.survey import load_survey

    export, _ = EXPORTS["parallel-workers"]
    survey = load_survey(PROJECT / "tests/fixtures/parallel-workers", real_surveys / export)
    options = ("--region", "all", "--language", "fi", "--format", "html")
    _report("parallel-workers", real_surveys, tmp_path, *options)
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.*") if path.is_file()]
    whole = "\n".join(texts)
    answers = [
        answer
        for item in survey.questionnaire.select(kind="open")
        for answer in survey.responses[item.id].dropna()
        if len(answer) > 25
    ]
    assert len(answers) > 200
    assert [answer for answer in answers if answer in whole] == []
    assert not any(f"T{number:03d}" in whole for number in range(1, 135))


@pytest.mark.heavy
@pytest.mark.parametrize("survey", EXPORTS)
def test_every_report_of_a_real_export_is_made(survey, real_surveys, tmp_path):
    _report(survey, real_surveys, tmp_path)
    for ending in FORMATS:
        assert len(list((tmp_path / survey).rglob(f"*.{ending}"))) == 30


def _files(folder):
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.heavy
def test_the_same_data_give_the_same_bytes_anywhere(tmp_path):
    options = ("--region", "etela-savo", "--region", "all", "--language", "fi", "--language", "en")
    run = lumo(
        *("report", "workers-2021", *options, "--output", str(tmp_path / "one"), "--jobs", "1"),
        TZ="UTC",
        PYTHONHASHSEED="1",
        LC_ALL="C.UTF-8",
    )
    assert run.returncode == 0, run.stderr
    # Another folder, zone, locale and seed of hashes, and two reports at a time.
    elsewhere = tmp_path / "A folder äö"
    for name in ("lumo_analysis", "data", "notebooks"):
        shutil.copytree(
            PROJECT / name, elsewhere / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    command = [sys.executable, "-m", "lumo_analysis.cli", "report", "workers-2021", *options]
    environment = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2", "LC_ALL": "C", "LANGUAGE": "sv"}
    run = subprocess.run(
        [*command, "--output", str(elsewhere / "reports"), "--jobs", "2"],
        cwd=elsewhere,
        env={**os.environ, **environment, "PYTHONPATH": str(elsewhere), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    one, two = _files(tmp_path / "one"), _files(elsewhere / "reports")
    assert list(one) == list(two)
    # Two regions, three reports, two languages, three formats; two front pages, the manifest.
    assert len(one) == 2 * 3 * 2 * 3 + 3
    assert [name for name in one if one[name] != two[name]] == []
    drawings = {name: set(DRAWING.findall(one[name])) for name in one if name.endswith(".html")}
    assert sum(map(len, drawings.values())) > 40
