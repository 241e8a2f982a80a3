"""A service follows its store: newer states, and a store made anew in the same folder."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from politigraph.api.following import POLL_SECONDS
from politigraph.api.server import served_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving
from tests.api.corpus import EXTRACTIONS


def articles(client: httpx.Client) -> int:
    counted: int = client.get("/health").json()["graph"]["articles"]
    return counted


def wait_for(ready: Callable[[], bool]) -> None:
    deadline = monotonic() + 20
    while not ready():
        assert monotonic() < deadline
        sleep(0.1)


def test_a_store_made_anew_is_served_and_its_absence_said_once(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(store, tmp_path / "kg"))
    with serving(served_app(folder, ServiceSettings())) as client:
        generation = client.get("/health").json()["graph"]["generation"]
        assert articles(client) == 2
        shutil.rmtree(folder)
        sleep(3.5 * POLL_SECONDS)
        assert articles(client) == 2  # What is open can still be served.
        said = capsys.readouterr().err.splitlines()
        assert [line for line in said if line.startswith("politigraph: ")] == [
            f"politigraph: there is no store at {folder}"
        ]
        with KnowledgeGraph.open(folder, writable=True) as graph:
            graph.add(EXTRACTIONS[0])
        wait_for(lambda: articles(client) == 1)
        assert client.get("/health").json()["graph"]["generation"] == generation
        assert client.get("/sparql?query=ASK{?p+:said+?c}").json()["boolean"]


def test_states_that_nobody_reads_any_more_are_let_go(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("politigraph.api.following.RETIRED_SECONDS", 0.1)
    folder = Path(shutil.copytree(store, tmp_path / "kg"))

    def publish(number: int) -> None:
        with (
            KnowledgeGraph.open(folder, writable=True) as graph,
            graph.store.changing() as database,
        ):
            database.update(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {number} }} }}")

    with serving(served_app(folder, ServiceSettings())) as client:

        def knows(number: int) -> bool:
            ask = f"ASK {{ ?s <urn:p> {number} }}"
            return bool(client.get("/sparql", params={"query": ask}).json()["boolean"])

        for number in range(3):
            publish(number)
            wait_for(partial(knows, number))
        sleep(2.5 * POLL_SECONDS)
        publish(3)  # Who publishes removes what nobody holds.
        states = [path for path in (folder / "snapshots").iterdir() if path.is_dir()]
        assert len(states) == 2  # The newest, and the one that is served.
