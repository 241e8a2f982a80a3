"""Serve a store over HTTP until the process is told to stop."""

import gc
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from politigraph.api.app import create_app
from politigraph.api.console import say
from politigraph.api.distant import distant_app
from politigraph.api.following import Following, ServedNewest, polled
from politigraph.api.gathered_writes import GatheringProtocol
from politigraph.api.metrics import SEVERAL
from politigraph.api.server_process import allow_many_files, end_with_parent, keep_small_pieces
from politigraph.api.settings import ServiceSettings
from politigraph.api.writing import Writing
from politigraph.extract.errors import PolitigraphError
from politigraph.graph.addresses import is_address, shown
from politigraph.graph.knowledge_graph import KnowledgeGraph


class CannotListen(PolitigraphError):
    """The address is taken, not ours, or not allowed."""


def serve_store(
    store: str | Path, host: str, port: int, settings: ServiceSettings | None = None
) -> None:
    """Serve the newest published state of a store; return after Ctrl-C or SIGTERM.

    The socket is opened first, so that a taken port is an error with a hint, and
    port 0 can be told. Requests that are being answered at the end are answered.
    """
    settings = settings or ServiceSettings()
    allow_many_files()
    KnowledgeGraph.open(store).close()  # What is wrong with it is said once, and here.
    with _listen(host, port) as listener:
        address, bound = listener.getsockname()[:2]
        place = f"[{address}]" if ":" in address else address
        config = uvicorn.Config(
            partial(served_app, store, settings),
            factory=True,
            http=GatheringProtocol,
            workers=settings.workers,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            # To start takes seconds where others work too; a worker that does is not hung.
            timeout_worker_healthcheck=60,
            timeout_graceful_shutdown=ceil(settings.limits.seconds) + 5,
        )
        say(f"serving {shown(store)} at http://{place}:{bound} (Ctrl-C ends it)")
        if settings.workers == 1:
            uvicorn.Server(config).run(sockets=[listener])
        else:
            with TemporaryDirectory(prefix="politigraph-") as counts:
                os.environ[SEVERAL] = counts
                # Else the worker that wakes up first takes all connections that wait (libuv).
                os.environ["UV_TCP_SINGLE_ACCEPT"] = "1"
                keep_small_pieces()
                Multiprocess(config, sockets=[listener]).run()


def served_app(store: str | Path, settings: ServiceSettings) -> FastAPI:
    """Return an application that opens a store, follows what is published in it, and closes it.

    With a token it also writes to the store, in a process of its own. In a worker, it ends
    with the process that started it.
    """
    end_with_parent()
    if is_address(store):
        return distant_app(str(store), settings)
    store = Path(store)
    app = create_app(KnowledgeGraph.open(store), settings)
    following = Following(app, store)
    app.state.writing = Writing(lambda: app.state.graph, settings, store, following.refresh)
    # Only who writes over HTTP waits for what others can see; a build is seen a second later.
    app.put_before(partial(ServedNewest, following=following, at_once=bool(settings.token)))
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with polled(following), inner(app):
            gc.collect()
            gc.freeze()  # What is there now stays: nobody has to look through it again.
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
