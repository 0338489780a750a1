"""Whether a report still is what its inputs would make it today, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lumo_analysis.publishing.manifest import Entry, is_intact

State = Literal["fresh", "stale", "failed", "missing"]
_NAMES = {
    "responses": "the responses",
    "questionnaire": "the questionnaire",
    "themes": "the codebook of themes",
    "published": "the published figures",
    "coding": "the coding of open answers",
    "quotes": "the quotes",
    "notebook": "the notebook",
}


@dataclass(frozen=True)
class Standing:
    """How a report stands: fresh, or what must happen for it to be, with the reasons."""

    state: State
    reasons: tuple[str, ...] = ()


def standing_of(
    entry: Entry | None, today: Mapping[str, object], formats: Sequence[str], output: Path
) -> Standing:
    """How the report of a manifest's entry stands against what it would be made from `today`.

    `today` is what `manifest.made_from` gives; `formats` are those that must be there. Its
    files are read, and count only byte for byte as they were made.

    >>> standing_of(None, {}, ("html",), Path("reports"))
    Standing(state='missing', reasons=('it was never made',))
    """
    if entry is None:
        return Standing("missing", ("it was never made",))
    if entry["status"] != "complete":
        return Standing("failed", (str(entry["failure"]),))
    reasons = [*changes_of_inputs(entry, today)]
    lacking = [name for name in formats if name not in entry["files"]]
    if lacking:
        reasons.append(f"it was not made as {', '.join(lacking)}")
    if not is_intact(entry, output):
        reasons.append("a file of it was changed or removed")
    return Standing("stale", tuple(reasons)) if reasons else Standing("fresh")


def changes_of_inputs(entry: Mapping[str, object], today: Mapping[str, object]) -> list[str]:
    """What changed since a report was made, in words.

    >>> made = {"inputs": {"responses": "a"}, "code": "c", "versions": {"pandas": "3.1.0"}}
    >>> now = {"inputs": {"responses": "b"}, "code": "c", "versions": {"pandas": "3.1.1"}}
    >>> changes_of_inputs(made, now)
    ['the responses changed', 'pandas 3.1.0 is now 3.1.1']
    """
    before, now = _texts(entry["inputs"]), _texts(today["inputs"])
    changed = [name for name in _in_order(before | now) if before.get(name) != now.get(name)]
    told = [f"{_NAMES.get(name, name)} changed" for name in changed]
    if entry["code"] != today["code"]:
        told.append("the code of lumo_analysis changed")
    before, now = _texts(entry["versions"]), _texts(today["versions"])
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            told.append(f"{name} {before.get(name, '(none)')} is now {now.get(name, '(none)')}")
    return told


def _texts(values: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in values.items()} if isinstance(values, Mapping) else {}


def _in_order(names: Mapping[str, str]) -> list[str]:
    known = [name for name in _NAMES if name in names]
    return [*known, *sorted(names.keys() - _NAMES.keys())]
