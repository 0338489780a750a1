"""What a run tells while it works: how many reports are ready, which are made, time left."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from rich.console import Console
from rich.status import Status

from lumo_analysis.publishing.counted import are, counted
from lumo_analysis.publishing.jobs import Job, Made

_SHOWN = 2


class Progress(Protocol):
    """Is told what a run does; every call comes from the process that runs the command."""

    def begin(self, jobs: Sequence[Job], fresh: int) -> None:
        """These reports are made now; so many others are as they should be already."""

    def finish(self, made: Made) -> None:
        """A report is made, or has failed."""

    def check(self) -> None:
        """All are made; what they tell of respondents is checked now."""


class Silence:
    """Tells nothing."""

    def begin(self, jobs: Sequence[Job], fresh: int) -> None:
        """Nothing."""

    def finish(self, made: Made) -> None:
        """Nothing."""

    def check(self) -> None:
        """Nothing."""


class Told:
    """Tells on a console: one line that changes on a terminal, else a line a report."""

    def __init__(
        self,
        console: Console,
        status: Status,
        workers: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console, self._status, self._workers, self._clock = console, status, workers, clock
        self._waiting: list[str] = []
        self._total = 0
        # The clock, and how many were ready, once each worker had loaded what it needs.
        self._pace: tuple[float, int] | None = None

    def begin(self, jobs: Sequence[Job], fresh: int) -> None:
        """Say how much there is to do."""
        self._waiting, self._total = [job.stem for job in jobs], len(jobs)
        self._pace = None
        if fresh:
            stay = "stays as it is" if fresh == 1 else "stay as they are"
            self._print(f"{counted(fresh, 'report')} {are(fresh)} up to date and {stay}.")
        if jobs:
            self._print(f"{counted(len(jobs), 'report')} {are(len(jobs))} to be made.")
        self._update()

    def finish(self, made: Made) -> None:
        """Say which report is ready, or failed, and what is left."""
        if made.job.stem in self._waiting:
            self._waiting.remove(made.job.stem)
        if self._pace is None and self._done >= self._workers:
            self._pace = self._clock(), self._done
        if not self._console.is_terminal:
            verb = "failed" if made.failure else "ready"
            self._print(f"{self._done} of {self._total} {verb}: {made.job.stem}{self._left()}")
        self._update()

    def check(self) -> None:
        """Say that the reports wait for the audit."""
        text = "Checking that nobody can be recognised from the reports"
        self._status.update(text)
        if not self._console.is_terminal:
            self._print(text)

    @property
    def _done(self) -> int:
        return self._total - len(self._waiting)

    def _left(self) -> str:
        if self._pace is None or self._done == self._pace[1] or not self._waiting:
            return ""
        since, ready = self._pace
        each = (self._clock() - since) / (self._done - ready)
        return f", {time_left(each * len(self._waiting))}"

    def _update(self) -> None:
        if not self._waiting:
            return
        now = self._waiting[: min(self._workers, _SHOWN)]
        ready = f"{self._done} of {counted(self._total, 'report')} ready{self._left()}"
        text = f"{ready}; making {', '.join(now)}"
        self._status.update(text.replace("[", "\\["))

    def _print(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)


def time_left(seconds: float) -> str:
    """How long something will take, as a person says it.

    >>> time_left(12), time_left(70)
    ('less than half a minute left', 'about 1 minute left')
    >>> time_left(1000), time_left(9000)
    ('about 17 minutes left', 'about 2.5 hours left')
    """
    if seconds < 30:
        return "less than half a minute left"
    minutes = max(1, round(seconds / 60))
    if minutes < 90:
        return f"about {minutes} minute{'s' if minutes > 1 else ''} left"
    return f"about {round(seconds / 3600, 1):g} hours left"
