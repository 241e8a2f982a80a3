"""Find an article that the store has already."""

from politigraph.graph.nodes import uri
from politigraph.graph.store import Store

_BY_URL = """
SELECT ?url ?id {
  GRAPH ?graph { ?article schema:url ?url ; schema:identifier ?id }
  FILTER(STRSTARTS(STR(?graph), CONCAT(STR(id:), "graph/")))
} ORDER BY ?id LIMIT 1
"""


def article_of_url(store: Store, url: str) -> str:
    """Return the id of the article that was published at an address, or an empty string.

    >>> article_of_url(Store.memory(), "https://herald.example/1")
    ''
    """
    address = uri(url)
    if address is None:
        return ""
    return next((str(row["id"]) for row in store.query(_BY_URL, {"url": address})), "")
