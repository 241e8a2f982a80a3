"""Light look-ups a second over HTTP, against `oxigraph serve` on the same files.

    python benchmarks/serve.py [--store DIR] [--copies N] [--seconds S] [--rounds N] [--workers N]

Both serve one published state of one store, with the union of all graphs as the default
graph, to clients that keep their connections: 1, 8 and 32. A look-up asks for all
properties of a claim chosen at random, in JSON; the two take turns. "new" are questions
that nobody asked before (each has a comment of its own), "again" may have been asked.
"""

import argparse
import asyncio
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count, product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import NamedTuple, cast
from urllib.parse import quote

import uvloop

from build import example_extractions
from politigraph.graph.knowledge_graph import KnowledgeGraph

CLIENTS = (1, 8, 32)
_LOOK_UP = "SELECT ?p ?o {{ <{claim}> ?p ?o }}"


class Server(NamedTuple):
    """A command that serves a store, its port, and the path of its endpoint."""

    command: list[str]
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
                f"GET {server.path}?query={quote(query, safe='')} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
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


def look_ups(claims: Sequence[str], *, new: bool) -> Iterator[str]:
    """Yield questions about claims, without an end."""
    chosen = random.Random(7)
    for number in count():
        query = _LOOK_UP.format(claim=chosen.choice(claims))
        yield f"{query} # {number}" if new else query


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(server: Server) -> Iterator[None]:
    """Run a server until the block ends; wait until it listens."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(server.command, stdout=quiet, stderr=quiet) as process:
        try:
            deadline = monotonic() + 60
            while process.poll() is None and monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", server.port)) == 0:
                        break
                sleep(0.05)
            yield
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
    return Server(politigraph, ours, "/sparql"), Server(oxigraph, theirs, "/query")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store that there is already")
    parser.add_argument("--copies", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    with ExitStack() as stack:
        store = args.store
        if store is None:
            store = Path(stack.enter_context(TemporaryDirectory())) / "kg"
            with KnowledgeGraph.open(store, writable=True) as graph:
                for extraction in example_extractions(args.copies):
                    graph.add(extraction)
        with KnowledgeGraph.open(store) as graph:
            claims = [str(row["c"]) for row in graph.query("SELECT ?c { ?c a :Claim }")]
            quads = len(graph.store)
        ours, theirs = both(store, args.workers)
        stack.enter_context(running(ours))
        stack.enter_context(running(theirs))
        print(f"serve: {quads:,} quads, {args.workers} workers, {args.rounds} rounds, medians")
        print("  questions clients   politigraph      oxigraph   share")
        for new, clients in product((True, False), CLIENTS):
            asked = look_ups(claims, new=new)
            for server in (ours, theirs):
                per_second(server, asked, clients, 1.0)  # Processes start, caches fill.
            pairs = [
                tuple(per_second(s, asked, clients, args.seconds) for s in (ours, theirs))
                for _ in range(args.rounds)
            ]
            a, b = (median(pair[i] for pair in pairs) for i in (0, 1))
            share = median(pair[0] / pair[1] for pair in pairs)
            name = "new" if new else "again"
            print(f"  {name:9} {clients:7} {a:11,.0f}/s {b:11,.0f}/s {share:7.2f}", flush=True)


if __name__ == "__main__":
    main()
