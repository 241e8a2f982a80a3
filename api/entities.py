"""The people, organisations, countries and places that articles mention."""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import Query, Request, Response

from politigraph.api.item_formats import (
    JSON,
    Formats,
    item_responses,
    wanted,
    with_next,
)
from politigraph.api.items import EntityDetailItem, EntityItem, MentionItem, PageItem
from politigraph.api.parameters import EntityQuery, Graph
from politigraph.api.routing import new_router
from politigraph.graph.item_triples import entity_triples
from politigraph.graph.tables import ENTITY_COLUMNS, entity_cells

router = new_router("/entities", "entities")

_FORMATS: Final = Formats(entity_triples, ENTITY_COLUMNS, entity_cells)


@router.get(
    "",
    summary="Entities",
    response_model=PageItem[EntityItem],
    responses=item_responses(400, 404, 503),
)
def list_entities(
    graph: Graph, query: Annotated[EntityQuery, Query()], request: Request
) -> PageItem[EntityItem] | Response:
    """List entities, with how often articles mention them and make them speak.

    By their labels; with `q` by how well a name of theirs fits it: whole, its beginning,
    that of a word, inside, but for a slip of the pen; then by how often they are mentioned.
    """
    media_type = wanted(request)
    page = graph.entities(**query.filters, limit=query.limit, cursor=query.cursor)
    if media_type == JSON:
        return PageItem[EntityItem].of(page.rows, page.cursor)
    return with_next(_FORMATS.response(graph, media_type, page.rows), request, page.cursor)


@router.get(
    "/{entity_id:path}",
    summary="One entity",
    response_model=EntityDetailItem,
    responses=item_responses(400, 404, 503),
)
def get_entity(
    graph: Graph, entity_id: str, request: Request, response: Response
) -> EntityDetailItem | Response:
    """Show one entity, asked for by its id, its IRI or its name, and where articles name it.

    Who was judged to be another is answered with this other, whose `merged` has the id that
    was asked for; `Content-Location` is its address.
    """
    media_type = wanted(request)
    entity = graph.entity(entity_id)
    if media_type != JSON:
        response = _FORMATS.response(graph, media_type, [entity])
    response.headers["Content-Location"] = f"/entities/{quote(entity.id)}"
    if media_type != JSON:
        return response
    evidence = [MentionItem.model_validate(row) for row in graph.mentions(entity.id)]
    found = EntityItem.model_validate(entity).model_dump()
    return EntityDetailItem(**found, evidence=tuple(evidence))
