"""Serve the newest published state of a store, and let go of older ones once unused."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from politigraph.api.console import say_error
from politigraph.extract.errors import PolitigraphError
from politigraph.graph.errors import NotAStore
from politigraph.graph.folder import StoreFolder
from politigraph.graph.knowledge_graph import KnowledgeGraph

POLL_SECONDS: Final = 1.0
"""How soon after a build ends its articles are served."""

RETIRED_SECONDS: Final = 5.0
"""How long a state stays open at least when it is no longer served: a look at it needs no more."""

HELD: Final = "politigraph.held"
"""Where the scope of a request has the states that it reads."""

_Mark = tuple[int, int, int]


class Following:
    """Which state of a store's folder an application serves, and which it served before.

    A state that was replaced is closed when all requests that took it are answered. A slow
    request keeps no other: each holds memory and files.
    """

    def __init__(self, app: FastAPI, path: Path) -> None:
        self._app = app
        self._path = path
        self._current = path / "current"
        self._refreshing = Lock()
        self._seen: _Mark | None = self._mark()
        self._running: dict[int, set[KnowledgeGraph]] = {}
        self._retired: list[tuple[float, KnowledgeGraph]] = []

    def begin(self) -> set[KnowledgeGraph]:
        """Return a set: what is put into it is kept open until `end` is called with it."""
        held: set[KnowledgeGraph] = set()
        self._running[id(held)] = held
        return held

    def end(self, held: set[KnowledgeGraph]) -> None:
        """Let go of what a request needed, now that it is answered."""
        del self._running[id(held)]

    @property
    def outdated(self) -> bool:
        """Whether something was published since; this costs one look at a file."""
        mark = self._mark()
        return mark is not None and mark != self._seen

    def refresh(self) -> None:
        """Serve the newest state. Raise a ``PolitigraphError`` when it cannot be opened."""
        with self._refreshing:
            mark = self._mark()
            served: KnowledgeGraph = self._app.state.graph
            newest = _newer(self._path, served)
            if newest is not None:
                self._app.state.graph = newest
                self._retired.append((monotonic(), served))
            self._seen = mark
            self._close_unused()

    def close(self) -> None:
        """Let go of all states."""
        for _, graph in self._retired:
            graph.close()
        self._app.state.graph.close()

    def _mark(self) -> _Mark | None:
        # The file is replaced with each state that is published.
        try:
            found = self._current.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _close_unused(self) -> None:
        held = {graph for graphs in list(self._running.values()) for graph in list(graphs)}
        for retired in list(self._retired):
            since, graph = retired
            if graph not in held and monotonic() - since > RETIRED_SECONDS:
                self._retired.remove(retired)
                graph.close()


def taken_graph(request: Request) -> KnowledgeGraph:
    """Return the graph that is served, which stays open until the request is answered."""
    graph: KnowledgeGraph = request.app.state.graph
    if (held := request.scope.get(HELD)) is not None:
        held.add(graph)
    return graph


class ServedNewest:
    """An application each of whose answers is from the newest state when its request came.

    So whoever was told that something is written reads it, from every worker.
    """

    def __init__(self, app: ASGIApp, following: Following, *, at_once: bool) -> None:
        self._app = app
        self._following = following
        self._at_once = at_once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":  # The lifespan is no request: it would end with the service.
            await self._app(scope, receive, send)
            return
        scope[HELD] = held = self._following.begin()
        try:
            if self._at_once and self._following.outdated:
                with suppress(PolitigraphError):  # It is said elsewhere; the old one is served.
                    await to_thread(self._following.refresh)
            await self._app(scope, receive, send)
        finally:
            self._following.end(held)


@asynccontextmanager
async def polled(following: Following) -> AsyncIterator[None]:
    """Refresh every second, in a thread; close everything at the end."""
    stop = Event()
    thread = Thread(target=_poll, args=(following, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        following.close()


def _poll(following: Following, stop: Event) -> None:
    said = ""
    while not stop.wait(POLL_SECONDS):
        try:
            following.refresh()
        except PolitigraphError as error:
            # The store may be on its way out; what is open can still be served.
            if str(error) != said:
                say_error(error)
            said = str(error)
        else:
            said = ""


def _newer(store: Path, served: KnowledgeGraph) -> KnowledgeGraph | None:
    """Open the newest state of a store, unless it is the one that is served."""
    folder = StoreFolder(store)
    try:
        folder.check()
        return None if folder.fingerprint == served.fingerprint else KnowledgeGraph.open(store)
    except OSError as error:
        raise NotAStore(f"{store} cannot be read: {error.strerror}") from error
