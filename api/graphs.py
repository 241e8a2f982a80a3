"""The Graph Store HTTP Protocol: one graph as a document (SPARQL 1.1, section 5.2)."""

from typing import Any

from fastapi import Request, Response

from politigraph.api.answers import GRAPH_TYPES, answer_query
from politigraph.api.openapi import problems
from politigraph.api.protocol import parse_graph
from politigraph.api.routing import new_router
from politigraph.api.settings import ServiceSettings
from politigraph.graph.bounded_query import BoundedQuery

router = new_router("", "sparql")

PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "graph",
        "in": "query",
        "description": "IRI of a graph: that of an article, of the entities, or of inferences.",
        "schema": {"type": "string"},
        "example": "https://w3id.org/politigraph/id/graph/entities",
    },
    {
        "name": "default",
        "in": "query",
        "description": "In the place of graph: the default graph.",
        "schema": {"type": "string", "maxLength": 0},
    },
]


@router.get(
    "/graphs",
    summary="One graph, as RDF",
    response_class=Response,
    responses={
        200: {
            "description": "The triples, in the format that Accept asks for.",
            "content": {name: {} for name in GRAPH_TYPES},
        },
        **problems(400, 404, 406, 422, 503),
    },
    openapi_extra={"parameters": PARAMETERS},
)
async def get_graph_document(request: Request) -> Response:
    """Return the triples of one graph, or of all (SPARQL 1.1 Graph Store HTTP Protocol).

    The default graph is the union of all, or with `--default-graph plain` the one
    without a name.
    """
    settings: ServiceSettings = request.app.state.settings
    graph = parse_graph(request.scope["query_string"].decode("latin-1"))
    asked = BoundedQuery(
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        default_graphs=(graph,) if graph else (),
        graph=graph,
        union=settings.union,
    )
    return await answer_query(request, asked)
