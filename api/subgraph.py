"""What lies around a node: as a picture, as a page, or as a graph for other tools."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from politigraph.api.negotiation import choose_media_type
from politigraph.api.openapi import problems
from politigraph.api.parameters import Graph
from politigraph.api.protocol import NotAcceptable
from politigraph.api.routing import new_router

router = new_router("/subgraph", "subgraph")

_FORMATS: Final[Mapping[str, str]] = {
    "application/json": "json",
    "image/svg+xml": "svg",
    "text/html": "html",
    "application/graphml+xml": "graphml",
    "application/gexf+xml": "gexf",
    "text/vnd.graphviz": "dot",
}
"""Media types and the names of their formats, the preferred one first."""


class SubgraphQuery(BaseModel):
    """Where to look, how far, and how much to show."""

    model_config = ConfigDict(extra="forbid")

    around: str = Field(
        min_length=1,
        description="Name, id or IRI of an entity; id or IRI of a claim or event.",
        examples=["Crimea"],
    )
    depth: int = Field(2, ge=0, le=10, description="Steps: from a speaker to a claim is one.")
    limit: int = Field(150, ge=1, le=500, description="The most nodes.")
    format: Literal["json", "svg", "html", "graphml", "gexf", "dot"] | None = Field(
        None, description="Goes before the Accept header."
    )


class NodeItem(BaseModel):
    """An entity, a claim or an event."""

    id: str = Field(examples=["country/UKR"])
    iri: str
    kind: str = Field(examples=["country"])
    label: str = Field(description="A name, a claim's words, an event's type with its marks.")
    form: str = Field(
        description="Of a claim, how it is tied to its speaker; of an event, its class."
    )
    hover: str = Field(description="What a picture says of it, one thing a line.")
    sentence: str = Field(description="The sentence that a claim or event was read from.")
    source: str = Field(description="Outlet and date of a claim or event.")
    steps: int = Field(description="How far it is from the centre.")


class EdgeItem(BaseModel):
    """How two nodes are tied."""

    source: str
    target: str
    key: str
    type: str = Field(examples=["said", "about", "agent"])


class SubgraphItem(BaseModel):
    """A subgraph in the node-link form that networkx reads (``node_link_graph``)."""

    directed: bool
    multigraph: bool
    graph: dict[str, str | int] = Field(
        description="centre, depth, and left_out: how many nodes were found and not taken."
    )
    nodes: list[NodeItem]
    edges: list[EdgeItem]


_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "model": SubgraphItem,
        "description": "The subgraph in the format asked for.",
        "content": {name: {} for name in _FORMATS},
    },
    **problems(400, 404, 406, 503),
}


@router.get("", summary="What lies around a node", responses=_RESPONSES, response_class=Response)
def get_subgraph(
    graph: Graph, query: Annotated[SubgraphQuery, Query()], request: Request
) -> Response:
    """Show who said what, and who did what, around an entity, a claim or an event.

    JSON (node-link), SVG, one interactive HTML page, GraphML, GEXF or DOT. A subgraph
    that was cut to the limit says so.
    """
    accept = request.headers.get("accept", "")
    types = {name: media_type for media_type, name in _FORMATS.items()}
    chosen = types[query.format] if query.format else choose_media_type(accept, tuple(_FORMATS))
    if chosen is None:
        raise NotAcceptable(
            f"a subgraph is not written as {accept}", hint=f"accept one of {', '.join(_FORMATS)}"
        )
    picture = graph.subgraph(query.around, depth=query.depth, limit=query.limit)
    return Response(picture.written(_FORMATS[chosen]), media_type=chosen)
