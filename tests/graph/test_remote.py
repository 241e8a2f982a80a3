"""A graph on a SPARQL server: what it is asked, what its errors say, what is never shown."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from politigraph.extract.records import Extraction
from politigraph.graph.addresses import is_address, parse_address, shown
from politigraph.graph.checking import content_problems
from politigraph.graph.errors import (
    NotAStore,
    StoreDenied,
    StoreError,
    StoreReadOnly,
    StoreUnreachable,
)
from politigraph.graph.inference import infer
from politigraph.graph.iris import entity_iri, graph_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.mapping import article_quads
from politigraph.graph.queries import named_query, query_names
from politigraph.graph.sparql_client import SparqlClient
from politigraph.graph.store import Store
from tests.graph.extractions import sample
from tests.servers import VIRTUOSO, free_port, oxigraph_server

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


# -- servers that are none, or not for us


class Answers(BaseHTTPRequestHandler):
    """A server with made answers; what it was sent is kept."""

    status = 200
    kind = "application/sparql-results+json"
    body = b'{"head":{},"boolean":true}'
    seen: list[tuple[str, dict[str, str], str]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        sent = (self.path, dict(self.headers), self.rfile.read(length).decode())
        self.seen.append(sent)
        self.answer(sent)

    def answer(self, sent: tuple[str, dict[str, str], str]) -> None:
        self.respond(self.status, self.body)

    def respond(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        headers = {"Content-Type": self.kind, "Content-Length": str(len(body)), **headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def answering(handler: type[Answers]) -> Iterator[str]:
    handler.seen = []
    listener = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.server_address[1]}/kg"
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


def test_a_server_that_is_down_is_named_with_a_hint() -> None:
    with pytest.raises(StoreUnreachable, match="cannot be reached") as error:
        Store.open(f"http://me:secret@127.0.0.1:{free_port()}/sparql")
    assert "is it running" in error.value.hint
    assert "secret" not in str(error.value)


class WebSite(Answers):
    kind = "text/html"
    body = b"<html>"


class Absent(Answers):
    status = 404


class Moved(Answers):
    status = 302


@pytest.mark.parametrize(
    ("handler", "said"),
    [(WebSite, "answers with text/html"), (Absent, "is no SPARQL"), (Moved, "leads elsewhere")],
)
def test_what_is_no_sparql_server_is_refused(handler: type[Answers], said: str) -> None:
    with answering(handler) as url, pytest.raises(NotAStore, match=said):
        Store.open(url)


class Guarded(Answers):
    """A server for who knows the password."""

    def answer(self, sent: tuple[str, dict[str, str], str]) -> None:
        basic = base64.b64encode(b"me:s@crit").decode()
        known = sent[1].get("Authorization") in {f"Basic {basic}", "Bearer t0ken"}
        self.respond(200 if known else 401, self.body if known else b"me:s@crit")


def test_the_password_comes_from_the_address_or_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering(Guarded) as url:
        with pytest.raises(StoreDenied, match=r"refuses the query to us \(HTTP 401\)") as error:
            Store.open(url)
        assert "POLITIGRAPH_STORE_USER" in error.value.hint
        Store.open(url.replace("//", "//me:s%40crit@")).close()
        monkeypatch.setenv("POLITIGRAPH_STORE_USER", "me")
        monkeypatch.setenv("POLITIGRAPH_STORE_PASSWORD", "s@crit")
        Store.open(url).close()
        monkeypatch.setenv("POLITIGRAPH_STORE_TOKEN", "t0ken")
        Store.open(url).close()
        assert Guarded.seen[-1][1]["Authorization"] == "Bearer t0ken"
        assert not any("@" in path for path, _, _ in Guarded.seen)


def test_a_wrong_password_is_not_shown() -> None:
    with answering(Guarded) as url, pytest.raises(StoreDenied) as error:
        Store.open(url.replace("//", "//me:wr0ng@"))
    assert "wr0ng" not in f"{error.value} {error.value.hint}"


class ReadOnly(Answers):
    def answer(self, sent: tuple[str, dict[str, str], str]) -> None:
        update = "INSERT" in sent[2]
        self.respond(403 if update and sent[0] == "/kg" else 404 if update else 200, self.body)


def test_a_server_that_takes_no_updates_can_be_read_only() -> None:
    with answering(ReadOnly) as url:
        Store.open(url).close()
        with pytest.raises(StoreDenied, match="refuses the update to us"):
            Store.open(url, writable=True)
        with Store.open(url) as store, pytest.raises(StoreReadOnly):
            store.put(article_quads(ARTICLES[0]))


class Faltering(Answers):
    """A server that fails at every second request."""

    def answer(self, sent: tuple[str, dict[str, str], str]) -> None:
        self.respond(503 if len(self.seen) % 2 else 200, self.body)


def test_a_read_is_tried_again_and_an_update_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(Faltering) as url:
        with Store.open(url) as store:
            assert store.oxigraph.contains_named_graph(ox.NamedNode("urn:g"))
        Faltering.seen.clear()
        monkeypatch.setenv("POLITIGRAPH_STORE_UPDATE", f"{url}/update")
        with pytest.raises(StoreReadOnly, match="HTTP 503"):
            Store.open(url, writable=True)
        assert [path for path, _, _ in Faltering.seen] == ["/kg", "/kg", "/kg/update"]


class Broken(Answers):
    rows = b'{"head":{"vars":["n"]},"results":{"bindings":[{"s":'

    def answer(self, sent: tuple[str, dict[str, str], str]) -> None:
        self.respond(200, self.rows if "SELECT" in sent[2] else self.body)


def test_an_answer_that_breaks_off_is_an_error() -> None:
    with answering(Broken) as url, pytest.raises(StoreError, match="broken"):
        len(Store.open(url))


class Cutting(Answers):
    def answer(self, sent: tuple[str, dict[str, str], str]) -> None:
        self.respond(200, self.body, **{"X-SPARQL-MaxRows": "10000"})


def test_an_answer_that_is_cut_is_an_error() -> None:
    with answering(Cutting) as url, pytest.raises(StoreError, match="cuts answers at 10000") as e:
        Store.open(url)
    assert "ResultSetMaxRows" in e.value.hint


class Slow(Answers):
    def answer(self, sent: tuple[str, dict[str, str], str]) -> None:
        threading.Event().wait(0.6)


def test_a_server_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLITIGRAPH_STORE_TIMEOUT", "0.1")
    with answering(Slow) as url, pytest.raises(StoreUnreachable, match="did not answer within"):
        Store.open(url)


class Plain(Answers):
    """A server whose default graph is not the union, and cannot be made so."""

    def answer(self, sent: tuple[str, dict[str, str], str]) -> None:
        query = parse_qs(sent[2])["query"][0]
        node = {"type": "uri", "value": "urn:a"}
        rows = {
            "head": {"vars": ["s", "p", "o"]},
            "results": {"bindings": [dict.fromkeys("spo", node)]},
        }
        yes = {"head": {}, "boolean": "urn:a" not in query}
        self.respond(200, json.dumps(rows if "SELECT" in query else yes).encode())


def test_a_server_without_the_union_is_refused() -> None:
    with (
        answering(Plain) as url,
        Store.open(url) as store,
        pytest.raises(NotAStore, match="union of all graphs") as error,
    ):
        store.query("SELECT * { ?s :said ?o }")
    assert "docs/remote-stores.md" in error.value.hint


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
