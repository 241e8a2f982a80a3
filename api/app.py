"""The HTTP service: `create_app` puts its parts together."""

from asyncio import Event
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, RedirectResponse

from politigraph.api import (
    analysis,
    article_writes,
    articles,
    claims,
    entities,
    events,
    graph_writes,
    graphs,
    health,
    metrics,
    patterns,
    sparql,
    subgraph,
)
from politigraph.api.answer_cache import AnswerCache
from politigraph.api.caching import Revalidated
from politigraph.api.docs_page import docs_page
from politigraph.api.errors import add_error_handlers
from politigraph.api.health import Counts
from politigraph.api.look_ups import LookUps
from politigraph.api.metrics import Metrics
from politigraph.api.observed import Observed, print_lines
from politigraph.api.openapi import openapi_document
from politigraph.api.rate_limit import RateLimited
from politigraph.api.service import Service
from politigraph.api.settings import ServiceSettings
from politigraph.api.writing import Writing
from politigraph.extract.errors import PolitigraphError
from politigraph.graph.bounded_query import BoundedQuery
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.query_pool import QueryPool
from politigraph.graph.store import Store

_DESCRIPTION = (
    "Who said what about whom, and who did what to whom, as news articles tell it. "
    "Every claim and event comes with the sentence it was read from."
)
_REVALIDATED = (
    *("/claims", "/events", "/entities", "/articles", "/query", "/relations"),
    *("/subgraph", "/analysis", "/docs", "/openapi.json"),
)


def create_app(graph: KnowledgeGraph, settings: ServiceSettings | None = None) -> Service:
    """Return an application that serves a graph; only ``settings`` with a token let it write.

    The caller keeps the graph open while the application runs, and closes it.
    Our own queries run in Starlette's threadpool, where they release the interpreter's
    lock; queries of clients run in processes of a `QueryPool`.
    """
    settings = settings or ServiceSettings()
    app = Service(
        lifespan=_lifespan,
        title="Politigraph",
        version=version("politigraph"),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        # Clients are generated with these names.
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.graph = graph
    app.state.settings = settings
    app.state.writing = Writing(lambda: app.state.graph, settings)
    app.state.metrics = Metrics()
    app.state.metrics.serves(graph.generation)
    app.state.answers = AnswerCache()
    app.state.counts = Counts()
    app.state.queries = QueryPool(settings.limits, settings.processes)
    lists = (claims, events, entities, articles)
    written = (article_writes, graph_writes)
    for module in (*lists, *written, sparql, patterns, graphs, subgraph, analysis, health, metrics):
        app.include_router(module.router)
    add_error_handlers(app)
    _wrap(app, settings)
    app.openapi = cache(partial(openapi_document, app))  # type: ignore[method-assign]

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi()))

    @app.get("/", include_in_schema=False)
    def root() -> RedirectResponse:
        return RedirectResponse("docs")

    return app


def _wrap(app: Service, settings: ServiceSettings) -> None:
    """Put around an application what every request passes, the innermost first."""
    state = app.state
    app.add_middleware(Revalidated, fingerprint=lambda: state.graph.fingerprint, paths=_REVALIDATED)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=("GET", "HEAD", "POST", *(("PUT", "DELETE") if settings.token else ())),
            allow_headers=(
                *("Content-Type", "If-None-Match"),
                *(("Authorization",) if settings.token else ()),
            ),
            expose_headers=("ETag", *(("Location",) if settings.token else ())),
        )
    if settings.union:
        app.put_before(partial(LookUps, state=state, limits=settings.limits))
    if settings.rate:
        app.put_before(partial(RateLimited, rate=settings.rate))
    log = print_lines if settings.access_log else None
    app.put_before(partial(Observed, metrics=state.metrics, log=log))


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    queries: QueryPool = app.state.queries
    if queries.isolates(app.state.graph.store):
        await queries.start()
        with suppress(PolitigraphError):  # Whoever asks is told what is wrong.
            await _open(queries, app.state.graph.store)
    yield
    await app.state.writing.close()
    await queries.close()


async def _open(queries: QueryPool, store: Store) -> None:
    """Let a process open the store, which the first to ask would wait for."""

    async def abandoned() -> None:
        await Event().wait()

    await (await queries.run(store, BoundedQuery("ASK {}"), abandoned)).close()
