"""Pages of a sorted answer, cut by key and not by number, so that they stay right as it grows."""

import base64
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

import pyoxigraph as ox

from politigraph.graph.errors import InvalidFilter
from politigraph.graph.queries import NamedQuery
from politigraph.graph.querying import Term
from politigraph.graph.rows import Page
from politigraph.graph.store import Store
from politigraph.ontology.terms import Schema

Row = TypeVar("Row")
Key = tuple[str, str]
"""What an item is sorted by, such as its article's date, and its IRI."""

MOST_ROWS: Final = 1000
"""The longest page."""

_NUMBER: Final = re.compile(r"(\d+)")
_PART: Final = re.compile("/(?:claim|event)/")
_PUBLISHED: Final = ox.NamedNode(Schema.DATE_PUBLISHED)
_MANY: Final = 500


def in_order(store: Store, query: NamedQuery, bindings: Mapping[str, Term]) -> list[Key]:
    """Return what a query finds, sorted by ``?order``, or else by the article's date.

    The query must select ``?item``. Items without a date come first.
    """
    answer = store.query(query.bound(bindings), bindings)
    if "order" in answer.variables:
        found = {(str(row.get("order", "")), str(row["item"])) for row in answer}
    else:
        items = {str(row["item"]) for row in answer}
        article_of = {iri: _PART.split(iri)[0] for iri in items}
        dates = _dates(store.oxigraph, set(article_of.values()))
        found = {(dates.get(article, ""), iri) for iri, article in article_of.items()}
    return sorted(found, key=_sort_key)


def _dates(store: ox.Store, articles: set[str]) -> dict[str, str]:
    """Return the dates of articles: of each, or of all there are, whichever is quicker."""
    if len(articles) > _MANY:
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


def page(keys: Sequence[Key], window: tuple[int, str], read: Callable[[str], Row]) -> Page[Row]:
    """Return the page of ``window`` (how many rows, cursor) and the cursor of the next one.

    ``keys`` are sorted, ``read`` makes a row of an item's IRI. Raise ``InvalidFilter``
    for a window that cannot be.

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
    after = _sort_key(_decode(cursor)) if cursor else None
    start = bisect_right(keys, after, key=_sort_key) if after else 0
    rows = tuple(read(iri) for _, iri in keys[start : start + limit])
    last = start + limit
    return Page(rows, _encode(keys[last - 1]) if len(keys) > last else "")


def _sort_key(key: Key) -> tuple[str, list[str | tuple[int, str, int]], str]:
    """Sort numbers in IRIs as numbers, so that offsets come in the order of the text."""
    order, iri = key
    parts = _NUMBER.split(iri)
    # Even places hold words and odd ones numbers, so like is compared with like.
    numbers = [_number(part) if i % 2 else part for i, part in enumerate(parts)]
    return order.casefold(), numbers, order


def _number(digits: str) -> tuple[int, str, int]:
    # Not int(): Python refuses numbers of more than 4,300 digits, and an id may hold one.
    significant = digits.lstrip("0")
    return len(significant), significant, len(digits)


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
