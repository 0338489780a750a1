from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lumo_analysis.errors import ParameterError, ReportError
from lumo_analysis.publishing import cluster, cluster_worker, jobs
from lumo_analysis.publishing.cluster_inputs import gather, moved, unpack
from lumo_analysis.publishing.cluster_worker import KILLED, Sent, make_there
from lumo_analysis.publishing.failed_notebooks import failed_folder
from lumo_analysis.publishing.jobs import Job, Made
from lumo_analysis.publishing.manifest import installed
from lumo_analysis.publishing.runner import make_report
from tests.conftest import PROJECT

FIXTURES = Path(__file__).parents[1] / "fixtures" / "notebooks"


@pytest.fixture(autouse=True)
def _fixture_notebooks(monkeypatch):
    monkeypatch.setattr(jobs, "notebooks_folder", lambda: FIXTURES)


@pytest.fixture
def job(tmp_path) -> Job:
    """A report of a survey's folder, and of an export with its coding beside it."""
    folder, export = tmp_path / "survey-1", tmp_path / "in" / "export.csv"
    for path in (
        *(folder / "questionnaire.yaml", folder / "private" / "answers.csv", folder / "big.zip"),
        *(export, tmp_path / "in" / "export-coding.csv", tmp_path / "in" / "other.csv"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name, encoding="utf-8")
    return Job("survey-1", "all", "runs_to_the_end", "en", str(folder), str(export))


def test_what_reports_are_made_from_travels_and_nothing_else(job):
    assert sorted(gather([job])) == [
        "notebooks/runs_to_the_end.ipynb",
        "survey-1/export/export-coding.csv",
        "survey-1/export/export.csv",
        "survey-1/folder/questionnaire.yaml",
    ]


def test_a_moved_job_finds_its_files_there(job, tmp_path):
    unpack(gather([job]), tmp_path / "there")
    actual = moved(job, tmp_path / "there")
    assert Path(actual.responses).read_text(encoding="utf-8") == "export.csv"
    assert (Path(actual.folder) / "questionnaire.yaml").is_file()
    assert actual.coding == ""
    assert actual.stem == job.stem


def test_a_folder_of_files_travels_whole(job, tmp_path):
    export = tmp_path / "in" / "answers"
    for name in ("region=a", "region=b"):
        (export / name).mkdir(parents=True)
        (export / name / "0.parquet").write_bytes(b"PAR1")
    files = gather([dataclasses.replace(job, responses=str(export))])
    assert {name for name in files if name.endswith("0.parquet")} == {
        "survey-1/export/answers/region=a/0.parquet",
        "survey-1/export/answers/region=b/0.parquet",
    }


def _made_in_words(job: Job, formats: tuple[str, ...], new: Path) -> Made:
    path = new / f"{job.stem}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Path(job.responses).read_text(encoding="utf-8"), encoding="utf-8")
    return Made(job, {"html": path}, {"html": "digest"}, {"html": 10})


def test_what_was_ready_before_the_process_was_killed_is_not_lost(job, monkeypatch):
    def killed_in_the_second(folder: Path) -> None:
        cluster_worker.make_task(folder)
        results = folder / "results.pickle"
        results.write_bytes(results.read_bytes()[:-5])

    monkeypatch.setattr(cluster_worker, "_run_child", killed_in_the_second)
    group = [job, dataclasses.replace(job, language="fi")]
    first, second = make_there(_made_in_words, gather(group), group, ("html",), installed())
    assert first.made == Made(job, {}, {"html": "digest"}, {"html": 10})
    assert first.contents == {"html": b"export.csv"}
    assert second == Sent(Made(group[1], failure=KILLED))


@pytest.mark.heavy
@pytest.mark.skipif(os.name != "posix", reason="looks for folders where POSIX puts them")
def test_a_worker_makes_reports_and_keeps_nothing(job, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "worker"))
    (tmp_path / "worker").mkdir()
    named = {"themes": "runs_to_the_end", "regions": "quotes_a_respondent_in_an_error"}
    for name, fixture in named.items():
        (tmp_path / f"{name}.ipynb").write_bytes((FIXTURES / f"{fixture}.ipynb").read_bytes())
    monkeypatch.setattr(jobs, "notebooks_folder", lambda: tmp_path)
    group = [dataclasses.replace(job, notebook=name) for name in named]
    good, bad = make_there(make_report, gather(group), group, ("html",), installed())
    assert good.made.job == group[0]
    assert good.contents["html"].startswith(b"<!DOCTYPE html>")
    assert "ValueError" in bad.made.failure
    assert b"Canary" in bad.notebook
    assert "Canary" not in repr(bad)
    assert list((tmp_path / "worker").iterdir()) == []


def test_a_worker_with_another_version_makes_nothing(job):
    (sent,) = make_there(make_report, {}, [job], ("html",), {**installed(), "pandas": "1"})
    assert "another version" in sent.made.failure


def test_what_comes_back_is_written_here_and_a_failed_notebook_kept(job, tmp_path, monkeypatch):
    monkeypatch.setenv("LUMO_PRIVATE", str(tmp_path / "private"))
    made = cluster._written(Sent(Made(job), {"html": b"page"}), tmp_path / "new")
    assert made.files["html"].read_bytes() == b"page"
    cluster._written(Sent(Made(job, failure="broke"), notebook=b"{}"), tmp_path / "new")
    assert (failed_folder() / f"{job.stem}.ipynb").read_bytes() == b"{}"


class _Future:
    def __init__(self, status: str, error: Exception | None = None) -> None:
        self.status, self._error = status, error

    def exception(self) -> Exception | None:
        return self._error


def test_an_error_of_a_worker_is_told_without_its_text(job):
    (sent,) = cluster._sent(_Future("error", ValueError("Canary")), [job])
    assert "the worker failed (ValueError)" in sent.made.failure
    assert "Canary" not in sent.made.failure


def test_a_lost_scheduler_ends_the_run(job):
    with pytest.raises(ReportError, match="scheduler was lost"):
        cluster._sent(_Future("cancelled"), [job])


def test_without_distributed_it_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ParameterError, match=r"pip install 'lumo_analysis\[dask\]'"),
        cluster.cluster("tcp://127.0.0.1:1"),
    ):
        pass


class _Client:
    """Workers that say what they have."""

    def __init__(self, there: dict[str, object]) -> None:
        self._there = there

    def wait_for_workers(self, n: int, timeout: float) -> None:
        if not self._there:
            raise TimeoutError

    def run(self, function, on_error: str) -> dict[str, object]:
        return self._there


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ({}, "has no workers; start some with 'dask worker tcp://x --nthreads 1'"),
        ({"w": ImportError("x")}, "the Dask worker w can't use lumo_analysis"),
        ({"w": {**installed(), "pandas": "1.0"}}, "it has pandas 1.0 in place of "),
    ],
)
def test_workers_that_would_not_do_are_refused_before_anything_starts(there, told):
    with pytest.raises(ParameterError, match=told):
        cluster._check_workers(_Client(there), "tcp://x")


@pytest.mark.heavy
def test_no_scheduler_at_the_address_is_told(monkeypatch):
    pytest.importorskip("distributed", reason="distributed is not installed (the extra 'dask')")
    monkeypatch.setattr(cluster, "_ANSWER", 0.5)
    with (
        pytest.raises(ParameterError, match="no Dask scheduler answers at tcp://127"),
        cluster.cluster("tcp://127.0.0.1:1"),
    ):
        pass


@pytest.fixture
def started(tmp_path):
    """Start a Dask program in a folder of its own; all are ended afterwards."""
    running = []

    def start(name: str, *arguments: str) -> tuple[subprocess.Popen[bytes], Path]:
        place = tmp_path / f"{name}-{len(running)}"
        place.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments],
            cwd=place,
            env={**os.environ, "TMPDIR": str(place), "LUMO_PRIVATE": str(place / "private")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        running.append(process)
        return process, place

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.whole_set
@pytest.mark.skipif(os.name != "posix", reason="a process is killed")
def test_a_cluster_makes_the_same_reports_though_a_worker_is_killed(started, tmp_path):
    pytest.importorskip("distributed", reason="distributed is not installed (the extra 'dask')")
    told = tmp_path / "scheduler.json"
    quiet = ("--host", "127.0.0.1", "--no-dashboard")
    started("scheduler", *quiet, "--port", "0", "--scheduler-file", str(told))
    _wait_for(told.is_file)
    address = json.loads(told.read_text(encoding="utf-8"))["address"]
    options = (address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    (killed, place), _ = (started("worker", *options) for _ in range(2))
    command = [sys.executable, "-m", "lumo_analysis.cli", "report", "partners-2021"]
    command += ["--notebook", "themes", "--language", "fi", "--format", "html"]
    for region in ("all", "etela-savo", "keski-suomi"):
        command += ["--region", region]
    with subprocess.Popen(
        [*command, "--dask", address, "--output", str(tmp_path / "reports")],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stderr is not None
        for line in run.stderr:
            if line.startswith("1 of 3 ready"):
                break
        else:
            pytest.fail("the run ended before a report was ready")
        _wait_for(lambda: any(place.glob("lumo-*/task.pickle")))
        killed.kill()
        rest = run.stderr.read()
    assert run.returncode == 0, rest
    _wait_for(lambda: not any(place.glob("lumo-*")))
    subprocess.run(
        [*command, "--jobs", "2", "--output", str(tmp_path / "here")], cwd=PROJECT, check=True
    )
    actual, expected = (_contents(tmp_path / name) for name in ("reports", "here"))
    assert len(actual) >= 5
    assert actual == expected


def _contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def _wait_for(holds) -> None:
    deadline = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
