"""One process of a `QueryPool`, as the server sees it."""

import asyncio
import json
import socket
import struct
import subprocess
import sys
from dataclasses import asdict
from typing import Final, Literal

from politigraph.graph.bounded_query import BoundedQuery, Kind, QueryLimits
from politigraph.graph.errors import StopReason
from politigraph.graph.store import Store

_READ_AHEAD: Final = 1 << 20


class Child:
    """One process that runs queries, and the talk with it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.why: StopReason | Literal[""] = ""
        self.reader: asyncio.StreamReader
        self.writer: asyncio.StreamWriter

    @classmethod
    async def start(cls, limits: QueryLimits) -> "Child":
        """Start a process and wait until it is ready, some 0.2 s."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.to_thread(_start, theirs, limits)
        child = cls(process)
        child.reader, child.writer = await asyncio.open_connection(sock=ours, limit=_READ_AHEAD)
        try:
            await child.frame()
        except BaseException:
            await child.ended()
            raise
        return child

    @property
    def alive(self) -> bool:
        """Tell whether the process has not ended by itself or by the system's hand."""
        return self.process.poll() is None

    async def ask(self, store: Store, asked: BoundedQuery) -> None:
        """Send a query about the published state that a store has open."""
        request = json.dumps(
            {
                "state": store.fingerprint,
                "files": str(store.snapshot),
                "query": asked.to_json(),
            }
        ).encode()
        self.writer.write(struct.pack(">I", len(request)) + request)
        await self.writer.drain()

    async def frame(self) -> tuple[Kind, bytes]:
        """Return the next frame. Raise ``EOFError`` or ``ConnectionError`` if the process ended."""
        kind, length = struct.unpack(">cI", await self.reader.readexactly(5))
        return kind.decode(), await self.reader.readexactly(length)

    def kill(self, why: StopReason) -> None:
        """End the process, whatever it is doing."""
        self.why = self.why or why
        self.process.kill()

    async def ended(self) -> int:
        """Wait until the process has ended and return its status; close the talk with it."""
        self.writer.close()
        self.process.kill()
        return await asyncio.to_thread(self.process.wait)


def _start(connection: socket.socket, limits: QueryLimits) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 -- our own module, and no word of a request.
        [sys.executable, "-m", "politigraph.graph.query_child", json.dumps(asdict(limits))],
        stdin=connection.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # In a group of its own: Ctrl-C is for the server, which ends it in good order.
        process_group=0,
    )
