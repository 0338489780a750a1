from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.protection import plan_of
from lumo_analysis.publishing.audit.source import Source
from lumo_analysis.survey.survey import Survey, load_survey
from tests.publishing.audit import pulse


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The folder of the small survey."""
    return pulse.write_survey(tmp_path_factory.mktemp("data") / pulse.NAME)


@pytest.fixture(scope="session")
def survey(folder: Path) -> Survey:
    return load_survey(folder)


@pytest.fixture(scope="session")
def sources(folder: Path) -> dict[str, Source]:
    return {pulse.NAME: Source(str(folder))}


@pytest.fixture(scope="session")
def plan(survey: Survey) -> Plan:
    """The plan that reports of the survey are made with."""
    return plan_of(survey)


@pytest.fixture(scope="session")
def clean_reports(survey: Survey, plan: Plan, tmp_path_factory) -> Path:
    """Reports as they should be; tests copy them before they alter anything."""
    return pulse.make_reports(survey, plan, tmp_path_factory.mktemp("clean"))


@pytest.fixture
def copied(clean_reports: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean_reports, tmp_path / "reports"))


@pytest.fixture
def made(survey: Survey, plan: Plan, tmp_path: Path) -> Callable[..., Path]:
    """Makes the page of one region's report anew, with a change, or with another plan."""

    def make(change: pulse.Change | None = None, other: Plan | None = None, **more) -> Path:
        more = {"reports": [("north", "descriptive")], "formats": ["html"], **more}
        return pulse.make_reports(survey, other or plan, tmp_path / "made", change=change, **more)

    return make
