"""What `lumo report` does: plan everything, run it, and tell a person or a program."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from lumo_analysis.errors import LumoError
from lumo_analysis.publishing import receipt
from lumo_analysis.publishing.counted import are, counted
from lumo_analysis.publishing.planning import plan_request
from lumo_analysis.publishing.request import Request

if TYPE_CHECKING:
    from lumo_analysis.publishing.cluster import Cluster
    from lumo_analysis.publishing.run import Outcome


def make_reports(
    request: Request,
    *,
    workers: int | None = None,
    dask: str = "",
    force: bool = False,
    quiet: bool = False,
) -> Outcome:
    """Make the reports of a request that are not as they should be already; with `force` all.

    Every survey is loaded, every choice checked and every plan of disclosure control made
    before the first notebook starts, so a mistake costs seconds and leaves the reports as they
    were. With the address of a scheduler in `dask`, the workers of its cluster make the reports.
    Regions too small for a report are left out, or refused where they are named.
    """
    console = Console(stderr=True, quiet=quiet)
    before = receipt.fingerprint(request)
    with _cluster(dask) as remote, console.status("Working out what must be hidden") as status:
        planned = plan_request(request)
        # What makes and checks reports takes seconds to import; a mistake has been told by now.
        from lumo_analysis.publishing import release, run
        from lumo_analysis.publishing.progress import Told

        release.check_editions(planned.surveys, workers)
        for name, left_out in planned.small.items():
            if left_out and not request.regions:
                _tell_left_out(name, left_out, console)
        at_a_time = remote.workers if remote else workers or os.cpu_count() or 1
        outcome = run.run_jobs(
            planned.jobs,
            planned.inputs,
            request.output,
            formats=planned.formats,
            workers=workers,
            executor=dataclasses.replace(remote, surveys=planned.surveys).made if remote else None,
            progress=Told(console, status, at_a_time),
            gate=release.release_gate(planned.surveys, planned.sources, workers),
            only_changed=not force,
        )
    if not outcome.failed and not outcome.altered:
        receipt.keep_receipt(request, before)
    _tell(outcome, request.output, console)
    return outcome


def _cluster(address: str) -> AbstractContextManager[Cluster | None]:
    if not address:
        return contextlib.nullcontext()
    # Few runs leave this machine.
    from lumo_analysis.publishing.cluster import cluster

    return cluster(address)


def outcome_json(outcome: Outcome, output: Path) -> str:
    """What a run came to, for a program."""
    content = {
        "output": str(output),
        "made": sorted(outcome.complete),
        "fresh": sorted(outcome.fresh),
        "failed": dict(sorted(outcome.failed.items())),
        "altered": sorted(outcome.altered),
        "moved": len(outcome.moved),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _tell_left_out(survey: str, regions: Sequence[str], console: Console) -> None:
    _say(
        console,
        f"{survey}: no report of its own for {', '.join(regions)}: too few people answered "
        "there, and they could be recognised.",
    )


def _tell(outcome: Outcome, output: Path, console: Console) -> None:
    from lumo_analysis.publishing.changes import keep_changes
    from lumo_analysis.publishing.failed_notebooks import failed_folder

    made, moved = len(outcome.complete), len(outcome.moved)
    if made or not outcome.fresh:
        _say(console, f"{counted(made, 'report')} {are(made)} ready.")
    kept = keep_changes(outcome.moved, output)
    if outcome.moved:
        where = f"; PRIVATE list: {kept}" if kept else ""
        _say(console, f"{counted(moved, 'published number')} moved since the last run{where}")
    _say(console, f"Open {output / 'index.html'}")
    loud = Console(stderr=True)
    for stem in outcome.altered:
        _say(loud, f"{stem} was taken away: a file of it was changed by hand; make it again.")
    if outcome.failed:
        _say(loud, f"{counted(len(outcome.failed), 'report')} failed:")
        _tell_failures(outcome.failed, loud)
        with contextlib.suppress(LumoError):
            _say(
                loud, f"As far as they ran, PRIVATE (they may quote respondents): {failed_folder()}"
            )


def _tell_failures(failed: Mapping[str, str], console: Console) -> None:
    for stem, reason in sorted(failed.items()):
        _say(console, f"  {stem}: {reason}")


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
