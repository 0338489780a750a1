"""One report made whole: the notebook run by papermill, checked, and exported by nbconvert."""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from lumo_analysis import errors
from lumo_analysis.errors import LumoError, ReportError
from lumo_analysis.presentation.exhibits import MIME, Exhibit
from lumo_analysis.publishing import kernels
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.failed_notebooks import keep_failed
from lumo_analysis.publishing.html import LumoHTMLExporter
from lumo_analysis.publishing.jobs import Job, Made, notebook_path
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


def make_report(job: Job, formats: tuple[str, ...], staging: Path) -> Made:
    """Run a job's notebook and write its report below `staging`.

    A report that fails is returned with its `failure` in words, so that the others go on. A
    folder that can't be written to (`OSError`) is the whole run's fault, not the report's.
    """
    executed: list[NotebookNode] = []
    try:
        notebook = execute(job, executed)
        front, *blocks = report_blocks(notebook)
        contents = {name: export(notebook, name) for name in formats}
    except LumoError as error:
        keep_failed(job.stem, executed)
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


def execute(job: Job, executed: list[NotebookNode] | None = None) -> NotebookNode:
    """The job's notebook with the outputs of all its cells.

    It is put into `executed` when it starts, to be looked at where it fails.

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
                executed=executed,
            )
    except PapermillExecutionError as error:
        raise ReportError(_failure(job, error)) from None
    except DeadKernelError:
        where = _stopped_at(path.name, executed)
        raise ReportError(f"{where}: the kernel died; is there enough memory?") from None
    except CellTimeoutError:
        where = _stopped_at(path.name, executed)
        raise ReportError(f"{where}: took more than {CELL_TIMEOUT} s and was stopped") from None
    except RuntimeError:
        # Of jupyter_client, which has no class of its own for it.
        raise ReportError(f"{path.name}: the kernel did not start; run it again") from None
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


def _stopped_at(name: str, executed: list[NotebookNode] | None) -> str:
    """The notebook, and the last of its cells that began."""
    where = name
    for number, cell in _own_code(executed[-1]) if executed else ():
        if cell.metadata.get("papermill", {}).get("start_time"):
            where = f"{name}, cell {number}"
    return where


def check_complete(notebook: NotebookNode, name: str) -> None:
    """`ReportError` unless the notebook ran whole: `sys.exit(0)` in a cell looks like success.

    Every code cell has run, and every cell that is tagged `exhibit` shows one.
    """
    for number, cell in _own_code(notebook):
        if cell.execution_count is None:
            raise ReportError(f"{name}, cell {number}: did not run; the notebook stopped early")
        if "exhibit" in _tags(cell) and not any(_is_exhibit(out) for out in cell.outputs):
            raise ReportError(
                f"{name}, cell {number}: shows no figure or table, and its tag 'exhibit' says "
                "that it does"
            )


def _own_code(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Code cells, numbered as in the notebook's own file: papermill adds one."""
    own = [cell for cell in notebook.cells if "injected-parameters" not in _tags(cell)]
    for number, cell in enumerate(own, start=1):
        if cell.cell_type == "code" and cell.source.strip():
            yield number, cell


def _is_exhibit(output: NotebookNode) -> bool:
    """Whether an output is a figure or a table with something in it."""
    block = output.get("data", {}).get(MIME, {})
    return block.get("kind") == Exhibit.kind and bool(block["table"]["rows"])


def _tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def export(notebook: NotebookNode, name: str) -> bytes:
    """The executed notebook as a finished file of one format."""
    content: str | bytes = _EXPORTERS[name]().from_notebook_node(notebook)[0]
    return content.encode() if isinstance(content, str) else content
