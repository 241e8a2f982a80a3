"""Who did what to whom."""

from typing import Annotated

from fastapi import Query

from politigraph.api.items import EventGroupItem, EventItem, PageItem, ReportedEventItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import EventQuery, Graph, find_item
from politigraph.api.routing import new_router

router = new_router("/events", "events")


@router.get("", summary="Events", responses=problems(400, 404, 503))
def list_events(graph: Graph, query: Annotated[EventQuery, Query()]) -> PageItem[EventItem]:
    """List events, those of the oldest article first, each with the place it was read from."""
    page = graph.events(**query.filters, limit=query.limit, cursor=query.cursor)
    return PageItem[EventItem].of(page.rows, page.cursor)


@router.get("/{event_id:path}", summary="One event", responses=problems(404, 503))
def get_event(graph: Graph, event_id: str) -> ReportedEventItem:
    """Show one event with its evidence, and the other articles that report it, as inferred."""
    event = EventItem.model_validate(find_item(graph.event, event_id, "event"))
    groups = [EventGroupItem.model_validate(group) for group in graph.event_groups(event=event.iri)]
    # Copied field by field: what is dumped and read again would lose its models.
    fields = {name: getattr(event, name) for name in EventItem.model_fields}
    return ReportedEventItem(**fields, group=groups[0] if groups else None)
