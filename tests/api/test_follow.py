"""A service follows its store: newer states, and a store made anew in the same folder."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from politigraph.api.following import POLL_SECONDS
from politigraph.api.server import served_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.bounded_query import QueryLimits
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


def publish(folder: Path, number: int) -> None:
    with (
        KnowledgeGraph.open(folder, writable=True) as graph,
        graph.store.changing() as database,
    ):
        database.update(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {number} }} }}")


def knows(client: httpx.Client, number: int) -> bool:
    ask = f"ASK {{ ?s <urn:p> {number} }}"
    return bool(client.get("/sparql", params={"query": ask}).json()["boolean"])


def states(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "snapshots").iterdir() if path.is_dir())


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
    with serving(served_app(folder, ServiceSettings())) as client:
        for number in range(3):
            publish(folder, number)
            wait_for(partial(knows, client, number))
        sleep(2.5 * POLL_SECONDS)
        publish(folder, 3)  # Who publishes removes what nobody holds.
        assert len(states(folder)) == 2  # The newest, and the one that is served.


def test_a_slow_request_keeps_no_state_but_its_own(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("politigraph.api.following.RETIRED_SECONDS", 0.1)
    monkeypatch.setattr("politigraph.api.following.POLL_SECONDS", 0.2)
    folder = Path(shutil.copytree(store, tmp_path / "kg"))
    settings = ServiceSettings(limits=QueryLimits(seconds=6.0))
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serving(served_app(folder, settings)) as client, ThreadPoolExecutor(1) as pool:
        [first] = states(folder)
        asked = pool.submit(client.get, "/sparql", params={"query": slow}, timeout=60)
        sleep(0.5)
        for number in range(3):
            publish(folder, number)
            wait_for(partial(knows, client, number))
        sleep(0.8)
        publish(folder, 3)
        assert not asked.done()
        assert first in states(folder)
        assert len(states(folder)) == 3  # That of the slow request, the served and the newest.
        assert asked.result().status_code == 422
