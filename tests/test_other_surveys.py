"""Protected reports of surveys that are not LUMO's: the audit understands them, or none appears."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import PROJECT
from tests.numbered_survey import write
from tests.test_cli import lumo

EXPORTS = {
    "parallel-workers": "lumo_shape/tyontekijat_134.csv",
    "parallel-partners": "lumo_shape/kumppanit_548.csv",
}
pytestmark = pytest.mark.whole_set


def test_numbers_in_every_text_of_a_survey_are_told_from_numbers_of_respondents(tmp_path):
    survey, export, coding = write(tmp_path)

    run = lumo(
        *("report", str(survey), "--responses", str(export), "--coding", str(coding)),
        *("--output", str(tmp_path / "reports")),
        LUMO_PRIVATE=str(tmp_path / "private"),
    )

    assert run.returncode == 0, run.stderr
    pages = list((tmp_path / "reports" / "panel-2030").rglob("*.html"))
    assert len(pages) == 4 * 3 * 2
    assert any("hidden" in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("name", EXPORTS)
def test_protected_reports_of_real_answers_pass_the_audit(name, real_surveys, tmp_path):
    folder = tmp_path / name
    shutil.copytree(PROJECT / "tests" / "fixtures" / name, folder)
    questionnaire = folder / "questionnaire.yaml"
    public = questionnaire.read_text(encoding="utf-8")
    protected = public.replace("disclosure: {public: true}", "disclosure: {threshold: 5}")
    assert protected != public
    questionnaire.write_text(protected, encoding="utf-8")

    run = lumo(
        *("report", str(folder), "--responses", str(real_surveys / EXPORTS[name])),
        *("--output", str(tmp_path / "reports")),
        LUMO_PRIVATE=str(tmp_path / "private"),
    )

    assert run.returncode == 0, run.stderr
    pages = list((tmp_path / "reports" / name).rglob("*.html"))
    assert len(pages) == 5 * 3 * 2
    assert sum("peitetty" in page.read_text(encoding="utf-8") for page in pages) >= 10
