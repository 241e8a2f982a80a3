"""Pages of a sorted answer, cut by key and not by number, so that they stay right as it grows."""

import base64
import json
import re
import sys
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import RLock
from typing import Final, TypeVar

import pyoxigraph as ox

from politigraph.graph.errors import InvalidFilter
from politigraph.graph.iris import own_graph
from politigraph.graph.queries import NamedQuery
from politigraph.graph.querying import Term
from politigraph.graph.rows import Page
from politigraph.graph.store import Store
from politigraph.ontology.terms import Property, Schema

Row = TypeVar("Row")
Key = tuple[str, str]
"""What an item is sorted by, such as its article's date, and its IRI."""

MOST_ROWS: Final = 1000
"""The longest page."""

_NUMBER: Final = re.compile(r"\d+")
_PART: Final = re.compile("/(?:claim|event)/")
_PUBLISHED: Final = ox.NamedNode(Schema.DATE_PUBLISHED)
_HASH: Final = ox.NamedNode(Property.TEXT_SHA256)
_MANY: Final = 500


class Orders:
    """The sorted items of lists that were asked for, while the store stays what it is.

    Every page of a list needs all of its items in order; to find and to sort them takes
    seconds where there are many. ``most`` is how many keys are kept, of all lists together;
    the list used last is kept whatever its length.
    """

    def __init__(self, most: int = 300_000) -> None:
        self._most = most
        self._lock = RLock()
        self._state = ""
        self._kept: OrderedDict[object, list[Key]] = OrderedDict()

    def of(self, store: Store, query: NamedQuery, bindings: Mapping[str, Term]) -> Sequence[Key]:
        """Return what `in_order` does."""
        asked = (query.name, frozenset(bindings.items()))
        # One list at a time is made: they would only compete for the interpreter.
        with self._lock:
            state = store.fingerprint
            if state != self._state:
                self._kept.clear()
                self._state = state
            if asked not in self._kept:
                self._kept[asked] = in_order(store, query, bindings)
            self._kept.move_to_end(asked)
            found = self._kept[asked]
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._most:
                self._kept.popitem(last=False)
            return found


def in_order(store: Store, query: NamedQuery, bindings: Mapping[str, Term]) -> list[Key]:
    """Return what a query finds, sorted by ``?order``, or else by the article's date.

    The query must select ``?item``. Items without a date come first. What a user's graph
    holds of an article that the store has no more is left out.
    """
    answer = store.query(query.bound(bindings), bindings)
    if "order" in answer.variables:
        ordered = {(str(row.get("order", "")), str(row["item"])) for row in answer}
        graphs = {iri: own_graph(iri) for _, iri in ordered}
    else:
        items = set(answer.column("item"))
        article_of = {iri: _PART.split(iri, 1)[0] for iri in items}
        dates = _dates(store.oxigraph, set(article_of.values()), at_once=store.distant)
        ordered = {(dates.get(article, ""), iri) for iri, article in article_of.items()}
        graphs = {iri: own_graph(article) for iri, article in article_of.items()}
    held = _held(store, set(graphs.values()) - {""}) | {""}
    return sorted((key for key in ordered if graphs[key[1]] in held), key=sort_key)


def _held(store: Store, graphs: set[str]) -> set[str]:
    """Return the graphs that there are: a user's copy keeps no article that was deleted."""
    if store.distant:
        # A server would read all it has for the names of its graphs; an article has one hash.
        hashes = store.oxigraph.quads_for_pattern(None, _HASH, None, None)
        return graphs & {getattr(quad.graph_name, "value", "") for quad in hashes}
    return {graph for graph in graphs if store.oxigraph.contains_named_graph(ox.NamedNode(graph))}


def _dates(store: ox.Store, articles: set[str], *, at_once: bool) -> dict[str, str]:
    """Return the dates of articles: of each, or of all there are, whichever is quicker."""
    if at_once or len(articles) > _MANY:
        quads = list(store.quads_for_pattern(None, _PUBLISHED, None, None))
    else:
        found = (
            store.quads_for_pattern(ox.NamedNode(iri), _PUBLISHED, None, None) for iri in articles
        )
        quads = [quad for quads in found for quad in quads]
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }


def page(
    keys: Sequence[Key],
    window: tuple[int, str],
    read: Callable[[str], Row],
    foresee: Callable[[Iterable[str]], object] = tuple,
) -> Page[Row]:
    """Return the page of ``window`` (how many rows, cursor) and the cursor of the next one.

    ``keys`` are sorted, ``read`` makes a row of an item's IRI, and ``foresee`` is told
    before of all that will be read. Raise ``InvalidFilter`` for a window that cannot be.

    >>> items = [("2022-04-30", "urn:c"), ("2022-05-01", "urn:b9"), ("2022-05-01", "urn:b10")]
    >>> first = page(items, (2, ""), str.upper)
    >>> list(first), list(page(items, (2, first.cursor), str.upper))
    (['URN:C', 'URN:B9'], ['URN:B10'])
    """
    limit, cursor = window
    if not 1 <= limit <= MOST_ROWS:
        raise InvalidFilter(
            f"a page cannot have {limit} rows", hint=f"ask for 1 to {MOST_ROWS}, and use the cursor"
        )
    after = sort_key(_decode(cursor)) if cursor else None
    start = bisect_right(keys, after, key=sort_key) if after else 0
    foresee(iri for _, iri in keys[start : start + limit])
    rows = tuple(read(iri) for _, iri in keys[start : start + limit])
    last = start + limit
    return Page(rows, _encode(keys[last - 1]) if len(keys) > last else "")


def sort_key(key: Key) -> tuple[str, str, str]:
    """Sort numbers in IRIs as numbers, so that offsets come in the order of the text.

    >>> sorted([("", "urn:c10"), ("", "urn:c9"), ("", "urn:c"), ("", "urn:ca")], key=sort_key)
    [('', 'urn:c'), ('', 'urn:c9'), ('', 'urn:c10'), ('', 'urn:ca')]
    """
    order, iri = key
    return order.casefold(), _NUMBER.sub(_comparable, iri), order


def _comparable(number: re.Match[str]) -> str:
    # Its length comes first, so that texts compare as numbers do, and before any letter.
    # Not int(): Python refuses numbers of more than 4,300 digits, and an id may hold one.
    digits = number[0]
    significant = digits.lstrip("0")
    return f"\0{_length(significant)}{significant}{_length(digits)}"


def _length(digits: str) -> str:
    return chr(min(len(digits), sys.maxunicode))


def _encode(key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _decode(cursor: str) -> Key:
    try:
        order, iri = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        raise InvalidFilter(
            f"not a cursor of ours: {cursor!r}", hint="pass the cursor of the last page unchanged"
        ) from None
    return str(order), str(iri)
