"""Names in the graph that look like one that is not in it."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from politigraph.graph.iris import ENTITIES_GRAPH
from politigraph.graph.store import Store

MOST_NAMES: Final = 20_000
"""How many names are compared: enough to help, and done in a tenth of a second."""

_CLOSE: Final = 0.75
_SHOWN: Final = 3
_NAMES: Final = (
    f"SELECT ?name WHERE {{ GRAPH <{ENTITIES_GRAPH}> {{ ?item schema:name ?name }} }}"
    f" LIMIT {MOST_NAMES}"
)


def close_names(store: Store, text: str) -> tuple[str, ...]:
    """Return up to three names of entities and outlets that a text may have been meant for.

    The whole name is compared, and each of its words: "Putn" looks like Vladimir Putin.

    >>> close_names(Store.memory(), "Putn")
    ()
    """
    wanted = text.casefold()
    rated: list[tuple[float, str]] = []
    for row in store.query(_NAMES):
        name = str(row["name"])
        rating = max(_likeness(wanted, part) for part in _parts(name))
        if rating >= _CLOSE:
            rated.append((-rating, name))
    return tuple(dict.fromkeys(name for _, name in sorted(rated)))[:_SHOWN]


def _parts(name: str) -> Iterator[str]:
    folded = name.casefold()
    yield folded
    yield from folded.split()


def _likeness(one: str, other: str) -> float:
    # Most pairs differ too much in length for the costly comparison to matter.
    if 2 * min(len(one), len(other)) < _CLOSE * (len(one) + len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() >= _CLOSE else 0.0
