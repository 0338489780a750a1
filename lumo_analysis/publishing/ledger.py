"""The private ledger of released editions: two of them together must not name anybody.

When one more person answers, everything that two editions differ in is that person's answer.
So an edition that differs from a former one by too few respondents, in the whole survey, in a
region or outside the regions shown, is refused. The ledger keeps keyed hashes only, in a
private folder, never beside the reports.
"""

from __future__ import annotations

import datetime
import hmac
import json
import secrets
from pathlib import Path
from typing import Any

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.errors import LumoError
from lumo_analysis.publishing.edition_differences import UnreadableError, differences
from lumo_analysis.publishing.editions import Edition, Keyed, edition_of
from lumo_analysis.publishing.private_folder import (
    locked,
    private_folder,
    read_private,
    write_private,
)
from lumo_analysis.survey.survey import Survey

_KEY_BYTES = 32
_VERSION = 1


class LedgerError(LumoError):
    """An edition that must not be released beside a former one, or a ledger that can't tell."""


def check(survey: Survey, plan: Plan, folder: Path | None = None) -> None:
    """`LedgerError` where a survey's reports must not be released after the former ones.

    Synthetic and public surveys pass: nobody's answers are in the former, and everybody knows
    the latter. The same edition again passes. `folder` is the private folder by default.
    """
    if _is_free(survey, plan):
        return
    ledger = _Ledger(survey, folder)
    with locked(ledger.path):
        ledger.refuse(survey, plan, ledger.edition(survey, plan))


def record(survey: Survey, plan: Plan, folder: Path | None = None) -> None:
    """Write an edition into the ledger, once; `LedgerError` as `check` has it.

    To be called just before finished reports take their place: an edition that is written but
    not released only makes the ledger stricter, the other way round it would be blind. Of two
    runs at the same time the second one is checked against the first.
    """
    if _is_free(survey, plan):
        return
    ledger = _Ledger(survey, folder)
    with locked(ledger.path):
        edition = ledger.edition(survey, plan)
        ledger.refuse(survey, plan, edition)
        former = ledger.editions()
        if edition.content not in {one.content for one in former}:
            ledger.write([*former, edition])


def _is_free(survey: Survey, plan: Plan) -> bool:
    return survey.synthetic or plan.public


class _Ledger:
    """One survey's file of editions, and the key of all surveys' files beside it."""

    def __init__(self, survey: Survey, folder: Path | None) -> None:
        self.survey = survey.questionnaire.survey
        self.folder = (folder or private_folder()) / "ledger"
        self.path = self.folder / f"{self.survey}.json"

    def key(self) -> bytes:
        """The secret key, made at the first use; it must be there while any ledger is."""
        path = self.folder / "key"
        with locked(path):
            content = read_private(path)
            if content is None:
                if any(self.folder.glob("*.json")):
                    raise LedgerError(
                        f"the key of the ledger is missing ({path}), so former editions can't "
                        "be compared; put it back from a backup"
                    )
                content = secrets.token_hex(_KEY_BYTES).encode()
                write_private(path, content)
        try:
            key = bytes.fromhex(content.decode())
        except ValueError:
            key = b""
        if len(key) != _KEY_BYTES:
            raise LedgerError(f"the key of the ledger is damaged ({path}); restore a backup")
        return key

    def edition(self, survey: Survey, plan: Plan) -> Edition:
        """The survey as it would be released today."""
        keyed = Keyed(self.key(), self.survey)
        return edition_of(survey, plan, keyed, datetime.date.today().isoformat())

    def editions(self) -> list[Edition]:
        """The editions released so far, oldest first."""
        content = read_private(self.path)
        if content is None:
            return []
        try:
            sealed = json.loads(content)
            body = json.dumps(sealed["editions"], sort_keys=True)
            whole = sealed["version"] == _VERSION and hmac.compare_digest(
                sealed["seal"], self._seal(body)
            )
            editions = [_edition(one) for one in sealed["editions"]] if whole else []
        except (ValueError, KeyError, TypeError):
            whole = False
        if not whole:
            raise self._damaged()
        return editions

    def write(self, editions: list[Edition]) -> None:
        """Replace the file in one step."""
        body = json.loads(json.dumps([edition.to_json() for edition in editions]))
        seal = self._seal(json.dumps(body, sort_keys=True))
        sealed = {"version": _VERSION, "editions": body, "seal": seal}
        write_private(self.path, json.dumps(sealed, sort_keys=True, indent=0).encode())

    def _seal(self, body: str) -> str:
        return hmac.new(self.key(), f"{self.survey}\n{body}".encode(), "sha256").hexdigest()

    def refuse(self, survey: Survey, plan: Plan, edition: Edition) -> None:
        """`LedgerError` naming each group in which a former edition is too near."""
        keyed = Keyed(self.key(), self.survey)
        for former in self.editions():
            try:
                found = differences(edition, former, survey, keyed, plan.threshold)
            except UnreadableError:
                raise self._damaged() from None
            if found:
                listed = "\n  ".join(found)
                raise LedgerError(
                    f"{self.survey}: together with the reports released on {former.date} these "
                    f"reports would tell what a few respondents answered\n  {listed}\n"
                    "  If the former reports were never passed on, delete them and "
                    f"{self.path}, and make the reports again."
                )

    def _damaged(self) -> LedgerError:
        return LedgerError(
            f"the ledger of released editions is damaged ({self.path}), so nothing can be "
            "released beside them; put it back from a backup"
        )


def _edition(content: dict[str, Any]) -> Edition:
    rows = {
        region: {facet: tuple(hashes) for facet, hashes in facets.items()}
        for region, facets in content["rows"].items()
    }
    return Edition(
        date=str(content["date"]),
        groups=tuple(content["groups"]),
        columns=tuple(content["columns"]),
        rows=rows,
        cells=content["cells"],
        shown=content["shown"],
    )
