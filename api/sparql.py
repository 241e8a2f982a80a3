"""The SPARQL endpoint: what the three forms of a query operation answer."""

import re
from asyncio import timeout
from importlib import resources
from typing import Any, Final

from fastapi import Request, Response

from politigraph.api.answers import GRAPH_TYPES, SOLUTION_TYPES, answer_query, with_charset
from politigraph.api.negotiation import choose_media_type
from politigraph.api.openapi import problems
from politigraph.api.protocol import (
    FORM,
    QUERY,
    BadProtocolRequest,
    BodyTooLarge,
    BodyTooSlow,
    NotAcceptable,
    SparqlRequest,
    parse_get,
    parse_post,
)
from politigraph.api.routing import new_router
from politigraph.graph.bounded_query import BoundedQuery

MAX_BODY = 1_000_000
BODY_SECONDS = 20.0

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
    **problems(400, 403, 406, 408, 413, 415, 422, 503),
}


# A Host header that is no host would make the description's IRIs none.
_ADDRESS: Final = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w.~%!$&'()*+,;=:@/-]*)?", re.ASCII)


async def read_body(request: Request) -> bytes:
    """Return the body, or refuse it as soon as it is longer than any honest query."""
    body = bytearray()
    declared = request.headers.get("content-length", "")
    length = int(declared) if declared.isdecimal() else 0
    try:
        async with timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                length = max(length, len(body))
                if length > MAX_BODY:
                    break
    except TimeoutError:
        raise BodyTooSlow(
            f"the body took more than {BODY_SECONDS:g} s", hint="send it faster"
        ) from None
    if length > MAX_BODY:
        raise BodyTooLarge(f"a body of more than {MAX_BODY:,} bytes", hint="send less")
    return bytes(body)


@router.get(
    "/sparql",
    summary="SPARQL query, or the service description",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={"parameters": [_parameter("query", "A SPARQL 1.1 query.", _EXAMPLE), *_GRAPHS]},
)
async def query_by_get(request: Request) -> Response:
    """Answer a query that only reads, over the union of all articles (SPARQL 1.1 Protocol).

    The prefixes of the vocabulary need not be declared. Without a query, the answer is
    the service description.
    """
    asked = parse_get(request.scope["query_string"].decode("latin-1"))
    if not asked.query.strip():
        return _service_description(request)
    return await _answer(request, asked)


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
async def query_by_post(request: Request) -> Response:
    """Answer a query sent as a form or as it is (SPARQL 1.1 Protocol, 2.1.2 and 2.1.3)."""
    body = await read_body(request)
    content_type = request.headers.get("content-type", "")
    query_string = request.scope["query_string"].decode("latin-1")
    return await _answer(request, parse_post(query_string, content_type, body))


async def _answer(request: Request, asked: SparqlRequest) -> Response:
    return await answer_query(
        request, BoundedQuery(asked.query, asked.default_graphs, asked.named_graphs)
    )


def _service_description(request: Request) -> Response:
    from rdflib import Graph as RdfGraph

    endpoint = str(request.url.replace(query=""))
    if not _ADDRESS.fullmatch(endpoint):
        raise BadProtocolRequest("the Host header names no host", hint="send the server's name")
    media_type = choose_media_type(request.headers.get("accept", ""), tuple(GRAPH_TYPES))
    if media_type is None:
        raise NotAcceptable(
            "there is no query, and the service description is RDF",
            hint="pass the parameter query, or accept text/turtle",
        )
    text = (resources.files("politigraph.api") / "data" / "service.ttl").read_text("utf-8")
    description = RdfGraph().parse(data=text, format="turtle", publicID=endpoint)
    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    written = description.serialize(format=names[GRAPH_TYPES[media_type]], encoding="utf-8")
    return Response(written, headers={"content-type": with_charset(media_type), "vary": "Accept"})
