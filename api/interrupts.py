"""Ctrl-C between two articles, never within one."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until something is done whole: written and counted.

    Where Ctrl-C is not Python's own (another thread, another handler, ignored), nothing
    is changed.

    >>> with uninterrupted():
    ...     signal.getsignal(signal.SIGINT) is signal.default_int_handler
    False
    """
    ours = current_thread() is main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    pending: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: pending.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if pending:
        raise KeyboardInterrupt
