"""Questions in the pattern language, and single relations, which are compiled the same way."""

import json
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from politigraph.api.bodies import read_body
from politigraph.api.errors import error_response
from politigraph.api.following import taken_graph
from politigraph.api.items import RefItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import Day, PageQuery
from politigraph.api.protocol import BadProtocolRequest, UnsupportedBody
from politigraph.api.routing import new_router
from politigraph.extract.errors import PolitigraphError
from politigraph.extract.records import Certainty, Polarity
from politigraph.graph.bounded_query import BoundedQuery
from politigraph.graph.errors import QueryStopped
from politigraph.graph.pattern_relation import relation_pattern
from politigraph.graph.patterns import PatternAnswer, Plan
from politigraph.graph.query_pool import QueryPool

router = new_router("", "patterns")

_EXAMPLE: Final = "?who said ?c . ?c about Crimea since 2022-03"
_RESPONSES: Final = problems(400, 404, 408, 413, 415, 422, 503)
_HINT: Final = 'send {"q": "?who said ?c"} as application/json, or the pattern as text/plain'


class MeaningItem(BaseModel):
    """What a name of the pattern was taken for."""

    model_config = ConfigDict(from_attributes=True)

    text: str = Field(examples=["Crimea"])
    node: RefItem


class PatternItem(BaseModel):
    """The rows that a pattern finds, and the SPARQL that finds the same."""

    model_config = ConfigDict(from_attributes=True)

    pattern: str = Field(description="The pattern as it was understood.", examples=[_EXAMPLE])
    sparql: str = Field(description="What was run; it runs by itself, at /sparql too.")
    meanings: tuple[MeaningItem, ...]
    columns: tuple[str, ...] = Field(
        description="The pattern's variables, each followed by what describes it: ?c has c_content,"
        " c_speaker, c_outlet, c_date, c_evidence and so on.",
        examples=[["who", "who_name"]],
    )
    rows: tuple[dict[str, str], ...] = Field(
        description="A value for each column; what is not known is empty. c_sentence is the"
        " sentence that ?c was read from, and the one column that SPARQL does not give."
    )
    cursor: str = Field(description="Pass as cursor for the next page; empty on the last.")
    holds: bool | None = Field(description="The answer to a pattern without variables, else null.")


class PatternQuery(PageQuery):
    """A pattern, and the page of its answer."""

    q: str = Field(min_length=1, max_length=2000, examples=[_EXAMPLE])


class RelationQuery(PageQuery):
    """One relation; ``?`` asks for a part, ``_`` is anything, and the rest are names."""

    subject: str = Field("?", examples=["Mara Lindqvist"])
    predicate: str = Field(
        "said",
        description="said, denied, reportedlySaid, claimed, about, to, inside, contradicts,"
        " agreesWith, from, or an event type such as CONSULT or COERCE-arrest.",
        examples=["said"],
    )
    object: str = Field("?", examples=["?"])
    about: str = Field("", description="What the claim is about.", examples=["Crimea"])
    publisher: str = Field("", description="An outlet; for events, a place too.")
    since: Day = Field("", description="Published then or later: a day, month or year.")
    until: Day = Field("", description="Published then or earlier.")
    speech_act: str = Field("", examples=["warn"])
    polarity: Polarity | Literal[""] = ""
    certainty: Certainty | Literal[""] = ""
    q: str = Field("", description="Words that the claim contains.")

    @property
    def pattern(self) -> str:
        """The relation as a pattern."""
        facets = ", ".join(facet for facet in (self.polarity, self.certainty) if facet)
        filters = {
            "since": self.since,
            "until": self.until,
            "in": self.publisher,
            "as": self.speech_act,
            "is": facets,
            "saying": self.q,
        }
        return relation_pattern(self.subject, self.predicate, self.object, self.about, filters)


@router.get(
    "/query", summary="Ask with a pattern", response_model=PatternItem, responses=_RESPONSES
)
async def ask_by_get(request: Request, query: Annotated[PatternQuery, Query()]) -> Any:
    """Answer a pattern such as ``Putin said ?c . ?c about Crimea``, with the SPARQL that it is.

    Names are looked up; an ambiguous one is an error with the choices. Events that are
    told as negated, denied or not having happened are left out unless asked for.
    """
    return await _answer(request, query.q, query)


@router.post(
    "/query",
    summary="Ask with a pattern",
    response_model=PatternItem,
    responses=_RESPONSES,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": PatternQuery.model_json_schema(),
                    "example": {"q": _EXAMPLE, "limit": 10},
                },
                "text/plain": {"schema": {"type": "string"}, "example": _EXAMPLE},
            },
        }
    },
)
async def ask_by_post(request: Request) -> Any:
    """Answer a pattern, sent as JSON with `q`, or as it is."""
    query = _read(request.headers.get("content-type", ""), await read_body(request))
    return await _answer(request, query.q, query)


@router.get("/relations", summary="One relation", response_model=PatternItem, responses=_RESPONSES)
async def list_relations(request: Request, query: Annotated[RelationQuery, Query()]) -> Any:
    """List who said what, or who did what to whom: one statement of the pattern language."""
    return await _answer(request, query.pattern, query)


def _read(content_type: str, body: bytes) -> PatternQuery:
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            return PatternQuery.model_validate_json(body, strict=True)
        if kind == "text/plain":
            return PatternQuery.model_validate({"q": body.decode("utf-8")})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadProtocolRequest(wrong.removeprefix(": "), hint=_HINT) from None
    except UnicodeDecodeError:
        raise BadProtocolRequest("the pattern is not UTF-8", hint=_HINT) from None
    raise UnsupportedBody(f"a body of type {kind or 'none'!r}", hint=_HINT)


async def _answer(request: Request, pattern: str, window: PageQuery) -> Any:
    """Compile in a thread, run in a process that can be killed, and describe in a thread."""
    graph = taken_graph(request)
    queries: QueryPool = request.app.state.queries

    def plan() -> Plan | Response:
        try:
            return graph.plan(pattern, limit=window.limit, cursor=window.cursor)
        except PolitigraphError as error:  # It must not leave the thread: see ProblemRoute.
            return error_response(error)

    planned = await run_in_threadpool(plan)
    if isinstance(planned, Response):
        return planned
    try:
        run = await queries.run(graph.store, BoundedQuery(planned.query), lambda: _gone(request))
    except QueryStopped as error:
        request.app.state.metrics.stopped(error.reason)
        raise
    try:
        content = run.first + b"".join([part async for part in run.rest()])
    finally:
        await run.close()
    return await run_in_threadpool(_described, planned, content)


def _described(plan: Plan, content: bytes) -> PatternItem:
    answer: PatternAnswer = plan.answer(_found(json.loads(content)))
    return PatternItem.model_validate(answer)


def _found(results: dict[str, Any]) -> list[dict[str, str]] | bool:
    """Return the rows of SPARQL JSON results, or the boolean.

    >>> _found({"results": {"bindings": [{"x": {"type": "literal", "value": "Bucha"}}]}})
    [{'x': 'Bucha'}]
    """
    if "boolean" in results:
        return bool(results["boolean"])
    bindings = results["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
