"""Kernels that are forked from a process that has done its imports.

A worker forks the kernel of its notebook as soon as it begins, while it has no threads yet.
Who has no such kernel waiting forks one of the fork server. Where nothing can be forked,
kernels start the plain way.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from subprocess import Popen
from typing import Any, NamedTuple, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from lumo_analysis.publishing.fork_server import be_silent, can_fork, context

NAME = "lumo-fork"


class _Waiting(NamedTuple):
    """A forked process that is told which kernel to be."""

    process: BaseProcess
    told: Connection[Any, Any]


_waiting: list[_Waiting] = []


def stand_by() -> None:
    """Fork the kernel of this worker's next notebook, before this process has any threads."""
    if not can_fork():
        return
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_stand_by, args=(theirs, ours))
    process.start()
    theirs.close()
    _waiting.append(_Waiting(process, ours))


def dismiss() -> None:
    """Let the kernels end that nobody needed."""
    while _waiting:
        _waiting.pop().told.close()


def _stand_by(told: Connection[Any, Any], other_end: Connection[Any, Any]) -> None:
    other_end.close()
    try:
        task = told.recv()
    except EOFError:
        return
    run_kernel(*task)


class ForkedKernel:
    """A forked process with the calls of `subprocess.Popen` that a provisioner makes."""

    stdin = stdout = stderr = None

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str
    ) -> None:
        task = (tuple(arguments), dict(environment), folder)
        if _waiting:
            self._process, told = _waiting.pop()
            told.send(task)
            told.close()
        else:
            self._process = context().Process(target=run_kernel, args=task)
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
    be_silent()
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
