"""The SPARQL endpoint: run a query, and send the answer in the format asked for."""

from collections.abc import Mapping
from importlib import resources
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response

from politigraph.api.negotiation import choose_media_type
from politigraph.api.openapi import problems
from politigraph.api.parameters import Graph
from politigraph.api.protocol import (
    FORM,
    QUERY,
    BodyTooLarge,
    NotAcceptable,
    SparqlRequest,
    parse_get,
    parse_post,
)
from politigraph.api.routing import new_router
from politigraph.graph.answer import Answer

MAX_BODY = 1_000_000

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

router = new_router("", "sparql")

_EXAMPLE = "SELECT ?who ?text { ?p :said ?c ; schema:name ?who . ?c :contentText ?text } LIMIT 5"


def _parameter(name: str, description: str, example: str) -> dict[str, Any]:
    # An IRI in these is a plain string: a parser that "normalises" it makes another IRI.
    schema: dict[str, Any] = {"type": "string"}
    if name != "query":
        schema = {"type": "array", "items": schema}
    found = {"name": name, "in": "query", "description": description, "schema": schema}
    return found | ({"example": example} if example else {})


_GRAPHS = [
    _parameter("default-graph-uri", "Graphs to query instead of all.", ""),
    _parameter("named-graph-uri", "Graphs that GRAPH ranges over.", ""),
]
_RESPONSES = {
    200: {
        "description": "The answer, in the format that Accept asks for.",
        "content": {name: {} for name in {**SOLUTION_TYPES, **GRAPH_TYPES}},
    },
    **problems(400, 403, 406, 413, 415, 503),
}


async def read_body(request: Request) -> bytes:
    """Return the body, or refuse it as soon as it is longer than any honest query."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise BodyTooLarge(f"a body of more than {MAX_BODY:,} bytes", hint="send less")
    return bytes(body)


@router.get(
    "/sparql",
    summary="SPARQL query, or the service description",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={"parameters": [_parameter("query", "A SPARQL 1.1 query.", _EXAMPLE), *_GRAPHS]},
)
def query_by_get(request: Request, graph: Graph) -> Response:
    """Answer a query that only reads, over the union of all articles (SPARQL 1.1 Protocol).

    The prefixes of the vocabulary need not be declared. Without a query, the answer is
    the service description.
    """
    accept = request.headers.get("accept", "")
    asked = parse_get(request.url.query)
    if not asked.query.strip():
        return _service_description(str(request.url.replace(query="")), accept)
    return _respond(graph, asked, accept)


@router.post(
    "/sparql",
    summary="SPARQL query",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={
        "parameters": _GRAPHS,
        "requestBody": {
            "required": True,
            "content": {
                QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE},
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": {"type": "string"}},
                    },
                    "example": {"query": _EXAMPLE},
                },
            },
        },
    },
)
def query_by_post(
    request: Request, graph: Graph, body: Annotated[bytes, Depends(read_body)]
) -> Response:
    """Answer a query sent as a form or as it is (SPARQL 1.1 Protocol, 2.1.2 and 2.1.3)."""
    content_type = request.headers.get("content-type", "")
    asked = parse_post(request.url.query, content_type, body)
    return _respond(graph, asked, request.headers.get("accept", ""))


def _respond(graph: Graph, asked: SparqlRequest, accept: str) -> Response:
    answer = graph.store.query(
        asked.query, default_graphs=asked.default_graphs, named_graphs=asked.named_graphs
    )
    media_type, name = _format_of(answer, accept)
    return _sent(answer.serialize(name), media_type)


def _format_of(answer: Answer, accept: str) -> tuple[str, str]:
    types = SOLUTION_TYPES if answer.form in ("SELECT", "ASK") else GRAPH_TYPES
    media_type = choose_media_type(accept, list(types))
    if media_type is None:
        raise NotAcceptable(
            f"a {answer.form} answer is not written as {accept}",
            hint=f"accept one of {', '.join(types)}",
        )
    return media_type, types[media_type]


def _sent(content: bytes, media_type: str) -> Response:
    # The registrations of these types make UTF-8 the rule; only text/* needs to be told.
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Response(content, headers={"content-type": media_type, "vary": "Accept"})


def _service_description(endpoint: str, accept: str) -> Response:
    from rdflib import Graph as RdfGraph

    media_type = choose_media_type(accept, list(GRAPH_TYPES))
    if media_type is None:
        raise NotAcceptable(
            "there is no query, and the service description is RDF",
            hint="pass the parameter query, or accept text/turtle",
        )
    text = (resources.files("politigraph.api") / "data" / "service.ttl").read_text("utf-8")
    description = RdfGraph().parse(data=text, format="turtle", publicID=endpoint)
    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    written = description.serialize(format=names[GRAPH_TYPES[media_type]], encoding="utf-8")
    return _sent(written, media_type)
