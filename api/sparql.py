"""The SPARQL endpoint: what the three forms of a query operation answer."""

import re
from dataclasses import replace
from importlib import resources
from typing import Any, Final

from fastapi import Request, Response

from politigraph.api.access import must_be_allowed
from politigraph.api.answers import GRAPH_TYPES, SOLUTION_TYPES, answer_query, with_charset
from politigraph.api.bodies import read_body
from politigraph.api.negotiation import choose_media_type
from politigraph.api.openapi import problems
from politigraph.api.protocol import (
    FORM,
    QUERY,
    UPDATE,
    BadProtocolRequest,
    NotAcceptable,
    SparqlRequest,
    UpdateRequest,
    is_update,
    parse_get,
    parse_post,
)
from politigraph.api.routing import new_router
from politigraph.api.settings import ServiceSettings
from politigraph.api.writing import Writing
from politigraph.graph.bounded_query import BoundedQuery
from politigraph.graph.changes import Update

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
_USING = [
    _parameter("using-graph-uri", "For an update: graphs that WHERE sees as the default.", ""),
    _parameter("using-named-graph-uri", "For an update: graphs that GRAPH ranges over.", ""),
]
_EXAMPLE_UPDATE = (
    "INSERT DATA { GRAPH <https://example.org/notes> { <https://example.org/note/1> "
    'schema:name "Ask again in May" } }'
)
_RESPONSES = {
    200: {
        "description": "The answer, in the format that Accept asks for.",
        "content": {name: {} for name in {**SOLUTION_TYPES, **GRAPH_TYPES}},
    },
    **problems(400, 403, 406, 408, 413, 415, 422, 503),
}


# A Host header that is no host would make the description's IRIs none.
_SERVICE_DESCRIPTION: Final = "http://www.w3.org/ns/sparql-service-description#"

_ADDRESS: Final = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w.~%!$&'()*+,;=:@/-]*)?", re.ASCII)


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
    summary="SPARQL query or update",
    response_class=Response,
    responses={
        **_RESPONSES,
        204: {"description": "The update was made, and whoever asks from now on sees it."},
        **problems(401, 409),
    },
    openapi_extra={
        "parameters": [*_GRAPHS, *_USING],
        "security": [{}, {"token": []}],
        "requestBody": {
            "required": True,
            "content": {
                QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE},
                UPDATE: {"schema": {"type": "string"}, "example": _EXAMPLE_UPDATE},
                FORM: {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "query": {"type": "string"},
                            "update": {"type": "string"},
                        },
                    },
                    "example": {"query": _EXAMPLE},
                },
            },
        },
    },
)
async def query_by_post(request: Request) -> Response:
    """Answer a query, or make an update, sent as a form or as it is (SPARQL 1.1 Protocol).

    An update needs the token, and a service that allows updates.
    """
    settings: ServiceSettings = request.app.state.settings
    content_type = request.headers.get("content-type", "")
    if is_update(content_type):
        must_be_allowed(request, "update")
        body = await read_body(request, settings.upload)
    else:
        body = await read_body(request)
    query_string = request.scope["query_string"].decode("latin-1")
    asked = parse_post(query_string, content_type, body)
    if isinstance(asked, SparqlRequest):
        return await _answer(request, asked)
    must_be_allowed(request, "update")
    return await _update(request, asked)


async def _answer(request: Request, asked: SparqlRequest) -> Response:
    settings: ServiceSettings = request.app.state.settings
    query = BoundedQuery(asked.query, asked.default_graphs, asked.named_graphs)
    return await answer_query(request, replace(query, union=settings.union))


async def _update(request: Request, asked: UpdateRequest) -> Response:
    writing: Writing = request.app.state.writing
    await writing.apply(Update(asked.update, asked.using, asked.using_named))
    return Response(status_code=204)


def _service_description(request: Request) -> Response:
    from rdflib import Graph as RdfGraph
    from rdflib import Namespace, URIRef

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
    settings: ServiceSettings = request.app.state.settings
    service, sd = URIRef(endpoint), Namespace(_SERVICE_DESCRIPTION)
    if settings.union:
        description.add((service, sd.feature, sd.UnionDefaultGraph))
    if settings.token and settings.updates:
        description.add((service, sd.supportedLanguage, sd.SPARQL11Update))
    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    written = description.serialize(format=names[GRAPH_TYPES[media_type]], encoding="utf-8")
    return Response(written, headers={"content-type": with_charset(media_type), "vary": "Accept"})
