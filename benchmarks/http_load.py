"""Clients that ask over HTTP as fast as they are answered, and servers to ask."""

import asyncio
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import NamedTuple, cast
from urllib.parse import quote

import uvloop

from politigraph.graph.knowledge_graph import KnowledgeGraph


class Server(NamedTuple):
    """A command that serves a store, its port, and the path of its SPARQL endpoint."""

    command: tuple[str, ...]
    port: int
    path: str


class Client(asyncio.Protocol):
    """One connection that asks the next question as soon as the last is answered."""

    def __init__(self, requests: Iterator[bytes], count: Callable[[bytes], None]) -> None:
        self._requests = requests
        self._count = count
        self._received = bytearray()
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the first question."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        """Ask the next question, if this is the end of an answer."""
        self._received += data
        head, found, body = bytes(self._received).partition(b"\r\n\r\n")
        if found and _complete(head.lower(), body):
            self._count(head)
            self._received.clear()
            self._transport.write(next(self._requests))


def _complete(head: bytes, body: bytes) -> bool:
    _, found, length = head.partition(b"content-length: ")
    if found:
        return len(body) >= int(length.split(b"\r\n")[0])
    return body.endswith(b"0\r\n\r\n")


def per_second(server: Server, queries: Iterator[str], clients: int, seconds: float) -> float:
    """Return how many look-ups a second are answered. Raise `ValueError` at another answer."""

    def requests() -> Iterator[bytes]:
        for query in queries:
            yield (
                f"GET {address(server, query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                "Accept: application/sparql-results+json\r\n\r\n"
            ).encode()

    answered, wrong = 0, b""

    def note(head: bytes) -> None:
        nonlocal answered, wrong
        answered += 1
        if not head.startswith(b"HTTP/1.1 200"):
            wrong = head

    async def load() -> None:
        loop = asyncio.get_running_loop()
        asked = requests()
        transports = [
            (await loop.create_connection(lambda: Client(asked, note), "127.0.0.1", server.port))[0]
            for _ in range(clients)
        ]
        await asyncio.sleep(seconds)
        for transport in transports:
            transport.abort()

    begin = monotonic()
    uvloop.run(load())
    if wrong:
        raise ValueError(wrong.decode())
    return answered / (monotonic() - begin)


def address(server: Server, query: str) -> str:
    """Return the path and query string that ask a server a SPARQL query."""
    return f"{server.path}?query={quote(query, safe='')}"


def fetch(server: Server, path: str) -> tuple[float, bytes]:
    """Return the seconds that an answer took, and its body. Raise `ValueError` if it is none."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        begin = perf_counter()
        connection.request("GET", path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
        seconds = perf_counter() - begin
    finally:
        connection.close()
    if answer.status != 200:
        raise ValueError(body.decode())
    return seconds, body


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(server: Server) -> Iterator[int]:
    """Run a server until the block ends, and give its process id; wait until it listens."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(server.command, stdout=quiet, stderr=quiet) as process:
        try:
            deadline = monotonic() + 60
            while process.poll() is None and monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", server.port)) == 0:
                        break
                sleep(0.05)
            yield process.pid
        finally:
            process.terminate()


def both(store: Path, workers: int) -> tuple[Server, Server]:
    """Return what serves a store: ours, and Oxigraph's."""
    with KnowledgeGraph.open(store) as graph:
        files = str(graph.store.snapshot)
    ours, theirs = free_port(), free_port()
    politigraph = [sys.executable, "-m", "politigraph", "serve", "--store", str(store)]
    politigraph += ["--port", str(ours), "--workers", str(workers)]
    beside = str(Path(sys.executable).with_name("oxigraph"))
    oxigraph = [shutil.which("oxigraph") or beside, "serve-read-only", "--location", files]
    oxigraph += ["--bind", f"127.0.0.1:{theirs}", "--union-default-graph"]
    return Server((*politigraph,), ours, "/sparql"), Server((*oxigraph,), theirs, "/query")
