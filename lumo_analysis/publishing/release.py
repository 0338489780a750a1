"""The gate between finished reports and their readers: the ledger of editions, and the audit.

Nothing that could tell what few people answered takes the place of the former reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.errors import ReportError
from lumo_analysis.publishing import ledger
from lumo_analysis.publishing.audit.run import audit_reports
from lumo_analysis.publishing.audit.source import Source
from lumo_analysis.publishing.index import write_index
from lumo_analysis.publishing.manifest import Manifest
from lumo_analysis.publishing.processes import workers
from lumo_analysis.survey.survey import Survey

if TYPE_CHECKING:
    from lumo_analysis.publishing.run import Gate


def check_editions(surveys: Sequence[Survey], processes: int | None = None) -> None:
    """`LedgerError` where a survey's reports must not be released after the former ones.

    Plans that are not kept are made here, by so many processes (by default one a processor).
    """
    items = sum(len(survey.questionnaire.items) for survey in surveys)
    # They start with the first task, and where all plans are kept there is none.
    with workers(items, processes) as pool:
        for survey in surveys:
            ledger.check(survey, plan_for(survey, pool.run))


def release_gate(
    surveys: Sequence[Survey],
    sources: Mapping[str, Source],
    processes: int | None = None,
) -> Gate:
    """A gate that attacks the finished files and writes the released edition into the ledger.

    The attack reads all files as they will stand together, those of earlier runs too. Surveys
    whose answers are public by name are not attacked: nothing in them is hidden.
    """
    guarded = {
        survey.questionnaire.survey: survey for survey in surveys if not plan_for(survey).public
    }

    def gate(manifest: Manifest, new: Path) -> None:
        own = {stem: entry for stem, entry in manifest.items() if entry["survey"] in guarded}
        if any(entry["status"] == "complete" for entry in own.values()):
            _attack(own, new)
        for survey in guarded.values():
            ledger.record(survey, plan_for(survey))

    def _attack(own: Manifest, new: Path) -> None:
        # The page of these surveys alone: of others the responses are not at hand.
        write_index(new, own)
        audit = audit_reports(
            new,
            {name: sources[name] for name in guarded},
            manifest=own,
            processes=processes,
        )
        found = [one for one in audit.findings if not _is_of_another(one.where, one.what)]
        if found:
            told = "\n".join(f"  {one.where}: {one.what}" for one in found[:_SHOWN])
            more = f"\n  ... and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise ReportError(
                "the reports were not published, and the former ones stay: a reader could find "
                f"out too much from them. PRIVATE, do not pass on:\n{told}{more}"
            )

    def _is_of_another(where: str, what: str) -> bool:
        return where == "folder" and what.partition("/")[0] not in guarded

    return gate


_SHOWN = 20
