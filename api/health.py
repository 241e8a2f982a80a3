"""Whether the service works, and on what."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from threading import Lock
from typing import Final

from fastapi import Request
from pydantic import BaseModel, Field

from politigraph.api.items import StatsItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import Graph
from politigraph.api.routing import new_router
from politigraph.graph.errors import StoreError
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.rows import Stats

router = new_router("", "health")

COUNTING_SECONDS: Final = 0.5
"""How long somebody who asks waits for a newer state to be counted."""


class Counts:
    """How much the graph holds, counted once for each of its states, in a thread beside.

    To count millions of quads takes seconds. Until a newer state is counted, what the
    last one held is told, with its generation.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="politigraph-counts")
        self._counting: Future[None] | None = None
        self._latest: Stats | None = None

    def of(self, graph: KnowledgeGraph) -> Stats:
        """Return what the graph holds, or held a little earlier."""
        with self._lock:
            latest = self._latest
            if latest is not None and latest.fingerprint == graph.fingerprint:
                return latest
            if self._counting is None or self._counting.done():
                self._counting = self._thread.submit(self._count, graph)
            counting = self._counting
        if latest is None:
            counting.result()
        else:
            # The state that is counted may be closed meanwhile, when it is no longer served.
            with suppress(TimeoutError, StoreError):
                counting.result(COUNTING_SECONDS)
        assert self._latest is not None
        return self._latest

    def _count(self, graph: KnowledgeGraph) -> None:
        self._latest = graph.stats()


class HealthItem(BaseModel):
    """The service answers, and this is what it serves."""

    status: str = Field(examples=["ok"])
    version: str = Field(examples=["0.1.0"])
    graph: StatsItem


class ReadyItem(BaseModel):
    """The service can answer questions, from this state of the store."""

    status: str = Field(examples=["ready"])
    generation: int = Field(examples=[3])


@router.get("/ready", summary="Readiness", responses=problems(503))
def get_ready(graph: Graph) -> ReadyItem:
    """Say that the store can be read. A load balancer asks this, and sends no one if not."""
    graph.query("ASK {}")
    return ReadyItem(status="ready", generation=graph.generation)


@router.get("/health", summary="Health", responses=problems(503))
def get_health(request: Request, graph: Graph) -> HealthItem:
    """Say that the service answers, its version, and how much its graph holds.

    The counts are of the state that is named with them, which may be a little older than
    the newest one.
    """
    counts: Counts = request.app.state.counts
    stats = StatsItem.model_validate(counts.of(graph))
    return HealthItem(status="ok", version=version("politigraph"), graph=stats)
