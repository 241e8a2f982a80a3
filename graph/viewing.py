"""Read a dataset for one piece of work, wherever it is."""

from collections.abc import Iterable
from typing import Protocol, cast, runtime_checkable

import pyoxigraph as ox


@runtime_checkable
class _Distant(Protocol):
    """A dataset on a server, where each look-up is a request."""

    def view(self) -> object:
        """Return a dataset that asks once for what belongs together."""


@runtime_checkable
class _Foreseeing(Protocol):
    """A dataset that can fetch at once what will be asked for."""

    def foresee(self, nodes: Iterable[ox.NamedNode]) -> None:
        """Fetch what will be asked for of nodes of articles, and of entities."""


def viewed(store: ox.Store) -> ox.Store:
    """Return a dataset for one piece of work: of a server a view, of any other itself.

    >>> store = ox.Store()
    >>> viewed(store) is store
    True
    """
    return cast("ox.Store", store.view()) if isinstance(store, _Distant) else store


def foresee(store: ox.Store, terms: Iterable[object]) -> None:
    """Let a view fetch at once what will be asked for of the nodes among some terms."""
    if isinstance(store, _Foreseeing):
        store.foresee([term for term in terms if isinstance(term, ox.NamedNode)])
