"""Who said what about whom."""

from typing import Annotated

from fastapi import Query

from politigraph.api.items import ClaimItem, PageItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import ClaimQuery, Graph, find_item
from politigraph.api.routing import new_router

router = new_router("/claims", "claims")


@router.get("", summary="Claims", responses=problems(400, 404, 503))
def list_claims(graph: Graph, query: Annotated[ClaimQuery, Query()]) -> PageItem[ClaimItem]:
    """List claims, those of the oldest article first, each with the place it was read from."""
    page = graph.claims(**query.filters, limit=query.limit, cursor=query.cursor)
    return PageItem[ClaimItem].of(page.rows, page.cursor)


@router.get("/{claim_id:path}", summary="One claim", responses=problems(404, 503))
def get_claim(graph: Graph, claim_id: str) -> ClaimItem:
    """Show one claim with its evidence: sentence, offsets, article, extractor, rule."""
    return ClaimItem.model_validate(find_item(graph.claim, claim_id, "claim"))
