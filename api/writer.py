"""The process that writes to the store that a service serves."""

from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from politigraph.api.lock_waiting import CHANGE_SECONDS, once_unlocked
from politigraph.api.worker import KEPT, answer_requests
from politigraph.graph.changes import Change
from politigraph.graph.folder import StoreFolder
from politigraph.graph.knowledge_graph import KnowledgeGraph

_HELD_SECONDS: Final = 0.1
"""How long the store stays open for the next change: to open it takes longer than a change."""

_TURN_SECONDS: Final = 1.0
"""How long one process may keep the others out while changes go on coming."""

_PAUSE_SECONDS: Final = 0.04
"""Longer than those who wait for the lock take to try again."""


class Writer:
    """Applies changes to the store in a folder; each is published before it is answered.

    ``kept`` is called in between, when a change is in the database: whoever opens the store
    next would publish it, so it is too late to stop it.
    """

    def __init__(self, path: Path, kept: Callable[[], None] = lambda: None) -> None:
        self._path = path
        self._kept = kept
        self._graph: KnowledgeGraph | None = None
        self._since = 0.0
        self._idle = False

    def apply(self, change: Change[Any]) -> Any:
        """Make a change. Raises what it raises, and ``StoreLocked``."""
        graph = self._opened()
        self._idle = False
        try:
            return change.apply(graph)
        finally:
            # Of a change that failed in the middle, such as articles, a part is there to stay.
            self._kept()
            graph.publish()

    def rest(self) -> float | None:
        """Close the store when its turn is over; return how long it may stay open."""
        if self._graph is None:
            return None
        if not self._idle and monotonic() < self._since + _TURN_SECONDS:
            self._idle = True
            return _HELD_SECONDS
        self.close()
        sleep(_PAUSE_SECONDS)  # Who waits may have it now.
        return None

    def close(self) -> None:
        """Let others write."""
        if self._graph is not None:
            self._graph.close()
            self._graph = None

    def _opened(self) -> KnowledgeGraph:
        if self._graph is None:
            self._graph = once_unlocked(self._open, CHANGE_SECONDS)
            self._since = monotonic()
        return self._graph

    def _open(self) -> KnowledgeGraph:
        StoreFolder(self._path).check()  # A store that is gone is not made anew.
        return KnowledgeGraph.open(self._path, writable=True)


def write_changes(connection: Connection, path: Path) -> None:
    """Answer each change that comes with what came of it, until the connection is closed."""

    def kept() -> None:
        with suppress(OSError):  # Who asked may be gone; all others shall see the change.
            connection.send(KEPT)

    writer = Writer(path, kept)
    with suppress(KeyboardInterrupt):
        answer_requests(connection, writer.apply, writer.rest)
    writer.close()
