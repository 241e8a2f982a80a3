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
    """
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    blocks = [
        # N-Triples is a part of SPARQL's notation, with its escapes.
        f"GRAPH {graph} {{ {(ox.serialize(triples, format=_TRIPLES) or b'').decode()} }}"
        for graph, triples in sorted(graphs.items())
    ]
    return f"{verb} DATA {{ {' '.join(blocks)} }}"
