from __future__ import annotations

import dataclasses
import hashlib
import multiprocessing
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from lumo_analysis.errors import OutputError, ReportError
from lumo_analysis.publishing import jobs, run, runner
from lumo_analysis.publishing.failed_notebooks import failed_folder
from lumo_analysis.publishing.fork_server import can_fork
from lumo_analysis.publishing.jobs import Job, Made
from lumo_analysis.publishing.manifest import Inputs, read_manifest
from lumo_analysis.publishing.run import run_jobs
from lumo_analysis.publishing.runner import about_survey, execute, make_report
from lumo_analysis.publishing.workers import made_by_processes
from tests.conftest import PROJECT

only_forks = pytest.mark.skipif(not can_fork(), reason="processes are forked on Linux only")
FIXTURES = Path(__file__).parents[1] / "fixtures" / "notebooks"


@pytest.fixture(autouse=True)
def _fixture_notebooks(monkeypatch):
    monkeypatch.setattr(jobs, "notebooks_folder", lambda: FIXTURES)


def _job(notebook: str) -> Job:
    return Job("survey-1", "all", notebook, "en", "")


def test_a_notebook_that_runs_to_its_end_becomes_its_files(tmp_path):
    made = make_report(_job("runs_to_the_end"), ("html", "pdf", "xlsx"), tmp_path)
    assert made.failure == ""
    assert made.front["title"] == "Title"
    assert made.files["html"].read_bytes().startswith(b"<!DOCTYPE html>")
    assert made.files["pdf"].read_bytes().startswith(b"%PDF")
    assert made.files["xlsx"].read_bytes().startswith(b"PK")
    assert made.sizes["pdf"] == made.files["pdf"].stat().st_size


@pytest.mark.parametrize(
    ("notebook", "reason"),
    [
        ("exits_early", "cell 4: did not run"),
        ("kills_its_kernel", "kills_its_kernel.ipynb, cell 2: the kernel died"),
        ("declares_an_exhibit", "cell 2: shows no figure or table"),
        ("makes_a_user_error", "did you mean 'workers-2021'"),
        ("shows_no_front", "front"),
    ],
)
def test_a_notebook_that_stops_early_is_a_failure_with_its_reason(notebook, reason, tmp_path):
    made = make_report(_job(notebook), ("html",), tmp_path)
    assert reason in made.failure
    assert made.files == {}
    assert list(tmp_path.rglob("*.html")) == []


def test_an_error_that_may_quote_a_respondent_is_not_repeated():
    with pytest.raises(ReportError) as caught:
        execute(_job("quotes_a_respondent_in_an_error"))
    assert "ValueError" in str(caught.value)
    assert "Canary" not in str(caught.value)


def test_the_kernel_is_this_interpreter_and_its_folder_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    notebook = execute(_job("runs_to_the_end"))
    assert notebook.metadata.language_info.version == platform.python_version()
    assert list(tmp_path.iterdir()) == []


def test_a_failed_notebook_is_kept_as_far_as_it_ran_in_the_private_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LUMO_PRIVATE", str(tmp_path / "private"))
    made = make_report(_job("quotes_a_respondent_in_an_error"), ("html",), tmp_path / "new")
    assert "Canary" not in made.failure
    kept = failed_folder() / "survey-1/all/quotes_a_respondent_in_an_error.en.ipynb"
    assert "Canary" in kept.read_text(encoding="utf-8")
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(os.name != "posix", reason="looks for processes as POSIX names them")
def test_a_cell_that_hangs_is_stopped_with_all_that_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "CELL_TIMEOUT", 2)
    seconds = f"{600 + os.getpid() / 1e7:.7f}"
    made = make_report(dataclasses.replace(_job("hangs"), responses=seconds), ("html",), tmp_path)
    assert made.failure == "hangs.ipynb, cell 2: took more than 2 s and was stopped"
    commands = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert f"sleep {seconds}" not in commands.stdout.splitlines()


def _killed_once(job: Job, formats: tuple[str, ...], new: Path) -> Made:
    """Is killed like a process that takes too much memory, the first time, or always."""
    seen = new / job.notebook
    if job.notebook != "fine" and not (seen.exists() and job.notebook == "once"):
        seen.touch()
        os._exit(9)
    return Made(job)


@pytest.mark.heavy
def test_what_a_killed_process_had_is_made_again_and_only_a_job_that_kills_it_twice_fails(tmp_path):
    planned = [_job(name) for name in ("fine", "once", "always")]
    found = {
        made.job.notebook: made.failure
        for made in made_by_processes(_killed_once, planned, ("html",), tmp_path, 2)
    }
    assert found["fine"] == found["once"] == ""
    assert "killed twice" in found["always"]


def _finds_a_full_disk(job: Job, formats: tuple[str, ...], new: Path) -> Made:
    raise OSError(28, "No space left on device")


@pytest.mark.heavy
@pytest.mark.parametrize("forks", [pytest.param(True, marks=only_forks), False])
def test_what_ends_the_whole_run_ends_its_workers_too(forks, tmp_path, monkeypatch):
    monkeypatch.setattr("lumo_analysis.publishing.fork_server.can_fork", lambda: forks)
    before = set(multiprocessing.active_children())
    planned = [_job(f"notebook {number}") for number in range(3)]
    with pytest.raises(OSError, match="No space left"):
        list(made_by_processes(_finds_a_full_disk, planned, ("html",), tmp_path, 2))
    assert set(multiprocessing.active_children()) == before


def _named_by_process(job: Job, formats: tuple[str, ...], new: Path) -> Made:
    """Says which process made it."""
    return Made(job, failure=str(os.getpid()))


@pytest.mark.heavy
@pytest.mark.parametrize("forks", [pytest.param(True, marks=only_forks), False])
def test_a_worker_makes_one_report_where_a_new_one_costs_nothing(forks, tmp_path, monkeypatch):
    monkeypatch.setattr("lumo_analysis.publishing.fork_server.can_fork", lambda: forks)
    planned = [_job(f"notebook {number}") for number in range(5)]
    found = list(made_by_processes(_named_by_process, planned, ("html",), tmp_path, 2))
    assert {made.job for made in found} == set(planned)
    processes = {made.failure for made in found}
    assert str(os.getpid()) not in processes
    assert len(processes) == 5 if forks else len(processes) <= 2


@pytest.fixture
def _real_notebooks(monkeypatch):
    monkeypatch.setattr(jobs, "notebooks_folder", lambda: PROJECT / "notebooks")


def _made(job: Job, staging: Path, content: bytes) -> Made:
    path = staging / f"{job.stem}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return Made(job, {"html": path}, {"html": digest}, {"html": len(content)}, {})


@pytest.mark.usefixtures("_real_notebooks")
def test_a_report_that_fails_leaves_no_older_copy_and_the_rest_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(
        run,
        "make_report",
        lambda job, formats, staging: (
            Made(job, failure="it broke")
            if job.notebook == "descriptive" and runs
            else _made(job, staging, b"new")
        ),
    )
    planned = [_job("descriptive"), _job("themes")]
    inputs = {"survey-1": Inputs({}, synthetic=True)}
    runs: list[int] = []
    first = run_jobs(planned, inputs, tmp_path, formats=("html",), workers=1)
    runs.append(1)
    second = run_jobs(planned, inputs, tmp_path, formats=("html",), workers=1)
    assert len(first.complete) == 2
    assert second.failed == {"survey-1/all/descriptive.en": "it broke"}
    names = sorted(path.name for path in (tmp_path / "survey-1" / "all").iterdir())
    assert names == ["themes.en.html"]
    manifest = read_manifest(tmp_path)
    assert manifest["survey-1/all/descriptive.en"]["status"] == "failed"
    assert "it broke" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert not list(tmp_path.parent.glob(f".{tmp_path.name}.run"))


@pytest.mark.usefixtures("_real_notebooks")
def test_the_files_of_a_report_change_together(tmp_path, monkeypatch):
    def make(job: Job, formats: tuple[str, ...], staging: Path) -> Made:
        files = {name: staging / f"{job.stem}.{name}" for name in formats}
        for path in files.values():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"made")
        return Made(job, files, dict.fromkeys(files, "0" * 64), dict.fromkeys(files, 4), {})

    monkeypatch.setattr(run, "make_report", make)
    inputs = {"survey-1": Inputs({}, synthetic=True)}

    def names() -> list[str]:
        return sorted(path.suffix for path in (tmp_path / "survey-1" / "all").iterdir())

    run_jobs([_job("themes")], inputs, tmp_path, workers=1)
    assert names() == [".html", ".pdf", ".xlsx"]
    # An older file beside a newer one would pass for the same report.
    run_jobs([_job("themes")], inputs, tmp_path, formats=("html",), workers=1)
    assert names() == [".html"]


def test_what_a_report_says_of_its_survey_is_kept_for_the_index():
    blocks = [
        {"kind": "heading", "level": 2, "text": "About", "anchor": "survey"},
        {"kind": "paragraph", "text": "It asked employees."},
        {"kind": "paragraph", "text": "This report tells how."},
        {"kind": "heading", "level": 2, "text": "Results", "anchor": "results"},
        {"kind": "bullets", "items": ["Not this."]},
        {"kind": "heading", "level": 2, "text": "Hidden", "anchor": "hidden"},
        {"kind": "paragraph", "text": "In this report 3 numbers are hidden."},
        {"kind": "bullets", "items": ["Few people.", "Computed."]},
    ]
    assert about_survey(blocks) == {
        "survey": ["It asked employees."],
        "hidden": ["Few people.", "Computed."],
    }
    public = [blocks[5], {"kind": "paragraph", "text": "Nothing is hidden."}]
    assert about_survey(public) == {"hidden": ["Nothing is hidden."]}
    assert about_survey([]) == {}


@pytest.mark.usefixtures("_real_notebooks")
def test_reports_of_an_earlier_run_stay_in_the_index(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "make_report", lambda job, formats, staging: _made(job, staging, b"x"))
    inputs = {"survey-1": Inputs({}, synthetic=True)}
    run_jobs([_job("themes")], inputs, tmp_path, formats=("html",), workers=1)
    run_jobs([_job("descriptive")], inputs, tmp_path, formats=("html",), workers=1)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "survey-1/all/themes.en.html" in page
    assert "survey-1/all/descriptive.en.html" in page


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="can't write"):
        run_jobs([], {}, tmp_path / "file")


def test_without_a_fork_server_a_plain_kernel_runs_the_notebook(monkeypatch):
    monkeypatch.setattr("lumo_analysis.publishing.fork_server.can_fork", lambda: False)
    notebook = execute(_job("runs_to_the_end"))
    assert all(cell.execution_count for cell in notebook.cells if cell.source.strip())


@pytest.mark.usefixtures("_real_notebooks")
def test_an_interrupt_leaves_the_former_reports_as_they_were(tmp_path, monkeypatch):
    def make(job: Job, formats: tuple[str, ...], staging: Path) -> Made:
        if job.notebook == "themes":
            raise KeyboardInterrupt
        return _made(job, staging, b"x")

    monkeypatch.setattr(run, "make_report", make)
    inputs = {"survey-1": Inputs({}, synthetic=True)}
    planned = [_job("descriptive"), _job("themes")]
    with pytest.raises(KeyboardInterrupt):
        run_jobs(planned, inputs, tmp_path, formats=("html",), workers=1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_real_notebooks")
def test_what_the_gate_keeps_back_leaves_the_former_reports_as_they_were(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "make_report", lambda job, _, staging: _made(job, staging, b"x"))
    inputs = {"survey-1": Inputs({}, synthetic=True)}
    run_jobs([_job("descriptive")], inputs, tmp_path, formats=("html",), workers=1)
    former = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    seen = []

    def shut(manifest, staging):
        seen.append(sorted(manifest))
        assert (staging / "survey-1/all/themes.en.html").read_bytes() == b"x"
        raise ReportError("kept back")

    with pytest.raises(ReportError, match="kept back"):
        run_jobs([_job("themes")], inputs, tmp_path, formats=("html",), workers=1, gate=shut)
    assert seen == [["survey-1/all/descriptive.en", "survey-1/all/themes.en"]]
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == former


@pytest.mark.usefixtures("_real_notebooks")
def test_reports_of_other_responses_do_not_stand_beside_the_new_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "make_report", lambda job, _, staging: _made(job, staging, b"x"))
    old, new = ({"survey-1": Inputs({"responses": d}, synthetic=True)} for d in ("a", "b"))
    run_jobs([_job("descriptive")], old, tmp_path, formats=("html",), workers=1)
    run_jobs([_job("themes")], new, tmp_path, formats=("html",), workers=1)
    assert list(read_manifest(tmp_path)) == ["survey-1/all/themes.en"]
    assert not (tmp_path / "survey-1/all/descriptive.en.html").exists()


@pytest.mark.usefixtures("_real_notebooks")
def test_only_what_changed_is_made_again(tmp_path, monkeypatch):
    made: list[str] = []

    def make(job: Job, formats: tuple[str, ...], staging: Path) -> Made:
        made.append(job.notebook)
        return _made(job, staging, b"x")

    monkeypatch.setattr(run, "make_report", make)
    planned = [_job("descriptive"), _job("themes")]
    page = tmp_path / "survey-1/all/themes.en.html"

    def again(**fingerprints: str) -> list[str]:
        made.clear()
        inputs = {"survey-1": Inputs({"responses": "a", **fingerprints}, synthetic=True)}
        run_jobs(planned, inputs, tmp_path, formats=("html",), workers=1, only_changed=True)
        return list(made)

    assert again() == ["descriptive", "themes"]
    before = page.stat().st_mtime_ns
    assert again() == []
    assert page.stat().st_mtime_ns == before
    page.write_bytes(b"changed by hand")
    assert again() == ["themes"]
    assert again(quotes="c") == ["descriptive", "themes"]
    (tmp_path / "index.html").unlink()
    assert again(quotes="c") == []
    assert (tmp_path / "index.html").is_file()


@pytest.mark.usefixtures("_real_notebooks")
def test_what_is_up_to_date_is_judged_together_with_what_is_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "make_report", lambda job, _, staging: _made(job, staging, b"x"))
    inputs = {"survey-1": Inputs({"responses": "a"}, synthetic=True)}
    run_jobs([_job("descriptive")], inputs, tmp_path, formats=("html",), workers=1)
    seen: list[str] = []

    def gate(manifest, new):
        seen.extend(sorted(p.name for p in (new / "survey-1/all").iterdir()))

    planned = [_job("descriptive"), _job("themes")]
    options = {"formats": ("html",), "workers": 1, "gate": gate, "only_changed": True}
    outcome = run_jobs(planned, inputs, tmp_path, **options)
    assert (outcome.fresh, outcome.complete) == (
        ["survey-1/all/descriptive.en"],
        ["survey-1/all/themes.en"],
    )
    assert seen == ["descriptive.en.html", "themes.en.html"]


_HANGING_RUN = """
from pathlib import Path
from lumo_analysis.publishing import jobs, runner, workers
def make(job, formats, new):
    jobs.notebooks_folder = lambda: Path({folder!r})
    runner.execute(job)
if __name__ == "__main__":
    for_each = [jobs.Job("s", "all", "hangs", "en", "", seconds) for seconds in {seconds!r}]
    list(workers.made_by_processes(make, for_each, (), Path(), len(for_each)))
"""


@pytest.mark.heavy
@only_forks
@pytest.mark.parametrize("workers", [1, 2])
def test_all_that_a_killed_run_started_ends_with_it(workers, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    seconds = [f"{601 + number + os.getpid() / 1e7:.7f}" for number in range(workers)]
    program = tmp_path / "hanging.py"
    program.write_text(_HANGING_RUN.format(folder=str(FIXTURES), seconds=seconds), encoding="utf-8")

    def sleeping() -> int:
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
        return sum(f"sleep {each}" in listed.stdout.splitlines() for each in seconds)

    def becomes(true: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + 120
        while not true() and time.monotonic() < deadline:
            time.sleep(0.2)
        return true()

    run = subprocess.Popen([sys.executable, str(program)])
    try:
        assert becomes(lambda: sleeping() == workers)
        started = psutil.Process(run.pid).children(recursive=True)
        assert len(started) > 2 * workers
    finally:
        run.kill()
        run.wait()
    assert becomes(lambda: not sleeping())
    assert becomes(lambda: not any(process.is_running() for process in started))
    if workers > 1:
        assert list((tmp_path / "temporary").glob("lumo-*")) == []
