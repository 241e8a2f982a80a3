"""Add articles over HTTP, and take them out again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from politigraph.api.access import must_be_allowed
from politigraph.api.bodies import read_body
from politigraph.api.following import taken_graph
from politigraph.api.openapi import problems
from politigraph.api.parameters import Day
from politigraph.api.protocol import BadProtocolRequest, UnsupportedBody
from politigraph.api.routing import new_router
from politigraph.api.settings import ServiceSettings
from politigraph.api.submissions import BODY_TYPES, BodyKind, Rejected, Submission, Submitted
from politigraph.api.writing import Writing
from politigraph.extract.batches import batches
from politigraph.extract.records import Article, Extraction, Skipped
from politigraph.graph.changes import DrawLinks, DropArticle, PutArticles
from politigraph.graph.errors import QueryStopped
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.known_articles import article_of_url

router = new_router("/articles", "articles")

LINKS_SECONDS: Final = 600.0
"""How long the drawing of links may take, which looks at all articles."""

_TOGETHER: Final = 16
_CHARACTERS_TOGETHER: Final = 100_000

Outcome = Literal["added", "unchanged", "replaced", "rejected"]
Links = Annotated[
    bool, Query(description="Judge who is who and link claims anew, from all articles.")
]
_ARTICLE: Final = {
    "id": "baltic-herald-1",
    "title": "Lindqvist warns over Crimea",
    "publisher": "Baltic Herald",
    "published": "2022-03-04",
    "url": "https://herald.example/1",
    "text": "“Crimea is a matter for the United Nations,” Mara Lindqvist said on Friday.",
}
_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["text"],
    "properties": {name: {"type": "string"} for name in (*_ARTICLE, "language")},
}


class SubmissionQuery(BaseModel):
    """What holds of articles that do not say otherwise themselves."""

    model_config = ConfigDict(extra="forbid")

    publisher: str = Field("", description="Of the articles that name none.")
    published: Day = Field("", description="Date of the articles without one.")
    id: str = Field("", description="Of the article in an HTML page.")
    url: str = Field("", description="Of the article in an HTML page, if it names none.")
    links: bool = Field(False, description="Judge who is who and link claims anew afterwards.")


class ArticleOutcome(BaseModel):
    """What became of one article."""

    id: str = Field(examples=["baltic-herald-1"], description="Empty if it was given none.")
    outcome: Outcome
    reason: str | None = Field(None, description="Why it was rejected.")
    hint: str | None = None


class SubmissionItem(BaseModel):
    """What became of the articles of a request, in their order."""

    articles: list[ArticleOutcome]
    counts: dict[Outcome, int]
    links: Literal["drawn", "outdated", "unchanged"] = Field(
        description="Whether the links between claims take these articles into account."
    )


@router.post(
    "",
    summary="Add articles",
    responses=problems(400, 401, 403, 408, 413, 415, 422, 503),
    openapi_extra={
        "security": [{"token": []}],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"oneOf": [_SCHEMA, {"type": "array", "items": _SCHEMA}]},
                    "example": _ARTICLE,
                },
                "application/x-ndjson": {"schema": {}},
                "text/html": {"schema": {}},
            },
        },
    },
)
async def add_articles(
    request: Request, query: Annotated[SubmissionQuery, Query()]
) -> SubmissionItem:
    """Extract from articles and put them in the graph. The token is needed.

    An article takes the place of the one with its id, or without an id of the one with its
    address; the same again changes nothing. A broken article does not stop the others.
    The answer is sent when everything in it can be read.
    """
    must_be_allowed(request, "articles")
    settings: ServiceSettings = request.app.state.settings
    writing: Writing = request.app.state.writing
    kind = _kind(request.headers.get("content-type", ""), query)
    body = await read_body(request, settings.upload)
    known = tuple(query.model_dump(include={"publisher", "published", "id", "url"}).items())
    submitted = await writing.read(Submission(body, kind, known))
    graph = taken_graph(request)
    items = await run_in_threadpool(lambda: [_with_known_id(graph, item) for item in submitted])
    outcomes: list[ArticleOutcome] = []
    for batch in batches(items, _TOGETHER, _CHARACTERS_TOGETHER):
        outcomes += await _add(writing, batch)
    changed = any(found.outcome in ("added", "replaced") for found in outcomes)
    if query.links:
        await writing.apply(DrawLinks(), LINKS_SECONDS)
    return SubmissionItem(
        articles=outcomes,
        counts={
            name: sum(found.outcome == name for found in outcomes)
            for name in ("added", "unchanged", "replaced", "rejected")
        },
        links="drawn" if query.links else "outdated" if changed else "unchanged",
    )


@router.delete(
    "/{article_id:path}",
    summary="Remove an article",
    response_class=Response,
    status_code=204,
    responses={
        204: {"description": "The article is gone."},
        **problems(400, 401, 403, 404, 422, 503),
    },
    openapi_extra={"security": [{"token": []}]},
)
async def delete_article(request: Request, article_id: str, links: Links = False) -> Response:
    """Take out an article and everything that only it says. The token is needed."""
    must_be_allowed(request, "articles")
    writing: Writing = request.app.state.writing
    await writing.apply(DropArticle(article_id))
    if links:
        await writing.apply(DrawLinks(), LINKS_SECONDS)
    return Response(status_code=204)


def _kind(content_type: str, query: SubmissionQuery) -> BodyKind:
    name = content_type.partition(";")[0].strip().lower()
    if name not in BODY_TYPES:
        raise UnsupportedBody(
            f"no articles are read from {name or 'a type that is not given'}",
            hint=f"send one of {', '.join(BODY_TYPES)}",
        )
    kind = BODY_TYPES[name]
    if kind != "page" and (query.id or query.url):
        raise BadProtocolRequest(
            "id and url are for one HTML page", hint="put them into the JSON object"
        )
    return kind


def _with_known_id(graph: KnowledgeGraph, item: Submitted | Rejected) -> Article | Rejected:
    if isinstance(item, Rejected):
        return item
    known = "" if item.named else article_of_url(graph.store, item.article.url)
    return replace(item.article, id=known) if known else item.article


async def _add(writing: Writing, batch: Sequence[Article | Rejected]) -> list[ArticleOutcome]:
    """Extract from some articles and write them; each is written by itself."""
    articles = [item for item in batch if isinstance(item, Article)]
    extracted = await _extract(writing, articles)
    extractions = tuple(found for found in extracted if isinstance(found, Extraction))
    made = iter(await writing.apply(PutArticles(extractions)) if extractions else ())
    became = iter([next(made) if isinstance(f, Extraction) else f for f in extracted])
    return [
        _rejected(item) if isinstance(item, Rejected) else _outcome(item.id, next(became))
        for item in batch
    ]


async def _extract(writing: Writing, articles: list[Article]) -> list[Extraction | Skipped]:
    """Extract from articles; where the process dies, find out which one it dies of."""
    if not articles:
        return []
    try:
        return await writing.extract(articles)
    except QueryStopped as error:
        if len(articles) == 1:
            return [Skipped(articles[0].id, f"extraction failed: {error}", "split the article")]
        return [found for article in articles for found in await _extract(writing, [article])]


def _outcome(name: str, became: Outcome | Skipped) -> ArticleOutcome:
    if isinstance(became, Skipped):
        return _rejected(Rejected(name, became.reason, became.hint))
    return ArticleOutcome(id=name, outcome=became, reason=None)


def _rejected(item: Rejected) -> ArticleOutcome:
    return ArticleOutcome(
        id=item.id, outcome="rejected", reason=item.reason, hint=item.hint or None
    )
