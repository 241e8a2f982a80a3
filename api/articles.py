"""The articles that everything was read from."""

from typing import Annotated

from fastapi import Query

from politigraph.api.items import ArticleItem, ArticleTextItem, PageItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import ArticleQuery, Graph
from politigraph.api.routing import new_router

router = new_router("/articles", "articles")


@router.get("", summary="Articles", responses=problems(400, 404, 503))
def list_articles(graph: Graph, query: Annotated[ArticleQuery, Query()]) -> PageItem[ArticleItem]:
    """List articles, the oldest first."""
    page = graph.articles(**query.filters, limit=query.limit, cursor=query.cursor)
    return PageItem[ArticleItem].of(page.rows, page.cursor)


@router.get("/{article_id:path}", summary="One article", responses=problems(404, 503))
def get_article(graph: Graph, article_id: str) -> ArticleTextItem:
    """Show one article with the text that all offsets count in."""
    article = ArticleItem.model_validate(graph.article(article_id))
    return ArticleTextItem(**dict(article), text=graph.text(article_id))
