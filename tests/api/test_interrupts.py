"""Ctrl-C waits for what must be whole, and is not lost."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from politigraph.api.interrupts import uninterrupted


def pressed_within(done: list[str], error: Exception | None = None) -> None:
    with uninterrupted():
        signal.raise_signal(signal.SIGINT)
        if error:
            raise error
        done.append("written")
    done.append("next")


def test_ctrl_c_waits_for_the_end() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        pressed_within(done)
    assert done == ["written"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_is_told_rather_than_ctrl_c() -> None:
    with pytest.raises(ValueError, match="odd"):
        pressed_within([], ValueError("odd"))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_handler_of_somebody_else_is_left_alone() -> None:
    caught: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    try:
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            assert caught == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_sets_no_handler() -> None:
    def handler() -> object:
        with uninterrupted():
            return signal.getsignal(signal.SIGINT)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(handler).result() is signal.getsignal(signal.SIGINT)
