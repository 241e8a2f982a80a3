"""Lists and items in the format that a client accepts: JSON, JSON-LD, Turtle or CSV."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, Generic, Protocol, TypeVar

from fastapi import Request, Response

from politigraph.api.answers import with_charset
from politigraph.api.negotiation import choose_media_type
from politigraph.api.openapi import problems
from politigraph.api.protocol import NotAcceptable
from politigraph.graph.item_triples import Quads, write_triples
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.store import Store
from politigraph.graph.tables import Cell, write_rows

JSON: Final = "application/json"
CSV: Final = "text/csv"
_RDF: Final = {"application/ld+json": "jsonld", "text/turtle": "ttl"}
MEDIA_TYPES: Final = (JSON, *_RDF, CSV)
"""What lists and items are sent as, the preferred one first."""


def item_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a list or an item that may end with these statuses too."""
    text = {"schema": {"type": "string"}}
    content = {name: text for name in MEDIA_TYPES if name != JSON}
    return {200: {"content": content}, **problems(*statuses, 406)}


def wanted(request: Request) -> str:
    """Return the media type to answer in. Raise ``NotAcceptable``."""
    accept = request.headers.get("accept", "")
    chosen = choose_media_type(accept, MEDIA_TYPES)
    if chosen is None:
        raise NotAcceptable(
            f"lists and items are not written as {accept}",
            hint=f"accept one of {', '.join(MEDIA_TYPES)}",
        )
    return chosen


def in_rdf(media_type: str) -> bool:
    """Tell whether a media type holds triples.

    >>> in_rdf("text/turtle"), in_rdf("text/csv")
    (True, False)
    """
    return media_type in _RDF


def rdf_response(media_type: str, quads: Quads) -> Response:
    """Return triples in a media type that `in_rdf` knows."""
    output = BytesIO()
    write_triples(quads, output, _RDF[media_type])
    return Response(output.getvalue(), media_type=with_charset(media_type))


def csv_response(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Return a table."""
    output = BytesIO()
    write_rows(output, columns, rows)
    return Response(output.getvalue(), media_type=with_charset(CSV))


class Found(Protocol):
    """A row of any kind: it has an IRI."""

    @property
    def iri(self) -> str:
        """The IRI of what was found."""


Row = TypeVar("Row", bound=Found)


@dataclass(frozen=True, slots=True)
class Formats(Generic[Row]):
    """How rows of one kind are sent where JSON is not asked for: as triples, and as cells."""

    triples: Callable[[Store, Iterable[str]], Quads]
    columns: Sequence[str]
    cells: Callable[[Row], Sequence[Cell]]

    def response(self, graph: KnowledgeGraph, media_type: str, rows: Iterable[Row]) -> Response:
        """Return rows in one of the `MEDIA_TYPES` but JSON."""
        if in_rdf(media_type):
            return rdf_response(media_type, self.triples(graph.store, (row.iri for row in rows)))
        return csv_response(self.columns, map(self.cells, rows))


def with_next(response: Response, request: Request, cursor: str) -> Response:
    """Add where the next page is (RFC 8288): these formats have no place for a cursor."""
    if cursor:
        query = request.url.include_query_params(cursor=cursor).query
        response.headers["link"] = f'<?{query}>; rel="next"'
    return response
