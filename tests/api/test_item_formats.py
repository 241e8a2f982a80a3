"""Lists and items in other formats than JSON: for tables, and for readers of RDF."""

import csv
import io
import json
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from tests.api.corpus import COURIER, HERALD

LISTS = ("claims", "events", "entities", "articles")
RDF = {"text/turtle": "turtle", "application/ld+json": "json-ld"}


def get(client: httpx.Client, path: str, accept: str) -> httpx.Response:
    return client.get(path, headers={"accept": accept})


def table(response: httpx.Response) -> list[dict[str, str]]:
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


def items(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(path).json()["items"]
    return found


def triples(response: httpx.Response) -> set[tuple[str, str, str]]:
    """Read an answer as Oxigraph does: rdflib's JSON-LD parser uses what it deprecates."""
    media_type = response.headers["content-type"].partition(";")[0]
    format_ = ox.RdfFormat.from_media_type(media_type)
    assert format_ is not None
    base = str(response.url)
    quads = ox.parse(response.content, format=format_, base_iri=base)
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}


@pytest.mark.parametrize("list_of", LISTS)
def test_a_list_as_a_table_has_the_same_items(client: httpx.Client, list_of: str) -> None:
    rows = table(get(client, f"/{list_of}", "text/csv"))
    expected = items(client, f"/{list_of}")
    assert rows
    assert [next(iter(row.values())) for row in rows] == [item["iri"] for item in expected]


def test_a_table_of_claims_has_its_evidence(client: httpx.Client) -> None:
    [row] = table(get(client, "/claims?speaker=Tomas+Brandt", "text/csv"))
    [claim] = items(client, "/claims?speaker=Tomas+Brandt")
    assert (row["content"], row["sentence"]) == (claim["content"], claim["evidence"]["sentence"])
    assert row["sha256"] == claim["article"]["sha256"]
    assert int(row["start"]) == claim["evidence"]["start"]


@pytest.mark.parametrize("media_type", RDF)
@pytest.mark.parametrize("list_of", LISTS)
def test_a_list_as_rdf_describes_its_items_and_is_part_of_the_graph(
    client: httpx.Client, list_of: str, media_type: str
) -> None:
    response = get(client, f"/{list_of}", media_type)
    found = triples(response)
    everything = triples(get(client, "/graphs?default", "text/turtle"))
    assert found <= everything
    subjects = {subject for subject, _, _ in found}
    assert {f"<{item['iri']}>" for item in items(client, f"/{list_of}")} <= subjects
    # The text of an article is with the article alone.
    assert not any("isString" in predicate for _, predicate, _ in found)


@pytest.mark.parametrize("media_type", RDF)
def test_claims_as_rdf_answer_who_said_what_about_what(
    client: httpx.Client, media_type: str
) -> None:
    response = get(client, "/claims?about=Crimea", media_type)
    graph = rdflib.Graph()
    for triple in triples(response):
        graph.parse(data=" ".join(triple) + " .", format="nt")
    [row, *_] = graph.query(
        """PREFIX : <https://w3id.org/politigraph/ns#> PREFIX schema: <https://schema.org/>
        PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
        SELECT ?who ?what ?words ?begin { ?p :said ?c ; schema:name ?who .
          ?c :about/schema:name ?what ; :content ?span .
          ?span nif:anchorOf ?words ; nif:beginIndex ?begin }"""
    )
    who, what, words, begin = (str(value) for value in row)  # type: ignore[union-attr]
    assert (who, what) == ("Mara Lindqvist", "Crimea")
    text = HERALD.text if words in HERALD.text else COURIER.text
    assert text[int(begin) :].startswith(words)


@pytest.mark.parametrize("list_of", LISTS)
@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "text/csv"])
def test_each_item_too(client: httpx.Client, list_of: str, accept: str) -> None:
    item = items(client, f"/{list_of}")[0]
    response = get(client, f"/{list_of}/{item['id']}", accept)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(accept)
    assert "Accept" in response.headers["vary"]
    if accept == "text/csv":
        [row] = table(response)
        assert next(iter(row.values())) == item["iri"]
    else:
        assert f"<{item['iri']}>" in {subject for subject, _, _ in triples(response)}


def test_an_article_as_rdf_is_all_that_it_says(client: httpx.Client) -> None:
    found = triples(get(client, f"/articles/{HERALD.id}", "text/turtle"))
    graph = f"https://w3id.org/politigraph/id/graph/{HERALD.id}"
    assert triples(get(client, f"/graphs?graph={graph}", "text/turtle")) <= found
    assert any(json.dumps(HERALD.text)[1:20] in value for _, _, value in found)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("*/*", "application/json"),
        ("text/*", "text/turtle"),
        ("text/csv, application/json;q=0.9", "text/csv"),
        ("text/csv;q=0.2, application/ld+json;q=0.3", "application/ld+json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("application/*;q=0.5, text/turtle;q=0.6", "text/turtle"),
        ("application/json;q=0, application/*", "application/ld+json"),
    ],
)
def test_quality_values_decide(client: httpx.Client, accept: str, chosen: str) -> None:
    response = get(client, "/claims", accept)
    assert response.headers["content-type"].partition(";")[0] == chosen


@pytest.mark.parametrize("path", [*(f"/{name}" for name in LISTS), f"/articles/{HERALD.id}"])
def test_other_formats_are_not_acceptable(client: httpx.Client, path: str) -> None:
    response = get(client, path, "image/png, text/csv;q=0")
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in response.json()["hint"]


def test_errors_are_problems_in_any_format(client: httpx.Client) -> None:
    response = get(client, "/claims?speaker=Nobody+Here", "text/csv")
    assert (response.status_code, response.headers["content-type"]) == (
        404,
        "application/problem+json",
    )


@pytest.mark.parametrize("accept", ["text/csv", "text/turtle"])
def test_pages_are_followed_by_their_link(client: httpx.Client, accept: str) -> None:
    found, path = [], "/claims?limit=2&about=Crimea"
    for _ in range(9):
        response = get(client, path, accept)
        found.append(response.text)
        link = response.links.get("next", {}).get("url", "")
        if not link:
            break
        path = str(response.url.join(link))
    count = len(items(client, "/claims?about=Crimea"))
    assert len(found) == -(-count // 2)
    assert len(set(found)) == len(found)


def test_a_format_has_a_tag_of_its_own(client: httpx.Client) -> None:
    json_tag = get(client, "/claims", "application/json").headers["etag"]
    tag = get(client, "/claims", "text/csv").headers["etag"]
    assert tag != json_tag
    again = client.get("/claims", headers={"accept": "text/csv", "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/claims", headers={"accept": "text/csv", "if-none-match": json_tag})
    assert other.status_code == 200
