"""A process that works for a service, and that can be killed when it takes too long."""

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final, Literal

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.bounded_query import error_frame, read_error
from politigraph.graph.errors import QueryStopped, StopReason

Work = Callable[[Any], Any]
"""What a worker does with each request."""

KEPT: Final = "kept"
"""What a process says before its answer when its work cannot be undone: it is waited for."""

_LOOK_SECONDS: Final = 0.05
"""How often somebody looks at what a request takes."""

_OWN_BYTES: Final = 256 << 20
"""What a process needs for itself: its code, and the buffers and caches of the database."""


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

    def ask(self, request: Any, seconds: float, grace: float = 0.0, memory: int = 0) -> Any:
        """Return the answer to a request.

        Raises the ``PolitigraphError`` that the process raised, and ``QueryStopped`` when it
        takes longer, by more than ``grace``, or more bytes than ``memory`` (0 is no limit; on
        Linux only), or dies; the next request starts another process. Once the process has
        said `KEPT` it may take what it takes.
        """
        with self._lock:
            # What earlier requests have left there is not this one's.
            if memory and self._connection and self._resident() > memory // 2:
                self._end(kill=False)
            connection = self._connection or self._start()
            try:
                connection.send(request)
                if reason := self._waited(connection, seconds + grace, memory):
                    self._end(kill=True)
                    spent = {
                        "time": f"more than {seconds:g} s",
                        "memory": f"more than {memory >> 20:,} MiB of memory",
                    }
                    raise _stopped(f"stopped, as it takes {spent[reason]}", reason)
                while (told := connection.recv()) == KEPT:
                    pass
                done, answer = told
            except (EOFError, OSError):
                self._end(kill=True)
                raise _stopped("the process that worked on it ended", "crash") from None
        if not done:
            raise read_error(answer)
        return answer

    def _waited(
        self, connection: Connection, seconds: float, memory: int
    ) -> Literal["time", "memory", ""]:
        """Wait for an answer; return what it takes too much of, or an empty string."""
        deadline = monotonic() + seconds
        look = _LOOK_SECONDS if memory else seconds
        while not connection.poll(min(look, max(deadline - monotonic(), 0))):
            if monotonic() >= deadline:
                return "time"
            if memory and self._resident() > memory:
                return "memory"
        return ""

    def _resident(self) -> int:
        """Return the bytes of memory that the process has beyond `_OWN_BYTES`; 0 if unknown."""
        try:
            pages = int(Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1])
        except OSError:
            return 0
        return max(pages * os.sysconf("SC_PAGE_SIZE") - _OWN_BYTES, 0)

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


def _stopped(message: str, reason: StopReason) -> QueryStopped:
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
