"""Answer `/sparql` at once where that is possible, in front of everything that routes.

Two kinds of query need no process of their own and no route: those answered before from
this state of the store, and light ones (`politigraph.graph.light_queries`). They are looked
for here; all else, and whatever is wrong with a request, goes on to the application.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from starlette.datastructures import State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from politigraph.api.answer_cache import AnswerCache, KnownAnswer, Question
from politigraph.api.answers import formats_of, media_types, with_charset
from politigraph.api.caching import entity_tag, names_tag
from politigraph.api.observed import ROUTE
from politigraph.api.protocol import parse_get
from politigraph.extract.errors import PolitigraphError
from politigraph.graph.bounded_query import BoundedQuery, QueryLimits
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.light_answers import answer_at_once
from politigraph.graph.light_queries import LightQuery, light_query

PATH: Final = "/sparql"

_LONGEST: Final = 4096
_MOST_READ: Final = 4096
_Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Request:
    """A query by GET as it was read, and its outline if it is light."""

    question: Question
    light: LightQuery | None


class LookUps:
    """An application that answers light and known queries, before another that answers all."""

    def __init__(self, app: ASGIApp, state: State, limits: QueryLimits) -> None:
        self._app = app
        self._state = state
        self._limits = limits
        self._read: dict[tuple[bytes, bytes], _Request] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request here or there."""
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "GET":
            messages = self._answer(scope)
            if messages is not None:
                scope[ROUTE] = PATH
                await send(messages[0])
                await send(messages[1])
                return
        await self._app(scope, receive, send)

    def _answer(self, scope: Scope) -> tuple[Message, Message] | None:
        accept = known = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                if accept:
                    return None
                accept = value
            elif name == b"if-none-match":
                known = value
            elif name == b"origin":  # What other sites' pages may read is decided elsewhere.
                return None
        query_string = scope["query_string"]
        if len(query_string) + len(accept) > _LONGEST:
            return None
        asked = query_string, accept
        request = self._read.get(asked) or _read(*asked)
        if request is None:
            return None
        graph: KnowledgeGraph = self._state.graph
        state = graph.fingerprint
        if known and request.light and names_tag(known, entity_tag(state, request.question[1])):
            return _messages(304, _headers(state, request.question[1])[1:], b"")
        answers: AnswerCache = self._state.answers
        answer = answers.get(state, request.question)
        if answer is not None:
            self._keep(asked, request)
        elif request.light is not None:
            answer = self._look_up(graph, state, request.question, request.light)
        if answer is None:
            return None
        headers = _headers(state, answer.media_type)
        if known and names_tag(known, entity_tag(state, answer.media_type)):
            return _messages(304, headers[1:], b"")
        length = (b"content-length", b"%d" % len(answer.content))
        return _messages(200, [*headers, length], answer.content)

    def _keep(self, asked: tuple[bytes, bytes], request: _Request) -> None:
        """Keep how a request reads whose answer is kept too."""
        if asked not in self._read:
            if len(self._read) >= _MOST_READ:
                self._read.clear()
            self._read[asked] = request

    def _look_up(
        self, graph: KnowledgeGraph, state: str, asked: Question, light: LightQuery
    ) -> KnownAnswer | None:
        """Return the answer to a light query; keep it if this is not the first time."""
        content = answer_at_once(graph.store, asked[0], light, self._limits)
        if content is None:
            return None
        answer, answers = KnownAnswer(content, asked[1]), self._state.answers
        if answers.asked_before(asked):
            answers.put(state, asked, answer)
        return answer


def _messages(status: int, headers: _Headers, body: bytes) -> tuple[Message, Message]:
    return (
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": body},
    )


def _read(query_string: bytes, accept: bytes) -> _Request | None:
    """Read a request, or return None if it is no query or wrong: that is said elsewhere."""
    try:
        asked = parse_get(query_string.decode("latin-1"))
    except PolitigraphError:
        return None
    if not asked.query.strip():
        return None
    light = light_query(asked.query)
    text = light.text if light else asked.query
    solutions, triples = media_types(accept.decode("latin-1"))
    if not solutions and not triples:
        return None
    formats = formats_of(solutions, triples)
    query = BoundedQuery(text, asked.default_graphs, asked.named_graphs, *formats)
    return _Request((query, solutions, triples), light if solutions else None)


@lru_cache(256)
def _headers(state: str, media_type: str) -> _Headers:
    """Return the headers of an answer; the first is the one that a 304 has not."""
    return [
        (b"content-type", with_charset(media_type).encode()),
        (b"vary", b"Accept"),
        (b"etag", entity_tag(state, media_type).encode()),
        (b"cache-control", b"no-cache"),
    ]
