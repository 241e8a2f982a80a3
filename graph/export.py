"""Write the graph to a file, the same bytes for the same graph.

Turtle, N-Triples, RDF/XML and JSON-LD hold the union of all graphs, so that a reader
without named graphs finds everything; N-Quads and TriG keep the graphs apart.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from politigraph.graph.errors import UnknownFormat
from politigraph.graph.store import Store
from politigraph.graph.tables import write_claims, write_graphml, xml_text
from politigraph.graph.turtle import Term, trig, turtle
from politigraph.graph.xml_returns import KeepsReturns
from politigraph.ontology.terms import ID, PREFIXES

_Order = tuple[str, int, list[tuple[int, str]]]

_NUMBER: Final = re.compile(r"(\d+)")
_IN_ARTICLE: Final = re.compile(rf"({re.escape(ID)}article/[^/#]*)(.*)", re.DOTALL)
_PARTS: Final = ("#char=", "/extraction", "/event/", "/claim/", "")
"""What follows an article's IRI, from the last to the first part in a file."""


def export(store: Store, path: Path, format: str | None = None) -> Path:  # noqa: A002
    """Write a store to a file in ``format``, or in the one that the file's name ends in.

    The file appears when it is complete. Returns its path; raises ``UnknownFormat``.
    """
    name = format or path.suffix.removeprefix(".")
    _writer(name)
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("wb") as output:
            write(store, output, name)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def write(store: Store, output: IO[bytes], format: str) -> None:  # noqa: A002
    """Write a store to an open binary file. Raise ``UnknownFormat``."""
    _writer(format)(store, output)


def _writer(name: str) -> Callable[[Store, IO[bytes]], None]:
    try:
        return _WRITERS[_ALIASES.get(name.lower(), name.lower())]
    except KeyError:
        raise UnknownFormat(
            f"the graph is not written as {name!r}" if name else "the file's name has no ending",
            hint=f"use one of: {', '.join(f'.{known}' for known in _WRITERS)}",
        ) from None


def _write_turtle(store: Store, output: IO[bytes]) -> None:
    _write_parts(turtle(_by_subject(store.oxigraph)), output)


def _write_trig(store: Store, output: IO[bytes]) -> None:
    inner = store.oxigraph
    graphs = ((graph, _grouped(_sorted_quads(inner, graph))) for graph in _graphs(inner))
    _write_parts(trig(graphs), output)


def _write_quads(store: Store, output: IO[bytes]) -> None:
    for graph in _graphs(store.oxigraph):
        quads = store.oxigraph.quads_for_pattern(None, None, None, graph)
        output.writelines(sorted(f"{quad} .\n".encode() for quad in quads))


def _write_triples(store: Store, output: IO[bytes]) -> None:
    for triple in _triples(store.oxigraph):
        output.write(f"{triple} .\n".encode())


def _write_json_ld(store: Store, output: IO[bytes]) -> None:
    triples = _triples(store.oxigraph)
    ox.serialize(triples, output, ox.RdfFormat.JSON_LD, prefixes=dict(PREFIXES))


def _write_rdf_xml(store: Store, output: IO[bytes]) -> None:
    triples = map(_xml_triple, _triples(store.oxigraph))
    kept = cast("IO[bytes]", KeepsReturns(output))
    ox.serialize(triples, kept, ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))


def _xml_triple(triple: ox.Triple) -> ox.Triple:
    found = triple.object
    if isinstance(found, ox.Literal) and (text := xml_text(found.value)) != found.value:
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(text))
    return triple


_WRITERS: Final[dict[str, Callable[[Store, IO[bytes]], None]]] = {
    "ttl": _write_turtle,
    "nt": _write_triples,
    "nq": _write_quads,
    "trig": _write_trig,
    "jsonld": _write_json_ld,
    "rdf": _write_rdf_xml,
    "graphml": write_graphml,
    "csv": write_claims,
}
_ALIASES: Final = {"turtle": "ttl", "xml": "rdf", "nquads": "nq", "ntriples": "nt"}

FORMATS: Final = tuple(_WRITERS)
"""The formats that the graph is written in, as file name endings."""


def _write_parts(parts: Iterable[str], output: IO[bytes]) -> None:
    for part in parts:
        output.write(part.encode())


def _graphs(store: ox.Store) -> list[ox.NamedNode]:
    return sorted(cast("Iterable[ox.NamedNode]", store.named_graphs()), key=attrgetter("value"))


def _sorted_quads(store: ox.Store, graph: ox.NamedNode) -> list[ox.Quad]:
    return sorted(store.quads_for_pattern(None, None, None, graph), key=_statement_order)


def _grouped(quads: list[ox.Quad]) -> Iterator[tuple[Term, list[ox.Quad]]]:
    for subject, triples in groupby(quads, attrgetter("subject")):
        yield subject, list(triples)


def _by_subject(store: ox.Store) -> Iterator[tuple[Term, list[ox.Quad]]]:
    """Yield each subject with what all graphs say of it; only the subjects are in memory."""
    subjects = {quad.subject for quad in store}
    for subject in sorted(subjects, key=_subject_order):
        found = store.quads_for_pattern(subject, None, None, None)
        yield subject, sorted(found, key=_statement_order)


def _triples(store: ox.Store) -> Iterator[ox.Triple]:
    for _, quads in _by_subject(store):
        yield from (quad.triple for quad in quads)


def _statement_order(quad: ox.Quad) -> tuple[_Order, str, str]:
    return _subject_order(quad.subject), quad.predicate.value, str(quad.object)


def _subject_order(subject: Term) -> _Order:
    """Entities and outlets first, then each article with its claims, events and mentions.

    Numbers are sorted as numbers, so that offsets come in the order of the text.
    """
    iri = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
    found = _IN_ARTICLE.fullmatch(iri)
    article, part = (found[1], found[2]) if found else ("", iri)
    rank = next(rank for rank, start in enumerate(_PARTS) if part.startswith(start))
    numbers = _NUMBER.split(part)
    return article, -rank, [(int(n), n) if i % 2 else (0, n) for i, n in enumerate(numbers)]
