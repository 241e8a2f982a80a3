"""Quads as the text of a SPARQL update."""

from collections.abc import Iterable
from typing import Final, Literal

import pyoxigraph as ox

_TRIPLES: Final = ox.RdfFormat.N_TRIPLES


def data(verb: Literal["INSERT", "DELETE"], quads: Iterable[ox.Quad]) -> str:
    """Return quads as an operation of SPARQL Update, on one line each.

    >>> a, g = ox.NamedNode("urn:a"), ox.NamedNode("urn:g")
    >>> data("INSERT", [ox.Quad(a, a, ox.Literal("x"), g)]).split()
    ... # doctest: +NORMALIZE_WHITESPACE
    ['INSERT', 'DATA', '{', 'GRAPH', '<urn:g>', '{', '<urn:a>', '<urn:a>', '"x"', '.', '}', '}']
    >>> data("INSERT", [ox.Quad(a, a, a)]).split()
    ['INSERT', 'DATA', '{', '<urn:a>', '<urn:a>', '<urn:a>', '.', '}']
    """
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        named = isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(str(quad.graph_name) if named else "", []).append(quad.triple)
    blocks = [_block(graph, triples) for graph, triples in sorted(graphs.items())]
    return f"{verb} DATA {{ {' '.join(blocks)} }}"


def _block(graph: str, triples: Iterable[ox.Triple]) -> str:
    # N-Triples is a part of SPARQL's notation, with its escapes.
    text = (ox.serialize(triples, format=_TRIPLES) or b"").decode()
    return f"GRAPH {graph} {{ {text} }}" if graph else text
