"""Answer light queries at once, in the server's own process, within bounds that hold.

One pattern without a variable that comes twice is a range of one of Oxigraph's indexes
(it has one for every choice of known terms), and each triple in the range is written as
it is found. So all work shows in what is written, and the writer stops it at `MOST_BYTES`
or after `MOST_SECONDS`. ASK stops at the first.

Several patterns of one subject, or DISTINCT, may work without writing. They run only when
that subject has at most `_MOST_TRIPLES` triples, which are looked at first, and the
product of how many each pattern can match is at most `_MOST_WORK`: no way to join them
takes more steps than that.

What turns out too long, or is an error, is left to a process that can be killed (`QueryPool`).
"""

from collections import Counter
from itertools import islice
from time import thread_time
from typing import IO, Final, cast

import pyoxigraph as ox

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.answer import Answer
from politigraph.graph.bounded_query import BoundedQuery, QueryLimits
from politigraph.graph.light_queries import LightQuery
from politigraph.graph.store import Store
from politigraph.ontology.terms import PREFIXES

MOST_BYTES: Final = 1 << 16
"""The longest answer given at once, in bytes."""

MOST_SECONDS: Final = 0.02
"""Processor time that the writing of an answer may take until it is left to another process."""

_SHORT: Final = 1 << 13
_MOST_TRIPLES: Final = 64
_MOST_WORK: Final = 4096
_PREFIXES: Final = dict(PREFIXES)


class _TooLong(Exception):
    """The answer is longer than those that are given at once."""


def answer_at_once(
    store: Store, asked: BoundedQuery, light: LightQuery, limits: QueryLimits
) -> bytes | None:
    """Return the answer to a light query in its format, or None if it has to run elsewhere."""
    if asked.default_graphs or asked.named_graphs or asked.graph or store.distant:
        return None
    output = _Output()
    try:
        if not light.streams and not _is_small(store.oxigraph, light):
            return None
        results = store.oxigraph.query(
            asked.sparql,
            prefixes=_PREFIXES if light.named else None,
            use_default_graph_as_union=asked.union,
        )
        answer, file = Answer(light.form, results), cast("IO[bytes]", output)
        if limits.rows < MOST_BYTES:
            answer.write(asked.solutions, file, limits.rows)
        else:  # No need to count: each row takes a byte.
            answer.serialize(asked.solutions, file)
    except (_TooLong, PolitigraphError, SyntaxError, RuntimeError, ValueError, OSError):
        return None
    return bytes(output.content)


class _Output:
    """A file of few bytes that is written in a short time."""

    def __init__(self) -> None:
        self.content = bytearray()
        self._until = 0.0

    def write(self, data: bytes) -> int:
        self.content += data
        if len(self.content) > _SHORT:  # Else there is no time to lose by looking at a clock.
            self._until = self._until or thread_time() + MOST_SECONDS
            if len(self.content) > MOST_BYTES or thread_time() > self._until:
                raise _TooLong
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""


def _is_small(dataset: ox.Store, light: LightQuery) -> bool:
    """Tell whether the patterns of one subject match so little that any join is quick."""
    kind, subject = light.patterns[0][0]
    if kind != "iri":
        return False
    quads = dataset.quads_for_pattern(ox.NamedNode(subject), None, None, None)
    matches = Counter(quad.predicate.value for quad in islice(quads, _MOST_TRIPLES + 1))
    if matches.total() > _MOST_TRIPLES:
        return False
    work = 1
    for _, (kind, predicate), _ in light.patterns:
        work *= max(1, matches[predicate] if kind == "iri" else matches.total())
        if work > _MOST_WORK:
            return False
    return True
