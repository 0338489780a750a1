from __future__ import annotations

import pytest

from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing import command, planning, release, run
from lumo_analysis.publishing.request import Request
from lumo_analysis.publishing.run import Outcome


@pytest.fixture
def started(monkeypatch) -> list[str]:
    """The regions whose reports were started; one region is too small for one."""
    monkeypatch.setattr(planning, "small_regions", lambda _: ["etela-savo"])
    monkeypatch.setattr(release, "check_editions", lambda *_: None)
    monkeypatch.setattr(release, "release_gate", lambda *_: None)
    regions: list[str] = []

    def run_jobs(jobs, *_, **__) -> Outcome:
        regions.extend(job.region for job in jobs)
        return Outcome(complete=[job.stem for job in jobs])

    monkeypatch.setattr(run, "run_jobs", run_jobs)
    return regions


def _make(tmp_path, *regions: str, quiet: bool = False) -> Outcome:
    output = tmp_path / "reports"
    request = Request(("workers-2021",), output, regions, ("fi",), ("descriptive",), ("html",))
    return command.make_reports(request, workers=1, quiet=quiet)


def test_a_region_with_too_few_respondents_is_left_out_of_all_and_that_is_said(
    started, tmp_path, capsys
):
    _make(tmp_path)
    assert started == ["all", "keski-suomi", "pohjois-karjala", "pohjois-savo"]
    told = " ".join(capsys.readouterr().err.split())
    assert "workers-2021: no report of its own for etela-savo: too few people answered" in told


def test_asked_for_by_name_it_is_refused_before_anything_starts(started, tmp_path):
    with pytest.raises(ParameterError, match=r"'etela-savo' .* has no report of its own"):
        _make(tmp_path, "all", "etela-savo")
    assert started == []
    assert not (tmp_path / "reports").exists()


def test_regions_that_are_large_enough_are_made_without_a_word(started, tmp_path, capsys):
    _make(tmp_path, "keski-suomi")
    assert started == ["keski-suomi"]
    assert "no report of its own" not in capsys.readouterr().err


def test_a_name_that_does_not_exist_is_refused_before_a_plan_is_made(
    started, tmp_path, monkeypatch
):
    monkeypatch.setattr(release, "check_editions", lambda *_: pytest.fail("a plan was made"))
    with pytest.raises(ParameterError, match="did you mean 'etela-savo'"):
        _make(tmp_path, "etela-svo")
