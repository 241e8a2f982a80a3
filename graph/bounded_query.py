"""A query from somebody we do not know: what it asks, what it may use, and how it is run.

`QueryPool` runs it in a process that can be killed, `evaluate` in this one. Both give
frames: a head that says the form of the answer, data, and an end or an error.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import IO, Any, Final, Literal, cast

from politigraph.extract import errors as extract_errors
from politigraph.extract.errors import PolitigraphError
from politigraph.graph import errors
from politigraph.graph.errors import QueryStopped, ResultTooLarge, StopReason, UnknownItem
from politigraph.graph.read_only import Form
from politigraph.graph.store import Store

Kind = Literal["H", "D", "E", "Z"]
"""Head, data, error, end."""

Send = Callable[[Kind, bytes], None]

_CHUNK: Final = 1 << 16
_POSITIONED: Final = ("line", "column", "reason")


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may use; ``memory`` and ``size`` are bytes, ``seconds`` are of the clock."""

    seconds: float = 30.0
    memory: int = 1 << 30
    rows: int = 1_000_000
    size: int = 1 << 30


@dataclass(frozen=True, slots=True)
class BoundedQuery:
    """A query and the formats that its answer may have.

    ``solutions`` and ``triples`` name the format for an answer of rows and of triples;
    an empty name says that such an answer is not wanted. ``graph``, in the place of a
    query, asks for all triples of one graph. ``union`` is that of ``Store.query``.
    """

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    solutions: str = "json"
    triples: str = "ttl"
    graph: str = ""
    union: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return the query as JSON has it; `from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "BoundedQuery":
        """Read what `to_json` gave.

        >>> asked = BoundedQuery("ASK {}", default_graphs=("urn:g",))
        >>> BoundedQuery.from_json(json.loads(json.dumps(asked.to_json()))) == asked
        True
        """
        graphs = {name: tuple(values[name]) for name in ("default_graphs", "named_graphs")}
        return cls(**{**values, **graphs})


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an answer before its data: its form and the format it is written in."""

    form: Form
    format: str


def evaluate(store: Store, asked: BoundedQuery, limits: QueryLimits, send: Send) -> None:
    """Run a query and give its answer, or its error, in frames.

    Rows and bytes are limited here; time and memory only by who can kill the process.
    Any error that is not a `PolitigraphError` is a bug and is raised.
    """
    try:
        if asked.graph:
            _must_have(store, asked.graph)
        answer = store.query(
            asked.sparql,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            union=asked.union,
        )
        name = asked.solutions if answer.form in ("SELECT", "ASK") else asked.triples
        send("H", json.dumps({"form": answer.form, "format": name}).encode())
        if name:
            output = _Chunks(send, limits.size)
            answer.write(name, cast("IO[bytes]", output), limits.rows)
            output.flush_rest()
        send("Z", b"")
    except PolitigraphError as error:
        send("E", error_frame(error))
    except MemoryError:
        send("E", error_frame(stopped("memory", limits)))


def _must_have(store: Store, graph: str) -> None:
    try:
        store.query("ASK {}", default_graphs=(graph,))
    except errors.RefusedQuery:
        raise UnknownItem(
            f"the store has no graph <{graph}>",
            hint="list them with SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        ) from None


class _Chunks:
    """A file that sends what is written to it in large pieces, up to a number of bytes."""

    def __init__(self, send: Send, size: int) -> None:
        self._send = send
        self._left = self._size = size
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise ResultTooLarge(
                f"the answer has more than {self._size:,} bytes", hint="add a LIMIT"
            )
        self._buffer += data
        if len(self._buffer) >= _CHUNK:
            self.flush_rest()
        return len(data)

    def flush(self) -> None:
        """Do nothing: Oxigraph flushes more often than is of use."""

    def flush_rest(self) -> None:
        """Send what is left."""
        if self._buffer:
            self._send("D", bytes(self._buffer))
            self._buffer.clear()


def stopped(reason: StopReason, limits: QueryLimits) -> QueryStopped:
    """Return the error of a query that was stopped.

    >>> str(stopped("time", QueryLimits(seconds=30)))
    'the query was stopped after 30 seconds'
    """
    said = {
        "time": f"the query was stopped after {limits.seconds:g} seconds",
        "memory": f"the query needs more than {limits.memory >> 20:,} MiB of memory",
        "size": "the answer is too large",
        "gone": "nobody waits for the answer any more",
        "crash": "the process that ran the query ended",
    }[reason]
    return QueryStopped(
        said, reason=reason, hint="narrow the patterns, select less, or leave out ORDER BY"
    )


def error_frame(error: PolitigraphError) -> bytes:
    """Return an error as bytes; `read_error` makes it again in another process."""
    more = {name: getattr(error, name) for name in _POSITIONED if hasattr(error, name)}
    return json.dumps(
        {"type": type(error).__name__, "message": str(error), "hint": error.hint, **more}
    ).encode()


def read_error(frame: bytes) -> PolitigraphError:
    """Return the error of an error frame.

    >>> read_error(error_frame(errors.InvalidQuery("no }", line=2, column=7))).column
    7
    """
    values = json.loads(frame)
    name = values.pop("type")
    kind = getattr(errors, name, getattr(extract_errors, name, PolitigraphError))
    message = values.pop("message")
    if kind is ResultTooLarge:
        del values["reason"]
    found = kind(message, **values)
    assert isinstance(found, PolitigraphError)
    return found
