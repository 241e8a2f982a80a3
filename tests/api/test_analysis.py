"""Networks and pictures over HTTP."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import httpx
import networkx as nx
import pytest

from politigraph.api.app import create_app
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving
from tests.graph.press import AINO, HARBOUR, MARA, NORWAY, SWEDEN, TOMAS, Press


@pytest.fixture(scope="module")
def press_client() -> Iterator[httpx.Client]:
    first = Press("a1", "Baltic Herald", "2024-03-04")
    first.says(MARA, "Vesterholm is a Swedish port", about=(HARBOUR, SWEDEN))
    first.says(AINO, "Norway and Sweden will talk", about=(NORWAY, SWEDEN))
    first.happens("CONSULT", "talk", agents=(NORWAY.id,), targets=(SWEDEN.id,))
    second = Press("a2", "Coast Courier", "2024-05-14")
    second.says(TOMAS, "Vesterholm is not a Swedish port", about=(HARBOUR,))
    with KnowledgeGraph.memory() as graph:
        for press in (first, second):
            graph.add(press.extraction())
        graph.infer()
        with serving(create_app(graph)) as client:
            yield client


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("image/svg+xml", "<svg"),
        ("text/html", "<!DOCTYPE html>"),
        ("application/graphml+xml", "<?xml"),
        ("text/vnd.graphviz", "digraph"),
    ],
)
def test_a_subgraph_comes_in_the_format_asked_for(
    press_client: httpx.Client, accept: str, begins: str
) -> None:
    answer = press_client.get("/subgraph?around=Vesterholm", headers={"accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    assert answer.text.startswith(begins)
    assert "Vesterholm" in answer.text


def test_a_format_parameter_is_for_browsers(press_client: httpx.Client) -> None:
    answer = press_client.get("/subgraph?around=Vesterholm&depth=1&format=svg")
    ET.fromstring(answer.text)
    assert press_client.get("/subgraph?around=Vesterholm&format=pdf").status_code == 400
    refused = press_client.get("/subgraph?around=Vesterholm", headers={"accept": "image/png"})
    assert refused.status_code == 406
    assert "image/svg+xml" in refused.json()["hint"]


def test_json_is_what_networkx_reads_and_tells_of_the_cut(press_client: httpx.Client) -> None:
    linked = press_client.get("/subgraph?around=Vesterholm&limit=3").json()
    assert linked["graph"]["left_out"] > 0
    assert len(nx.node_link_graph(linked, edges="edges")) == 3


def test_brokers_path_and_time(press_client: httpx.Client) -> None:
    [broker] = press_client.get("/analysis/brokers?first=Norway&second=Sweden&kind=speech").json()
    assert broker["node"]["label"] == "Aino Salmi"
    steps = press_client.get("/analysis/path?source=Mara+Lindqvist&target=Tomas+Vael").json()
    assert [step["forward"] for step in steps] == [True, False]
    assert steps[0]["evidence"][0]["evidence"]["sentence"].startswith("Mara Lindqvist said")
    months = press_client.get("/analysis/timeline?kind=speech").json()
    assert [month["total"] for month in months] == [4, 0, 1]


def test_links_come_with_rule_confidence_and_both_sentences(press_client: httpx.Client) -> None:
    [link] = press_client.get("/analysis/links?speaker=Tomas+Vael").json()
    assert link["method"] == "words-negated"
    assert 0 < link["confidence"] < 1
    assert {link[part]["evidence"]["sentence"] for part in ("first", "second")} == {
        "Mara Lindqvist said that Vesterholm is a Swedish port.",
        "Tomas Vael said that Vesterholm is not a Swedish port.",
    }
    assert press_client.get("/analysis/links?relation=agreesWith").json() == []


def test_centrality_communities_balance_and_outlets(press_client: httpx.Client) -> None:
    for measure in ("pagerank", "betweenness", "degree"):
        found = press_client.get(f"/analysis/centrality?measure={measure}&kind=speech").json()
        values = [score["value"] for score in found]
        assert values == sorted(values, reverse=True)
        assert len(found) == 6
    groups = press_client.get("/analysis/communities?kind=speech").json()
    assert sum(map(len, groups)) == 6
    assert press_client.get("/analysis/balance?kind=action").json()["positive"] == 1
    outlets = press_client.get("/analysis/outlets?most=1").json()
    assert [(o["outlet"]["label"], o["only_total"], len(o["only"])) for o in outlets] == [
        ("Baltic Herald", 2, 1),
        ("Coast Courier", 1, 1),
    ]


def test_degree_tells_evidence_in_and_out_and_neighbours(press_client: httpx.Client) -> None:
    found = press_client.get("/analysis/centrality?measure=degree&kind=speech").json()
    degrees = {
        item["node"]["label"]: (item["incoming"], item["outgoing"], item["neighbours"])
        for item in found
    }
    assert degrees["Mara Lindqvist"] == (0, 2, 2)
    assert degrees["Sweden"] == (2, 0, 2)
    assert degrees["Vesterholm"] == (2, 0, 2)
    assert all(item["value"] == item["incoming"] + item["outgoing"] for item in found)
    first = press_client.get("/analysis/centrality?measure=degree&kind=speech&limit=2").json()
    assert first == found[:2]


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/subgraph?around=Atlantis", 404, "Atlantis"),
        ("/subgraph?around=Norway&depth=11", 400, "depth"),
        ("/subgraph?around=Norway&limit=501", 400, "limit"),
        ("/subgraph?around=Norway&color=red", 400, "color"),
        ("/analysis/path?source=Norway&target=Atlantis", 404, "Atlantis"),
        ("/analysis/path?source=Mara+Lindqvist&target=Norway&kind=action", 404, "not in this"),
        ("/analysis/brokers?first=Norway&second=Vesterholm", 404, "Vesterholm"),
        ("/analysis/centrality?kind=friends", 400, "kind"),
        ("/analysis/centrality?measure=closeness", 400, "measure"),
        ("/analysis/centrality?since=yesterday", 400, "since"),
        ("/analysis/timeline?by=year", 400, "by"),
    ],
)
def test_bad_input_is_a_problem_with_a_reason(
    press_client: httpx.Client, address: str, status: int, detail: str
) -> None:
    answer = press_client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert detail in answer.text
