from __future__ import annotations

import re

import pytest

from lumo_analysis.presentation.exhibits import Bullets, Exhibit, Paragraph
from lumo_analysis.presentation.report import Report
from lumo_analysis.survey.survey import load_survey


def guide_of(kind: str, survey: str, region: str = "all") -> tuple[Report, str]:
    report = Report(kind, load_survey(survey), region, "en")
    parts = [b for b in report.reading_guide() if isinstance(b, Paragraph | Bullets)]
    return report, "\n".join(part.as_text() for part in parts)


@pytest.mark.parametrize("region", ["all", "etela-savo"])
def test_the_guide_explains_an_interval_with_a_share_of_the_very_report(region):
    report, text = guide_of("descriptive", "workers-2021", region)
    told = re.search(r": (\d+%) answered .* \((\d+) of (\d+); 95% interval (.*)\)\.", text)
    assert told is not None
    part = next(s for s in report.sections() if s.id == "services")
    access = next(b for b in report.closed_items(part) if isinstance(b, Exhibit))
    cells = [cell.rstrip("*") for row in access.table.rows for cell in row]
    share, n, _, interval = told.groups()
    assert f"{share} ({n}; {interval})" in cells


def test_the_guide_of_a_survey_without_ordered_questions_has_no_example():
    _, text = guide_of("descriptive", "partners-2021")
    assert "An example from this report" not in text


def test_the_guide_tells_of_a_map_where_there_is_one():
    assert "Points in a plane" in guide_of("descriptive", "workers-2021")[1]
    assert "Points in a plane" not in guide_of("descriptive", "partners-2021")[1]
    assert "Points in a plane" not in guide_of("regions", "workers-2021")[1]
