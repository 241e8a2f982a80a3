"""Write the graph, or what is chosen of it, to a file: the same bytes for the same graph.

Turtle, N-Triples, RDF/XML and JSON-LD hold the union of all graphs, so that a reader
without named graphs finds everything; N-Quads and TriG keep the graphs apart. Files
are written an article at a time: a large graph needs no more memory than a small one,
but for the names of its articles and entities.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from politigraph.graph.errors import UnknownFormat
from politigraph.graph.export_parts import Choice, Described, Parts, Progress, by_subject
from politigraph.graph.iris import ENTITIES_GRAPH
from politigraph.graph.network_files import write_gexf, write_graphml
from politigraph.graph.store import Store
from politigraph.graph.tables import write_claims, write_events
from politigraph.graph.turtle import trig, turtle
from politigraph.graph.xml_returns import KeepsReturns, xml_text
from politigraph.ontology.terms import PREFIXES

_Writer = Callable[[Parts, IO[bytes]], None]


def export(
    store: Store,
    path: Path,
    format: str | None = None,  # noqa: A002
    choice: Choice | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write a store to a file in ``format``, or in the one that the file's name ends in.

    The file appears when it is complete. Returns its path; raises ``UnknownFormat``.
    """
    name = format or _ending(path)
    _writer(name)
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("wb") as output:
            write(store, output, name, choice, progress)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _ending(path: Path) -> str:
    """Return what a file's name says of its format: ``csv``, or ``events.csv``."""
    known = ".".join(path.name.split(".")[-2:])
    return known if known in _WRITERS else path.suffix.removeprefix(".")


def write(
    store: Store,
    output: IO[bytes],
    format: str,  # noqa: A002
    choice: Choice | None = None,
    progress: Progress | None = None,
) -> None:
    """Write a store to an open binary file. Raise ``UnknownFormat``."""
    _writer(format)(Parts(store, choice, progress), output)


def _writer(name: str) -> _Writer:
    try:
        return _WRITERS[_ALIASES.get(name.lower(), name.lower())]
    except KeyError:
        raise UnknownFormat(
            f"the graph is not written as {name!r}" if name else "the file's name has no ending",
            hint=f"use one of: {', '.join(f'.{known}' for known in _WRITERS)}",
        ) from None


def _subjects(parts: Parts) -> Iterator[Described]:
    """Yield what an export holds: entities, then each article, then what is inferred."""
    yield from parts.entities()
    for _, quads in parts.articles():
        yield from by_subject(quads)
    for _, subjects in parts.inferred():
        yield from subjects


def _graphs(parts: Parts) -> Iterator[tuple[ox.NamedNode, Iterable[Described]]]:
    entities = parts.entities()
    # A graph without triples is none.
    if first := next(entities, None):
        yield ox.NamedNode(ENTITIES_GRAPH), chain([first], entities)
    for graph, quads in parts.articles():
        if quads:
            yield graph, by_subject(quads)
    for graph, subjects in parts.inferred():
        if first := next(subjects, None):
            yield graph, chain([first], subjects)


def _triples(parts: Parts) -> Iterator[ox.Triple]:
    for _, quads in _subjects(parts):
        yield from (quad.triple for quad in quads)


def _write_turtle(parts: Parts, output: IO[bytes]) -> None:
    _write_texts(turtle(_subjects(parts)), output)


def _write_trig(parts: Parts, output: IO[bytes]) -> None:
    _write_texts(trig(_graphs(parts)), output)


def _write_texts(texts: Iterable[str], output: IO[bytes]) -> None:
    for text in texts:
        output.write(text.encode())


def _write_quads(parts: Parts, output: IO[bytes]) -> None:
    for _, subjects in _graphs(parts):
        for _, quads in subjects:
            output.writelines(f"{quad} .\n".encode() for quad in quads)


def _write_triples(parts: Parts, output: IO[bytes]) -> None:
    for triple in _triples(parts):
        output.write(f"{triple} .\n".encode())


def _write_json_ld(parts: Parts, output: IO[bytes]) -> None:
    ox.serialize(_triples(parts), output, ox.RdfFormat.JSON_LD, prefixes=dict(PREFIXES))


def _write_rdf_xml(parts: Parts, output: IO[bytes]) -> None:
    triples = map(_xml_triple, _triples(parts))
    kept = cast("IO[bytes]", KeepsReturns(output))
    ox.serialize(triples, kept, ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))


def _xml_triple(triple: ox.Triple) -> ox.Triple:
    found = triple.object
    if isinstance(found, ox.Literal) and (text := xml_text(found.value)) != found.value:
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(text))
    return triple


_WRITERS: Final[dict[str, _Writer]] = {
    "ttl": _write_turtle,
    "nt": _write_triples,
    "nq": _write_quads,
    "trig": _write_trig,
    "jsonld": _write_json_ld,
    "rdf": _write_rdf_xml,
    "graphml": write_graphml,
    "gexf": write_gexf,
    "csv": write_claims,
    "events.csv": write_events,
}
_ALIASES: Final = {
    "turtle": "ttl",
    "xml": "rdf",
    "nquads": "nq",
    "ntriples": "nt",
    "claims.csv": "csv",
}

FORMATS: Final = tuple(_WRITERS)
"""The formats that the graph is written in, as file name endings."""
