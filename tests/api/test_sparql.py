"""The SPARQL endpoint: three ways to ask, the formats, and what is refused."""

import csv
import io
from xml.etree import ElementTree

import httpx
import pytest
import rdflib

# rdflib's own parsers and writers use what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

STATEMENTS = (
    'SELECT ?text { ?p :said ?c . ?c :about ?x ; :contentText ?text . ?x schema:name "Crimea" }'
    " ORDER BY ?text"
)
GRAPH = "CONSTRUCT { ?p :said ?c } WHERE { ?p :said ?c }"
HERALD = "https://w3id.org/politigraph/id/graph/herald-1"


def ask(client: httpx.Client, query: str, accept: str = "") -> httpx.Response:
    headers = {"accept": accept} if accept else {}
    return client.get("/sparql", params={"query": query}, headers=headers)


def test_select_in_every_format(client: httpx.Client) -> None:
    as_json = ask(client, STATEMENTS).json()
    texts = [row["text"]["value"] for row in as_json["results"]["bindings"]]
    assert len(texts) == 2
    assert "Crimea is a matter" in texts[0]

    as_csv = ask(client, STATEMENTS, "text/csv")
    assert as_csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert [row["text"] for row in csv.DictReader(io.StringIO(as_csv.text))] == texts

    as_tsv = ask(client, STATEMENTS, "text/tab-separated-values").text.splitlines()
    assert as_tsv[0] == "?text"
    assert len(as_tsv) == 3

    as_xml = ask(client, STATEMENTS, "application/sparql-results+xml").content
    name = "{http://www.w3.org/2005/sparql-results#}literal"
    assert [e.text for e in ElementTree.fromstring(as_xml).iter(name)] == texts


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
def test_construct_in_every_format(client: httpx.Client, accept: str, parser: str) -> None:
    answer = ask(client, GRAPH, accept)
    assert answer.headers["content-type"].startswith(accept)
    parsed = rdflib.Dataset(default_union=True).parse(data=answer.content, format=parser)
    said = rdflib.URIRef("https://w3id.org/politigraph/ns#said")
    assert len(list(parsed.triples((None, said, None)))) == 3


def test_ask_and_describe(client: httpx.Client) -> None:
    assert ask(client, "ASK { ?p :denied ?c }").json()["boolean"] is True
    person = "https://w3id.org/politigraph/id/entity/person/Mara_Lindqvist"
    assert "Mara Lindqvist" in ask(client, f"DESCRIBE <{person}>").text


def test_the_client_chooses_by_quality_and_the_answer_varies_by_it(client: httpx.Client) -> None:
    answer = ask(client, "ASK {}", "text/csv;q=0.1, application/sparql-results+xml;q=0.2")
    assert answer.headers["content-type"] == "application/sparql-results+xml"
    assert answer.headers["vary"] == "Accept"


def test_get_form_and_direct_post_answer_alike(client: httpx.Client) -> None:
    expected = ask(client, STATEMENTS).content
    assert client.post("/sparql", data={"query": STATEMENTS}).content == expected
    direct = {"content-type": "application/sparql-query"}
    assert client.post("/sparql", content=STATEMENTS, headers=direct).content == expected


def test_graphs_can_be_chosen(client: httpx.Client) -> None:
    count = "SELECT (COUNT(?c) AS ?n) { ?p :said ?c }"

    def counted(query: str, **parameters: str) -> int:
        answer = client.get("/sparql", params={"query": query, **parameters})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    assert counted(count) == 3
    assert counted(count, **{"default-graph-uri": HERALD}) == 2
    named = "SELECT (COUNT(?c) AS ?n) { GRAPH ?g { ?p :said ?c } }"
    assert counted(named, **{"named-graph-uri": HERALD}) == 2


@pytest.mark.parametrize(
    "accept", ["", "text/turtle", "application/rdf+xml", "application/ld+json"]
)
def test_without_a_query_it_describes_itself(client: httpx.Client, accept: str) -> None:
    answer = client.get("/sparql", headers={"accept": accept} if accept else {})
    kind = answer.headers["content-type"].partition(";")[0]
    parser = {"application/ld+json": "json-ld", "application/rdf+xml": "xml"}.get(kind, "turtle")
    described = rdflib.Graph().parse(data=answer.content, format=parser)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoint = rdflib.URIRef(str(client.base_url.join("sparql")))
    assert (endpoint, sd.endpoint, endpoint) in described
    assert (endpoint, sd.feature, sd.UnionDefaultGraph) in described


def test_a_syntax_error_says_where(client: httpx.Client) -> None:
    answer = ask(client, "SELECT ?x {\n  ?x ?y }")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["line"], problem["column"]) == (2, 10)
    assert "expected" in problem["detail"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }", 403),
        ("SELECT * FROM <http://127.0.0.1:9/x.ttl> { ?s ?p ?o }", 403),
        ("DELETE WHERE { ?s ?p ?o }", 403),
        ("LOAD <http://127.0.0.1:9/x.ttl>", 403),
        ("SELECT", 400),
        ("claims", 400),
    ],
)
def test_what_is_no_reading_query_is_refused(client: httpx.Client, query: str, status: int) -> None:
    answer = ask(client, query)
    assert answer.status_code == answer.json()["status"] == status


def test_requests_outside_the_protocol(client: httpx.Client) -> None:
    def post(content: bytes, content_type: str) -> int:
        headers = {"content-type": content_type}
        return client.post("/sparql", content=content, headers=headers).status_code

    assert post(b"ASK {}", "text/plain") == 415
    assert post(b"DROP ALL", "application/sparql-update") == 403
    assert post(b"", "application/x-www-form-urlencoded") == 400
    assert post(b"#" * 1_000_001, "application/sparql-query") == 413
    assert ask(client, "ASK {}", "text/html").status_code == 406
    assert ask(client, GRAPH, "text/csv").status_code == 406
    assert client.get("/sparql", headers={"accept": "text/html"}).status_code == 406
    assert client.get("/sparql?query=ASK{}&query=ASK{}").status_code == 400
