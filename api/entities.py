"""The people, organisations, countries and places that articles mention."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Response

from politigraph.api.items import EntityDetailItem, EntityItem, MentionItem, PageItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import EntityQuery, Graph
from politigraph.api.routing import new_router

router = new_router("/entities", "entities")


@router.get("", summary="Entities", responses=problems(400, 404, 503))
def list_entities(graph: Graph, query: Annotated[EntityQuery, Query()]) -> PageItem[EntityItem]:
    """List entities, with how often articles mention them and make them speak.

    By their labels; with `q` by how well a name of theirs fits it: whole, its beginning,
    that of a word, inside, but for a slip of the pen; then by how often they are mentioned.
    """
    page = graph.entities(**query.filters, limit=query.limit, cursor=query.cursor)
    return PageItem[EntityItem].of(page.rows, page.cursor)


@router.get("/{entity_id:path}", summary="One entity", responses=problems(400, 404, 503))
def get_entity(graph: Graph, entity_id: str, response: Response) -> EntityDetailItem:
    """Show one entity, asked for by its id, its IRI or its name, and where articles name it.

    Who was judged to be another is answered with this other, whose `merged` has the id that
    was asked for; `Content-Location` is its address.
    """
    entity = graph.entity(entity_id)
    response.headers["Content-Location"] = f"/entities/{quote(entity.id)}"
    evidence = [MentionItem.model_validate(row) for row in graph.mentions(entity.id)]
    found = EntityItem.model_validate(entity).model_dump()
    return EntityDetailItem(**found, evidence=tuple(evidence))
