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


def _get(
    name: str, *pairs: tuple[str, str], answer: bool | None = None, good: bool = True
) -> Request:
    return Request(name, list(pairs), method="GET", answer=answer, good=good)


def _typed(form: str, query: str, accept: str, types: tuple[str, ...]) -> Request:
    name = f"query_content_type_{form}"
    return Request(name, [("query", query)], method="GET", accept=accept, types=types)


def _update(name: str, update: str, then: str, *using: tuple[str, str]) -> Request:
    return Request(name, list(using), update, UPDATE, then=then)


def _bad(
    name: str, body: str | bytes, content_type: str = "", using: tuple[tuple[str, str], ...] = ()
) -> Request:
    return Request(name, list(using), body, content_type, good=False)


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
_USING, _USING_NAMED = "using-graph-uri", "using-named-graph-uri"
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
    _typed("select", "SELECT (1 AS ?x) {}", _RESULTS, _SOLUTIONS),
    _typed("ask", "ASK {}", _RESULTS, _SOLUTIONS[:2]),
    _typed("describe", "DESCRIBE <urn:s>", _GRAPHS, _RDF),
    _typed("construct", "CONSTRUCT { <urn:s> <urn:p> 1 } {}", _GRAPHS, _RDF),
    _update("update_dataset_default_graph", _COPY, _copied(_ONE), (_USING, _ONE)),
    _update(
        "update_dataset_default_graphs", _COPY, _copied(_ONE, _TWO), (_USING, _ONE), (_USING, _TWO)
    ),
    _update(
        "update_dataset_named_graphs",
        _COPY_NAMED,
        _copied(_ONE, _TWO),
        (_USING_NAMED, _ONE),
        (_USING_NAMED, _TWO),
    ),
    _update(
        "update_dataset_full", _COPY_FULL, _copied(_ONE, _TWO), (_USING, _ONE), (_USING_NAMED, _TWO)
    ),
    Request("update_post_form", body=_form(("update", _INSERT)), content_type=FORM, then=_THERE),
    _update("update_post_direct", _INSERT, _THERE),
    _update(
        "update_base_uri",
        _RELATIVE,
        "ASK { GRAPH <http://example.org/base-test> { ?s ?p ?o FILTER(isIRI(?o)) } }",
    ),
    Request("query_post_direct", body="ASK {}", content_type=QUERY, answer=True),
    Request("bad_query_method", [("query", "ASK {}")], method="PUT", good=False),
    _get("bad_multiple_queries", ("query", "ASK {}"), ("query", "SELECT * {}"), good=False),
    _bad("bad_query_wrong_media_type", "ASK {}", "text/plain"),
    _bad("bad_query_missing_form_type", _form(("query", "ASK {}"))),
    _bad("bad_query_missing_direct_type", "ASK {}"),
    _bad("bad_query_non_utf8", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"),
    _get("bad_query_syntax", ("query", "ASK {"), good=False),
    _get("bad_update_get", ("update", _INSERT), good=False),
    _bad("bad_multiple_updates", _form(("update", _INSERT), ("update", _INSERT)), FORM),
    _bad("bad_update_wrong_media_type", _INSERT, "text/plain"),
    _bad("bad_update_missing_form_type", _form(("update", _INSERT))),
    _bad("bad_update_non_utf8", _INSERT.encode("utf-16"), f"{UPDATE}; charset=UTF-16"),
    _bad("bad_update_syntax", "INSERT DATA {", UPDATE),
    _bad("bad_update_dataset_conflict", f"WITH <{_TWO}> {_COPY}", UPDATE, ((_USING, _ONE),)),
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
