"""What commands import: each of these packages takes a second or more, in every process."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = ("rfc3987_syntax", "scipy.stats", "seaborn")


def _imported(code: str, *modules: str) -> list[str]:
    asked = f"import sys\n{code}\nprint(*(name for name in {modules!r} if sys.modules.get(name)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_what_makes_reports_imports_nothing_that_it_may_not_need():
    assert _imported("import lumo_analysis.publishing.run", *SLOW) == []
    assert _imported("import lumo_analysis.publishing.release", *SLOW) == []


def test_a_request_is_checked_without_what_makes_reports():
    makers = ("papermill", "nbconvert", "matplotlib", "scipy.optimize", *SLOW)
    assert _imported("import lumo_analysis.publishing.command", *makers) == []


@pytest.mark.parametrize("command", ["report", "status"])
def test_a_misspelt_survey_is_told_without_even_pandas(command):
    told = (
        "from lumo_analysis import cli_reports, errors\n"
        "try:\n"
        f"    cli_reports.{command}(['worker-2021'])\n"
        "except errors.ParameterError as error:\n"
        "    assert 'workers-2021' in str(error)\n"
        "else:\n"
        "    raise SystemExit('not refused')"
    )
    assert _imported(told, "pandas", *SLOW) == []
