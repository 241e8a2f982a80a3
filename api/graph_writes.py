"""The Graph Store HTTP Protocol, writing: a document becomes a graph (SPARQL 1.1, 5.3 to 5.5)."""

from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from fastapi import Request, Response

from politigraph.api.access import Forbidden, must_be_allowed
from politigraph.api.bodies import read_body
from politigraph.api.graphs import PARAMETERS
from politigraph.api.openapi import problems
from politigraph.api.protocol import UnsupportedBody, parse_graph
from politigraph.api.routing import new_router
from politigraph.api.settings import ServiceSettings
from politigraph.api.writing import Writing
from politigraph.graph.changes import DropGraph, PutGraph

router = new_router("", "sparql")

DOCUMENT_TYPES: Final = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "text/plain": "nt",
}
"""Media types of the documents that graphs are read from; the last as it was of old."""

_CHARSETS: Final = frozenset({"utf-8", "utf8", "us-ascii"})
_EXAMPLE: Final = '<https://example.org/note/1> <https://schema.org/name> "Ask again in May" .'
_DOCUMENT: Final[dict[str, Any]] = {
    "parameters": PARAMETERS,
    "security": [{"token": []}],
    "requestBody": {
        "required": True,
        "content": {
            "text/turtle": {
                "schema": {"type": "string"},
                "example": _EXAMPLE,
            },
            "application/n-triples": {"schema": {"type": "string"}},
            "application/rdf+xml": {"schema": {"type": "string"}},
            "application/ld+json": {"schema": {}},
        },
    },
}
_STATUSES: Final[dict[int | str, dict[str, Any]]] = {
    201: {"description": "The graph is new."},
    204: {"description": "The graph was there, and is changed."},
    **problems(400, 401, 403, 408, 413, 415, 422, 503),
}


@router.put(
    "/graphs",
    summary="Replace a graph",
    response_class=Response,
    status_code=204,
    responses=_STATUSES,
    openapi_extra=_DOCUMENT,
)
async def put_graph_document(request: Request) -> Response:
    """Let a graph hold what a document says, and nothing else. The token is needed."""
    return await _put(request, merge=False)


@router.post(
    "/graphs",
    summary="Add to a graph",
    response_class=Response,
    status_code=204,
    responses=_STATUSES,
    openapi_extra=_DOCUMENT,
)
async def post_graph_document(request: Request) -> Response:
    """Add what a document says to a graph. The token is needed.

    Without `graph` and `default` a new graph is made, whose address is in `Location`.
    """
    return await _put(request, merge=True)


@router.delete(
    "/graphs",
    summary="Remove a graph",
    response_class=Response,
    status_code=204,
    responses={
        204: {"description": "The graph is gone."},
        **problems(400, 401, 403, 404, 422, 503),
    },
    openapi_extra={"parameters": PARAMETERS, "security": [{"token": []}]},
)
async def delete_graph_document(request: Request) -> Response:
    """Remove a graph. The token is needed."""
    must_be_allowed(request, "update")
    graph = parse_graph(request.scope["query_string"].decode("latin-1"))
    _must_be_one_graph(request, graph)
    writing: Writing = request.app.state.writing
    await writing.apply(DropGraph(graph))
    return Response(status_code=204)


async def _put(request: Request, *, merge: bool) -> Response:
    must_be_allowed(request, "update")
    settings: ServiceSettings = request.app.state.settings
    query_string = request.scope["query_string"].decode("latin-1")
    minted = merge and not query_string
    graph = f"urn:uuid:{uuid4()}" if minted else parse_graph(query_string)
    if not merge:
        _must_be_one_graph(request, graph)
    kind = _document_type(request.headers.get("content-type", ""))
    content = await read_body(request, settings.upload)
    writing: Writing = request.app.state.writing
    base = graph or str(request.url.replace(query=""))
    new = await writing.apply(PutGraph(graph, content, kind, base, merge))
    headers = {"location": f"/graphs?graph={quote(graph, safe='')}"} if minted else None
    return Response(status_code=201 if new else 204, headers=headers)


def _must_be_one_graph(request: Request, graph: str) -> None:
    settings: ServiceSettings = request.app.state.settings
    if not graph and settings.union:
        raise Forbidden(
            "the default graph is the union of all: it is not replaced or removed",
            hint="name a graph, or start the service with --default-graph plain",
        )


def _document_type(content_type: str) -> str:
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if kind not in DOCUMENT_TYPES:
        raise UnsupportedBody(
            f"no graph is read from {kind or 'a type that is not given'}",
            hint=f"send one of {', '.join(DOCUMENT_TYPES)}",
        )
    charsets = {p.removeprefix("charset=").strip('"') for p in parameters if "charset=" in p}
    # XML says itself how it is encoded.
    if charsets - _CHARSETS and kind != "application/rdf+xml":
        raise UnsupportedBody(
            f"cannot read the charset {', '.join(sorted(charsets))}", hint="send UTF-8"
        )
    return DOCUMENT_TYPES[kind]
