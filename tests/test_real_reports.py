"""The main job on a real export that lies beside the project, seen as a reader sees it."""

from __future__ import annotations

import pypdf
import pytest
from bs4 import BeautifulSoup

from lumo_analysis.publishing.jobs import REPORTS
from tests.conftest import PROJECT
from tests.test_cli import lumo

EXPORTS = {
    "parallel-workers": ("lumo_shape/tyontekijat_134.csv", 134),
    "parallel-partners": ("lumo_shape/kumppanit_548.xlsx", 548),
}
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


@pytest.mark.parametrize("survey", EXPORTS)
def test_one_region_of_a_real_export_becomes_reports(survey, real_surveys, tmp_path):
    n = _report(
        survey, real_surveys, tmp_path, "--region", "alue-c", "--language", "fi", "--jobs", "2"
    )
    folder = tmp_path / survey / "alue-c"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{name}.fi.{ending}" for name in REPORTS for ending in ("html", "pdf")
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
    assert (
        len(list(tmp_path.rglob("*.pdf"))) == len(list((tmp_path / survey).rglob("*.html"))) == 30
    )


@pytest.mark.heavy
def test_the_same_data_give_the_same_bytes_anywhere(tmp_path):
    options = ("--region", "etela-savo", "--region", "all", "--language", "fi", "--language", "en")
    runs = {
        "one": {"TZ": "UTC", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
        "two": {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
    }
    for jobs, (name, environment) in enumerate(runs.items(), start=1):
        run = lumo(
            *("report", "workers-2021", *options, "--output", str(tmp_path / name)),
            *("--jobs", str(jobs)),
            **environment,
        )
        assert run.returncode == 0, run.stderr
    one, two = (
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in sorted((tmp_path / name).rglob("*.*"))
        }
        for name in runs
    )
    assert list(one) == list(two)
    assert len(one) == 2 * 3 * 2 * 2 + 3
    assert [name for name in one if one[name] != two[name]] == []
