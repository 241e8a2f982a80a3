"""The networks of a graph, and what is measured of them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politigraph.graph import heavy, measures
from politigraph.graph.errors import InvalidFilter, UnknownItem
from politigraph.graph.mapping import article_quads
from politigraph.graph.network import KINDS, Kind, Network, network, quad_class
from politigraph.graph.store import Store
from tests.graph.extractions import sample
from tests.graph.press import AINO, FINLAND, HARBOUR, MARA, NORWAY, SWEDEN, TOMAS, Press
from tests.servers import KINDS as PLACES
from tests.servers import empty_store


@pytest.fixture(scope="module", params=PLACES)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    first = Press("a1", "Baltic Herald", "2024-05-14")
    first.says(MARA, "Sweden closed the port", about=(SWEDEN, "v0"))
    first.happens("COERCE", "closed", agents=("country/SWE",), targets=("country/NOR",), claim="c0")
    first.says(AINO, "Norway is ready", about=(NORWAY,))
    second = Press("a2", "Coast Courier", "2024-06-02")
    second.says(TOMAS, "Norway opened it", cue="denied", about=(NORWAY,), speech_act="deny")
    second.says(AINO, "Sweden will wait", about=(SWEDEN,))
    second.says(MARA, "Sweden is late", about=(SWEDEN,))
    second.tells("Aino Salmi met Mara Lindqvist and Tomas Vael in Vesterholm.")
    for target in (MARA, TOMAS):
        second.happens("CONSULT", "met", agents=(AINO.id,), targets=(target.id,))
    second.happens("ASSAULT", "met", agents=(AINO.id,), targets=(MARA.id,), realis="hypothetical")
    with empty_store(request.param, tmp_path_factory.mktemp("store")) as store:
        for press in (first, second):
            store.put(article_quads(press.extraction()))
        yield store


def edges(graph: Network) -> dict[tuple[str, str, str], tuple[str, ...]]:
    return {(a, b, data["type"]): data["evidence"] for a, b, data in graph.edges(data=True)}


# -- networks


def test_speech_ties_a_speaker_to_what_the_claims_are_about(store: Store) -> None:
    graph = network(store, "speech")
    assert edges(graph) == {
        (AINO.id, NORWAY.id, "said"): ("a1/claim/c1",),
        (AINO.id, SWEDEN.id, "said"): ("a2/claim/c1",),
        (MARA.id, SWEDEN.id, "said"): ("a1/claim/c0", "a2/claim/c2"),
        (TOMAS.id, NORWAY.id, "denied"): ("a2/claim/c0",),
    }
    assert graph.edges[MARA.id, SWEDEN.id, "said"] == {
        "type": "said",
        "weight": 2,
        "first": "2024-05-14",
        "last": "2024-06-02",
        "evidence": ("a1/claim/c0", "a2/claim/c2"),
        "sign": 0,
    }
    assert graph.nodes[MARA.id]["label"] == "Mara Lindqvist"
    assert graph.nodes[MARA.id]["countries"] == ("country/NOR",)


def test_action_has_only_what_is_told_as_having_happened_with_its_sign(store: Store) -> None:
    graph = network(store, "action")
    assert {(a, b): d["sign"] for a, b, d in graph.edges(data=True)} == {
        (SWEDEN.id, NORWAY.id): -1,
        (AINO.id, MARA.id): 1,
        (AINO.id, TOMAS.id): 1,
    }
    assert all(kind != "ASSAULT" for _, _, kind in edges(graph))


def test_relation_is_speech_and_action_together(store: Store) -> None:
    parts = [edges(network(store, kind)) for kind in ("speech", "action")]
    assert edges(network(store, "relation")) == parts[0] | parts[1]


def test_quotation_ties_an_outlet_to_whom_it_quotes(store: Store) -> None:
    graph = network(store, "quotation")
    assert ("Baltic_Herald", MARA.id, "indirect") in edges(graph)
    assert graph.nodes["Baltic_Herald"] == {
        "iri": "https://w3id.org/politigraph/id/publisher/Baltic_Herald",
        "label": "Baltic Herald",
        "kind": "publisher",
        "countries": (),
    }


def test_mention_ties_who_is_named_in_one_paragraph(store: Store) -> None:
    graph = network(store, "mention")
    assert not graph.is_directed()
    assert graph.has_edge(HARBOUR.id, AINO.id)
    # In one article, but not in one paragraph.
    assert not graph.has_edge(HARBOUR.id, NORWAY.id)


def test_statements_share_events(store: Store) -> None:
    extra = Store.memory()
    extra.put(article_quads(sample()))
    graph = network(extra, "statement")
    kinds = {kind for _, _, kind in edges(graph)}
    assert kinds == {"sharesEvent", "embeddedIn"}


def test_filters_choose_articles(store: Store) -> None:
    for filters in ({"publisher": "Baltic Herald"}, {"until": "2024-05"}):
        graph = network(store, "speech", **filters)  # type: ignore[arg-type]
        proofs = [proof for found in edges(graph).values() for proof in found]
        assert proofs
        assert all(proof.startswith("a1/") for proof in proofs)
    assert not edges(network(store, "speech", since="2025"))


def test_every_piece_of_evidence_is_in_the_store(store: Store) -> None:
    for kind in KINDS:
        for found in edges(network(store, cast("Kind", kind))).values():
            for proof in found:
                iri = f"https://w3id.org/politigraph/id/article/{proof}"
                assert store.query(f"ASK {{ <{iri}> ?p ?o }}").boolean


def test_an_unknown_kind_or_outlet_is_an_error_with_a_hint(store: Store) -> None:
    with pytest.raises(InvalidFilter) as raised:
        network(store, "friends")  # type: ignore[arg-type]
    assert "speech" in raised.value.hint
    with pytest.raises(UnknownItem):
        network(store, "speech", publisher="Nobody's Gazette")


def test_each_type_of_event_is_cooperation_or_conflict() -> None:
    from politigraph.ontology.terms import PLOVER

    for name in ("AGREE", "CONSULT", "AID", "THREATEN", "ASSAULT", "PROTEST"):
        assert quad_class(name).split()[1] in {"Cooperation", "Conflict"}, PLOVER + name
    assert quad_class("said") == ""


# -- measures


def test_brokers_are_tied_to_both_sides_and_belong_to_neither(store: Store) -> None:
    found = measures.brokers(network(store, "relation"), NORWAY.id, SWEDEN.id)
    # Of four pairs (two Norwegian, two Swedish nodes) Aino Salmi stands between all.
    assert found == {AINO.id: 1.0}
    with pytest.raises(UnknownItem):
        measures.brokers(network(store, "relation"), NORWAY.id, FINLAND.id + "X")


def test_a_path_gives_the_evidence_of_each_step(store: Store) -> None:
    found = measures.path(network(store, "relation"), MARA.id, TOMAS.id)
    assert [(s.source, s.target, s.forward) for s in found] == [
        (MARA.id, AINO.id, False),
        (AINO.id, TOMAS.id, True),
    ]
    assert found[0].evidence == ("a2/event/v0",)


def test_no_path_and_nobody_are_errors(store: Store) -> None:
    with pytest.raises(UnknownItem):
        measures.path(network(store, "action"), HARBOUR.id, TOMAS.id)
    with pytest.raises(measures.NoPath):
        measures.path(network(store, "action"), SWEDEN.id, TOMAS.id)


def test_balance_counts_triangles_whose_signs_multiply_to_a_positive() -> None:
    graph: Network = nx.MultiGraph()
    for one, other, sign in [("a", "b", 1), ("b", "c", -1), ("a", "c", -1), ("c", "d", -1)]:
        graph.add_edge(one, other, sign=sign, weight=1)
    graph.add_edge("b", "d", sign=-1, weight=1)
    found = measures.balance(graph)
    # Camp {a, b} against c is balanced; b, c and d are all enemies.
    assert (found.positive, found.negative, found.triangles, found.share) == (1, 4, 2, 0.5)
    assert found.unbalanced == (("b", "c", "d"),)


def test_an_empty_network_has_no_measures() -> None:
    empty = network(Store.memory(), "speech")
    assert (measures.pagerank(empty), measures.degree(empty)) == ({}, {})
    assert (measures.betweenness(empty), measures.communities(empty)) == ({}, [])
    assert measures.balance(empty).share == 1


nodes = st.sampled_from("abcdefgh")


@st.composite
def networks(draw: st.DrawFn) -> Network:
    graph: Network = nx.MultiDiGraph()
    for source, target in draw(st.lists(st.tuples(nodes, nodes), min_size=1, max_size=20)):
        graph.add_edge(source, target, weight=draw(st.integers(1, 3)), sign=0)
    return graph


@settings(deadline=None, max_examples=20)
@given(networks())
def test_networkit_gives_the_page_rank_that_networkx_gives(graph: Network) -> None:
    exact = measures.pagerank(graph)
    large = heavy.pagerank(measures.weights(graph), 0.85, directed=True)
    assert large == pytest.approx(exact, abs=1e-6)
    assert sum(exact.values()) == pytest.approx(1)


@settings(deadline=None, max_examples=20)
@given(networks())
def test_communities_part_the_nodes(graph: Network) -> None:
    for found in (measures.communities(graph), heavy.communities(measures.weights(graph))):
        assert sorted(node for group in found for node in group) == sorted(graph)
    assert measures.communities(graph) == measures.communities(graph)


@settings(deadline=None, max_examples=20)
@given(networks(), st.data())
def test_a_path_is_a_shortest_one(graph: Network, data: st.DataObject) -> None:
    for _, _, found in graph.edges(data=True):
        found["evidence"] = ("x",)
    source, target = (data.draw(st.sampled_from(sorted(graph))) for _ in "ab")
    try:
        steps = measures.path(graph, source, target)
    except measures.NoPath:
        assert not nx.has_path(graph.to_undirected(), source, target)
    else:
        assert len(steps) == nx.shortest_path_length(graph.to_undirected(), source, target)
        assert all(one.target == other.source for one, other in pairwise(steps))
