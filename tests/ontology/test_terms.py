"""The Python names equal the Turtle, and the Turtle can be published as it stands."""

from functools import cache
from pathlib import Path
from typing import Final

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, XSD, BNode, Graph, Node, URIRef
from rdflib.namespace import DefinedNamespace, Namespace

from politigraph.ontology import terms
from tests.conftest import ROOT

ONTOLOGY: Final = URIRef("https://w3id.org/politigraph/ns")
FILES: Final = {
    "core.ttl": ONTOLOGY,
    "acts.ttl": URIRef(terms.ACT),
    "plover.ttl": URIRef(terms.PLOVER),
}
BORROWED: Final = (terms.Rdf, terms.Schema, terms.Sem, terms.Prov, terms.Nif, terms.Gaf)


@cache
def turtle(name: str) -> Graph:
    return Graph().parse(ROOT / "ontology" / name)


def own_terms(name: str) -> set[URIRef]:
    graph = turtle(name)
    return {s for s in graph.subjects(RDFS.isDefinedBy, FILES[name]) if isinstance(s, URIRef)}


OWN: Final = [(name, term) for name in FILES for term in sorted(own_terms(name))]


def test_own_names_are_the_terms_of_the_turtle() -> None:
    assert {URIRef(t) for t in (*terms.Class, *terms.Property)} == own_terms("core.ttl")


def test_classes_are_classes_and_properties_are_properties() -> None:
    core = turtle("core.ttl")
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    assert all((URIRef(c), RDF.type, OWL.Class) in core for c in terms.Class)
    assert all(
        len([k for k in kinds if (URIRef(p), RDF.type, k) in core]) == 1 for p in terms.Property
    )


def test_borrowed_names_are_declared_with_their_home() -> None:
    core = turtle("core.ttl")
    declared = set(core.subjects(RDFS.isDefinedBy, None)) - own_terms("core.ttl")
    assert {URIRef(t) for vocabulary in BORROWED for t in vocabulary} == declared
    for term in declared:
        home = str(core.value(term, RDFS.isDefinedBy))
        assert str(term).startswith(home.rstrip("#").replace("prov-o", "prov"))


def test_every_home_is_imported() -> None:
    core = turtle("core.ttl")
    imported = set(core.objects(ONTOLOGY, OWL.imports))
    homes = set(core.objects(None, RDFS.isDefinedBy)) - {ONTOLOGY, URIRef(str(RDF))}
    assert homes <= imported


def test_nothing_of_ours_is_mentioned_and_not_defined() -> None:
    defined = set().union(*(own_terms(name) for name in FILES))
    for name in (*FILES, "shapes.ttl"):
        nodes = {node for triple in turtle(name) for node in triple if isinstance(node, URIRef)}
        ours = {n for n in nodes if str(n).startswith((terms.NS, terms.ACT, terms.PLOVER))}
        schemes = {URIRef(terms.ACT), URIRef(terms.PLOVER)}
        versions = {n for n in ours if str(n).endswith("/0.1.0")}
        assert ours - schemes - versions <= defined


@pytest.mark.parametrize(("name", "term"), OWN, ids=[terms.compact(t) for _, t in OWN])
def test_every_term_has_one_label_and_says_what_it_means(name: str, term: URIRef) -> None:
    graph = turtle(name)
    labels = {*graph.objects(term, RDFS.label), *graph.objects(term, SKOS.prefLabel)}
    meanings = {*graph.objects(term, RDFS.comment), *graph.objects(term, SKOS.definition)}
    assert len(labels) == 1
    [meaning] = meanings
    assert len(str(meaning)) > 10
    assert str(meaning).endswith(".")


@pytest.mark.parametrize("name", [*FILES, "shapes.ttl"])
def test_each_file_says_what_it_is(name: str) -> None:
    graph = turtle(name)
    [ontology] = graph.subjects(RDF.type, OWL.Ontology)
    for predicate in (OWL.versionIRI, RDFS.label, RDFS.comment, DCTERMS.title, DCTERMS.license):
        assert graph.value(ontology, predicate) is not None, predicate


def test_every_class_resembles_something_known() -> None:
    core = turtle("core.ttl")
    for class_ in terms.Class:
        kin = {
            *core.transitive_objects(URIRef(class_), RDFS.subClassOf),
            *core.objects(URIRef(class_), SKOS.closeMatch),
        }
        assert any(not str(k).startswith(terms.NS) for k in kin), class_


def test_domains_and_ranges_name_classes_that_exist() -> None:
    core = turtle("core.ttl")
    plain = {XSD.boolean, XSD.date, XSD.decimal, XSD.integer, XSD.string}
    known = {*core.subjects(RDF.type, OWL.Class), *plain}
    for predicate in (RDFS.domain, RDFS.range):
        assert {o for o in core.objects(None, predicate) if not isinstance(o, BNode)} <= known


@pytest.mark.parametrize("vocabulary", [SDO, PROV, SKOS, DCTERMS, OWL, RDFS, VANN])
@pytest.mark.parametrize("name", [*FILES, "shapes.ttl"])
def test_a_borrowed_term_exists_at_its_home(
    name: str, vocabulary: Namespace | type[DefinedNamespace]
) -> None:
    base = str(vocabulary)
    names = {
        str(node).removeprefix(base)
        for triple in turtle(name)
        for node in triple
        if isinstance(node, URIRef) and str(node).startswith(base) and str(node) != base
    }
    assert {n for n in names if n not in vocabulary} <= {"core"}  # skos itself, without its "#"


def test_compact_uses_the_prefixes_of_the_turtle() -> None:
    for name in FILES:
        namespaces = {prefix: str(iri) for prefix, iri in turtle(name).namespaces()}
        shared = namespaces.keys() & terms.PREFIXES.keys()
        assert {p: namespaces[p] for p in shared} == {p: terms.PREFIXES[p] for p in shared}


def test_no_home_is_a_file(tmp_path: Path) -> None:
    """The vocabularies can be read from any folder: no relative IRI is in them."""
    for name in (*FILES, "shapes.ttl"):
        copy = tmp_path / name
        copy.write_text((ROOT / "ontology" / name).read_text("utf-8"), "utf-8")
        nodes: set[Node] = {node for triple in Graph().parse(copy) for node in triple}
        assert not [n for n in nodes if str(n).startswith("file:")]
