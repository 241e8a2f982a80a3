"""The commands and the service on a graph that a SPARQL server keeps."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from politigraph.api.cli import main
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.corpus import EXTRACTIONS
from tests.servers import free_port, oxigraph_server

SECRET = "s3cret"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server with the articles in `tests.api.corpus`; its address has a password."""
    with oxigraph_server() as url:
        with KnowledgeGraph.open(url, writable=True) as kg:
            for extraction in EXTRACTIONS:
                kg.add(extraction)
        yield url.replace("//", f"//me:{SECRET}@")


def test_each_command_answers_as_on_a_folder(
    address: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = [
        ["query", "SELECT ?text { ?p :said ?c . ?c :contentText ?text } ORDER BY ?text"],
        ["query", "claims", "--bind", "speaker=Mara Lindqvist", "--format", "csv"],
        ["ask", "?who said ?c . ?c about Crimea"],
    ]
    for command, *arguments in commands:
        said = []
        for place in (address, str(store)):
            assert main([command, "--store", place, *arguments]) == 0
            said.append(capsys.readouterr())
        assert sorted(said[0].out.splitlines()) == sorted(said[1].out.splitlines())
        assert SECRET not in said[0].out + said[0].err
    for place, name in ((address, "there.ttl"), (str(store), "here.ttl")):
        assert main(["export", "--store", place, "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "there.ttl").read_bytes() == (tmp_path / "here.ttl").read_bytes()
    assert main(["show", "Crimea", "--store", address, "-o", str(tmp_path / "crimea.svg")]) == 0
    assert main(["store", "check", "--store", address]) == 0


def test_what_is_for_folders_says_so(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["compact"], ["migrate"], ["backup", "copy"], ["restore", "copy"]):
        assert main(["store", *command, "--store", address]) == 1
        err = capsys.readouterr().err
        assert err.startswith("politigraph: this is for a store in a folder\n  hint: ")
        assert SECRET not in err


def test_an_error_shows_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    down = f"http://me:{SECRET}@127.0.0.1:{free_port()}"
    for command in (["stats"], ["serve"], ["ask", "?a said ?b"], ["store", "check"]):
        words = command[:2] if command[0] == "store" else command[:1]
        assert main([*words, "--store", down, *command[len(words) :]]) == 1
        err = capsys.readouterr().err
        assert "cannot be reached" in err
        assert "Traceback" not in err
        assert SECRET not in err


def test_an_article_is_deleted(capsys: pytest.CaptureFixture[str]) -> None:
    with oxigraph_server() as url:
        with KnowledgeGraph.open(url, writable=True) as kg:
            for extraction in EXTRACTIONS:
                kg.add(extraction)
        name = EXTRACTIONS[0].article.id
        assert main(["delete", "--store", url, name]) == 0
        capsys.readouterr()
        assert main(["stats", "--store", url, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["articles"] == len(EXTRACTIONS) - 1


def test_it_is_served_and_a_server_that_goes_away_is_an_answer(store: Path) -> None:
    with oxigraph_server() as url:
        with KnowledgeGraph.open(url, writable=True) as kg:
            for extraction in EXTRACTIONS:
                kg.add(extraction)
        command = [sys.executable, "-m", "politigraph", "serve", "--port", "0", "--store"]
        process = subprocess.Popen(
            [*command, url.replace("//", f"//me:{SECRET}@")],
            stderr=subprocess.PIPE,
            text=True,
            env={key: value for key, value in os.environ.items() if "TOKEN" not in key},
        )
        assert process.stderr
        line = process.stderr.readline()
        assert SECRET not in line
        address = line.rpartition(" at ")[2].split()[0]
        with httpx.Client(base_url=address, timeout=30) as client:
            with KnowledgeGraph.open(store) as here:
                found = client.get("/claims?limit=100").json()["items"]
                assert [item["iri"] for item in found] == [c.iri for c in here.claims(limit=100)]
            assert client.get("/sparql?query=ASK{?s :said ?c}").json()["boolean"] is True
            refused = client.get("/sparql?query=SELECT*{SERVICE<http://h/>{?s ?p ?o}}")
            assert refused.status_code == 403
            assert client.get("/ready").status_code == 200
    with process, httpx.Client(base_url=address, timeout=30) as client:  # Its server has gone.
        for path in ("/claims?limit=7", "/sparql?query=ASK{?s :denied ?c}", "/ready"):
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert SECRET not in answer.text
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert SECRET not in (process.stderr.read() if process.stderr else "")
