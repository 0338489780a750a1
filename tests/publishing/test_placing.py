from __future__ import annotations

import errno
import hashlib
import os
import signal
import sys
from pathlib import Path

import pytest

from lumo_analysis.errors import OutputError, ReportError
from lumo_analysis.publishing import jobs, placing, run, workshop
from lumo_analysis.publishing.jobs import Job, Made
from lumo_analysis.publishing.manifest import Inputs, read_manifest
from lumo_analysis.publishing.run import run_jobs
from tests.conftest import PROJECT

posix = pytest.mark.skipif(os.name != "posix", reason="a process is forked and killed")
WAYS = ["exchange", "journal"]
REPORTS = ("descriptive", "regions", "themes")
STEPS = (30, 78)
"""While the new set is made, and near the end; make test-whole-set takes every step."""


@pytest.fixture(autouse=True)
def _real_notebooks(monkeypatch):
    monkeypatch.setattr(jobs, "notebooks_folder", lambda: PROJECT / "notebooks")


@pytest.fixture
def output(tmp_path) -> Path:
    return tmp_path / "place" / "reports"


@pytest.fixture(params=WAYS)
def way(request, monkeypatch) -> str:
    if request.param == "journal":
        _without_exchange(monkeypatch)
    elif sys.platform not in ("linux", "darwin"):
        pytest.skip("folders can't be exchanged here")
    return request.param


def _without_exchange(monkeypatch) -> None:
    def refuse(one: Path, other: Path) -> None:
        raise OSError(errno.ENOSYS, "not here")

    monkeypatch.setattr(placing, "exchange", refuse)


def _make(output: Path, edition: str, *, reports: tuple[str, ...] = REPORTS, **options) -> None:
    """Reports whose every file holds the edition's name, without a kernel."""

    def make(job: Job, formats: tuple[str, ...], new: Path) -> Made:
        files = {}
        for name in formats:
            files[name] = new / f"{job.stem}.{name}"
            files[name].parent.mkdir(parents=True, exist_ok=True)
            files[name].write_text(f"{edition} {job.stem} {name}", encoding="utf-8")
        digests = {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in files.items()}
        sizes = {n: p.stat().st_size for n, p in files.items()}
        return Made(job, files, digests, sizes, {})

    planned = [Job("survey-1", "all", name, "en", "") for name in reports]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "make_report", make)
        run_jobs(
            planned,
            {"survey-1": Inputs({"responses": edition}, True)},
            output,
            workers=1,
            **options,
        )


def _contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _in_child(work) -> int:
    """Do the work in a forked process; how it ended, a signal as a negative number."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _killed_at(output: Path, step: int) -> int:
    """Make the new edition in a process that is killed at its step-th step on files."""

    def work() -> None:
        steps = 0
        inside = str(output.parent)

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal steps
            if event.startswith(("open", "os.", "ctypes.")) and (
                event.startswith("ctypes.") or any(inside in str(one) for one in arguments)
            ):
                steps += 1
                if steps == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        _make(output, "new")

    return _in_child(work)


@pytest.fixture
def editions(tmp_path, way) -> tuple[dict[str, bytes], dict[str, bytes]]:
    found = []
    for edition in ("old", "new"):
        _make(tmp_path / edition / "reports", edition)
        found.append(_contents(tmp_path / edition / "reports"))
    return found[0], found[1]


def _after_kills(output: Path, editions, steps, *, mixture: bool) -> int:
    """Kill a run at each of the steps; how many of them it reached."""
    old, new = editions
    reached = 0
    for step in steps:
        _make(output, "old")
        ended = _killed_at(output, step)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        reached += 1
        left = _contents(output)
        pages = {name for name in left if placing.is_page(name)}
        if mixture and pages != {name for name in new if placing.is_page(name)}:
            # Half placed, and nobody enters it: the pages are the last to come.
            assert pages < {name for name in new if placing.is_page(name)}
        else:
            assert left in (old, new)
        _make(output, "new")
        assert _contents(output) == new
        assert [path.name for path in output.parent.iterdir()] == ["reports"]
    return reached


@posix
def test_a_run_killed_at_any_step_leaves_a_whole_set_and_the_next_run_ends_the_same(
    output, editions, way
):
    assert _after_kills(output, editions, STEPS, mixture=way == "journal") == 2


@posix
@pytest.mark.whole_set
def test_a_run_killed_at_every_step_leaves_a_whole_set(output, editions, way):
    assert _after_kills(output, editions, range(1, 1000), mixture=way == "journal") > 80


def test_files_that_are_no_reports_stay(output, way):
    _make(output, "old")
    (output / "README.md").write_text("mine", encoding="utf-8")
    (output / "index-of-mine.html").write_text("mine as well", encoding="utf-8")
    (output / "notes").mkdir()
    (output / "notes" / "a.txt").write_text("mine too", encoding="utf-8")
    _make(output, "new", reports=("themes",))
    assert (output / "README.md").read_text(encoding="utf-8") == "mine"
    assert (output / "index-of-mine.html").read_text(encoding="utf-8") == "mine as well"
    assert (output / "notes" / "a.txt").read_text(encoding="utf-8") == "mine too"
    assert list(read_manifest(output)) == ["survey-1/all/themes.en"]
    assert not (output / "survey-1/all/regions.en.html").exists()


@posix
def test_the_folder_keeps_its_rights(output, way):
    _make(output, "old")
    output.chmod(0o750)
    _make(output, "new")
    assert output.stat().st_mode & 0o777 == 0o750


def test_a_full_disk_leaves_the_former_reports_as_they_were(output, way, monkeypatch):
    _make(output, "old")
    former = _contents(output)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run, "write_manifest", full)
    with pytest.raises(ReportError, match="No space left on device"):
        _make(output, "new")
    assert _contents(output) == former
    assert [path.name for path in output.parent.iterdir()] == ["reports"]


def test_two_runs_on_one_folder_are_refused_with_what_to_do(output):
    with (
        workshop.workshop(output),
        pytest.raises(OutputError, match=r"another run is making reports in .*--output"),
    ):
        _make(output, "new")
    _make(output, "new")
    assert len(read_manifest(output)) == 3


@posix
@pytest.mark.skipif(os.name == "posix" and os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_only_others_may_write_to_is_refused_before_anything_starts(output):
    output.mkdir(parents=True)
    output.chmod(0o555)
    with pytest.raises(OutputError, match="can't write in"):
        _make(output, "new")


def test_in_the_folder_that_the_command_runs_in_files_are_moved(output, monkeypatch):
    _make(output, "old")
    monkeypatch.chdir(output)
    inode = output.stat().st_ino
    _make(output, "new")
    assert output.stat().st_ino == inode
    assert {b.split()[0] for n, b in _contents(output).items() if "/" in n} == {b"new"}


def test_where_nothing_can_be_made_beside_the_folder_it_is_made_inside(output, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == output)
    _make(output, "old")
    _make(output, "new")
    assert {b.split()[0] for n, b in _contents(output).items() if "/" in n} == {b"new"}
    assert not (output / ".run").exists()


def test_a_report_that_somebody_changed_is_taken_away_and_named(output, monkeypatch):
    monkeypatch.setattr(run, "make_report", lambda *_: pytest.fail("nothing is to be made"))
    _make(output, "old")
    (output / "survey-1/all/themes.en.html").write_text("changed", encoding="utf-8")
    outcome = run_jobs([], {}, output)
    assert outcome.altered == ["survey-1/all/themes.en"]
    assert sorted(read_manifest(output)) == [
        "survey-1/all/descriptive.en",
        "survey-1/all/regions.en",
    ]
    assert not list(output.rglob("themes.*"))


def test_a_folder_full_of_other_files_is_no_folder_for_reports(output, monkeypatch):
    monkeypatch.setattr(placing, "_MOST_FOREIGN", 2)
    output.mkdir(parents=True)
    for number in range(3):
        (output / f"{number}.txt").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="holds 3 files that are no reports"):
        _make(output, "new")
