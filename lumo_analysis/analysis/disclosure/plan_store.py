"""Plans kept between reports: one plan is made from a survey and read by all its reports.

Making a plan takes longer than making a report, and each report runs in a process of its own.
A plan holds the pattern of what is hidden and no number, so it may lie in a private folder:
`LUMO_PLANS`, or one in the user's cache.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.survey.survey import Survey

if TYPE_CHECKING:
    from lumo_analysis.analysis.disclosure.protection import Run

FOLDER = "LUMO_PLANS"
"""The environment variable that names the folder of plans."""
_ROOMS = ("analysis", "survey")


def plan_for(survey: Survey, run: Run = map) -> Plan:
    """The survey's plan of disclosure control, made now unless it was made before.

    `run` does the same to several things, as `map` does; in processes, perhaps.

    A plan that was kept is used only for the very same data, made by the very same code, and
    only from a folder that nobody else can write to.
    """
    # Solving is slow to import, and a kept plan does without.
    place = _place(survey)
    kept = _read(place, survey) if place is not None else None
    if kept is not None:
        return kept
    from lumo_analysis.analysis.disclosure.protection import plan_of

    plan = plan_of(survey, run)
    if place is not None:
        # A plan that can't be kept is made again the next time.
        with contextlib.suppress(OSError):
            _keep(plan, place)
    return plan


def kept_plan(survey: Survey) -> Path | None:
    """The file of a survey's plan, or None where none is kept."""
    place = _place(survey)
    return place if place is not None and place.is_file() else None


def _place(survey: Survey) -> Path | None:
    folder = Path(os.environ[FOLDER]) if os.environ.get(FOLDER) else _own_cache()
    if folder is None:
        return None
    return folder / f"{survey.questionnaire.survey}-{_digest(survey)[:32]}.json"


def _own_cache() -> Path | None:
    """The user's own cache folder, or None where the system names none."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "lumo-analysis" / "plans"


def _digest(survey: Survey) -> str:
    """A fingerprint of all that a plan depends on, whatever the order of the respondents."""
    rows = pd.util.hash_pandas_object(survey.responses, index=False)
    digest = hashlib.sha256(survey.questionnaire.model_dump_json().encode())
    digest.update(rows.sort_values().to_numpy().tobytes())
    for name, frame in (("coding", survey.coding), ("published", survey.published)):
        digest.update(name.encode())
        if frame is None:
            continue
        if "respondent" in frame:
            frame = frame.assign(respondent=rows.loc[frame["respondent"]].to_numpy())
        of_frame = pd.util.hash_pandas_object(frame, index=False).sort_values()
        digest.update(of_frame.to_numpy().tobytes())
    if survey.codebook is not None:
        digest.update(survey.codebook.model_dump_json().encode())
    for part in (_code(), *sorted(f"{k}={v}" for k, v in survey.fingerprints.items())):
        digest.update(part.encode())
    return digest.hexdigest()


@functools.cache
def _code() -> str:
    """A fingerprint of the code that a plan is made with, and of its solver's version."""
    package = Path(__file__).parents[2]
    digest = hashlib.sha256(importlib.metadata.version("scipy").encode())
    for path in sorted(path for room in _ROOMS for path in (package / room).rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(path: Path, survey: Survey) -> Plan | None:
    """The plan kept in a file, or None where there is none that can be trusted."""
    rules = survey.questionnaire.disclosure
    try:
        if not _is_private(path.parent) or not _is_private(path):
            return None
        plan = Plan.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    expected = (survey.questionnaire.survey, rules.threshold, rules.group_base, rules.public)
    same = (plan.survey, plan.threshold, plan.group_base, plan.public) == expected
    return plan if same else None


def _is_private(path: Path) -> bool:
    """Whether only this user can write here; elsewhere than on POSIX the folder's place tells."""
    if os.name != "posix":
        return True
    status = path.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _keep(plan: Plan, path: Path) -> None:
    """Write the plan so that the file is at any moment whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(plan.to_json())
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
