"""The articles that everything was read from."""

from typing import Annotated, Final

from fastapi import Query, Request, Response

from politigraph.api.item_formats import (
    JSON,
    Formats,
    in_rdf,
    item_responses,
    rdf_response,
    wanted,
    with_next,
)
from politigraph.api.items import ArticleItem, ArticleTextItem, PageItem
from politigraph.api.parameters import ArticleQuery, Graph
from politigraph.api.routing import new_router
from politigraph.graph.item_triples import article_triples, told_triples
from politigraph.graph.tables import ARTICLE_COLUMNS, article_cells

router = new_router("/articles", "articles")

_FORMATS: Final = Formats(told_triples, ARTICLE_COLUMNS, article_cells)


@router.get(
    "",
    summary="Articles",
    response_model=PageItem[ArticleItem],
    responses=item_responses(400, 404, 503),
)
def list_articles(
    graph: Graph, query: Annotated[ArticleQuery, Query()], request: Request
) -> PageItem[ArticleItem] | Response:
    """List articles, the oldest first."""
    media_type = wanted(request)
    page = graph.articles(**query.filters, limit=query.limit, cursor=query.cursor)
    if media_type == JSON:
        return PageItem[ArticleItem].of(page.rows, page.cursor)
    return with_next(_FORMATS.response(graph, media_type, page.rows), request, page.cursor)


@router.get(
    "/{article_id:path}",
    summary="One article",
    response_model=ArticleTextItem,
    responses=item_responses(404, 503),
)
def get_article(graph: Graph, article_id: str, request: Request) -> ArticleTextItem | Response:
    """Show one article with the text that all offsets count in; in RDF, all that it says."""
    media_type = wanted(request)
    row = graph.article(article_id)
    if in_rdf(media_type):
        return rdf_response(media_type, article_triples(graph.store, row.iri))
    if media_type != JSON:
        return _FORMATS.response(graph, media_type, [row])
    article = ArticleItem.model_validate(row)
    return ArticleTextItem(**dict(article), text=graph.text(article_id))
