"""The article that started this, from the file to an answer over HTTP.

The article belongs to its publisher and stands beside the repository, so these
tests say that they are skipped where it is absent.
"""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
from jsonschema import Draft202012Validator
from pyshacl import validate
from rdflib.namespace import RDF

from politigraph.ontology.terms import NS
from tests.conftest import ROOT

SEED = ROOT.parent / "shared" / "seed"
PUTIN = "Vladimir Putin"
NIF = rdflib.Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")

# How each statement begins and ends, and the words for its source: the headline's, and ten of
# the body's. The eleventh, a fragment that the narrator quotes in a sentence of his own, has no
# source there. A quotation's marks belong to the span.
STATEMENTS = [
    ("Russia does not refuse", "talks with Ukraine", "Putin"),
    ("", "diplomatic track", "Russian President Vladimir Putin"),
    ("“Although the military", "do not reject them,”", "Putin"),
    ("negotiators of Moscow", "talks in Istanbul", "him"),
    ("“But unfortunately", "no relation to this,”", "Putin"),
    ("that Moscow knows", "worked on this,”", "The Russian leader"),
    ("“And the position", "changed after that,”", "the president"),
    ("that after the developments", "security guarantees”", "He"),
    ("“They simply gave up", "draft agreement,”", "Putin"),
    ("“And in this case", "republics of Donbass,”", "he"),
    ("“They currently proceed", "positive result,”", "Putin"),
]

pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="../shared/seed is absent")


def politigraph(*words: str | Path) -> str:
    command = [sys.executable, "-m", "politigraph", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    out = politigraph("extract", *sorted(SEED.glob("*.txt")), "--published", "2022-04-26")
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seed") / "kg"
    politigraph(
        "build", *sorted(SEED.glob("*.txt")), "--published", "2022-04-26", "--store", folder
    )
    return folder


@pytest.fixture(scope="module")
def turtle(store: Path) -> rdflib.Graph:
    file = store.parent / "kg.ttl"
    politigraph("export", "--store", store, "-o", file)
    return rdflib.Graph().parse(file)


def test_the_record_validates_against_the_schema(record: dict[str, Any]) -> None:
    schema = json.loads((ROOT / "api" / "data" / "record.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(record)


@pytest.mark.parametrize(("begin", "end", "source"), STATEMENTS)
def test_each_statement_has_its_speaker_and_its_span(
    record: dict[str, Any], begin: str, end: str, source: str
) -> None:
    text = record["text"]
    labels = {entity["id"]: entity["label"] for entity in record["entities"]}
    [claim] = [
        claim
        for claim in record["claims"]
        if not claim["embedded_in"]
        and text[claim["content"][0][0] :].startswith(begin)
        and text[: claim["content"][-1][1]].endswith(end)
        and [text[b:e] for b, e in claim["source"]] == [source]
    ]
    assert labels[claim["speaker"]] == PUTIN
    assert claim["speech_act"] in ("assert", "admit", "announce")
    assert claim["about"]


def test_each_is_one_entity_under_all_its_names(record: dict[str, Any]) -> None:
    names: dict[str, set[str]] = {}
    for mention in record["mentions"]:
        words = record["text"][mention["start"] : mention["end"]]
        names.setdefault(mention["entity"], set()).add(words)
    assert names["person/Q7747"] >= {PUTIN, "Putin", "The Russian leader", "the president", "he"}
    assert names["country/RUS"] >= {"Russia", "Russian", "Moscow"}
    assert names["country/UKR"] >= {"Ukraine", "Ukrainian", "Kiev"}
    labels = [e["label"] for e in record["entities"] if e["type"] in ("person", "country")]
    assert sorted(labels) == ["António Guterres", "Russia", "Ukraine", PUTIN]
    assert names["person/Q311440"] == {"Antonio Guterres"}


@pytest.mark.parametrize(
    ("label", "lat", "lon"),
    [
        ("Crimea", 45.2, 34.3),
        ("Sevastopol", 44.6, 33.5),
        ("Donbas", 48.3, 38.5),
        ("Bucha", 50.5, 30.2),
        ("Istanbul", 41.0, 29.0),
    ],
)
def test_each_place_has_its_point(
    record: dict[str, Any], label: str, lat: float, lon: float
) -> None:
    [place] = [e for e in record["entities"] if e["label"] == label]
    assert place["type"] == "place"
    assert (place["lat"], place["lon"]) == pytest.approx((lat, lon), abs=0.5)


def test_the_meeting_and_the_talks_are_events_and_no_rejection_is(record: dict[str, Any]) -> None:
    labels = {entity["id"]: entity["label"] for entity in record["entities"]}
    named = [
        {**event, "who": {labels[i] for i in (*event["agents"], *event["targets"])}}
        for event in record["events"]
    ]
    [meeting] = [e for e in named if e["who"] == {PUTIN, "António Guterres"}]
    assert (meeting["type"], meeting["date"]) == ("CONSULT", "2022-04-26")
    assert labels[meeting["place"]] == "Moscow"
    assert not meeting["claim"]
    talks = [e for e in named if e["type"] == "CONSULT" and labels.get(e["place"]) == "Istanbul"]
    assert talks
    assert all(e["claim"] for e in talks)
    assert all(
        e["polarity"] == "negative"
        for e in named
        if record["text"][slice(*e["trigger"])] in ("refuse", "reject")
    )


def test_plain_rdflib_finds_what_putin_said_about_crimea(turtle: rdflib.Graph) -> None:
    rows = turtle.query(
        """PREFIX : <https://w3id.org/politigraph/ns#> PREFIX schema: <https://schema.org/>
        SELECT DISTINCT ?p ?x { ?who :said ?c . ?c :about ?what .
          ?who schema:name ?p . ?what schema:name ?x }"""
    )
    found = {(str(p), str(x)) for p, x in rows}  # type: ignore[misc]
    assert (PUTIN, "Crimea") in found


def test_the_graph_conforms_to_its_shapes(turtle: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    conforms, _, report = validate(turtle, shacl_graph=shapes, advanced=True)
    assert conforms, report


def test_every_mention_is_the_text_at_its_offsets(turtle: rdflib.Graph) -> None:
    mentions = list(turtle.subjects(RDF.type, rdflib.URIRef(f"{NS}Mention")))
    assert len(mentions) > 50
    for mention in mentions:
        text = turtle.value(turtle.value(mention, NIF.referenceContext), NIF.isString)
        begin, end = (turtle.value(mention, p) for p in (NIF.beginIndex, NIF.endIndex))
        assert str(text)[int(str(begin)) : int(str(end))] == str(
            turtle.value(mention, NIF.anchorOf)
        )


def test_every_term_is_defined(turtle: rdflib.Graph) -> None:
    core = rdflib.Graph()
    for name in ("core", "plover", "acts"):
        core.parse(ROOT / "ontology" / f"{name}.ttl")
    used = set(turtle.predicates()) | set(turtle.objects(predicate=RDF.type))
    defined = set(core.subjects(RDF.type)) | {RDF.type}
    assert used <= defined


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[httpx.Client]:
    command = [sys.executable, "-m", "politigraph", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            url = next(m for line in server.stderr if (m := re.search(r"http://[\d.]+:\d+", line)))
            with httpx.Client(base_url=url.group(), timeout=30) as client:
                yield client
        finally:
            server.terminate()


def test_the_same_over_http(client: httpx.Client) -> None:
    answer = client.get("/claims", params={"speaker": "Putin", "about": "Crimea"})
    assert answer.status_code == 200
    items = answer.json()["items"]
    assert len(items) >= 3
    assert all("Crimea" in item["content"] for item in items)
    assert all(item["speaker"]["label"] == PUTIN for item in items)


def test_the_same_in_sparql_in_four_formats(client: httpx.Client) -> None:
    where = (
        "{ ?p :said ?c ; schema:name 'Vladimir Putin' . ?c :about ?x . ?x schema:name 'Crimea' }"
    )

    def ask(query: str, accept: str) -> str:
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(accept)
        return answer.text

    select = f"SELECT DISTINCT ?c {where}"
    found = json.loads(ask(select, "application/sparql-results+json"))["results"]["bindings"]
    rows = list(csv.reader(io.StringIO(ask(select, "text/csv"))))
    assert len(rows) - 1 == len(found) >= 3
    xml = ask(select, "application/sparql-results+xml")
    assert xml.count("<result>") == len(found)
    graph = rdflib.Graph().parse(
        data=ask(f"CONSTRUCT WHERE {where}", "text/turtle"), format="turtle"
    )
    assert len(set(graph.objects(predicate=rdflib.URIRef(f"{NS}said")))) == len(found)
