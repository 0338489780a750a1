from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

PROJECT = Path(__file__).parents[1]
REAL_SURVEYS = PROJECT.parent / "shared" / "real-surveys"

# Examples are the same in every run, and a busy machine is no failure.
hypothesis.settings.register_profile("project", deadline=None, derandomize=True)
hypothesis.settings.load_profile("project")


@pytest.fixture
def real_surveys() -> Path:
    """The folder of real exports that lies beside the project in CI."""
    if not REAL_SURVEYS.is_dir():
        pytest.skip("the real exports do not lie beside the project (../shared/real-surveys)")
    return REAL_SURVEYS


@pytest.fixture(scope="session")
def full_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of both shipped surveys, made once for all heavy tests.

    `LUMO_REPORTS` may name a folder where this very code has made them a moment ago.
    """
    if made := os.environ.get("LUMO_REPORTS"):
        return Path(made)
    from tests.test_cli import lumo

    folder = tmp_path_factory.mktemp("full-set")
    run = lumo("report", "--output", str(folder))
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="session", autouse=True)
def private_folder_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Reports of real exports made in tests are no releases: their ledger is thrown away."""
    os.environ["LUMO_PRIVATE"] = str(tmp_path_factory.mktemp("private"))
