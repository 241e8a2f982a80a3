"""The HTTP service: `create_app` puts its parts together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse

from politigraph.api import articles, claims, entities, events, graphs, health, sparql
from politigraph.api.docs_page import docs_page
from politigraph.api.errors import add_error_handlers
from politigraph.api.openapi import openapi_document
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.query_pool import QueryPool

_DESCRIPTION = (
    "Who said what about whom, and who did what to whom, as news articles tell it. "
    "Every claim and event comes with the sentence it was read from."
)


def create_app(graph: KnowledgeGraph, settings: ServiceSettings | None = None) -> FastAPI:
    """Return an application that serves a graph, read-only.

    The caller keeps the graph open while the application runs, and closes it.
    Our own queries run in Starlette's threadpool, where they release the interpreter's
    lock; queries of clients run in processes of a `QueryPool`.
    """
    settings = settings or ServiceSettings()
    app = FastAPI(
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
    app.state.queries = QueryPool(settings.limits, settings.processes)
    for module in (claims, events, entities, articles, sparql, graphs, health):
        app.include_router(module.router)
    add_error_handlers(app)
    app.openapi = cache(partial(openapi_document, app))  # type: ignore[method-assign]

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi()))

    @app.get("/", include_in_schema=False)
    def root() -> RedirectResponse:
        return RedirectResponse("docs")

    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    queries: QueryPool = app.state.queries
    if queries.isolates(app.state.graph.store):
        await queries.start()
    yield
    await queries.close()
