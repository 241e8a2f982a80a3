"""From what people choose an export by to the articles and claims that it holds."""

from collections.abc import Callable
from typing import Final, TypedDict, cast

from politigraph.graph import iris
from politigraph.graph.answer import Answer
from politigraph.graph.errors import InvalidFilter
from politigraph.graph.export_parts import Choice, Text
from politigraph.graph.lookup import is_iri

TEXTS: Final[tuple[Text, ...]] = ("whole", "quoted", "none")
"""How much of the articles' words an export may hold."""

_OF_ARTICLES: Final = ("publisher", "since", "until")
_OF_CLAIMS: Final = ("speaker", "about")
_SHARED: Final = {
    "entities": iris.ENTITIES_GRAPH,
    "inferred": iris.INFERRED_GRAPH,
    "identity": iris.IDENTITY_GRAPH,
}


class ExportFilters(TypedDict, total=False):
    """What an export can be narrowed by; everything given must hold.

    ``publisher``, ``speaker`` and ``about`` are an IRI, an id or a name, ``since`` and
    ``until`` dates of the articles. With ``speaker`` or ``about``, only these claims of an
    article are written, with what they point at. ``graph`` is the one graph to write:
    ``entities``, ``inferred``, ``identity``, an article's id, or an IRI. ``text`` says how much of
    the articles' words is written: ``whole``, ``quoted`` (claims, triggers and names) or
    ``none`` (offsets and the text's hash alone).
    """

    publisher: str
    since: str
    until: str
    speaker: str
    about: str
    graph: str
    text: str


def choose(query: Callable[..., Answer], filters: ExportFilters) -> Choice:
    """Return what filters choose; ``query`` runs a named query with names for values.

    Raise ``InvalidFilter``, and for names ``UnknownItem`` or ``AmbiguousName``.
    """
    given = cast("dict[str, str]", {name: value for name, value in filters.items() if value})
    text = given.pop("text", "whole")
    if text not in TEXTS:
        raise InvalidFilter(f"text is never {text!r}", hint=f"use {', '.join(TEXTS)}")
    if graph := given.pop("graph", ""):
        if given:
            raise InvalidFilter(
                f"one graph is written whole, and not by {', '.join(given)}",
                hint="leave out the graph, or the rest",
            )
        return Choice(graph=_graph(graph, query), text=text)
    if any(name in given for name in _OF_CLAIMS):
        claims = frozenset(query("claims", **given).column("item"))
        return Choice(frozenset(c.rpartition("/claim/")[0] for c in claims), claims, text=text)
    if any(name in given for name in _OF_ARTICLES):
        return Choice(frozenset(query("articles", **given).column("item")), text=text)
    return Choice(text=text)


def _graph(name: str, query: Callable[..., Answer]) -> str:
    if name in _SHARED:
        return _SHARED[name]
    iri = name if is_iri(name) else iris.graph_iri(name)
    if not query(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}").boolean:
        hint = "use entities, inferred, identity, or an article's id"
        raise InvalidFilter(f"the graph {name!r} is not there", hint=hint)
    return iri
