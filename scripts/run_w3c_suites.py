"""Run the W3C's SPARQL 1.1 test suites over HTTP against a `politigraph serve` of its own.

    python scripts/run_w3c_suites.py SUITES [--oxigraph]

``SUITES`` is the folder that holds ``sparql11`` and its ``manifest-all.ttl``; the source
distribution of rdflib 6.2 has one at ``test/data/suites/w3c``. The service starts with an
empty store, a token, ``--allow-update`` and ``--default-graph plain``. ``--oxigraph`` runs the
same against ``oxigraph serve``, to tell its own failures from ours. Not run: entailment,
which nobody offers here, and federated queries, which are refused.
"""

import argparse
import re
import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Final

import httpx
import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from w3c_protocol import REQUESTS, SETUP, description_checks, passes
from w3c_results import csv_rows, expected_rows, read_graph, rows, same_quads, same_rows

MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT: Final = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
BASE: Final = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"

LEFT_OUT: Final = {"entailment", "service", "protocol", "service-description", "http-rdf-update"}
SYNTAX: Final = {"syntax-query", "syntax-update-1", "syntax-update-2", "syntax-fed"}
UPDATES: Final = {
    *("add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert"),
    *("delete-where", "drop", "move", "update-silent"),
}
_NAMELESS: Final = ox.DefaultGraph()
_ALL: Final = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_FROM: Final = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)


@dataclass(frozen=True)
class Service:
    """Where a service takes queries, updates and graphs."""

    client: httpx.Client
    query: str
    update: str
    graphs: str

    def ask(self, text: str, accept: str) -> httpx.Response:
        """Send a query."""
        return self.client.post(self.query, data={"query": text}, headers={"accept": accept})

    def change(self, text: str) -> httpx.Response:
        """Send an update."""
        return self.client.post(self.update, data={"update": text})

    def put(self, triples: list[ox.Triple], graph: str = "") -> None:
        """Add triples to a graph."""
        where = {"graph": graph} if graph else {"default": ""}
        content = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        self.client.post(
            self.graphs,
            params=where,
            content=content,
            headers={"content-type": "application/n-triples"},
        ).raise_for_status()

    def dataset(self) -> list[ox.Quad]:
        """Return all that the service holds."""
        answer = self.ask(_ALL, "application/sparql-results+json").raise_for_status()
        found = rows(answer.content, ox.QueryResultsFormat.JSON)
        assert isinstance(found, list)
        return [
            ox.Quad(r["s"], r["p"], r["o"], r.get("g", _NAMELESS))  # type: ignore[arg-type]
            for r in found
        ]


class Case:
    """One test of a manifest."""

    def __init__(self, manifest: Graph, folder: Path, node: Node) -> None:
        self.manifest, self.folder, self.node = manifest, folder, node
        self.kind = str(manifest.value(node, RDF.type)).partition("#")[2]
        self.name = f"{folder.name}/{str(node).rpartition('#')[2] or node}"

    def one(self, subject: Node | None, predicate: URIRef) -> Node | None:
        """Return the one value of a property."""
        return self.manifest.value(subject, predicate)

    def file(self, iri: Node | None) -> Path:
        """Return the file that an IRI of the manifest names."""
        return self.folder / str(iri).rpartition("/")[2]

    def base(self, path: Path) -> str:
        """Return the address that a file has in the suite."""
        return f"{BASE}{self.folder.name}/{path.name}"

    def text(self, path: Path) -> str:
        """Return a query or update, with the base that it counts on."""
        return f"BASE <{self.base(path)}>\n{path.read_text('utf-8')}"

    def graphs(self, subject: Node | None, ns: Namespace) -> Iterator[tuple[str, list[ox.Triple]]]:
        """Yield the graphs that an action or result names, the default graph as ""."""
        for iri in self.manifest.objects(subject, ns["data"]):
            yield "", read_graph(self.file(iri), self.base(self.file(iri)))
        for value in self.manifest.objects(subject, ns["graphData"]):
            path = self.file(self.one(value, ns["graph"]) or value)
            label = self.one(value, RDFS.label)
            yield str(label or self.base(path)), read_graph(path, self.base(path))


def syntax(case: Case, service: Service) -> bool:
    """Send a query or update; what breaks the grammar is a 400, and nothing else is."""
    path = case.file(case.one(case.node, MF.action))
    text = path.read_text("utf-8")
    updates = path.suffix == ".ru"
    answer = service.change(text) if updates else service.ask(text, "*/*")
    return (answer.status_code == 400) == case.kind.startswith("Negative")


def evaluation(case: Case, service: Service) -> bool:
    """Load the data, send the query, and compare the answer."""
    action = case.one(case.node, MF.action)
    path = case.file(case.one(action, QT.query))
    text = case.text(path)
    for graph, triples in case.graphs(action, QT):
        service.put(triples, graph)
    for name in _FROM.findall(text):
        service.put(
            read_graph(case.folder / name, case.base(case.folder / name)),
            case.base(case.folder / name),
        )
    wanted = case.file(case.one(case.node, MF.result))
    if wanted.suffix in (".ttl", ".rdf") and "CONSTRUCT" in text.upper():
        answer = service.ask(text, "application/n-triples").raise_for_status()
        found = list(ox.parse(answer.content, ox.RdfFormat.N_TRIPLES))
        expected = read_graph(wanted, case.base(wanted))
        return same_quads(found, [ox.Quad(*triple) for triple in expected])
    if wanted.suffix == ".csv":
        answer = service.ask(text, "text/csv").raise_for_status()
        return same_rows(csv_rows(answer.text), expected_rows(wanted))
    accept, kind = {
        ".tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
        ".srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    }.get(wanted.suffix, ("application/sparql-results+xml", ox.QueryResultsFormat.XML))
    answer = service.ask(text, accept).raise_for_status()
    return same_rows(rows(answer.content, kind), expected_rows(wanted))


def update(case: Case, service: Service) -> bool:
    """Load the data, send the update, and compare all that the service then holds."""
    action = case.one(case.node, MF.action)
    for graph, triples in case.graphs(action, UT):
        service.put(triples, graph)
    service.change(case.text(case.file(case.one(action, UT.request)))).raise_for_status()
    wanted = [
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph) if graph else _NAMELESS)
        for graph, triples in case.graphs(case.one(case.node, MF.result), UT)
        for t in triples
    ]
    return same_quads(service.dataset(), wanted)


RUNNERS: Final[dict[str, Callable[[Case, Service], bool]]] = {
    "QueryEvaluationTest": evaluation,
    "CSVResultFormatTest": evaluation,
    "UpdateEvaluationTest": update,
    "PositiveSyntaxTest11": syntax,
    "NegativeSyntaxTest11": syntax,
    "PositiveUpdateSyntaxTest11": syntax,
    "NegativeUpdateSyntaxTest11": syntax,
}


def cases(suites: Path) -> Iterator[tuple[str, Case]]:
    """Yield the tests of all manifests that are run, with the name of their suite."""
    for path in sorted((suites / "sparql11").glob("*/manifest.ttl")):
        name = path.parent.name
        if name in LEFT_OUT:
            continue
        group = "syntax" if name in SYNTAX else "update" if name in UPDATES else "query"
        manifest = Graph().parse(path, format="turtle", publicID=f"{BASE}{name}/manifest")
        for entries in manifest.objects(None, MF.entries):
            for node in Collection(manifest, entries):
                case = Case(manifest, path.parent, node)
                if case.kind in RUNNERS:
                    yield group, case


def run(suites: Path, service: Service) -> Iterator[tuple[str, str, str]]:
    """Run everything; yield the suite, the test, and why it failed or ""."""
    for group, case in cases(suites):
        service.change("DROP ALL").raise_for_status()
        yield group, case.name, _why(lambda case=case: RUNNERS[case.kind](case, service))  # type: ignore[misc]
    for request in REQUESTS:
        service.change(SETUP).raise_for_status()
        addresses = (service.query, service.update)
        check = lambda r=request, a=addresses: passes(r, service.client, a)  # noqa: E731
        yield "protocol", request.name, _why(check)
    for name, described in description_checks(service.client, service.query):
        yield "service description", name, _why(described)


def _why(test: Callable[[], bool]) -> str:
    try:
        return "" if test() else "another answer"
    except httpx.HTTPStatusError as error:
        return f"{error.response.status_code} {error.response.text[:160]}"
    except Exception as error:  # A test that cannot be run is not passed.
        return f"{type(error).__name__}: {error}"


@contextmanager
def politigraph(folder: Path) -> Iterator[Service]:
    """Start `politigraph serve` on an empty store."""
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    KnowledgeGraph.open(folder / "kg", writable=True).close()
    token = secrets.token_hex(16)
    (folder / "token").write_text(token, "ascii")
    port = _free_port()
    options = [
        "--store",
        str(folder / "kg"),
        "--port",
        str(port),
        "--allow-update",
        "--token-file",
        str(folder / "token"),
        "--default-graph",
        "plain",
    ]
    address = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("politigraph")), "serve", *options]
    with _running(command, address + "/ready", {"authorization": f"Bearer {token}"}) as client:
        yield Service(client, f"{address}/sparql", f"{address}/sparql", f"{address}/graphs")


@contextmanager
def oxigraph(folder: Path) -> Iterator[Service]:
    """Start `oxigraph serve` on an empty store."""
    address = f"http://127.0.0.1:{_free_port()}"
    command = [
        str(Path(sys.executable).with_name("oxigraph")),
        "serve",
        "--location",
        str(folder / "ox"),
        "--bind",
        address.removeprefix("http://"),
    ]
    with _running(command, address + "/", {}) as client:
        yield Service(client, f"{address}/query", f"{address}/update", f"{address}/store")


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], ready: str, headers: dict[str, str]) -> Iterator[httpx.Client]:
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(headers=headers, timeout=60) as client:
            deadline = monotonic() + 30
            while True:
                try:
                    client.get(ready)
                    break
                except httpx.TransportError:
                    if monotonic() > deadline:
                        raise
                    sleep(0.1)
            yield client
    finally:
        process.terminate()
        process.wait()


def main() -> int:
    """Run the suites, print each failure and the totals; the status is 0 in any case."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("suites", type=Path)
    parser.add_argument("--oxigraph", action="store_true")
    arguments = parser.parse_args()
    if not (arguments.suites / "sparql11" / "manifest-all.ttl").exists():
        print(f"skipped: {arguments.suites} does not hold the suites (sparql11/manifest-all.ttl)")
        return 0
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    start = oxigraph if arguments.oxigraph else politigraph
    with TemporaryDirectory() as folder, start(Path(folder)) as service:
        for group, name, why in run(arguments.suites, service):
            total[group] += 1
            passed[group] += not why
            if why:
                print(f"failed: {name}: {why}", flush=True)
    for group, number in total.items():
        print(f"{group}: {passed[group]}/{number}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
