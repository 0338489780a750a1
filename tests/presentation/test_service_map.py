from __future__ import annotations

import pytest

from lumo_analysis.presentation.exhibits import Exhibit, Heading
from lumo_analysis.presentation.report import Report
from lumo_analysis.survey.survey import Survey, load_survey


@pytest.fixture(scope="module")
def workers() -> Survey:
    return load_survey("workers-2021")


def blocks(survey: Survey, section: str, region: str = "all", language: str = "en") -> list:
    report = Report("descriptive", survey, region, language)
    return report.closed_items(next(s for s in report.sections() if s.id == section))


def services_map(survey: Survey, **choices: str) -> Exhibit:
    shown = [b for b in blocks(survey, "services", **choices) if isinstance(b, Exhibit)]
    return next(exhibit for exhibit in shown if exhibit.id == "services-map")


def test_the_section_of_services_ends_in_their_map(workers):
    shown = blocks(workers, "services")
    assert isinstance(shown[-1], Exhibit)
    assert shown[-1].id == "services-map"
    assert isinstance(shown[-3], Heading)


def test_a_section_without_paired_batteries_has_no_map(workers):
    assert not any(getattr(b, "id", "").endswith("-map") for b in blocks(workers, "wellbeing"))


@pytest.mark.parametrize(
    ("language", "told", "noted"),
    [
        ("en", "pairs can be told apart", "Can't be ranked apart"),
        ("fi", "erottuu toisistaan tilastollisesti", "Keskinäistä järjestystä ei voi päätellä"),
    ],
)
def test_the_whole_survey_is_told_which_services_cannot_be_ranked_apart(
    workers, language, told, noted
):
    exhibit = services_map(workers, language=language)
    assert told in exhibit.finding
    assert sum(noted in note for note in exhibit.notes) == 2


def test_one_region_is_told_nothing_of_places(workers):
    exhibit = services_map(workers, region="etela-savo")
    assert not any("ranked apart" in note for note in exhibit.notes)
    assert not any(column.label.endswith("place") for column in exhibit.table.columns)


def test_the_map_tells_of_each_service_what_its_batteries_tell(workers):
    shown = blocks(workers, "services", region="etela-savo")
    tables = {b.id: b.table.rows for b in shown if isinstance(b, Exhibit)}
    for column, battery in ((1, "access"), (2, "fit")):
        told = {row[0]: row[1].split(" (")[0] for row in tables[battery]}
        mapped = {row[0]: row[column].split(" (")[0] for row in tables["services-map"]}
        assert mapped == told
        assert any("%" in cell for cell in mapped.values())
