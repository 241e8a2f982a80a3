"""Serve a graph that is kept on a SPARQL server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from politigraph.api.app import create_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph


def distant_app(address: str, settings: ServiceSettings) -> FastAPI:
    """Return an application for the graph at an address; it is let go of at the end.

    Nothing is published there: what others write is seen within two seconds. Queries are
    limited in rows and bytes here, in time and memory by the server. It only reads.
    """
    graph = KnowledgeGraph.open(address)
    app = create_app(graph, settings)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with inner(app):
            yield
        graph.close()

    app.router.lifespan_context = lifespan
    return app
