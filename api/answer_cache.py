"""Answers that were given from the present state of the store, to be given again.

Published states never change, so an answer holds until another state is served. What
is asked again and again (a dashboard, a page of a claim) then needs no process at all.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from politigraph.graph.bounded_query import BoundedQuery


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """The body of an answer and its media type."""

    content: bytes
    media_type: str


_MOST_ONCE: Final = 20_000

Question = tuple[BoundedQuery, str, str]
"""A query, and the media types that its rows and its triples would be sent as."""


class AnswerCache:
    """Short answers from one state of the store; the least recent ones go first.

    ``size`` is in bytes of bodies and queries together; an answer that takes more
    than ``longest`` is not kept.

    >>> cache, asked = AnswerCache(size=100), (BoundedQuery("ASK {}"), "text/csv", "")
    >>> cache.put("state 1", asked, KnownAnswer(b"true", "text/csv"))
    >>> cache.get("state 1", asked).content, cache.get("state 2", asked)
    (b'true', None)
    """

    def __init__(self, size: int = 32 << 20, longest: int = 64 << 10) -> None:
        self._size = size
        self._longest = longest
        self._state = ""
        self._used = 0
        self._once: set[int] = set()
        self._answers: OrderedDict[Question, KnownAnswer] = OrderedDict()

    def get(self, state: str, asked: Question) -> KnownAnswer | None:
        """Return the answer to a query from a state, named by its fingerprint, or None."""
        if state != self._state or asked not in self._answers:
            return None
        self._answers.move_to_end(asked)
        return self._answers[asked]

    def asked_before(self, asked: Question) -> bool:
        """Tell whether this was called with a query before, and note that it was now.

        To keep what is never asked again costs more than to look it up: memory is
        filled and emptied all the time. Rarely, another query counts as the same.
        """
        key = hash(asked)
        if key in self._once:
            return True
        if len(self._once) >= _MOST_ONCE:
            self._once.clear()
        self._once.add(key)
        return False

    def put(self, state: str, asked: Question, answer: KnownAnswer) -> None:
        """Keep an answer. Those from any other state are forgotten."""
        if state != self._state:
            self._answers.clear()
            self._state, self._used = state, 0
        cost = _cost(asked, answer)
        if cost > self._longest or asked in self._answers:
            return
        self._answers[asked] = answer
        self._used += cost
        while self._used > self._size:
            self._used -= _cost(*self._answers.popitem(last=False))


def _cost(asked: Question, answer: KnownAnswer) -> int:
    return len(answer.content) + len(asked[0].sparql)
