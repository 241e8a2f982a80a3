"""A graph on a SPARQL server: the same as on this machine, and what is never shown."""

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest

from politigraph.extract.records import Extraction
from politigraph.graph.addresses import is_address, parse_address, shown
from politigraph.graph.checking import content_problems
from politigraph.graph.errors import (
    StoreError,
)
from politigraph.graph.inference import infer
from politigraph.graph.iris import entity_iri, graph_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.mapping import article_quads
from politigraph.graph.queries import named_query, query_names
from politigraph.graph.sparql_client import SparqlClient
from politigraph.graph.store import Store
from tests.graph.extractions import sample
from tests.servers import VIRTUOSO, oxigraph_server

pytestmark = pytest.mark.skipif(bool(VIRTUOSO), reason="these are on servers of their own")

ARTICLES: list[Extraction] = [sample(name) for name in ("one", "an/other: 2", "third")]


def content(store: Store) -> set[str]:
    return {str(quad) for quad in store.oxigraph}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that holds `ARTICLES`. Nobody writes to it."""
    with oxigraph_server() as url:
        with KnowledgeGraph.open(url, writable=True) as kg:
            for extraction in ARTICLES:
                kg.add(extraction)
            kg.infer()
        yield url


@pytest.fixture(scope="module")
def here() -> KnowledgeGraph:
    """The same graph in memory."""
    kg = KnowledgeGraph.memory()
    for extraction in ARTICLES:
        kg.add(extraction)
    kg.infer()
    return kg


# -- the same as on this machine


def test_the_server_holds_the_same_quads(server: str, here: KnowledgeGraph) -> None:
    with Store.open(server) as store:
        assert content(store) == content(here.store)
        assert len(store) == len(here.store)
        assert set(store.oxigraph.named_graphs()) == set(here.store.oxigraph.named_graphs())
        assert list(content_problems(store)) == []


def test_all_lists_are_the_same(server: str, here: KnowledgeGraph) -> None:
    with KnowledgeGraph.open(server) as there:
        assert list(there.claims(limit=100)) == list(here.claims(limit=100))
        assert list(there.events(limit=100)) == list(here.events(limit=100))
        assert list(there.entities(limit=100)) == list(here.entities(limit=100))
        assert list(there.articles()) == list(here.articles())
        assert list(there.agreements()) == list(here.agreements())
        assert there.ask("?who said ?c . ?c about Vesterholm").sparql == (
            here.ask("?who said ?c . ?c about Vesterholm").sparql
        )


VALUES: dict[str, ox.NamedNode | ox.Literal] = {
    "entity": ox.NamedNode(entity_iri("country/NOR")),
    "text": ox.Literal("Norway"),
    "act": ox.NamedNode("https://w3id.org/politigraph/act/Deny"),
    "type": ox.NamedNode("https://w3id.org/politigraph/plover/COERCE"),
    "edge": ox.NamedNode("https://w3id.org/politigraph/ns#denied"),
    "outlet": ox.NamedNode("https://w3id.org/politigraph/id/publisher/Baltic_Herald"),
    "article": ox.NamedNode("https://w3id.org/politigraph/id/article/one"),
    "item": ox.NamedNode("https://w3id.org/politigraph/id/article/one/claim/c3"),
}


@pytest.mark.parametrize("name", query_names())
def test_values_written_into_a_query_mean_what_bound_ones_do(
    server: str, here: KnowledgeGraph, name: str
) -> None:
    query = named_query(name)
    choices = [{parameter} for parameter in query.parameters] or [set[str]()]
    with Store.open(server) as there:
        for choice in choices:
            bindings = {parameter: VALUES[query.parameters[parameter]] for parameter in choice}
            text = query.bound(bindings)
            rows, expected = (
                sorted(map(str, store.query(text, bindings))) for store in (there, here.store)
            )
            assert rows == expected


def test_an_export_is_the_same_to_the_byte(
    server: str, here: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("exports")
    with KnowledgeGraph.open(server) as there:
        for ending in ("nq", "ttl", "csv"):
            files = [
                kg.export(folder / f"{place}.{ending}")
                for place, kg in (("there", there), ("here", here))
            ]
            assert files[0].read_bytes() == files[1].read_bytes()


def test_deleting_leaves_what_was_never_added_to() -> None:
    with oxigraph_server("--union-default-graph") as url, Store.open(url, writable=True) as store:
        alone = Store.memory()
        alone.put(article_quads(ARTICLES[0]))
        for extraction in ARTICLES:
            store.put(article_quads(extraction))
        infer(store)
        for extraction in ARTICLES[1:]:
            store.delete(graph_iri(extraction.article.id))
        infer(store)
        assert content(store) == content(alone)


def test_a_page_takes_few_requests(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    real = SparqlClient.query

    def query(client: SparqlClient, text: str, *arguments: Any) -> bytes:
        sent.append(text)
        return real(client, text, *arguments)

    monkeypatch.setattr(SparqlClient, "query", query)
    with KnowledgeGraph.open(server) as kg:
        assert len(list(kg.claims(limit=100))) == 15
    # The address, the list, the dates, all articles, all entities; the union and LATERAL.
    assert len(sent) <= 9


# -- the union of all graphs


def test_a_server_that_answers_from_the_union_is_not_asked_to() -> None:
    with oxigraph_server("--union-default-graph") as url, Store.open(url, writable=True) as store:
        assert list(store.query("SELECT ?s { ?s ?p ?o }")) == []
        store.put(article_quads(ARTICLES[0]))
        assert store.query("ASK { ?s :said ?c }").boolean


# -- addresses


@pytest.mark.parametrize("text", ["http://", "https://[", "http://host:port/x", "http:///x"])
def test_what_names_no_machine_is_refused(text: str) -> None:
    assert is_address(text)
    with pytest.raises(StoreError, match="not the address of a server"):
        parse_address(text, {})


def test_no_message_shows_a_user_or_a_password() -> None:
    for text in ("https://me:pass@host/x?y=1#z", "https://me:p/a@ss@host/x", "https://pass@[bad"):
        assert "pass" not in shown(text)
        assert "a@ss" not in shown(text)
    assert shown("https://me:pass@host/x?y=1#z") == "https://host/x?y=1"
    assert "pass" not in repr(parse_address("https://me:pass@host/x", {}))


def test_a_timeout_is_a_number_of_seconds() -> None:
    assert parse_address("http://host", {"POLITIGRAPH_STORE_TIMEOUT": "5"}).seconds == 5
    for bad in ("soon", "0", "-1", "nan"):
        with pytest.raises(StoreError, match="not a number of seconds"):
            parse_address("http://host", {"POLITIGRAPH_STORE_TIMEOUT": bad})
