"""SPARQL 1.1 Protocol, clause by clause, over HTTP (the numbers are those of the standard)."""

import json
from urllib.parse import quote, urlencode

import httpx
import pytest

from politigraph.api.answers import GRAPH_TYPES, SOLUTION_TYPES

ENTITIES = "https://w3id.org/politigraph/id/graph/entities"
HERALD = "https://w3id.org/politigraph/id/graph/herald-1"
QUERY = {"content-type": "application/sparql-query"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
IN_HERALD = "ASK { ?p :said ?c }"
NAMED = "ASK { GRAPH ?g { ?p :said ?c } }"


def holds(answer: httpx.Response) -> bool:
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


# 2.1.1 to 2.1.3: the three forms of a query operation


def test_2_1_1_query_via_get(client: httpx.Client) -> None:
    assert holds(client.get("/sparql", params={"query": IN_HERALD}))


def test_2_1_2_query_via_url_encoded_post(client: httpx.Client) -> None:
    body = urlencode({"query": IN_HERALD})
    assert holds(client.post("/sparql", content=body, headers=FORM))


def test_2_1_3_query_via_post_directly(client: httpx.Client) -> None:
    assert holds(client.post("/sparql", content=IN_HERALD, headers=QUERY))
    charset = {"content-type": "application/sparql-query; charset=UTF-8"}
    assert holds(client.post("/sparql", content='ASK { FILTER("é" = "é") }', headers=charset))


# 2.1.4: the dataset, from the protocol or from the query


@pytest.mark.parametrize("send", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("query", "graphs", "expected"),
    [
        (IN_HERALD, [("default-graph-uri", HERALD)], True),
        (IN_HERALD, [("default-graph-uri", ENTITIES)], False),
        (IN_HERALD, [("default-graph-uri", ENTITIES), ("default-graph-uri", HERALD)], True),
        (NAMED, [("named-graph-uri", HERALD)], True),
        (NAMED, [("named-graph-uri", ENTITIES)], False),
        (NAMED, [("default-graph-uri", HERALD)], False),
        (IN_HERALD, [("named-graph-uri", HERALD)], False),
        # What the protocol says goes before FROM.
        (f"ASK FROM <{HERALD}> {{ ?p :said ?c }}", [("default-graph-uri", ENTITIES)], False),
        (f"ASK FROM <{ENTITIES}> {{ ?p :said ?c }}", [("default-graph-uri", HERALD)], True),
        (f"ASK FROM <{ENTITIES}> {{ ?p :said ?c }}", [], False),
        (f"ASK FROM NAMED <{HERALD}> {{ GRAPH ?g {{ ?p :said ?c }} }}", [], True),
    ],
)
def test_2_1_4_dataset(
    client: httpx.Client, send: str, query: str, graphs: list[tuple[str, str]], expected: bool
) -> None:
    if send == "get":
        answer = client.get(f"/sparql?{urlencode([('query', query), *graphs])}")
    elif send == "form":
        body = urlencode([("query", query), *graphs])
        answer = client.post("/sparql", content=body, headers=FORM)
    else:
        answer = client.post(f"/sparql?{urlencode(graphs)}", content=query, headers=QUERY)
    assert holds(answer) is expected


def test_2_1_4_a_graph_that_the_store_lacks_is_refused_and_not_fetched(
    client: httpx.Client,
) -> None:
    graphs = {"default-graph-uri": "http://127.0.0.1:9/data.ttl"}
    answer = client.get("/sparql", params={"query": IN_HERALD, **graphs})
    assert answer.status_code == 403


# 2.1.5: content negotiation


@pytest.mark.parametrize("media_type", SOLUTION_TYPES)
def test_2_1_5_each_type_of_solutions(client: httpx.Client, media_type: str) -> None:
    parameters = {"query": "SELECT ?p { ?p :said ?c }"}
    answer = client.get("/sparql", params=parameters, headers={"accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Mara_Lindqvist" in answer.text


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_2_1_5_each_type_of_graphs(client: httpx.Client, media_type: str) -> None:
    parameters = {"query": "CONSTRUCT { ?p :said ?c } WHERE { ?p :said ?c }"}
    answer = client.get("/sparql", params=parameters, headers={"accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Mara_Lindqvist" in answer.text


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.8, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/turtle, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        ("application/*;q=0.2, text/csv;q=0.1", "application/sparql-results+json"),
    ],
)
def test_2_1_5_quality_values(client: httpx.Client, accept: str, chosen: str) -> None:
    answer = client.get(
        "/sparql", params={"query": "SELECT ?p { ?p :said ?c }"}, headers={"accept": accept}
    )
    assert answer.headers["content-type"].partition(";")[0] == chosen
    assert answer.headers["vary"] == "Accept"


# 2.1.6 and 2.1.7: success and failure


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status"),
    [
        ("GET", "/sparql?query=SELECT", {}, "", 400),
        ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, "", 400),
        ("GET", "/sparql?query=%FF", {}, "", 400),
        ("GET", "/sparql?update=DROP+ALL", {}, "", 400),
        ("POST", "/sparql", FORM, "query=ASK{}&query=ASK{}", 400),
        ("POST", "/sparql", FORM, "update=DROP+ALL", 403),
        ("POST", "/sparql", FORM, "", 400),
        ("POST", "/sparql", {}, "query=ASK{}", 415),
        ("POST", "/sparql", {"content-type": "text/plain"}, "ASK {}", 415),
        ("POST", "/sparql", {"content-type": f"{QUERY['content-type']};charset=utf-16"}, "x", 415),
        ("POST", "/sparql", {"content-type": "application/sparql-update"}, "DROP ALL", 403),
        ("PUT", "/sparql", QUERY, "ASK {}", 405),
        ("DELETE", "/sparql?query=ASK{}", {}, "", 405),
    ],
)
def test_2_1_7_failures_are_client_errors_with_a_reason(
    client: httpx.Client, method: str, target: str, headers: dict[str, str], body: str, status: int
) -> None:
    answer = client.request(method, target, headers=headers, content=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_head_says_what_get_would(client: httpx.Client) -> None:
    target = f"/sparql?query={quote(IN_HERALD)}"
    head, get = client.head(target), client.get(target)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == get.headers[name]
    assert client.head("/claims").status_code == 200


# Graph Store HTTP Protocol: 4.2 indirect identification, 5.2 GET, 5.6 HEAD


def test_gsp_get_of_a_named_graph_and_of_the_default_graph(client: httpx.Client) -> None:
    def triples(parameters: str) -> set[str]:
        target = f"/graphs?{parameters}"
        answer = client.get(target, headers={"accept": "application/n-triples"})
        assert answer.status_code == 200
        return set(answer.text.splitlines())

    herald = triples(f"graph={quote(HERALD, safe='')}")
    entities = triples(f"graph={quote(ENTITIES, safe='')}")
    assert herald
    assert entities
    assert herald.isdisjoint(entities)
    assert herald | entities < triples("default")


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_gsp_formats(client: httpx.Client, media_type: str) -> None:
    answer = client.get("/graphs", params={"graph": ENTITIES}, headers={"accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Lindqvist" in answer.text


@pytest.mark.parametrize(
    ("target", "accept", "status"),
    [
        ("/graphs?graph=https%3A%2F%2Fexample.org%2Fnothing", "*/*", 404),
        ("/graphs?graph=no+iri", "*/*", 404),
        ("/graphs", "*/*", 400),
        ("/graphs?graph=", "*/*", 400),
        ("/graphs?default&graph=urn%3Ax", "*/*", 400),
        ("/graphs?graph=urn%3Ax&graph=urn%3Ay", "*/*", 400),
        ("/graphs?default", "text/csv", 406),
    ],
)
def test_gsp_failures(client: httpx.Client, target: str, accept: str, status: int) -> None:
    answer = client.get(target, headers={"accept": accept})
    assert answer.status_code == answer.json()["status"] == status


@pytest.mark.parametrize(
    ("method", "status"), [("PUT", 403), ("POST", 403), ("DELETE", 403), ("PATCH", 405)]
)
def test_gsp_writing_is_not_for_everybody(client: httpx.Client, method: str, status: int) -> None:
    answer = client.request(method, f"/graphs?graph={quote(HERALD, safe='')}")
    assert answer.status_code == answer.json()["status"] == status


def test_gsp_head(client: httpx.Client) -> None:
    answer = client.head("/graphs?default")
    assert answer.status_code == 200
    assert answer.content == b""


# Entity tags: an answer from the same state is not sent twice


@pytest.mark.parametrize(
    "target",
    [f"/sparql?query={quote(IN_HERALD)}", "/graphs?default", "/claims?limit=2", "/entities"],
)
def test_the_same_answer_is_not_sent_twice(client: httpx.Client, target: str) -> None:
    first = client.get(target)
    tag = first.headers["etag"]
    again = client.get(target, headers={"if-none-match": f'"other", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert client.get(target, headers={"if-none-match": '"other"'}).status_code == 200


def test_another_format_has_another_tag(client: httpx.Client) -> None:
    parameters = {"query": IN_HERALD}
    tag = client.get("/sparql", params=parameters).headers["etag"]
    headers = {"accept": "application/sparql-results+xml", "if-none-match": tag}
    answer = client.get("/sparql", params=parameters, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["etag"] != tag


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?x) {}", "SELECT (now() AS ?x) {}"])
def test_what_never_answers_the_same_has_no_tag(client: httpx.Client, query: str) -> None:
    assert "etag" not in client.get("/sparql", params={"query": query}).headers


def test_errors_have_no_tag(client: httpx.Client) -> None:
    assert "etag" not in client.get("/claims?speakr=x").headers
    assert "etag" not in client.get("/sparql?query=SELECT").headers
    assert json.loads(client.get("/claims?speakr=x").text)["status"] == 400
