"""The table of measured sizes and coverages in docs/statistics.md."""

from __future__ import annotations

import re

import pytest

import lumo_analysis
from tests.conftest import PROJECT

PAGE = (PROJECT / "docs" / "statistics.md").read_text(encoding="utf-8")
TABLE = PAGE.split("<!-- measured -->")[1].split("<!-- end of measured -->")[0]


def _measured(what: str) -> list[float]:
    """The first number of each row about this."""
    rows = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if line.startswith("| ")]
    numbers = [re.findall(r"\d+\.\d+", row[3]) for row in rows if row[0] == what]
    return [float(found[0]) for found in numbers]


def test_the_table_was_measured_with_this_version() -> None:
    assert f"Measured with version {lumo_analysis.__version__}." in TABLE


@pytest.mark.parametrize(
    ("what", "lowest", "highest"),
    [
        ("coverage, Wilson", 0.94, 0.96),
        ("coverage, Newcombe's interval of a difference", 0.94, 0.96),
        ("coverage, Cliff's delta", 0.93, 0.97),
        ("size, Kruskal-Wallis, as reported", 0.03, 0.07),
        ("size, Brunner-Munzel", 0.04, 0.06),
        ("size, van Elteren by permutation in roles", 0.03, 0.07),
        ("size, ordinal logit with role", 0.03, 0.08),
        ("size, check of proportional odds", 0.03, 0.08),
        ("any false finding, Holm", 0.02, 0.055),
        ("coverage, odds ratio of a region, profile", 0.92, 0.97),
    ],
)
def test_what_is_reported_errs_about_as_often_as_it_says(
    what: str, lowest: float, highest: float
) -> None:
    measured = _measured(what)

    assert measured
    assert lowest <= min(measured) <= max(measured) <= highest
