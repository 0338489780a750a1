"""One report made whole: the notebook run by papermill, checked, and exported by nbconvert."""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from lumo_analysis import errors
from lumo_analysis.errors import LumoError, ReportError
from lumo_analysis.publishing import kernels
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.html import LumoHTMLExporter
from lumo_analysis.publishing.jobs import Job, notebook_path
from lumo_analysis.publishing.pdf import LumoPDFExporter
from lumo_analysis.publishing.spreadsheet import LumoXLSXExporter

CELL_TIMEOUT = 600
_EXPORTERS: dict[str, Callable[[], Any]] = {
    "html": LumoHTMLExporter,
    "pdf": LumoPDFExporter,
    "xlsx": LumoXLSXExporter,
}
# Only these say nothing a respondent wrote; any other exception's text stays private.
_SAFE_ERRORS = {
    name
    for name in vars(errors)
    if isinstance(getattr(errors, name), type) and issubclass(getattr(errors, name), LumoError)
}


@dataclass(frozen=True)
class Made:
    """What became of one job: its staged files by format, or why there are none.

    `front` is the report's front block, and `about` what its text says of the survey and of
    what is hidden; the index shows both.
    """

    job: Job
    files: dict[str, Path] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    front: dict[str, Any] = field(default_factory=dict)
    about: dict[str, list[str]] = field(default_factory=dict)
    failure: str = ""


def make_report(job: Job, formats: tuple[str, ...], staging: Path) -> Made:
    """Run a job's notebook and write its report below `staging`.

    A report that fails is returned with its `failure` in words, so that the others go on. A
    folder that can't be written to (`OSError`) is the whole run's fault, not the report's.
    """
    try:
        notebook = execute(job)
        front, *blocks = report_blocks(notebook)
        contents = {name: export(notebook, name) for name in formats}
    except LumoError as error:
        return Made(job, failure=str(error))
    except OSError as error:
        return Made(job, failure=f"the notebook could not be run: {error.strerror}")
    files, digests, sizes = {}, {}, {}
    for name, content in contents.items():
        path = staging / f"{job.stem}.{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        files[name], sizes[name] = path, len(content)
        digests[name] = hashlib.sha256(content).hexdigest()
    return Made(job, files, digests, sizes, front, about_survey(blocks))


def about_survey(blocks: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What a report says of its survey, by the section it stands in: "survey" and "hidden".

    What holds for the whole survey is the first paragraph of the one, and the list of rules of
    the other, or its paragraph where nothing is hidden.
    """
    told: dict[str, list[str]] = {}
    section = ""
    for block in blocks:
        if block["kind"] == "heading" and block["level"] == 2:
            section = block["anchor"]
        elif section in ("survey", "hidden") and block["kind"] == "paragraph":
            told.setdefault(section, [block["text"]])
        elif section == "hidden" and block["kind"] == "bullets":
            told[section] = list(block["items"])
    return told


def execute(job: Job) -> NotebookNode:
    """The job's notebook with the outputs of all its cells.

    `ReportError` names the cell that failed; the exception's own text is told only where it
    is one of ours, since any other may quote a respondent.
    """
    kernels.register()
    logging.getLogger("papermill").setLevel(logging.ERROR)
    path = notebook_path(job.notebook)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", category=DeprecationWarning)
            notebook: NotebookNode = papermill.execute_notebook(
                str(path),
                None,
                parameters=job.parameters,
                engine_name=kernels.ENGINE,
                kernel_name=kernels.KERNEL,
                language="python",
                progress_bar=False,
                log_output=False,
                execution_timeout=CELL_TIMEOUT,
            )
    except PapermillExecutionError as error:
        raise ReportError(_failure(job, error)) from None
    except DeadKernelError:
        raise ReportError(f"{path.name}: the kernel died; is there enough memory?") from None
    except CellTimeoutError:
        raise ReportError(f"{path.name}: a cell took more than {CELL_TIMEOUT} s") from None
    check_complete(notebook, path.name)
    return notebook


def _failure(job: Job, error: PapermillExecutionError) -> str:
    where = f"{job.notebook}.ipynb, cell {error.cell_index}"
    if error.ename in _SAFE_ERRORS:
        return f"{where}: {error.evalue}"
    return (
        f"{where}: {error.ename}; open the notebook in JupyterLab with region = '{job.region}' "
        f"and language = '{job.language}' to see more (its text may quote respondents)"
    )


def check_complete(notebook: NotebookNode, name: str) -> None:
    """`ReportError` unless every code cell ran: `sys.exit(0)` in one looks like success."""
    # Numbered as in the notebook's own file, without the cell that papermill adds.
    own = [cell for cell in notebook.cells if "injected-parameters" not in _tags(cell)]
    for number, cell in enumerate(own, start=1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise ReportError(f"{name}, cell {number}: did not run; the notebook stopped early")


def _tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def export(notebook: NotebookNode, name: str) -> bytes:
    """The executed notebook as a finished file of one format."""
    content: str | bytes = _EXPORTERS[name]().from_notebook_node(notebook)[0]
    return content.encode() if isinstance(content, str) else content
