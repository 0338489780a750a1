from __future__ import annotations

from pathlib import Path

import pytest

from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing import jobs
from lumo_analysis.publishing.jobs import check_formats, notebook_path, plan_jobs
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from lumo_analysis.survey.survey import survey_folder

FOLDER = survey_folder("workers-2021")
FIXTURES = Path(__file__).parents[1] / "fixtures" / "notebooks"


@pytest.fixture(scope="module")
def questionnaire():
    return load_questionnaire(FOLDER / "questionnaire.yaml")


def test_without_choices_every_region_notebook_and_language_is_planned(questionnaire):
    planned = plan_jobs(questionnaire, FOLDER)
    actual = {(job.region, job.notebook, job.language) for job in planned}
    regions = ("all", "etela-savo", "keski-suomi", "pohjois-karjala", "pohjois-savo")
    expected = {
        (region, notebook, language)
        for region in regions
        for notebook in ("descriptive", "regions", "themes")
        for language in ("fi", "en")
    }
    assert actual == expected
    assert len(planned) == 30


def test_a_choice_made_twice_is_planned_once(questionnaire):
    planned = plan_jobs(
        questionnaire, FOLDER, regions=["all", "all"], languages=["fi"], notebooks=["themes"]
    )
    assert [job.stem for job in planned] == ["workers-2021/all/themes.fi"]


@pytest.mark.parametrize(
    ("choice", "nearest"),
    [
        ({"regions": ["etela-svo"]}, "etela-savo"),
        ({"languages": ["fii"]}, "fi"),
        ({"notebooks": ["descriptiv"]}, "descriptive"),
    ],
)
def test_a_misspelt_choice_names_the_nearest(questionnaire, choice, nearest):
    with pytest.raises(ParameterError, match=f"did you mean '{nearest}'"):
        plan_jobs(questionnaire, FOLDER, **choice)


def test_a_misspelt_format_names_the_nearest():
    with pytest.raises(ParameterError, match="did you mean 'html'"):
        check_formats(["htm"])
    assert check_formats([]) == ("html", "pdf", "xlsx")
    assert check_formats(["html"]) == ("html",)


def test_the_page_that_the_audit_reads_is_always_made():
    assert check_formats(["pdf", "pdf"]) == ("html", "pdf")


def test_a_notebook_without_a_parameters_cell_is_refused(monkeypatch):
    monkeypatch.setattr(jobs, "notebooks_folder", lambda: FIXTURES)
    with pytest.raises(ParameterError, match="one cell tagged 'parameters'"):
        notebook_path("has_no_parameters_cell")


def test_a_parameter_that_the_notebook_does_not_declare_is_named(monkeypatch, tmp_path):
    text = (FIXTURES / "runs_to_the_end.ipynb").read_text(encoding="utf-8")
    (tmp_path / "other.ipynb").write_text(text.replace("coding = ", "codng = "), encoding="utf-8")
    monkeypatch.setattr(jobs, "notebooks_folder", lambda: tmp_path)
    with pytest.raises(ParameterError, match="lacks coding"):
        notebook_path("other")
