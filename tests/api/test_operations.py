"""What whoever runs the service sees and sets: health, counters, logs, limits, its end."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from politigraph.api.app import create_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving

ASK = "/sparql?query=ASK%7B%7D"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@contextmanager
def served(store: Path, settings: ServiceSettings) -> Iterator[httpx.Client]:
    with KnowledgeGraph.open(store) as graph, serving(create_app(graph, settings)) as client:
        yield client


@contextmanager
def process(store: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", httpx.Client]]:
    command = [sys.executable, "-m", "politigraph", "serve", "--store", str(store), "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen([*command, *options], stdout=pipe, stderr=pipe, text=True) as server:
        assert server.stderr
        address = next(word for word in server.stderr.readline().split() if "://" in word)
        try:
            with httpx.Client(base_url=address, timeout=30) as client:
                yield server, client
        finally:
            server.kill()


def count(client: httpx.Client, name: str, **labels: str) -> float:
    return sum(
        sample.value
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def test_ready_and_health(client: httpx.Client) -> None:
    assert client.get("/ready").json() == {"status": "ready", "generation": 1}
    assert client.get("/health").json()["status"] == "ok"


def test_what_is_counted(store: Path) -> None:
    with served(store, ServiceSettings()) as client:
        for target in ("/claims", "/claims?speakr=x", "/claims/none", "/nowhere", ASK):
            client.get(target)
        name = "politigraph_requests_total"
        assert count(client, name, route="/claims", status="200") == 1
        assert count(client, name, route="/claims", status="400") == 1
        assert count(client, name, route="/sparql", status="200") == 1
        # A path that nobody thought of is no label of its own: there would be no end of them.
        assert count(client, name, route="other", status="404") == 1
        assert count(client, "politigraph_request_seconds_count", route="/claims") == 2
        assert count(client, "politigraph_store_generation") == 1


def test_every_answer_has_the_security_headers(client: httpx.Client) -> None:
    for target in ("/claims", "/docs", "/nowhere", ASK, "/sparql?query=x", "/metrics"):
        headers = client.get(target).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"


def test_pages_of_other_origins_may_read_only_where_that_is_set(
    client: httpx.Client, store: Path
) -> None:
    origin = {"origin": "https://desk.example"}
    assert "access-control-allow-origin" not in client.get(ASK, headers=origin).headers
    with served(store, ServiceSettings(origins=("https://desk.example",))) as open_to_desk:
        answer = open_to_desk.get(ASK, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://desk.example"
        assert answer.headers["access-control-expose-headers"] == "ETag"
        other = open_to_desk.get(ASK, headers={"origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers
        preflight = {**origin, "access-control-request-method": "POST"}
        assert open_to_desk.options("/sparql", headers=preflight).status_code == 200


def test_a_client_that_asks_too_often_has_to_wait(store: Path) -> None:
    with served(store, ServiceSettings(rate=0.5)) as client:
        answers = [client.get(ASK) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        refused = answers[-1]
        assert refused.json()["title"] == "Too Many Requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 2
        assert refused.headers["x-content-type-options"] == "nosniff"
        assert client.get("/ready").status_code == 200
        sleep(float(refused.headers["retry-after"]))
        assert client.get(ASK).status_code == 200


def test_the_access_log_is_one_object_of_json_a_line(store: Path) -> None:
    with process(store, "--access-log") as (server, client):
        agent = [(b"user-agent", 'x"}\u00e9'.encode())]
        client.get("/claims?q=a%0Ab", headers=agent)
        client.head(ASK)
        client.get("/no%0Awhere")
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=20)
    assert err == ""
    lines = [json.loads(line) for line in out.splitlines()]
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", "/claims", 200),
        ("HEAD", "/sparql", 200),
        ("GET", "/no\nwhere", 404),
    ]
    assert lines[0]["query"] == "q=a%0Ab"
    assert lines[0]["client"] == "127.0.0.1"
    assert lines[0]["bytes"] > 0
    assert 0 < lines[0]["seconds"] < 10
    assert lines[1]["bytes"] == 0


def test_what_is_being_answered_at_the_end_is_answered(store: Path) -> None:
    with process(store, "--timeout", "3") as (server, client):
        client.get(ASK)
        with ThreadPoolExecutor() as threads:
            running = threads.submit(client.post, "/sparql", data={"query": HEAVY})
            sleep(0.7)
            server.send_signal(signal.SIGTERM)
            assert running.result(20).status_code == 422
        server.wait(20)
        assert server.stderr
        assert server.stderr.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_when_the_server_is_killed_its_processes_end(store: Path) -> None:
    with process(store, "--timeout", "1") as (server, client):
        client.get(ASK)
        heavy = threading.Thread(target=_ask_in_vain, args=(client,))
        heavy.start()
        sleep(0.5)
        children = _children(server.pid)
        assert children
        server.kill()
        server.wait()
        heavy.join()
        _must_end(children)  # At the deadline of the query, and some grace.


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_when_the_server_is_killed_its_workers_end_and_leave_the_port(store: Path) -> None:
    with process(store, "--timeout", "1", "--workers", "2") as (server, client):
        client.get(ASK)
        children = _children(server.pid)
        assert len(children) > 3  # Two workers, and who runs their queries.
        server.kill()
        server.wait()
        _must_end(children)
        with pytest.raises(httpx.ConnectError):
            client.get(ASK)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_server_may_open_as_many_files_as_the_system_lets_it(store: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        with process(store) as (server, _):
            limits = Path(f"/proc/{server.pid}/limits").read_text()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    line = next(line for line in limits.splitlines() if line.startswith("Max open files"))
    assert int(line.split()[3]) > 256


def test_several_workers_serve_one_store_and_count_together(store: Path) -> None:
    with process(store, "--workers", "2") as (server, client):
        with ThreadPoolExecutor(8) as threads:
            targets = [ASK, "/claims?limit=1", "/entities?limit=1"] * 10
            found = list(
                threads.map(
                    lambda target: httpx.get(client.base_url.join(target), timeout=30).status_code,
                    targets,
                )
            )
        assert found == [200] * 30
        assert count(client, "politigraph_requests_total", route="/sparql", status="200") == 10
        assert count(client, "politigraph_store_generation") == 1
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
        assert server.stderr
        assert server.stderr.read() == ""


def _ask_in_vain(client: httpx.Client) -> None:
    with pytest.raises(httpx.TransportError):
        client.post("/sparql", data={"query": HEAVY})


def _must_end(processes: list[int]) -> None:
    deadline = monotonic() + 15
    while any(_alive(pid) for pid in processes):
        assert monotonic() < deadline
        sleep(0.1)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.exists():
        pytest.skip("the system does not list the children of a process")
    found: list[int] = []
    for task in listed.parent.parent.iterdir():
        # A thread that ended since it was listed has no children to tell of.
        with suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, (task / "children").read_text().split())
    return found + [grandchild for child in found for grandchild in _children(child)]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
