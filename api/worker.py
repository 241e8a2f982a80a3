"""A process that works for a service, and that can be killed when it takes too long."""

import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.bounded_query import error_frame, read_error
from politigraph.graph.errors import QueryStopped

Work = Callable[[Any], Any]
"""What a worker does with each request."""


class Worker:
    """One process, started with the first request and again after it has died.

    ``target`` runs in it: a function of this package that takes the connection and
    ``arguments``, and calls `answer_requests`. A worker may be shared by threads.
    """

    def __init__(self, target: Callable[..., None], *arguments: Any) -> None:
        self._target = target
        self._arguments = arguments
        self._lock = Lock()
        self._connection: Connection | None = None
        self._process: Any = None

    def ask(self, request: Any, seconds: float) -> Any:
        """Return the answer to a request.

        Raises the ``PolitigraphError`` that the process raised, and ``QueryStopped`` when
        it takes longer or dies; the next request starts another.
        """
        with self._lock:
            connection = self._connection or self._start()
            try:
                connection.send(request)
                if not connection.poll(seconds):
                    self._end(kill=True)
                    raise _stopped(f"stopped after {seconds:g} seconds", "time")
                done, answer = connection.recv()
            except (EOFError, OSError):
                self._end(kill=True)
                raise _stopped("the process that worked on it ended", "crash") from None
        if not done:
            raise read_error(answer)
        return answer

    def close(self) -> None:
        """Let the process finish what it does, and end it."""
        with self._lock:
            self._end(kill=False)

    def _start(self) -> Connection:
        # Not "fork": the server has threads, and an open database.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(
            target=self._target, args=(theirs, *self._arguments), daemon=True
        )
        self._process.start()
        theirs.close()
        self._connection = ours
        return ours

    def _end(self, *, kill: bool) -> None:
        if self._connection is None:
            return
        self._connection.close()
        self._connection = None
        if kill:
            self._process.kill()
        self._process.join()
        self._process.close()


def _stopped(message: str, reason: Any) -> QueryStopped:
    return QueryStopped(message, reason=reason, hint="send less at a time")


def answer_requests(connection: Connection, work: Work, idle: Callable[[], float | None]) -> None:
    """Answer requests until the other end is closed.

    ``idle`` is called before each wait and says how long to wait before it is called
    again; None is as long as it takes.
    """
    # Ctrl-C goes to every process of the terminal; the server ends this one in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            if not connection.poll(idle()):
                continue
            request = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, work(request))
        except PolitigraphError as error:
            answer = (False, error_frame(error))
        try:
            connection.send(answer)
        except OSError:
            return  # Who asked is gone.
