"""A service that is killed while it writes: nothing acknowledged is lost, nothing is half there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import httpx
import pytest

from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import HERALD

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")

TOKEN = "0123456789abcdef"
BEARER = {"authorization": f"Bearer {TOKEN}"}
UPDATE = {**BEARER, "content-type": "application/sparql-update"}


@contextmanager
def service(store: Path, workers: int) -> Iterator[tuple[httpx.Client, "subprocess.Popen[bytes]"]]:
    """Run `politigraph serve` in a process group of its own."""
    command = [str(Path(sys.executable).with_name("politigraph")), "serve"]
    options = ["--store", str(store), "--port", "0", "--allow-update", "--workers", str(workers)]
    process = subprocess.Popen(
        [*command, *options],
        stderr=subprocess.PIPE,
        env={**os.environ, "POLITIGRAPH_TOKEN": TOKEN},
        start_new_session=True,
    )
    assert process.stderr
    try:
        address = process.stderr.readline().decode().split(" at ")[1].split()[0]
        with httpx.Client(base_url=address, timeout=60) as client:
            deadline = monotonic() + 30
            while True:
                try:
                    client.get("/ready")
                    break
                except httpx.TransportError:
                    assert monotonic() < deadline
                    sleep(0.1)
            yield client, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        process.stderr.close()


def count(client: httpx.Client, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    answer = client.get("/sparql", params={"query": query}).raise_for_status().json()
    return int(answer["results"]["bindings"][0]["n"]["value"])


def test_what_was_acknowledged_is_there_after_kill_9(tmp_path: Path) -> None:
    store = tmp_path / "kg"
    KnowledgeGraph.open(store, writable=True).close()
    updates: list[int] = []
    articles: list[str] = []

    def send_updates(client: httpx.Client) -> None:
        for number in range(10_000):
            body = f"INSERT DATA {{ <urn:{number}> <urn:p> 1, 2, 3 }}"
            try:
                if client.post("/sparql", content=body, headers=UPDATE).status_code == 204:
                    updates.append(number)
            except httpx.HTTPError:
                return

    def send_articles(client: httpx.Client) -> None:
        for number in range(10_000):
            sent = [{**HERALD, "id": f"n{number}-{part}"} for part in range(3)]
            try:
                answer = client.post("/articles", json=sent, headers=BEARER)
                if answer.status_code == 200:
                    told = answer.json()["articles"]
                    articles.extend(one["id"] for one in told if one["outcome"] != "rejected")
            except httpx.HTTPError:
                return

    with service(store, workers=1) as (client, process):
        sending = [Thread(target=s, args=(client,)) for s in (send_updates, send_articles)]
        for thread in sending:
            thread.start()
        deadline = monotonic() + 60
        while (len(updates) < 8 or len(articles) < 3) and monotonic() < deadline:
            sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)  # The writer goes with it.
        for thread in sending:
            thread.join()
    assert len(updates) >= 8
    assert len(articles) >= 3

    with service(store, workers=1) as (client, _):  # It starts by itself.
        for number in updates:
            assert count(client, f"<urn:{number}> <urn:p> ?o") == 3
        assert count(client, "?s <urn:p> ?o") % 3 == 0
        found = {
            row["g"]["value"]: int(row["n"]["value"])
            for row in client.get(
                "/sparql",
                params={
                    "query": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } "
                    "FILTER(CONTAINS(STR(?g), '/n')) } GROUP BY ?g"
                },
            ).json()["results"]["bindings"]
        }
        assert {iri.rpartition("/")[2] for iri in found} >= set(articles)
        assert len(set(found.values())) == 1  # All say the same, so a part would be smaller.
        assert client.post("/sparql", content="CLEAR ALL", headers=UPDATE).status_code == 204


def test_every_worker_reads_what_any_of_them_wrote(tmp_path: Path) -> None:
    store = tmp_path / "kg"
    KnowledgeGraph.open(store, writable=True).close()
    with service(store, workers=2) as (client, _):
        for number in range(12):
            # A new connection each time, so that the workers take turns.
            with httpx.Client(base_url=client.base_url, timeout=60) as writer:
                body = f"INSERT DATA {{ <urn:s> <urn:p> {number} }}"
                answer = writer.post("/sparql", content=body, headers=UPDATE)
                assert answer.status_code == 204
            for _ in range(3):
                with httpx.Client(base_url=client.base_url, timeout=60) as reader:
                    assert count(reader, "<urn:s> <urn:p> ?o") == number + 1
