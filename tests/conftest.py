from __future__ import annotations

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
