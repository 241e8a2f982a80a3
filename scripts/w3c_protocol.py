"""The W3C's tests of the SPARQL 1.1 Protocol and of service descriptions, as requests.

The suite's manifest names its protocol tests and says in a line what each does; the
requests here do that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

import httpx
from rdflib import RDF, Graph, Namespace, URIRef

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_DATA: Final = "http://example.org/protocol-data/{}"
_ONE, _TWO, _THREE = (_DATA.format(n) for n in (1, 2, 3))
_TARGET: Final = "http://example.org/protocol-update-dataset-test/"
_FOAF: Final = "http://xmlns.com/foaf/0.1/Document"
_RESULTS: Final = "application/sparql-results+xml,application/sparql-results+json"
_GRAPHS: Final = "text/turtle,application/rdf+xml,application/n-triples"

SETUP: Final = (
    "DROP ALL ; INSERT DATA { "
    + " ".join(f"GRAPH <{g}> {{ <{g}> a <{_FOAF}> }}" for g in (_ONE, _TWO, _THREE))
    + " }"
)
"""What the store holds before each test."""

_COPY: Final = f"INSERT {{ GRAPH <{_TARGET}> {{ ?s a <urn:copied> }} }} WHERE {{ ?s a <{_FOAF}> }}"


@dataclass(frozen=True)
class Request:
    """One request, what it must be answered with, and what must hold afterwards."""

    name: str
    parameters: list[tuple[str, str]] = field(default_factory=list)
    body: str | bytes = ""
    content_type: str = ""
    accept: str = "*/*"
    method: str = "POST"
    good: bool = True
    answer: bool | None = None
    types: tuple[str, ...] = ()
    then: str = ""


def _form(*pairs: tuple[str, str]) -> str:
    return urlencode(pairs)


def _get(name: str, *pairs: tuple[str, str], answer: bool | None = None) -> Request:
    return Request(name, list(pairs), method="GET", answer=answer)


def _default(*graphs: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", graph) for graph in graphs]


def _named(*graphs: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", graph) for graph in graphs]


def _copied(*graphs: str) -> str:
    """Ask whether these graphs' subjects were copied, and no others."""
    rows = " ".join(f"GRAPH <{_TARGET}> {{ <{g}> a <urn:copied> }}" for g in graphs)
    rest = [g for g in (_ONE, _TWO, _THREE) if g not in graphs]
    none = " ".join(
        f"FILTER NOT EXISTS {{ GRAPH <{_TARGET}> {{ <{g}> a <urn:copied> }} }}" for g in rest
    )
    return f"ASK {{ {rows} {none} }}"


_BOTH = f"ASK {{ <{_ONE}> ?p ?o . <{_TWO}> ?q ?r }}"
_IN_GRAPHS = f"ASK {{ GRAPH ?g {{ <{_ONE}> ?p ?o }} GRAPH ?h {{ <{_TWO}> ?q ?r }} }}"
_FULL = f"ASK {{ <{_THREE}> ?p ?o GRAPH ?g {{ <{_ONE}> ?q ?r }} }}"
_FROM = f"ASK FROM <{_ONE}> {{ <{_ONE}> ?p ?o }}"
_COPY_NAMED = (
    f"INSERT {{ GRAPH <{_TARGET}> {{ ?s a <urn:copied> }} }} "
    f"WHERE {{ GRAPH ?g {{ ?s a <{_FOAF}> }} }}"
)
_COPY_FULL = (
    f"INSERT {{ GRAPH <{_TARGET}> {{ ?s a <urn:copied> }} }} "
    f"WHERE {{ {{ GRAPH ?g {{ ?s a <{_FOAF}> }} }} UNION {{ ?s a <{_FOAF}> }} }}"
)
_RELATIVE = "INSERT DATA { GRAPH <http://example.org/base-test> { <urn:s> <urn:p> <test> } }"
_INSERT = "INSERT DATA { <urn:s> <urn:p> <urn:o> }"
_THERE = "ASK { <urn:s> <urn:p> <urn:o> }"
_SOLUTIONS = (
    "application/sparql-results+xml",
    "application/sparql-results+json",
    "text/tab-separated-values",
    "text/csv",
)
_RDF = ("application/rdf+xml", "text/turtle", "application/n-triples", "text/html")

REQUESTS: Final = [
    Request("query_post_form", body=_form(("query", "ASK {}")), content_type=FORM, answer=True),
    _get("query_dataset_default_graphs_get", ("query", _BOTH), *_default(_ONE, _TWO), answer=True),
    Request("query_dataset_default_graphs_post", _default(_ONE, _TWO), _BOTH, QUERY, answer=True),
    Request("query_dataset_named_graphs_post", _named(_ONE, _TWO), _IN_GRAPHS, QUERY, answer=True),
    _get("query_dataset_named_graphs_get", ("query", _IN_GRAPHS), *_named(_ONE, _TWO), answer=True),
    _get(
        "query_dataset_full", ("query", _FULL), *_default(_THREE), *_named(_ONE, _TWO), answer=True
    ),
    _get("query_multiple_dataset", ("query", _FROM), *_default(_TWO), answer=False),
    _get("query_get", ("query", "ASK {}"), answer=True),
    Request(
        "query_content_type_select",
        [("query", "SELECT (1 AS ?x) {}")],
        method="GET",
        accept=_RESULTS,
        types=_SOLUTIONS,
    ),
    Request(
        "query_content_type_ask",
        [("query", "ASK {}")],
        method="GET",
        accept=_RESULTS,
        types=_SOLUTIONS[:2],
    ),
    Request(
        "query_content_type_describe",
        [("query", "DESCRIBE <urn:s>")],
        method="GET",
        accept=_GRAPHS,
        types=_RDF,
    ),
    Request(
        "query_content_type_construct",
        [("query", "CONSTRUCT { <urn:s> <urn:p> 1 } {}")],
        method="GET",
        accept=_GRAPHS,
        types=_RDF,
    ),
    Request(
        "update_dataset_default_graph",
        [("using-graph-uri", _ONE)],
        _COPY,
        UPDATE,
        then=_copied(_ONE),
    ),
    Request(
        "update_dataset_default_graphs",
        [("using-graph-uri", _ONE), ("using-graph-uri", _TWO)],
        _COPY,
        UPDATE,
        then=_copied(_ONE, _TWO),
    ),
    Request(
        "update_dataset_named_graphs",
        [("using-named-graph-uri", _ONE), ("using-named-graph-uri", _TWO)],
        _COPY_NAMED,
        UPDATE,
        then=_copied(_ONE, _TWO),
    ),
    Request(
        "update_dataset_full",
        [("using-graph-uri", _ONE), ("using-named-graph-uri", _TWO)],
        _COPY_FULL,
        UPDATE,
        then=_copied(_ONE, _TWO),
    ),
    Request("update_post_form", body=_form(("update", _INSERT)), content_type=FORM, then=_THERE),
    Request("update_post_direct", body=_INSERT, content_type=UPDATE, then=_THERE),
    Request(
        "update_base_uri",
        body=_RELATIVE,
        content_type=UPDATE,
        then="ASK { GRAPH <http://example.org/base-test> { ?s ?p ?o FILTER(isIRI(?o)) } }",
    ),
    Request("query_post_direct", body="ASK {}", content_type=QUERY, answer=True),
    Request("bad_query_method", [("query", "ASK {}")], method="PUT", good=False),
    Request(
        "bad_multiple_queries",
        [("query", "ASK {}"), ("query", "SELECT * {}")],
        method="GET",
        good=False,
    ),
    Request("bad_query_wrong_media_type", body="ASK {}", content_type="text/plain", good=False),
    Request("bad_query_missing_form_type", body=_form(("query", "ASK {}")), good=False),
    Request("bad_query_missing_direct_type", body="ASK {}", good=False),
    Request(
        "bad_query_non_utf8",
        body="ASK {}".encode("utf-16"),
        content_type=f"{QUERY}; charset=UTF-16",
        good=False,
    ),
    Request("bad_query_syntax", [("query", "ASK {")], method="GET", good=False),
    Request("bad_update_get", [("update", _INSERT)], method="GET", good=False),
    Request(
        "bad_multiple_updates",
        body=_form(("update", _INSERT), ("update", _INSERT)),
        content_type=FORM,
        good=False,
    ),
    Request("bad_update_wrong_media_type", body=_INSERT, content_type="text/plain", good=False),
    Request("bad_update_missing_form_type", body=_form(("update", _INSERT)), good=False),
    Request(
        "bad_update_non_utf8",
        body=_INSERT.encode("utf-16"),
        content_type=f"{UPDATE}; charset=UTF-16",
        good=False,
    ),
    Request("bad_update_syntax", body="INSERT DATA {", content_type=UPDATE, good=False),
    Request(
        "bad_update_dataset_conflict",
        [("using-graph-uri", _ONE)],
        f"WITH <{_TWO}> {_COPY}",
        UPDATE,
        good=False,
    ),
]


def passes(asked: Request, client: httpx.Client, endpoints: tuple[str, str]) -> bool:
    """Send a request to the endpoint for its operation; tell whether all is as it must be."""
    query, update = endpoints
    headers = {"accept": asked.accept}
    if asked.content_type:
        headers["content-type"] = asked.content_type
    content = asked.body.encode() if isinstance(asked.body, str) else asked.body
    updates = asked.name.split("_")[1 if asked.name.startswith("bad") else 0] == "update"
    address = update if updates or asked.name == "bad_multiple_updates" else query
    answer = client.request(
        asked.method,
        address,
        params=urlencode(asked.parameters) or None,
        content=content,
        headers=headers,
    )
    if not asked.good:
        return 400 <= answer.status_code < 500
    good = answer.is_success
    if asked.answer is not None:
        good = good and answer.json()["boolean"] is asked.answer
    if asked.types:
        good = good and answer.headers["content-type"].partition(";")[0] in asked.types
    if asked.then:
        good = good and client.get(query, params={"query": asked.then}).json()["boolean"] is True
    return good


_SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_IRIS: Final = (_SD.endpoint, _SD.feature, _SD.supportedLanguage, _SD.resultFormat)


def description_checks(client: httpx.Client, endpoint: str) -> list[tuple[str, Callable[[], bool]]]:
    """Return the three tests of a service description, to be run."""
    answer = client.get(endpoint, headers={"accept": "text/turtle"})

    def described() -> Graph:
        return Graph().parse(data=answer.text, format="turtle", publicID=endpoint)

    def conforms() -> bool:
        graph = described()
        services = set(graph.subjects(RDF.type, _SD.Service))
        links = [value for name in _IRIS for value in graph.objects(None, name)]
        return bool(services) and all(isinstance(value, URIRef) for value in links)

    return [
        ("returns-rdf", lambda: answer.is_success and len(described()) > 0),
        ("has-endpoint-triple", lambda: (None, _SD.endpoint, URIRef(endpoint)) in described()),
        ("conforms-to-schema", conforms),
    ]
