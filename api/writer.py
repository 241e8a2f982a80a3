"""The process that writes to the store that a service serves."""

from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from politigraph.api.worker import answer_requests
from politigraph.graph.changes import Change
from politigraph.graph.errors import StoreLocked
from politigraph.graph.folder import StoreFolder
from politigraph.graph.knowledge_graph import KnowledgeGraph

LOCK_SECONDS: Final = 5.0
"""How long a change waits for another writer: a build, or another worker of the service."""

_HELD_SECONDS: Final = 0.1
"""How long the store stays open for the next change: to open it takes longer than a change."""

_TURN_SECONDS: Final = 1.0
"""How long one process may keep the others out while changes go on coming."""

_RETRY_SECONDS: Final = 0.02


class Writer:
    """Applies changes to the store in a folder; each is published before it is answered."""

    def __init__(self, path: Path) -> None:
        self._path = path
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
            graph.publish()

    def rest(self) -> float | None:
        """Close the store when its turn is over; return how long it may stay open."""
        if self._graph is None:
            return None
        if not self._idle and monotonic() < self._since + _TURN_SECONDS:
            self._idle = True
            return _HELD_SECONDS
        self.close()
        sleep(2 * _RETRY_SECONDS)  # Who waits may have it now.
        return None

    def close(self) -> None:
        """Let others write."""
        if self._graph is not None:
            self._graph.close()
            self._graph = None

    def _opened(self) -> KnowledgeGraph:
        deadline = monotonic() + LOCK_SECONDS
        while self._graph is None:
            StoreFolder(self._path).check()  # A store that is gone is not made anew.
            try:
                self._graph = KnowledgeGraph.open(self._path, writable=True)
                self._since = monotonic()
            except StoreLocked:
                if monotonic() > deadline:
                    raise
                sleep(_RETRY_SECONDS)
        return self._graph


def write_changes(connection: Connection, path: Path) -> None:
    """Answer each change that comes with what came of it, until the connection is closed."""
    writer = Writer(path)
    with suppress(KeyboardInterrupt):
        answer_requests(connection, writer.apply, writer.rest)
    writer.close()
