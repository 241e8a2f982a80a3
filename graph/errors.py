"""What can go wrong with a store, a query or a look-up, and what to do about it."""

from typing import Literal

from politigraph.extract.errors import PolitigraphError

StopReason = Literal["time", "memory", "size", "gone", "crash"]


class StoreError(PolitigraphError):
    """A store cannot be opened or used in the way that was asked for."""


class StoreMissing(StoreError):
    """There is no store in the folder, or nothing has been published in it yet."""


class NotAStore(StoreError):
    """The folder holds something else than a store of ours, or a damaged one."""


class StoreTooNew(StoreError):
    """The store was written in a format that this version does not know."""


class StoreLocked(StoreError):
    """Another process, or another handle in this one, is writing to the store."""


class StoreUnreachable(StoreError):
    """The server that holds the store cannot be reached, or does not answer in time."""


class StoreDenied(StoreError):
    """The server that holds the store wants a user, a password or a token that is another."""


class StoreExists(StoreError):
    """Something is there already that would be lost."""


class StoreReadOnly(StoreError):
    """The store was opened for reading only."""


class QueryError(PolitigraphError):
    """A query cannot be run."""


class InvalidQuery(QueryError):
    """A SPARQL query breaks the grammar.

    ``line`` and ``column`` are 1-based; 0 where the position is not known.
    """

    def __init__(self, message: str, *, line: int = 0, column: int = 0, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.line = line
        self.column = column


class RefusedQuery(QueryError):
    """A query asks for what is not offered: an update, SERVICE, or a graph elsewhere."""


class UpdateFailed(QueryError):
    """A SPARQL update cannot be made on these data; nothing was changed."""


class InvalidRdf(QueryError):
    """A document that is to become a graph breaks the grammar of its format."""


class QueryStopped(QueryError):
    """A query asked for more than one query may use; ``reason`` says of what.

    ``gone`` is a query whose answer nobody waits for any more, ``crash`` a process that
    ended by itself for none of these reasons.
    """

    def __init__(self, message: str, *, reason: StopReason, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.reason: StopReason = reason


class ResultTooLarge(QueryStopped):
    """An answer has more rows or bytes than are sent."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message, reason="size", hint=hint)


class TooManyQueries(QueryError):
    """All processes that run queries are busy, and none became free in time."""


class UnknownQuery(QueryError):
    """No query file has this name."""


class InvalidFilter(QueryError):
    """A filter's value is not one of those that can match, or a cursor is not ours."""


class UnknownItem(PolitigraphError):
    """The graph holds no article, claim, event or entity of this name or identifier."""


class AmbiguousName(PolitigraphError):
    """Several entities bear the name; ``choices`` are their ids and labels."""

    def __init__(self, message: str, *, choices: tuple[tuple[str, str], ...], hint: str) -> None:
        super().__init__(message, hint=hint)
        self.choices = choices


class UnknownFormat(PolitigraphError):
    """A file or media type that the graph cannot be written in."""
