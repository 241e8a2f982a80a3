"""Check a store against the SHACL shapes of the vocabulary."""

from collections.abc import Iterator
from importlib import resources

import pyoxigraph as ox

from politigraph.graph.checking import Problem
from politigraph.graph.errors import StoreError
from politigraph.graph.store import Store


def shape_problems(store: Store) -> Iterator[Problem]:
    """Yield where the graph of a store breaks a rule of ``ontology/shapes.ttl``.

    All of it is held in memory, and it takes minutes for thousands of articles. Raise
    ``StoreError`` where pySHACL is not installed.
    """
    try:
        from pyshacl import validate
    except ImportError as error:
        raise StoreError(
            "pySHACL, which checks the shapes, is not installed",
            hint="pip install 'politigraph[shapes]'",
        ) from error
    from rdflib import SH, Graph, URIRef

    triples = ox.serialize((quad.triple for quad in store.oxigraph), format=ox.RdfFormat.N_TRIPLES)
    ontology = resources.files("politigraph.ontology")
    data, rules = Graph(), Graph()
    data.parse(data=triples or b"", format="nt")
    rules.parse(data=(ontology / "shapes.ttl").read_text("utf-8"), format="turtle")
    conforms, report, _ = validate(data, shacl_graph=rules)
    if conforms:
        return
    for result in report.subjects(SH.resultSeverity, SH.Violation):
        node = report.value(result, SH.focusNode)
        said = report.value(result, SH.resultMessage) or "a rule of the shapes is broken"
        where = str(node) if isinstance(node, URIRef) else "shapes"
        yield Problem(where, str(said), "see ontology/shapes.ttl")
