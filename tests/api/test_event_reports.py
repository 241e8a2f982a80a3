"""An event over HTTP and on the command line says which other articles report it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from politigraph.api.app import create_app
from politigraph.api.cli import main
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving
from tests.graph.press import HARBOUR, NORWAY, Press


def strike(article: str, outlet: str, day: str) -> Press:
    press = Press(article, outlet, "2024-05-15")
    press.tells(f"As {outlet} has it, Norwegian ships fired at Vesterholm.")
    press.happens(
        "ASSAULT", "fired", agents=(NORWAY.id,), targets=(HARBOUR.id,), date=day, killed=3
    )
    return press


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports") / "kg"
    with KnowledgeGraph.open(folder, writable=True) as graph:
        for article, outlet, day in (
            ("a", "Baltic Herald", "2024-05-13"),
            ("b", "Coast Courier", "2024-05-13"),
            ("c", "Coast Courier", "2024-05-15"),
        ):
            graph.add(strike(article, outlet, day).extraction())
        graph.infer()
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with KnowledgeGraph.open(folder) as graph, serving(create_app(graph)) as found:
        yield found


def test_an_event_shows_who_else_reports_it(client: httpx.Client) -> None:
    event = client.get("/events/a/event/v0").json()
    group = event["group"]
    assert (group["articles"], group["independent"], group["narrated"]) == (2, 2, 2)
    assert (group["first"], group["last"]) == ("2024-05-13", "2024-05-13")
    assert [report["article"]["id"] for report in group["reports"]] == ["a", "b"]
    assert "Coast Courier has it" in group["reports"][1]["evidence"]["sentence"]
    assert event["killed"] == 3
    assert event["injured"] is None
    # The list has the events as they are told.
    listed = {item["id"]: item for item in client.get("/events").json()["items"]}
    assert listed["a/event/v0"] == {k: v for k, v in event.items() if k != "group"}


def test_an_event_that_nobody_else_reports_has_no_group(client: httpx.Client) -> None:
    assert client.get("/events/c/event/v0").json()["group"] is None


def test_the_command_line_counts_independent_reports(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["query", "--store", str(folder), "--format", "csv"]
    assert main([*arguments, "event_groups", "--bind", "type=ASSAULT"]) == 0
    header, row, *more = capsys.readouterr().out.splitlines()
    assert not more
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert (cells["day"], cells["independent"], cells["articles"]) == ("2024-05-13", "2", "2")
    assert (cells["killedLeast"], cells["killedMost"]) == ("3", "3")
    assert main([*arguments, "other_reports", "--bind", "event=a/event/v0"]) == 0
    assert "Coast Courier" in capsys.readouterr().out
