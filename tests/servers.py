"""Where a store can be: in memory, on disk, on a SPARQL server that is started for a test."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from politigraph.graph.store import Store

VIRTUOSO: Final = os.environ.get("POLITIGRAPH_VIRTUOSO_URL", "")
"""The address of a Virtuoso that tests may empty; `make test-virtuoso` sets it."""

KINDS: Final = ("virtuoso",) if VIRTUOSO else ("memory", "disk", "server")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def oxigraph_server(*options: str) -> Iterator[str]:
    """Run `oxigraph serve` with an empty dataset in memory; give its address."""
    port = free_port()
    binary = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    command = [binary, "serve", "--bind", f"127.0.0.1:{port}", *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 20
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    assert process.poll() is None
                    assert time.monotonic() < deadline
                    time.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@contextmanager
def empty_store(kind: str, folder: Path) -> Iterator[Store]:
    """Give an empty store of one of the `KINDS`, open for writing."""
    if kind == "memory":
        with Store.memory() as store:
            yield store
    elif kind == "disk":
        with Store.open(folder / "kg", writable=True) as store:
            yield store
    elif kind == "server":
        with oxigraph_server() as url, Store.open(url, writable=True) as store:
            yield store
    else:
        with Store.open(VIRTUOSO, writable=True) as store:
            empty(store)
            yield store


def is_ours(graph: object) -> bool:
    return str(graph).startswith("<https://w3id.org/politigraph/")


def empty(store: Store) -> None:
    """Remove all graphs that are ours from a server."""
    for graph in list(store.oxigraph.named_graphs()):
        if is_ours(graph):
            store.oxigraph.update(f"DROP SILENT GRAPH {graph}")
