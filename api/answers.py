"""Run a query in the pool, and send its answer in the format asked for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from politigraph.api.answer_cache import AnswerCache, KnownAnswer, Question
from politigraph.api.caching import entity_tag, is_known, not_modified
from politigraph.api.following import taken_graph
from politigraph.api.metrics import Metrics
from politigraph.api.negotiation import choose_media_type
from politigraph.api.protocol import NotAcceptable
from politigraph.graph.bounded_query import BoundedQuery
from politigraph.graph.errors import QueryStopped
from politigraph.graph.query_pool import QueryPool, Run
from politigraph.graph.store import Store

SOLUTION_TYPES: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media types of SELECT and ASK answers, the preferred one first."""

# Triples are quads of the default graph, so Turtle is TriG and N-Triples are N-Quads.
GRAPH_TYPES: Final[Mapping[str, str]] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/trig": "ttl",
    "application/n-quads": "nt",
    "application/json": "jsonld",
    "application/xml": "rdf",
}
"""Media types of CONSTRUCT and DESCRIBE answers, the preferred one first."""

# Two answers to one of these differ while the store stays the same.
_VARYING: Final = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


class StreamedAnswer(Response):
    """An answer that is sent while it is computed.

    Its status is sent before its end is known. If the query is stopped later, the
    connection is closed before the body is complete, which every client notices.
    """

    def __init__(self, run: Run, headers: Mapping[str, str]) -> None:
        super().__init__(headers=dict(headers))
        del self.headers["content-length"]
        self._run = run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the answer."""
        message: dict[str, Any] = {"type": "http.response.body", "more_body": True}
        try:
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(start)
            await send({**message, "body": self._run.first})
            if scope["method"] != "HEAD":
                async for part in self._run.rest():
                    await send({**message, "body": part})
            await send({"type": "http.response.body", "body": b""})
        except (QueryStopped, OSError) as error:
            _count(scope["app"], error)
            scope["politigraph.cut"] = str(error)
        finally:
            await self._run.close()


async def answer_query(request: Request, asked: BoundedQuery) -> Response:
    """Answer a query; the formats in ``asked`` are replaced by those of the request."""
    graph = taken_graph(request)
    accept = request.headers.get("accept", "")
    chosen, solutions, triples = asked_for = question(asked, accept)
    if not solutions and not triples:
        raise _not_acceptable("", accept)
    state = graph.fingerprint
    repeatable = not _VARYING.search(asked.sparql)
    tagged = repeatable and request.method in ("GET", "HEAD")
    # A service that is started anew with the other default graph answers otherwise.
    plain = "" if asked.union else " of the plain default graph"
    tags = {name: entity_tag(state, name + plain) for name in (solutions, triples) if name}
    if tagged and (known := is_known(request, tags.values())):
        return not_modified(known)

    def headers(media_type: str) -> dict[str, str]:
        found = {"content-type": with_charset(media_type), "vary": "Accept"}
        if tagged:
            found |= {"etag": tags[media_type], "cache-control": "no-cache"}
        return found

    cache: AnswerCache = request.app.state.answers
    if answer := cache.get(state, asked_for):
        return Response(answer.content, headers=headers(answer.media_type))
    run = await _run(request, graph.store, chosen)
    media_type = solutions if run.head.form in ("SELECT", "ASK") else triples
    if not media_type:
        await run.close()
        raise _not_acceptable(run.head.form, accept)
    if not run.complete:
        return StreamedAnswer(run, headers(media_type))
    if repeatable:
        cache.put(state, asked_for, KnownAnswer(run.first, media_type))
    return Response(run.first, headers=headers(media_type))


def question(asked: BoundedQuery, accept: str) -> Question:
    """Return a query in the formats that a client accepts, and their media types.

    An empty media type says that it accepts none for such an answer.

    >>> question(BoundedQuery("ASK {}"), "text/csv, text/turtle;q=0.5")[1:]
    ('text/csv', 'text/turtle')
    """
    solutions, triples = media_types(accept)
    rows, graph = formats_of(solutions, triples)
    return replace(asked, solutions=rows, triples=graph), solutions, triples


@lru_cache(256)
def media_types(accept: str) -> tuple[str, str]:
    """Return the types that a client likes best for rows and for triples; "" is none.

    >>> media_types("text/csv, text/turtle;q=0.5")
    ('text/csv', 'text/turtle')
    """
    solutions = choose_media_type(accept, tuple(SOLUTION_TYPES))
    return solutions or "", choose_media_type(accept, tuple(GRAPH_TYPES)) or ""


def formats_of(solutions: str, triples: str) -> tuple[str, str]:
    """Return the formats of `media_types`; "" is none.

    >>> formats_of("text/csv", "")
    ('csv', '')
    """
    return SOLUTION_TYPES.get(solutions, ""), GRAPH_TYPES.get(triples, "")


async def _run(request: Request, store: Store, asked: BoundedQuery) -> Run:
    pool: QueryPool = request.app.state.queries
    try:
        return await pool.run(store, asked, lambda: _disconnected(request))
    except QueryStopped as error:
        _count(request.app, error)
        raise


def with_charset(media_type: str) -> str:
    """Return a media type as it is sent.

    The registrations of most of our types make UTF-8 the rule; only text/* needs to be told.

    >>> with_charset("text/csv"), with_charset("application/n-triples")
    ('text/csv; charset=utf-8', 'application/n-triples')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _not_acceptable(form: str, accept: str) -> NotAcceptable:
    types = SOLUTION_TYPES if form in ("SELECT", "ASK") else GRAPH_TYPES
    if not form:
        types = {**SOLUTION_TYPES, **GRAPH_TYPES}
    return NotAcceptable(
        f"an answer{' to ' + form if form else ''} is not written as {accept}",
        hint=f"accept one of {', '.join(types)}",
    )


def _count(app: FastAPI, error: Exception) -> None:
    metrics: Metrics = app.state.metrics
    metrics.stopped(error.reason if isinstance(error, QueryStopped) else "gone")


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
