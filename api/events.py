"""Who did what to whom."""

from typing import Annotated, Final

from fastapi import Query, Request, Response

from politigraph.api.item_formats import (
    JSON,
    Formats,
    item_responses,
    wanted,
    with_next,
)
from politigraph.api.items import EventGroupItem, EventItem, PageItem, ReportedEventItem
from politigraph.api.parameters import EventQuery, Graph, find_item
from politigraph.api.routing import new_router
from politigraph.graph.item_triples import told_triples
from politigraph.graph.tables import EVENT_COLUMNS, event_cells

router = new_router("/events", "events")

_FORMATS: Final = Formats(told_triples, EVENT_COLUMNS, event_cells)


@router.get(
    "",
    summary="Events",
    response_model=PageItem[EventItem],
    responses=item_responses(400, 404, 503),
)
def list_events(
    graph: Graph, query: Annotated[EventQuery, Query()], request: Request
) -> PageItem[EventItem] | Response:
    """List events, those of the oldest article first, each with the place it was read from.

    Those that are told as having happened: without `polarity`, `realis` and `doubtful`, what is
    negated, only denied, still to come, supposed, long past, or read with little confidence is
    left out.
    """
    media_type = wanted(request)
    page = graph.events(**query.filters, limit=query.limit, cursor=query.cursor)
    if media_type == JSON:
        return PageItem[EventItem].of(page.rows, page.cursor)
    return with_next(_FORMATS.response(graph, media_type, page.rows), request, page.cursor)


@router.get(
    "/{event_id:path}",
    summary="One event",
    response_model=ReportedEventItem,
    responses=item_responses(404, 503),
)
def get_event(graph: Graph, event_id: str, request: Request) -> ReportedEventItem | Response:
    """Show one event with its evidence, and the other articles that report it, as inferred."""
    media_type = wanted(request)
    row = find_item(graph.event, event_id, "event")
    if media_type != JSON:
        return _FORMATS.response(graph, media_type, [row])
    event = EventItem.model_validate(row)
    groups = [EventGroupItem.model_validate(group) for group in graph.event_groups(event=event.iri)]
    # Copied field by field: what is dumped and read again would lose its models.
    fields = {name: getattr(event, name) for name in EventItem.model_fields}
    return ReportedEventItem(**fields, group=groups[0] if groups else None)
