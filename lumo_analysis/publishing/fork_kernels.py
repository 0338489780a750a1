"""Kernels forked from one process that has done its imports: a start in no time.

A fresh kernel spends most of a report's time importing pandas, matplotlib and this package.
`multiprocessing`'s fork server imports them once; every kernel is a fork of it, clean of any
other report's variables. Where there is no fork (Windows) or where it is unsafe (macOS),
kernels start the plain way.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from subprocess import Popen
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME = "lumo-fork"
PRELOAD = "lumo_analysis.publishing.kernel_preload"
_SETTINGS = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def can_fork() -> bool:
    """Whether kernels are forked on this system."""
    return sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods()


class ForkedKernel:
    """A forked process with the calls of `subprocess.Popen` that a provisioner makes."""

    stdin = stdout = stderr = None

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str
    ) -> None:
        # Threads do not survive a fork, so the imports may start none; nor may they speak.
        for name, value in _SETTINGS.items():
            os.environ.setdefault(name, value)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([PRELOAD])
        target = (tuple(arguments), dict(environment), folder)
        self._process: ForkServerProcess = context.Process(target=run_kernel, args=target)
        self._process.start()
        self.pid = self._process.pid or 0

    def poll(self) -> int | None:
        """The exit code, or None while the kernel runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end; the exit code, or None when the time ran out."""
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the kernel has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


class ForkProvisioner(LocalProvisioner):
    """Gives Jupyter a forked kernel in place of a fresh process."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel for the arguments that follow `ipykernel_launcher` in `cmd`."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        environment = {name: str(value) for name, value in (kwargs.get("env") or {}).items()}
        folder = str(kwargs.get("cwd") or os.getcwd())  # noqa: PTH109
        kernel = ForkedKernel(arguments, environment, folder)
        self.process = cast("Popen[Any]", kernel)
        self.pid = self.pgid = kernel.pid
        return self.connection_info


def run_kernel(arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
    """Be a kernel: what the forked process does until it is shut down."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    from ipykernel.kernelapp import IPKernelApp

    application: Any = IPKernelApp.instance()
    application.initialize(list(arguments))
    application.start()


def _end_with_the_run() -> None:
    """Wait for the end of the process that started this kernel; then end it and its children.

    A run that is killed can't do so itself, and its cells would go on in memory.
    """
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os.killpg(0, signal.SIGKILL)
