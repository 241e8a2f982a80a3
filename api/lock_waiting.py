"""Wait for a store's lock: who writes to a store that is served finds it taken now and then."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, TypeVar

from politigraph.api.console import say
from politigraph.graph.errors import StoreLocked

if TYPE_CHECKING:
    from politigraph.graph.knowledge_graph import KnowledgeGraph

CHANGE_SECONDS: Final = 5.0
"""How long a change over HTTP waits for another writer: a build, or another worker's."""

COMMAND_SECONDS: Final = 10.0
"""How long a command waits, which takes its turn among all workers of a service."""

_RETRY_SECONDS: Final = 0.02
_SILENT_SECONDS: Final = 0.5

T = TypeVar("T")


def once_unlocked(
    work: Callable[[], T],
    seconds: float,
    waiting: Callable[[StoreLocked], None] = lambda _: None,
) -> T:
    """Return what ``work`` does, which is tried until nobody else writes to the store.

    ``waiting`` is called once if that takes more than a moment. Raises ``StoreLocked``
    after so many seconds.
    """
    began = monotonic()
    told = False
    while True:
        try:
            return work()
        except StoreLocked as error:
            waited = monotonic() - began
            if waited > seconds:
                raise
            if waited > _SILENT_SECONDS and not told:
                waiting(error)
                told = True
        sleep(_RETRY_SECONDS)


def patiently(work: Callable[[], T]) -> T:
    """Do what needs the store's lock as a command does: wait a little for it, and say so."""
    return once_unlocked(work, COMMAND_SECONDS, _say_waiting)


def opened_for_writing(store: str) -> "KnowledgeGraph":
    """Open a graph for writing, as `patiently` as that goes. Raises the errors of its ``open``."""
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    return patiently(lambda: KnowledgeGraph.open(store, writable=True))


def _say_waiting(error: StoreLocked) -> None:
    say(f"{error}; waiting up to {COMMAND_SECONDS:g} s")
