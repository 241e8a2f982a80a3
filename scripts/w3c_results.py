"""Compare answers with those that the W3C's test suites expect."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyoxigraph as ox

Row = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal]

_TERMS: Final = (ox.NamedNode, ox.BlankNode, ox.Literal)
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_RESULT_SET: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_RDF_SUFFIXES: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


def read_graph(path: Path, base: str) -> list[ox.Triple]:
    """Return the triples of a file, relative IRIs resolved against ``base``."""
    kind = _RDF_SUFFIXES[path.suffix]
    assert isinstance(kind, ox.RdfFormat)
    return [quad.triple for quad in ox.parse(path=path, format=kind, base_iri=base)]


def expected_rows(path: Path) -> list[Row] | bool:
    """Return the rows, or the truth value, of a file of results."""
    if path.suffix == ".csv":
        return csv_rows(path.read_text("utf-8"))
    if path.suffix in (".ttl", ".rdf"):
        return _rows_in_rdf(read_graph(path, "http://example.org/"))
    kind = _RDF_SUFFIXES[path.suffix]
    assert isinstance(kind, ox.QueryResultsFormat)
    return rows(path.read_bytes(), kind)


def rows(content: bytes, kind: ox.QueryResultsFormat) -> list[Row] | bool:
    """Return the rows, or the truth value, of an answer."""
    found = ox.parse_query_results(content, kind)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [
        {n: v for n, v in zip(names, row, strict=True) if isinstance(v, _TERMS)} for row in found
    ]


def csv_rows(text: str) -> list[Row]:
    """Return the rows of a table in CSV, whose values are all texts but for blank nodes."""
    header, *lines = csv.reader(io.StringIO(text))
    return [
        {
            name: ox.BlankNode("b" + value[2:]) if value.startswith("_:") else ox.Literal(value)
            for name, value in zip(header, line, strict=True)
            if value
        }
        for line in lines
    ]


def _rows_in_rdf(triples: list[ox.Triple]) -> list[Row] | bool:
    def objects(subject: object, name: str) -> list[ox.Literal]:
        predicate = ox.NamedNode(_RESULT_SET + name)
        return [t.object for t in triples if t.subject == subject and t.predicate == predicate]  # type: ignore[misc]

    for triple in triples:
        if triple.predicate == ox.NamedNode(_RESULT_SET + "boolean"):
            return str(getattr(triple.object, "value", "")) == "true"
    solutions = [t.object for t in triples if t.predicate.value == f"{_RESULT_SET}solution"]
    return [
        {objects(b, "variable")[0].value: objects(b, "value")[0] for b in objects(s, "binding")}
        for s in solutions
    ]


def same_rows(found: list[Row] | bool, wanted: list[Row] | bool) -> bool:
    """Tell whether two results are equal but for the names of blank nodes and the order."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return len(found) == len(wanted) and same_quads(_as_quads(found), _as_quads(wanted))


def _as_quads(found: list[Row]) -> list[ox.Quad]:
    quads = []
    for number, row in enumerate(found):
        node = ox.BlankNode(f"row{number}")
        quads.append(ox.Quad(node, ox.NamedNode("urn:row"), ox.Literal("")))
        quads += [ox.Quad(node, ox.NamedNode(f"urn:{n}"), value) for n, value in row.items()]
    return quads


def same_quads(found: Iterable[ox.Quad], wanted: Iterable[ox.Quad]) -> bool:
    """Tell whether two datasets are equal but for the names of blank nodes."""
    return _canonical(found) == _canonical(wanted)


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(
        ox.Quad(q.subject, q.predicate, _normal(q.object), q.graph_name) for q in quads
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _normal(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a number in one way of writing it: the suites write 2.0 where others write 2."""
    if isinstance(term, ox.Literal) and term.datatype.value.startswith(_XSD):
        kind = term.datatype.value.removeprefix(_XSD)
        try:
            if kind == "decimal":
                return ox.Literal(str(Decimal(term.value).normalize()), datatype=term.datatype)
            if kind in ("double", "float"):
                return ox.Literal(str(float(term.value)), datatype=term.datatype)
        except ArithmeticError:
            return term
    assert isinstance(term, _TERMS)
    return term
