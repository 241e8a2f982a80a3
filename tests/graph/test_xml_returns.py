"""Answers in XML hold every carriage return of the texts."""

import io
from xml.etree import ElementTree

import pyoxigraph as ox
import rdflib

from politigraph.graph.answer import Answer
from politigraph.graph.store import Store

TEXT = "one\r\ntwo\rthree\n"
SUBJECT = ox.NamedNode("urn:x")


def ask(query: str) -> Answer:
    store = Store.memory()
    store.replace("urn:g", [ox.Quad(SUBJECT, SUBJECT, ox.Literal(TEXT), ox.NamedNode("urn:g"))])
    return store.query(query)


def written(query: str, format_name: str) -> list[bytes]:
    """The three ways in which an answer becomes bytes."""
    whole, limited = io.BytesIO(), io.BytesIO()
    ask(query).serialize(format_name, whole)
    ask(query).write(format_name, limited, 5)
    return [ask(query).serialize(format_name), whole.getvalue(), limited.getvalue()]


def test_rows_in_xml() -> None:
    for data in written("SELECT ?o { ?s ?p ?o }", "xml"):
        [literal] = ElementTree.fromstring(data).iter(
            "{http://www.w3.org/2005/sparql-results#}literal"
        )
        assert literal.text == TEXT


def test_triples_in_rdf_xml() -> None:
    for data in written("CONSTRUCT { ?s <urn:t#p> ?o } WHERE { ?s ?p ?o }", "rdf"):
        [found] = rdflib.Graph().parse(data=data, format="xml").objects()
        assert str(found) == TEXT
