"""Servers that are none, that are not for us, or that fail: each is named, with a hint."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from politigraph.graph.errors import (
    NotAStore,
    StoreDenied,
    StoreError,
    StoreReadOnly,
    StoreUnreachable,
)
from politigraph.graph.mapping import article_quads
from politigraph.graph.store import Store
from tests.graph.extractions import sample
from tests.servers import VIRTUOSO, free_port

pytestmark = pytest.mark.skipif(bool(VIRTUOSO), reason="these are on servers of their own")


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
            store.put(article_quads(sample("one")))


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
