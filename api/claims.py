"""Who said what about whom."""

from typing import Annotated, Final

from fastapi import Query, Request, Response

from politigraph.api.item_formats import (
    JSON,
    Formats,
    item_responses,
    wanted,
    with_next,
)
from politigraph.api.items import ClaimItem, PageItem
from politigraph.api.parameters import ClaimQuery, Graph, find_item
from politigraph.api.routing import new_router
from politigraph.graph.item_triples import told_triples
from politigraph.graph.tables import CLAIM_COLUMNS, claim_cells

router = new_router("/claims", "claims")

_FORMATS: Final = Formats(told_triples, CLAIM_COLUMNS, claim_cells)


@router.get(
    "",
    summary="Claims",
    response_model=PageItem[ClaimItem],
    responses=item_responses(400, 404, 503),
)
def list_claims(
    graph: Graph, query: Annotated[ClaimQuery, Query()], request: Request
) -> PageItem[ClaimItem] | Response:
    """List claims, those of the oldest article first, each with the place it was read from."""
    media_type = wanted(request)
    page = graph.claims(**query.filters, limit=query.limit, cursor=query.cursor)
    if media_type == JSON:
        return PageItem[ClaimItem].of(page.rows, page.cursor)
    return with_next(_FORMATS.response(graph, media_type, page.rows), request, page.cursor)


@router.get(
    "/{claim_id:path}",
    summary="One claim",
    response_model=ClaimItem,
    responses=item_responses(404, 503),
)
def get_claim(graph: Graph, claim_id: str, request: Request) -> ClaimItem | Response:
    """Show one claim with its evidence: sentence, offsets, article, extractor, rule."""
    media_type = wanted(request)
    claim = find_item(graph.claim, claim_id, "claim")
    if media_type == JSON:
        return ClaimItem.model_validate(claim)
    return _FORMATS.response(graph, media_type, [claim])
