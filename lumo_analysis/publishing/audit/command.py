"""What `lumo audit` does: finds each survey's responses and audits the folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.audit.folder import Folder
from lumo_analysis.publishing.audit.outcome import Audit
from lumo_analysis.publishing.audit.run import audit_reports
from lumo_analysis.publishing.audit.source import Source


def audit_folder(
    folder: Path,
    data: Path | None = None,
    responses: Path | None = None,
    coding: Path | None = None,
    former: Sequence[Path] = (),
    processes: int | None = None,
) -> Audit:
    """Audit a folder whose surveys are in the data folder, or in `data`.

    `responses` and `coding` are the files that the reports of the folder's only survey were
    made from. `ParameterError` where they are given for several surveys.
    """
    surveys = sorted(Folder.of(folder).surveys())
    if (responses or coding) and len(surveys) != 1:
        raise ParameterError(
            f"the reports in {folder} are of {len(surveys)} surveys ({', '.join(surveys)}), and "
            "--responses and --coding belong to one; audit a folder of each survey by itself"
        )
    sources = {
        survey: Source(
            str(data / survey) if data else survey,
            str(responses) if responses else "",
            str(coding) if coding else "",
        )
        for survey in surveys
    }
    return audit_reports(folder, sources, former=former, processes=processes)
