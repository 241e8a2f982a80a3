"""Articles over HTTP: added, replaced, taken out; and who may do so."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from politigraph.api.access import BadToken, read_token
from politigraph.api.cli import main
from politigraph.api.server import served_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import COURIER, HERALD, serving

TOKEN = "fedcba9876543210"
BEARER = {"authorization": f"Bearer {TOKEN}"}
SETTINGS = ServiceSettings(token=TOKEN, upload=2_000_000)
LINES = {"content-type": "application/x-ndjson", **BEARER}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "kg"
    KnowledgeGraph.open(path, writable=True).close()
    return path


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[httpx.Client]:
    """A service that takes articles, but no updates."""
    with serving(served_app(folder, SETTINGS)) as client:
        client.timeout = httpx.Timeout(60)
        yield client


@pytest.fixture(autouse=True)
def _emptied(desk: httpx.Client) -> None:
    for article in articles(desk):
        where = f"/articles/{quote(article, safe='')}"
        assert desk.delete(where, headers=BEARER).status_code == 204


def articles(client: httpx.Client) -> list[str]:
    return [item["id"] for item in client.get("/articles").json()["items"]]


def post(client: httpx.Client, body: Any, **parameters: Any) -> Any:
    answer = client.post("/articles", json=body, params=parameters, headers=BEARER)
    return answer.raise_for_status().json()


def outcomes(answer: Any) -> list[str]:
    return [found["outcome"] for found in answer["articles"]]


def test_an_article_is_added_once_replaced_and_removed(desk: httpx.Client) -> None:
    assert outcomes(post(desk, HERALD)) == ["added"]
    assert articles(desk) == ["herald-1"]
    assert desk.get("/claims?speaker=Mara+Lindqvist").json()["items"]
    again = post(desk, HERALD)
    assert outcomes(again) == ["unchanged"]
    assert again["links"] == "unchanged"
    assert outcomes(post(desk, {**HERALD, "title": "Another title"})) == ["replaced"]
    assert desk.get("/articles/herald-1").json()["title"] == "Another title"
    for status in (204, 404):
        assert desk.delete("/articles/herald-1", headers=BEARER).status_code == status
    assert articles(desk) == []


def test_it_is_what_a_build_makes(desk: httpx.Client, tmp_path: Path) -> None:
    post(desk, [HERALD, COURIER], links=True)
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(HERALD) + "\n" + json.dumps(COURIER) + "\n", encoding="utf-8")
    assert main(["build", str(source), "--store", str(tmp_path / "built")]) == 0
    query = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
    found = desk.get("/sparql", params={"query": query}, headers={"accept": "text/csv"}).text
    with KnowledgeGraph.open(tmp_path / "built") as built:
        wanted = built.query(query).serialize("csv").decode()
    assert sorted(found.splitlines()) == sorted(wanted.splitlines())


def test_one_broken_article_does_not_stop_the_others(desk: httpx.Client) -> None:
    lines = [
        json.dumps(HERALD),
        "{",
        '{"id": "empty", "text": " "}',
        '"a string"',
        '{"id": "no-sentence", "text": "1, 2, 3."}',
        json.dumps(COURIER),
    ]
    answer = desk.post("/articles", content="\n".join(lines), headers=LINES).json()
    assert outcomes(answer) == ["added", *["rejected"] * 4, "added"]
    assert answer["counts"] == {"added": 2, "unchanged": 0, "replaced": 0, "rejected": 4}
    assert [found["id"] for found in answer["articles"]][2:5] == ["empty", "", "no-sentence"]
    assert all(found["reason"] for found in answer["articles"][1:5])
    assert answer["articles"][1]["reason"].startswith("article 2: not JSON at line 1")


def test_an_article_without_an_id_is_known_by_its_address(desk: httpx.Client) -> None:
    nameless = {name: value for name, value in HERALD.items() if name != "id"}
    [first] = post(desk, nameless)["articles"]
    changed = {**nameless, "text": "Anders Velin said that the port would be closed."}
    [second] = post(desk, changed)["articles"]
    assert (first["outcome"], second["outcome"]) == ("added", "replaced")
    assert first["id"] == second["id"]
    assert articles(desk) == [first["id"]]


def test_a_page(desk: httpx.Client) -> None:
    page = (
        "<html lang='en'><head><title>Velin warns</title></head><body><article>"
        "<h1>Velin warns</h1><p>Anders Velin said on Friday that the port would be closed, and "
        "that nobody had asked the fishermen of the island what they thought of it.</p>"
        "<p>Mara Lindqvist denied that she had met envoys in the town before the talks.</p>"
        "</article></body></html>"
    )
    known = {"id": "page-1", "publisher": "Baltic Herald", "published": "2022-03-05"}
    headers = {"content-type": "text/html; charset=utf-8", **BEARER}
    answer = desk.post("/articles", content=page, params=known, headers=headers)
    assert outcomes(answer.json()) == ["added"], answer.text
    item = desk.get("/articles/page-1").json()
    assert (item["publisher"]["label"], item["published"]) == ("Baltic Herald", "2022-03-05")


def test_links_are_drawn_when_that_is_asked_for(desk: httpx.Client) -> None:
    first = {"id": "a", "text": "“The port will be closed,” Mara Lindqvist said on Friday."}
    other = {"id": "b", "text": "“The port will not be closed,” Tomas Brandt said on Friday."}
    assert post(desk, [first, other])["links"] == "outdated"
    assert desk.get("/analysis/links").json() == []
    assert post(desk, [], links=True)["links"] == "drawn"
    assert desk.get("/analysis/links").json()


def test_an_article_whose_id_has_a_slash(desk: httpx.Client) -> None:
    post(desk, COURIER)
    assert desk.delete("/articles/courier%2F7", headers=BEARER).status_code == 204


@pytest.mark.parametrize(
    ("content", "content_type", "parameters", "status"),
    [
        (b"{", "application/json", {}, 400),
        (b"\xff", "application/json", {}, 400),
        (b"[" * 100_000, "application/json", {}, 400),
        (b"[" + b"{}," * 1000 + b"{}]", "application/json", {}, 400),
        (b"1" * 10_000, "application/json", {}, 400),
        (b"{}", "text/plain", {}, 415),
        (b"{}", "", {}, 415),
        (b"{}", "application/json", {"id": "a"}, 400),
        (b"{}", "application/json", {"published": "yesterday"}, 400),
        (b"{}", "application/json", {"publishr": "x"}, 400),
        (b" " * 2_000_001, "application/json", {}, 413),
    ],
)
def test_a_body_that_holds_no_articles(
    desk: httpx.Client, content: bytes, content_type: str, parameters: Any, status: int
) -> None:
    headers = {**BEARER, **({"content-type": content_type} if content_type else {})}
    answer = desk.post("/articles", content=content, params=parameters, headers=headers)
    assert answer.status_code == answer.json()["status"] == status
    assert articles(desk) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "a> } ; DROP ALL #", "text": "Anders Velin said no."}',
        '{"id": "../../etc/passwd", "text": "Anders Velin said no."}',
        '{"id": "a", "url": "javascript:alert(1)", "text": "Anders Velin said no."}',
        '{"id": "a\\u0000", "text": "Anders Velin said no."}',
        '{"id": "\\ud800", "text": "Anders Velin said no."}',
        '{"id": {"a": 1}, "text": "Anders Velin said no."}',
        '{"id": "a", "text": ["no"]}',
        '{"id": "a", "published": "2022-13-45", "text": "Anders Velin said no."}',
    ],
)
def test_hostile_articles_are_kept_as_they_are_or_rejected(desk: httpx.Client, text: str) -> None:
    post(desk, HERALD)
    before = desk.get("/health").json()["graph"]["articles"]
    answer = desk.post("/articles", content=text, headers=LINES).json()
    made = outcomes(answer)
    assert made in (["added"], ["rejected"])
    assert desk.get("/health").json()["graph"]["articles"] == before + (made == ["added"])


# Who may


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Bearer {TOKEN[:-1]}"},
        {"authorization": "Bearer é"},
        [("authorization", f"Bearer {TOKEN}"), ("authorization", "Bearer other")],
    ],
)
@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("POST", "/articles"),
        ("DELETE", "/articles/herald-1"),
        ("PUT", "/graphs?graph=urn:g"),
        ("POST", "/graphs?graph=urn:g"),
        ("DELETE", "/graphs?graph=urn:g"),
        ("POST", "/sparql"),
    ],
)
def test_without_the_token_nobody_writes(
    desk: httpx.Client, headers: Any, method: str, target: str
) -> None:
    given = headers if isinstance(headers, list) else list(headers.items())
    encoded = [(name, value.encode()) for name, value in given]
    encoded.append(("content-type", b"application/sparql-update"))
    answer = desk.request(method, target, content=b"DROP ALL", headers=encoded)
    assert answer.status_code == answer.json()["status"] == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert TOKEN not in answer.text


def test_the_token_alone_does_not_change_graphs(desk: httpx.Client) -> None:
    headers = {**BEARER, "content-type": "application/sparql-update"}
    assert desk.post("/sparql", content="DROP ALL", headers=headers).status_code == 403
    form = desk.post("/sparql", data={"update": "DROP ALL"}, headers=BEARER)
    assert form.status_code == 403
    turtle = {**BEARER, "content-type": "text/turtle"}
    assert desk.put("/graphs?graph=urn:g", content="", headers=turtle).status_code == 403
    assert desk.delete("/graphs?graph=urn:g", headers=BEARER).status_code == 403


def test_a_service_without_a_token_is_read_only(client: httpx.Client) -> None:
    for headers in ({}, BEARER, {"authorization": "Bearer x"}):
        answer = client.post("/articles", json=HERALD, headers=headers)
        assert answer.status_code == 403
        assert client.delete("/articles/herald-1", headers=headers).status_code == 403


def test_tokens_come_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    assert read_token(file) == TOKEN
    monkeypatch.delenv("POLITIGRAPH_TOKEN", raising=False)
    assert read_token(None) == ""
    monkeypatch.setenv("POLITIGRAPH_TOKEN", TOKEN)
    assert read_token(None) == TOKEN
    for text in ("", "short", "a" * 15, "two words are none", "é" * 20):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BadToken):
            read_token(file)
    with pytest.raises(BadToken, match="No such file"):
        read_token(tmp_path / "none")
    assert TOKEN not in repr(SETTINGS)


def test_updates_without_a_token_are_not_served(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("POLITIGRAPH_TOKEN", raising=False)
    assert main(["serve", "--store", str(folder), "--allow-update"]) == 1
    assert "--allow-update needs a token" in capsys.readouterr().err


# Beside others


def test_while_a_build_writes_the_service_says_so_and_goes_on_reading(
    desk: httpx.Client, folder: Path
) -> None:
    post(desk, HERALD)
    sleep(1.0)  # The service lets go of the store a moment after its last change.
    with KnowledgeGraph.open(folder, writable=True):
        answer = desk.delete("/articles/herald-1", headers=BEARER)
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert articles(desk) == ["herald-1"]
    assert desk.delete("/articles/herald-1", headers=BEARER).status_code == 204


def test_queries_are_answered_while_articles_are_added(desk: httpx.Client) -> None:
    many = [{**HERALD, "id": f"h{n}"} for n in range(40)]
    done: list[Any] = []
    adding = Thread(target=lambda: done.append(post(desk, many)))
    adding.start()
    slowest, answered = 0.0, 0
    while adding.is_alive():
        begin = monotonic()
        assert desk.get("/articles?limit=1").status_code == 200
        slowest, answered = max(slowest, monotonic() - begin), answered + 1
    adding.join()
    assert outcomes(done[0]) == ["added"] * 40
    assert answered > 5
    assert slowest < 3


def test_a_store_elsewhere_is_not_written_through_a_service(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN, encoding="utf-8")
    store = "http://127.0.0.1:9/sparql"
    assert main(["serve", "--store", store, "--token-file", str(file)]) == 1
    assert "this one is elsewhere" in capsys.readouterr().err
