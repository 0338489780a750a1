"""The check of a survey as the command line asks for it: text or JSON, and how it ends."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.errors import FaultsError, LumoError
from lumo_analysis.presentation.preflight import preflight
from lumo_analysis.survey.survey import load_survey


@dataclass(frozen=True)
class Checked:
    """What to print, whether the survey was refused, and how many published figures differ."""

    text: str
    refused: bool = False
    differing: int = 0


def check_survey(
    survey: str, export: Path | None, language: str, *, quick: bool, as_json: bool
) -> Checked:
    """Load and check a survey; `quick` leaves out what the reports will hide.

    A refusal is raised as the `LumoError` that it is, unless JSON was asked for.
    """
    try:
        loaded = load_survey(survey, export)
        found = preflight(loaded, language, None if quick else plan_for(loaded))
    except LumoError as error:
        if not as_json:
            raise
        return Checked(refusal_as_json(error), refused=True)
    return Checked(found.to_json() if as_json else found.text, differing=found.differing)


def refusal_as_json(error: LumoError) -> str:
    """Why a survey was refused, fault by fault.

    >>> print(refusal_as_json(LumoError("no survey 'x'")))
    {"refused": [{"where": "", "what": "no survey 'x'", "advice": ""}]}
    """
    if isinstance(error, FaultsError):
        faults = [dataclasses.asdict(fault) for fault in error.faults]
    else:
        faults = [{"where": "", "what": str(error), "advice": ""}]
    return json.dumps({"refused": faults}, ensure_ascii=False)
