"""The people, organisations, countries and places that articles mention."""

from typing import Annotated

from fastapi import Query

from politigraph.api.items import EntityItem, PageItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import EntityQuery, Graph
from politigraph.api.routing import new_router

router = new_router("/entities", "entities")


@router.get("", summary="Entities", responses=problems(400, 404, 503))
def list_entities(graph: Graph, query: Annotated[EntityQuery, Query()]) -> PageItem[EntityItem]:
    """List entities, with how often articles mention them and make them speak."""
    page = graph.entities(**query.filters, limit=query.limit, cursor=query.cursor)
    return PageItem[EntityItem].of(page.rows, page.cursor)


@router.get("/{entity_id:path}", summary="One entity", responses=problems(400, 404, 503))
def get_entity(graph: Graph, entity_id: str) -> EntityItem:
    """Show one entity, asked for by its id, its IRI or its name."""
    return EntityItem.model_validate(graph.entity(entity_id))
