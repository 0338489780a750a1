from __future__ import annotations

import io

from rich.console import Console

from lumo_analysis.publishing.jobs import Job, Made
from lumo_analysis.publishing.progress import Told

JOBS = [Job("s", "all", name, "fi", "") for name in ("descriptive", "regions", "themes", "more")]


def _told(*, terminal: bool = False) -> tuple[Told, Console, list[float]]:
    now = [0.0]
    console = Console(file=io.StringIO(), force_terminal=terminal, width=200)
    return Told(console, console.status(""), 2, lambda: now[0]), console, now


def _text(console: Console) -> str:
    return console.file.getvalue()


def test_each_report_is_told_with_what_is_left():
    told, console, now = _told()
    told.begin(JOBS, fresh=4)
    for job, seconds, failure in zip(JOBS, (90, 100, 220), ("", "", "it broke"), strict=False):
        now[0] = seconds
        told.finish(Made(job, failure=failure))
    told.check()
    assert _text(console).splitlines() == [
        "4 reports are up to date and stay as they are.",
        "4 reports are to be made.",
        "1 of 4 ready: s/all/descriptive.fi",
        # Both workers have loaded what they need; from here on the pace tells something.
        "2 of 4 ready: s/all/regions.fi",
        "3 of 4 failed: s/all/themes.fi, about 2 minutes left",
        "Checking that nobody can be recognised from the reports",
    ]


def test_one_report_is_told_in_the_singular():
    told, console, _ = _told()
    told.begin(JOBS[:1], fresh=1)
    assert _text(console).splitlines() == [
        "1 report is up to date and stays as it is.",
        "1 report is to be made.",
    ]


def test_on_a_terminal_one_line_says_what_is_being_made():
    told, console, now = _told(terminal=True)
    told.begin(JOBS, fresh=0)
    told.finish(Made(JOBS[0]))
    assert told._status.status == ("1 of 4 reports ready; making s/all/regions.fi, s/all/themes.fi")
    told.finish(Made(JOBS[1]))
    now[0] = 60.0
    told.finish(Made(JOBS[2]))
    assert told._status.status == (
        "3 of 4 reports ready, about 1 minute left; making s/all/more.fi"
    )
    assert "ready:" not in _text(console)
