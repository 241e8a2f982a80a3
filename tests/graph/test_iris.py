"""Any id gives a valid IRI, and every IRI gives its id back."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from politigraph.extract.records import Span
from politigraph.graph import iris

# URIs are a subset of IRIs, and what every RDF syntax agrees on.
_URI = re.compile(r"https://w3id\.org/politigraph/(?:[A-Za-z0-9._~/#=,-]|%[0-9A-F]{2})+")

ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
spans = st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)).map(lambda p: Span(p[0], sum(p)))


def survives_turtle(iri: str) -> bool:
    node = NamedNode(iri)
    turtle = serialize([Quad(node, node, node)], format=RdfFormat.N_QUADS)
    [read] = parse(turtle, format=RdfFormat.TURTLE, base_iri="https://elsewhere.example/a/b")
    return str(read.subject) == f"<{iri}>"


@given(ids)
@example("wire/2022 05#7?x=1%20")
@example("..")
@example(".")
@example("entities")
@example("inferred")
@example("Кремль: «нет»")
@example("a/claim/c1#char=1,2")
def test_an_article_id_comes_back_from_each_of_its_iris(article_id: str) -> None:
    span = Span(3, 9)
    for iri in (
        iris.article_iri(article_id),
        iris.graph_iri(article_id),
        iris.mention_iri(article_id, span),
        iris.claim_iri(article_id, "c3-9"),
        iris.event_iri(article_id, "v3-AID"),
        iris.extraction_iri(article_id),
    ):
        assert _URI.fullmatch(iri)
        assert survives_turtle(iri)
        assert iris.article_id(iri) == article_id


@given(ids)
@example("person/Mara_Lindqvist")
@example("anonymous/a/../b/12")
@example("/")
def test_an_entity_id_comes_back(entity_id: str) -> None:
    iri = iris.entity_iri(entity_id)
    assert _URI.fullmatch(iri)
    assert survives_turtle(iri)
    assert iris.entity_id(iri) == entity_id


@given(ids)
@example("The_Baltic Herald")
def test_a_publisher_name_comes_back(name: str) -> None:
    iri = iris.publisher_iri(name)
    assert _URI.fullmatch(iri)
    assert survives_turtle(iri)
    assert iris.publisher_name(iri) == name


@given(ids, ids, spans, spans)
@example("entities", "%65ntities", Span(0, 1), Span(0, 1))
def test_two_articles_share_no_iri(one: str, other: str, a: Span, b: Span) -> None:
    def all_of(article_id: str, span: Span) -> set[str]:
        return {
            iris.article_iri(article_id),
            iris.graph_iri(article_id),
            iris.mention_iri(article_id, span),
            iris.claim_iri(article_id, "c0-1"),
            iris.event_iri(article_id, "v0-AID"),
            iris.extraction_iri(article_id),
        }

    if one != other:
        assert not all_of(one, a) & all_of(other, b)
    assert len(all_of(one, a)) == 6


@pytest.mark.parametrize("name", ["entities", "inferred", "identity"])
def test_an_article_cannot_take_a_graph_that_all_share(name: str) -> None:
    shared = {iris.ENTITIES_GRAPH, iris.INFERRED_GRAPH, iris.IDENTITY_GRAPH}
    assert iris.graph_iri(name) not in shared


@pytest.mark.parametrize("mint", [iris.article_iri, iris.entity_iri, iris.publisher_iri])
def test_an_empty_id_names_nothing(mint: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match="empty"):
        mint("")


@pytest.mark.parametrize("read", [iris.article_id, iris.entity_id, iris.publisher_name])
@pytest.mark.parametrize("iri", [iris.ENTITIES_GRAPH, "https://example.org/id/article/a"])
def test_a_foreign_iri_has_no_id(read: Callable[[str], str], iri: str) -> None:
    with pytest.raises(ValueError, match="has the IRI"):
        read(iri)
