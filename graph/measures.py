"""Measures of the networks that ``network`` makes: who is central, who stands between, who sides.

Every function takes a networkx graph of ours and returns plain values by node id, the
greatest first. Large networks are measured by networkit, to the same definitions; the
result is the same but for rounding, except where a docstring says otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final, TypeAlias

import networkx as nx

from politigraph.graph import heavy
from politigraph.graph.errors import UnknownItem
from politigraph.graph.network import Network

Scores: TypeAlias = dict[str, float]

HEAVY: Final = 20_000
"""From how many pairs of nodes on networkit measures: below, networkx needs less than a second."""


class NoPath(UnknownItem):
    """Nothing connects the two nodes in this network."""


@dataclass(frozen=True, slots=True)
class Degree:
    """How much evidence leads into a node and out of it, and to how many other nodes.

    In a network without direction both are the same.
    """

    incoming: int
    outgoing: int
    neighbours: int


@dataclass(frozen=True, slots=True)
class Balance:
    """How far a signed network splits into camps (Heider; Cartwright and Harary 1956).

    A triangle is balanced when the product of its signs is positive: the friend of a
    friend is a friend, the enemy of an enemy too. ``share`` is that of balanced
    triangles, 1 where there is none. ``unbalanced`` holds the others, sorted.
    """

    positive: int
    negative: int
    triangles: int
    share: float
    unbalanced: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: two nodes, how they are tied, and the ids of the evidence.

    ``forward`` tells whether the tie leads from ``source`` to ``target``.
    """

    source: str
    target: str
    type: str
    forward: bool
    evidence: tuple[str, ...]


def degree(network: Network) -> dict[str, Degree]:
    """Return the degrees of all nodes, those with most evidence first."""
    incoming, outgoing = dict.fromkeys(network, 0), dict.fromkeys(network, 0)
    for source, target, data in network.edges(data=True):
        outgoing[source] += data["weight"]
        incoming[target] += data["weight"]
        if not network.is_directed():
            outgoing[target] += data["weight"]
            incoming[source] += data["weight"]
    near = {node: len(set(nx.all_neighbors(network, node)) - {node}) for node in network}
    found = {node: Degree(incoming[node], outgoing[node], near[node]) for node in network}
    return dict(sorted(found.items(), key=lambda item: (-_total(item[1]), item[0])))


def _total(degree: Degree) -> int:
    return degree.incoming + degree.outgoing


def pagerank(network: Network, *, damping: float = 0.85) -> Scores:
    """Return the PageRank of all nodes by weight of evidence; the sum is 1 (Brin and Page 1998)."""
    if network.number_of_nodes() == 0:
        return {}
    if network.number_of_edges() >= HEAVY:
        return _ranked(heavy.pagerank(weights(network), damping, network.is_directed()))
    return _ranked(nx.pagerank(_simple(network), alpha=damping, max_iter=1000, tol=1e-9))


def betweenness(network: Network) -> Scores:
    """Return which share of the shortest paths between others leads through each node.

    Ties count in both directions and alike (Freeman 1977). Of a large network it is an
    estimate from 256 start nodes, always the same (Geisberger, Sanders and Schultes 2008).
    """
    if network.number_of_edges() >= HEAVY:
        return _ranked(heavy.betweenness(weights(network)))
    return _ranked(nx.betweenness_centrality(_undirected(network)))


def brokers(network: Network, first: str, second: str) -> Scores:
    """Return who is tied to members of both sides and belongs to neither.

    A side is a country: itself and all that belong to it. The score is the share of the
    pairs, one of each side, that a node stands between (the liaisons of Gould and
    Fernandez 1989, whether or not the two also deal directly). Places stand between
    nobody, and neither does a tie of conflict. Raise ``UnknownItem`` for an empty side.
    """
    sides = [side(network, country) for country in (first, second)]
    own = sides[0] | sides[1]
    pairs = len(sides[0]) * len(sides[1])
    near: dict[str, set[str]] = {node: set() for node in network}
    for source, target, data in network.edges(data=True):
        if data["sign"] >= 0:
            near[source].add(target)
            near[target].add(source)
    return _ranked(
        {
            node: len(near[node] & sides[0]) * len(near[node] & sides[1]) / pairs
            for node, data in network.nodes.items()
            if node not in own
            and data["kind"] != "place"
            and not near[node].isdisjoint(sides[0])
            and not near[node].isdisjoint(sides[1])
        }
    )


def side(network: Network, country: str) -> frozenset[str]:
    """Return the nodes of a country: itself and all that belong to it. Raise ``UnknownItem``."""
    found = frozenset(
        node for node, data in network.nodes.items() if country in data.get("countries", ())
    )
    if not found:
        raise UnknownItem(
            f"nobody in this network belongs to {country!r}",
            hint="a side is the id of a country, such as country/UKR",
        )
    return found


def communities(network: Network) -> list[frozenset[str]]:
    """Return groups with more ties within than between, the largest first (Louvain; seed 0).

    Of a large network the groups are those of another implementation, and may differ.
    """
    if network.number_of_edges() == 0:
        return [frozenset([node]) for node in sorted(network)]
    if network.number_of_edges() >= HEAVY:
        found = heavy.communities(weights(network))
    else:
        found = [
            frozenset(c) for c in nx.community.louvain_communities(_undirected(network), seed=0)
        ]
    return sorted(found, key=lambda group: (-len(group), min(group)))


def balance(network: Network) -> Balance:
    """Return how balanced the signed ties are; the sign of a pair is that of most evidence."""
    signs: dict[frozenset[str], int] = {}
    for source, target, data in network.edges(data=True):
        pair = frozenset((source, target))
        if len(pair) == 2:
            signs[pair] = signs.get(pair, 0) + data["sign"] * data["weight"]
    graph: nx.Graph[str] = nx.Graph()
    for (one, other), total in ((sorted(pair), total) for pair, total in signs.items() if total):
        graph.add_edge(one, other, sign=total)
    order = {node: number for number, node in enumerate(sorted(graph))}
    count, unbalanced = 0, []
    for node in order:
        later = [other for other in graph[node] if order[other] > order[node]]
        for one, other in combinations(sorted(later), 2):
            if graph.has_edge(one, other):
                count += 1
                edges = ((node, one), (node, other), (one, other))
                if sum(graph.edges[edge]["sign"] < 0 for edge in edges) % 2:
                    unbalanced.append((node, one, other))
    negative = sum(1 for total in signs.values() if total < 0)
    positive = sum(1 for total in signs.values() if total > 0)
    share = 1 - len(unbalanced) / count if count else 1.0
    return Balance(positive, negative, count, share, tuple(sorted(unbalanced)))


def path(network: Network, source: str, target: str) -> tuple[Step, ...]:
    """Return a shortest path between two nodes, with the evidence of each step.

    Ties may be walked either way. Among paths of the same length, one with more
    evidence is taken. Raise ``UnknownItem`` for a node that is not there, ``NoPath``.
    """
    for node in (source, target):
        if node not in network:
            raise UnknownItem(
                f"{node!r} is not in this network", hint="try another network, or other dates"
            )
    graph = _undirected(network)
    for _, _, data in graph.edges(data=True):
        data["cost"] = 1 + 1 / (1000 * (1 + data["weight"]))
    try:
        nodes = nx.dijkstra_path(graph, source, target, weight="cost")
    except nx.NetworkXNoPath:
        raise NoPath(
            f"nothing connects {source!r} and {target!r} here",
            hint="try another network, or other dates",
        ) from None
    return tuple(_step(network, *pair) for pair in pairwise(nodes))


def _step(network: Network, source: str, target: str) -> Step:
    """Return the tie with most evidence between two neighbours, forward before backward."""
    options = []
    for forward in (True, False):
        ends = (source, target) if forward else (target, source)
        if network.has_edge(*ends):
            for kind, data in network[ends[0]][ends[1]].items():
                options.append((-data["weight"], not forward, kind, data["evidence"]))
    _, backward, kind, evidence = min(options)
    return Step(source, target, kind, not backward, evidence)


def weights(network: Network) -> dict[tuple[str, str], int]:
    """Return the weight of all evidence from each node to each other, whatever its type.

    >>> network = nx.MultiDiGraph()
    >>> _ = network.add_edge("a", "b", weight=2), network.add_edge("a", "b", weight=1)
    >>> weights(network)
    {('a', 'b'): 3}
    """
    found: dict[tuple[str, str], int] = {}
    for source, target, data in network.edges(data=True):
        found[source, target] = found.get((source, target), 0) + data["weight"]
    return found


def _simple(network: Network) -> "nx.Graph[str]":
    return _graph(network, weights(network), nx.DiGraph() if network.is_directed() else nx.Graph())


def _undirected(network: Network) -> "nx.Graph[str]":
    summed: dict[tuple[str, str], int] = {}
    for (source, target), weight in weights(network).items():
        if source != target:
            pair = (min(source, target), max(source, target))
            summed[pair] = summed.get(pair, 0) + weight
    return _graph(network, summed, nx.Graph())


def _graph(
    nodes: Iterable[str], weighted: Mapping[tuple[str, str], int], empty: "nx.Graph[str]"
) -> "nx.Graph[str]":
    empty.add_nodes_from(sorted(nodes))
    empty.add_weighted_edges_from((*pair, weight) for pair, weight in sorted(weighted.items()))
    return empty


def _ranked(scores: Mapping[str, float]) -> Scores:
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))
