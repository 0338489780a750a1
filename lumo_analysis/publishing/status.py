"""What `lumo status` says: which reports are fresh, stale, failed or missing, and why."""

from __future__ import annotations

import collections
import json
from collections.abc import Mapping
from pathlib import Path

from lumo_analysis.publishing.counted import are, counted
from lumo_analysis.publishing.freshness import Standing, standing_of
from lumo_analysis.publishing.manifest import made_from, read_manifest
from lumo_analysis.publishing.placing import is_placing
from lumo_analysis.publishing.planning import plan_request
from lumo_analysis.publishing.request import Request
from lumo_analysis.publishing.workshop import workshop_folder

Standings = Mapping[str, Standing]
_SHOWN = 5


def standings(request: Request) -> dict[str, Standing]:
    """How each report of a request stands, by its path without ending."""
    planned = plan_request(request)
    manifest = read_manifest(request.output)
    return {
        job.stem: standing_of(
            manifest.get(job.stem),
            made_from(job, planned.inputs[job.survey].fingerprints),
            planned.formats,
            request.output,
        )
        for job in planned.jobs
    }


def status_text(found: Standings, output: Path) -> str:
    """The reports by state and reason, for a person.

    >>> print(status_text({"s/all/themes.fi": Standing("fresh")}, Path("reports")))
    1 of 1 report in reports is up to date.
    """
    fresh = sum(one.state == "fresh" for one in found.values())
    lines = [f"{fresh} of {counted(len(found), 'report')} in {output} {are(fresh)} up to date."]
    if is_stopped(output):
        lines.append("A run was stopped while it put files in place; lumo report completes it.")
    groups: dict[Standing, list[str]] = collections.defaultdict(list)
    for stem, one in found.items():
        if one.state != "fresh":
            groups[one].append(stem)
    for one, stems in sorted(groups.items(), key=lambda group: group[1]):
        lines.append(f"{len(stems)} {one.state}: {'; '.join(one.reasons)}")
        lines += [f"  {stem}" for stem in stems[:_SHOWN]]
        lines += [f"  ... and {len(stems) - _SHOWN} more"] if len(stems) > _SHOWN else []
    return "\n".join(lines)


def status_json(found: Standings, output: Path) -> str:
    """The same for a program: each report's state and reasons."""
    reports = {
        stem: {"state": one.state, "reasons": list(one.reasons)}
        for stem, one in sorted(found.items())
    }
    content = {"output": str(output), "stopped": is_stopped(output), "reports": reports}
    return json.dumps(content, ensure_ascii=False, indent=1)


def is_stopped(output: Path) -> bool:
    """Whether a run was stopped while it put files in place."""
    return is_placing(workshop_folder(output.resolve()))
