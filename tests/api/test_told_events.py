"""What did not happen is in no list over HTTP or on the command line that does not ask for it."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from politigraph.api.app import create_app
from politigraph.api.cli import main
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving
from tests.graph.test_told_events import MARKS, marked

TOLD = ["v0", "v6"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told") / "kg"
    with KnowledgeGraph.open(folder, writable=True) as graph:
        graph.add(marked().extraction())
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with KnowledgeGraph.open(folder) as graph, serving(create_app(graph)) as found:
        yield found


def listed(client: httpx.Client, query: str = "") -> list[str]:
    items = client.get(f"/events?{query}").json()["items"]
    return [item["id"].rpartition("/")[2] for item in items]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", TOLD),
        ("type=ASSAULT&agent=Norway", TOLD),
        ("realis=future", ["v2"]),
        ("polarity=negative", ["v1"]),
        ("polarity=positive", ["v0", "v5", "v6", "v7"]),
        ("doubtful=true", ["v8"]),
        ("doubtful=any", [*TOLD, "v8"]),
        ("polarity=any&realis=any&doubtful=any", list(MARKS)),
    ],
)
def test_a_list_is_of_what_happened_unless_it_is_asked_for(
    client: httpx.Client, query: str, found: list[str]
) -> None:
    assert listed(client, query) == found


def test_all_forms_of_a_list_have_the_same_events(client: httpx.Client) -> None:
    table = client.get("/events", headers={"accept": "text/csv"}).text
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [row["event"].rpartition("/")[2] for row in rows] == TOLD
    marks = {(row["polarity"], row["realis"], row["doubtful"]) for row in rows}
    assert marks == {("positive", "actual", "false")}
    for media_type in ("text/turtle", "application/ld+json"):
        text = client.get("/events", headers={"accept": media_type}).text
        assert [key for key in MARKS if f"/event/{key}" in text or f"event/{key}>" in text] == TOLD


def test_pages_go_on_among_the_same_events(client: httpx.Client) -> None:
    first = client.get("/events?limit=1").json()
    second = client.get("/events", params={"limit": 1, "cursor": first["cursor"]}).json()
    ids = [item["id"].rpartition("/")[2] for page in (first, second) for item in page["items"]]
    assert (ids, second["cursor"]) == (TOLD, "")
    linked = client.get("/events?limit=1&realis=any", headers={"accept": "text/csv"})
    assert "realis=any" in linked.headers["link"]


def test_an_entity_tag_holds_until_the_store_changes(client: httpx.Client) -> None:
    tag = client.get("/events").headers["etag"]
    assert client.get("/events", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("key", MARKS)
def test_an_event_is_at_its_address_whatever_its_marks(client: httpx.Client, key: str) -> None:
    event = client.get(f"/events/a/event/{key}").json()
    assert event["id"] == f"a/event/{key}"
    assert event["polarity"] == MARKS[key].get("polarity", "positive")
    assert event["realis"] == MARKS[key].get("realis", "actual")
    assert event["doubtful"] == MARKS[key].get("doubtful", False)


def test_counts_are_of_those_that_are_listed(client: httpx.Client) -> None:
    assert client.get("/health").json()["graph"]["events"] == len(TOLD)
    assert client.get("/entities/country/NOR").json()["events"] == len(TOLD)
    assert client.get("/articles/a").json()["events"] == len(TOLD)


def test_an_unknown_mark_is_refused(client: httpx.Client) -> None:
    answer = client.get("/events?realis=maybe")
    assert (answer.status_code, "any" in answer.json()["detail"]) == (400, True)
    assert client.get("/claims?polarity=any").status_code == 400
    assert client.get("/events?doubtful=maybe").status_code == 400


@pytest.mark.parametrize(
    ("bound", "found"),
    [
        ([], TOLD),
        (["--bind", "realis=historical"], ["v4"]),
        (["--bind", "doubtful=true"], ["v8"]),
        (["--bind=realis=any", "--bind=polarity=any", "--bind=doubtful=any"], list(MARKS)),
    ],
)
def test_the_command_line_has_the_same_events(
    folder: Path, capsys: pytest.CaptureFixture[str], bound: list[str], found: list[str]
) -> None:
    command = ["query", "--store", str(folder), "events", "--format", "csv", *bound]
    assert main(command) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out, newline=""))
    assert sorted(row["item"].rpartition("/")[2] for row in rows) == found


def test_stats_count_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--store", str(folder), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["events"] == len(TOLD)


def test_an_export_has_all_with_their_marks(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "kg.events.csv"
    assert main(["export", "--store", str(folder), "-o", str(output)]) == 0
    rows = list(csv.DictReader(output.read_text("utf-8").splitlines()))
    assert [row["event"].rpartition("/")[2] for row in rows] == list(MARKS)
    assert [row["realis"] for row in rows[:5]] == [
        *("actual", "actual", "future", "hypothetical", "historical")
    ]
    assert [row["doubtful"] for row in rows] == ["false"] * 8 + ["true"]
