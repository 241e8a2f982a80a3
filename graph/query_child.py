"""A process that runs the queries of a `QueryPool`, one after the other, until it is killed.

Standard input is one end of a pair of sockets. A request is a length (4 bytes, big
endian) and JSON; frames come back as a letter, a length and the content.
"""

import json
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.bounded_query import (
    BoundedQuery,
    Kind,
    QueryLimits,
    error_frame,
    evaluate,
)
from politigraph.graph.store import Store

GRACE_SECONDS = 2.0
"""The pool kills at the deadline; a child whose pool has died ends by itself so much later."""

_HELD = 1 << 16


class Frames:
    """Sends frames; small ones wait for the next, so that a short answer is one packet."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._waiting = bytearray()

    def __call__(self, kind: Kind, content: bytes) -> None:
        """Send a frame."""
        self._waiting += struct.pack(">cI", kind.encode(), len(content))
        self._waiting += content
        if kind in "EZ" or len(self._waiting) > _HELD:
            self._connection.sendall(self._waiting)
            self._waiting.clear()


def run(connection: socket.socket) -> None:
    """Answer requests until the other end is closed."""
    limits = QueryLimits(**json.loads(sys.argv[1]))
    send = Frames(connection)
    incoming = connection.makefile("rb")
    opened: tuple[str, Store] | None = None
    send("Z", b"")  # Ready.
    while header := incoming.read(4):
        request = json.loads(incoming.read(struct.unpack(">I", header)[0]))
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE_SECONDS)
        try:
            if opened is None or opened[0] != request["state"]:
                opened = None  # Closed before the next is opened.
                opened = (request["state"], _open(Path(request["files"]), limits.memory))
        except PolitigraphError as error:
            send("E", error_frame(error))
        else:
            evaluate(opened[1], BoundedQuery.from_json(request["query"]), limits, send)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _open(files: Path, memory: int) -> Store:
    """Open a published state; then let this process take so many bytes more (on Linux)."""
    import resource

    unlimited = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (unlimited, unlimited))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = Store.of_snapshot(files)
    # The database itself reserves address space: what counts is what a query adds.
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, unlimited))
        # If the machine itself runs out, this process goes first and not the server.
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")
    return store


if __name__ == "__main__":
    with suppress(ConnectionError, KeyboardInterrupt), socket.socket(fileno=os.dup(0)) as pair:
        run(pair)
