"""Serve a store over HTTP until the process is told to stop."""

import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from politigraph.api.app import create_app
from politigraph.api.console import say, say_error
from politigraph.api.settings import ServiceSettings
from politigraph.extract.errors import PolitigraphError
from politigraph.graph.errors import NotAStore
from politigraph.graph.folder import StoreFolder
from politigraph.graph.knowledge_graph import KnowledgeGraph

POLL_SECONDS = 1.0
"""How soon after a build ends its articles are served."""

RETIRED_SECONDS = 600.0
"""How long a state that was served stays open: longer than any request that still reads it."""


class CannotListen(PolitigraphError):
    """The address is taken, not ours, or not allowed."""


def serve_store(store: Path, host: str, port: int, settings: ServiceSettings | None = None) -> None:
    """Serve the newest published state of a store; return after Ctrl-C or SIGTERM.

    The socket is opened first, so that a taken port is an error with a hint, and
    port 0 can be told. Requests that are being answered at the end are answered.
    """
    settings = settings or ServiceSettings()
    KnowledgeGraph.open(store).close()  # What is wrong with it is said once, and here.
    with _listen(host, port) as listener:
        address, bound = listener.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        config = uvicorn.Config(
            partial(served_app, store, settings),
            factory=True,
            workers=settings.workers,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=ceil(settings.limits.seconds) + 5,
        )
        say(f"serving {store} at http://{shown}:{bound} (Ctrl-C ends it)")
        if settings.workers == 1:
            uvicorn.Server(config).run(sockets=[listener])
        else:
            with TemporaryDirectory(prefix="politigraph-") as counts:
                os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
                Multiprocess(config, sockets=[listener]).run()


def served_app(store: Path, settings: ServiceSettings) -> FastAPI:
    """Return an application that opens a store, follows what is published in it, and closes it."""
    app = create_app(KnowledgeGraph.open(store), settings)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with _following(app, store):
            async with inner(app):
                yield

    app.router.lifespan_context = lifespan
    return app


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotListen(
            f"cannot listen on {host} port {port}: {error.strerror}",
            hint="choose another with --port, or --port 0 for any free one",
        ) from error


@contextmanager
def _following(app: FastAPI, store: Path) -> Iterator[None]:
    """Let an application serve each newer state of its store as it is published."""
    stop = Event()
    thread = Thread(target=_follow, args=(app, store, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        app.state.graph.close()


def _follow(app: FastAPI, store: Path, stop: Event) -> None:
    retired: list[tuple[float, KnowledgeGraph]] = []
    said = ""
    with ExitStack() as opened:
        while not stop.wait(POLL_SECONDS):
            while retired and monotonic() - retired[0][0] > RETIRED_SECONDS:
                retired.pop(0)[1].close()
            try:
                newest = _newer(store, app.state.graph)
            except PolitigraphError as error:
                # The store may be on its way out; what is open can still be served.
                if str(error) != said:
                    say_error(error)
                said = str(error)
                continue
            said = ""
            if newest is not None:
                retired.append((monotonic(), app.state.graph))
                opened.callback(app.state.graph.close)
                app.state.graph = newest


def _newer(store: Path, served: KnowledgeGraph) -> KnowledgeGraph | None:
    """Open the newest state of a store, unless it is the one that is served."""
    folder = StoreFolder(store)
    try:
        folder.check()
        return None if folder.fingerprint == served.fingerprint else KnowledgeGraph.open(store)
    except OSError as error:
        raise NotAStore(f"{store} cannot be read: {error.strerror}") from error
