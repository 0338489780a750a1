"""Ctrl-C at the right moment: not while workers start, nor between a report and its record."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


def _is_main_thread() -> bool:
    # Only there can Python change how a signal is met, and only there is it met.
    return threading.current_thread() is threading.main_thread()


@contextlib.contextmanager
def ignored() -> Iterator[None]:
    """Processes started inside are deaf to Ctrl-C; this one hears it again afterwards."""
    if not _is_main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """A Ctrl-C that comes inside is raised as `KeyboardInterrupt` at the end, not before."""
    if not _is_main_thread():
        yield
        return
    came: list[int] = []

    def remember(number: int, _: FrameType | None) -> None:
        came.append(number)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
