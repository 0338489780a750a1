from __future__ import annotations

import signal

import pytest

from lumo_analysis.publishing import interrupts


@pytest.fixture(autouse=True)
def usual_handler():
    """Python's own handler, which a program started in the background lacks."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


def test_an_interrupt_inside_is_raised_at_the_end():
    done = []

    def work() -> None:
        with interrupts.held_back():
            signal.raise_signal(signal.SIGINT)
            done.append("the work after it")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["the work after it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_inside_is_not_hidden_and_the_handler_comes_back():
    with pytest.raises(ValueError, match="a fault"), interrupts.held_back():
        raise ValueError("a fault")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_is_ignored_while_workers_start():
    with interrupts.ignored():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
