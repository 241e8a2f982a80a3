"""What is counted while the service runs, in the text format of Prometheus.

With several workers each counts for itself in files of one folder, and whichever is asked
adds them up.
"""

import os
from asyncio import sleep, to_thread
from collections.abc import Iterable
from typing import Final, NamedTuple

from fastapi import Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics import Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from politigraph.api.later import LATER_SECONDS, Later
from politigraph.api.routing import new_router

SEVERAL: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable of the environment that names the folder; without it there is one worker."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

router = new_router("", "health")


class Answered(NamedTuple):
    """An answer to a request; ``route`` is a pattern, not the path that was asked."""

    method: str
    route: str
    status: int
    seconds: float


class Metrics:
    """The counters of one application.

    Answers are counted a moment after they are added to ``answers``: in files that takes as
    long as it takes to answer from memory.

    >>> metrics = Metrics()
    >>> metrics.count([Answered("GET", "/claims", 200, 0.004)])
    >>> 'politigraph_requests_total{method="GET",route="/claims",status="200"} 1.0' in (
    ...     metrics.text().decode()
    ... )
    True
    """

    def __init__(self) -> None:
        self.answers = Later(self.count)
        self._kinds: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "politigraph_requests",
            "Requests that were answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "politigraph_request_seconds",
            "From the first byte of a request to the last of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._stopped = Counter(
            "politigraph_queries_stopped",
            "SPARQL queries that were stopped, and why.",
            ("reason",),
            registry=self._registry,
        )
        self._generation = Gauge(
            "politigraph_store_generation",
            "Number of the published state that is served.",
            multiprocess_mode="min",
            registry=self._registry,
        )

    def count(self, answers: Iterable[Answered]) -> None:
        """Count answers to requests."""
        for method, route, status, seconds in answers:
            kind = (method, route, status)
            if kind not in self._kinds:
                counter = self._requests.labels(method, route, str(status))
                self._kinds[kind] = counter, self._seconds.labels(route)
            counter, histogram = self._kinds[kind]
            counter.inc()
            histogram.observe(seconds)

    def stopped(self, reason: str) -> None:
        """Count a query that was stopped."""
        self._stopped.labels(reason).inc()

    def serves(self, generation: int) -> None:
        """Note which state is served."""
        self._generation.set(generation)

    def text(self) -> bytes:
        """Return all counters as Prometheus reads them."""
        registry = self._registry
        if SEVERAL in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """Say what has been counted since the service began."""
    metrics: Metrics = request.app.state.metrics
    metrics.answers.flush()
    if SEVERAL in os.environ:
        await sleep(2 * LATER_SECONDS)  # The other workers have counted by then, too.
    metrics.serves(request.app.state.graph.generation)
    return Response(await to_thread(metrics.text), headers={"content-type": CONTENT_TYPE_LATEST})
