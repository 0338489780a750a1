"""The kernel that runs a notebook: this very interpreter, reached without the network.

papermill would take whatever kernel is registered as "python3" on the machine, which may be
another environment's, and talk to it over TCP, which other users of the machine can reach.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.log import logger

from lumo_analysis.publishing import fork_kernels, fork_server

ENGINE = "lumo"
KERNEL = "python3"
START_TIMEOUT = 120


class _ThisInterpreter(KernelSpecManager):
    """Knows one kernel: the interpreter that runs us."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        quiet = ["--HistoryManager.enabled=False", "--log-level=ERROR"]
        name = fork_kernels.NAME if fork_server.can_fork() else "local-provisioner"
        return KernelSpec(
            argv=[*argv, *quiet],
            display_name=kernel_name,
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": name}},
        )


class LumoEngine(Engine):  # type: ignore[misc]
    """A papermill engine with a kernel of this interpreter over local sockets."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        start_timeout: int = START_TIMEOUT,
        execution_timeout: int | None = None,
        executed: list[NotebookNode] | None = None,
        **_: Any,
    ) -> None:
        """Run every cell; the kernel and its sockets are gone afterwards.

        The notebook is put into `executed`, so that it can be looked at where it fails.
        """
        if executed is not None:
            executed.append(nb_man.nb)
        # A short folder of its own: the path of a local socket has at most 107 characters.
        with _folder() as folder:
            manager = AsyncKernelManager(
                kernel_name=kernel_name or KERNEL,
                kernel_spec_manager=_ThisInterpreter(),
                connection_file=str(Path(folder) / "kernel.json"),
            )
            if os.name == "posix":
                manager.transport, manager.ip = "ipc", str(Path(folder) / "kernel")
            client = PapermillNotebookClient(
                nb_man,
                km=manager,
                kernel_name=kernel_name or KERNEL,
                timeout=execution_timeout,
                startup_timeout=start_timeout,
                # A kernel has nothing to save; a polite farewell would wait for seconds.
                shutdown_kernel="immediate",
                log=logger,
                log_output=log_output,
            )
            # The kernel grumbles on its own streams while it is shut down; its cells speak
            # through messages.
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            client.execute(cleanup_kc=True, **quiet)


_folders: set[str] = set()


@contextlib.contextmanager
def _folder() -> Iterator[str]:
    """A folder for a kernel's sockets, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lumo-", ignore_cleanup_errors=True) as folder:
        _folders.add(folder)
        try:
            yield folder
        finally:
            _folders.discard(folder)


def remove_folders() -> None:
    """Remove the folders of all running kernels, before this process is killed with them."""
    for folder in list(_folders):
        shutil.rmtree(folder, ignore_errors=True)


def register() -> None:
    """Make the engine known to papermill as "lumo"."""
    papermill_engines.register(ENGINE, LumoEngine)
