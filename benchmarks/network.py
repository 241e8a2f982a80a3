"""Networks of many edges from a store: build and PageRank, against plain networkx.

    python -m benchmarks.network [--edges N …] [--rounds N]     100,000 edges unless told

The store is made up: claims by and about actors drawn by a power law, as in the news.
Plain networkx is given the same rows by the same query engine, adds an edge a claim,
and runs its own PageRank. Both keep the ids of the claims. It also times the picture of
300 nodes. Communities and betweenness (an estimate from as many start nodes as ours) are
measured with plain networkx too, up to 100,000 edges: beyond, it takes too long to wait for.
Seconds are of processor time: everything here runs in one thread, and other work on
the machine must not count.
"""

import argparse
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from statistics import median
from time import process_time
from typing import TypeVar

import networkx as nx
import pyoxigraph as ox

from politigraph.graph import heavy, measures
from politigraph.graph.draw import svg
from politigraph.graph.iris import ENTITIES_GRAPH, article_iri, claim_iri, entity_iri, graph_iri
from politigraph.graph.network import network
from politigraph.graph.scene import scene
from politigraph.graph.store import Store
from politigraph.graph.subgraph import Subgraph, subgraph
from politigraph.ontology.terms import Property, Schema, Xsd

T = TypeVar("T")

_WHOLE = 100_000
"""Up to how many edges plain networkx runs all measures: beyond, it takes too long."""

PLAIN = """
SELECT ?source ?target ?claim ?published {
  ?source :said ?claim . ?claim :about ?target ; :inArticle/schema:datePublished ?published }"""


def made_up(edges: int) -> Store:
    """Return a store in memory with that many claims, each about one actor."""
    store = Store.memory()
    store.oxigraph.bulk_extend(_quads(edges))
    return store


def _quads(edges: int) -> Iterator[ox.Quad]:
    random = Random(7)
    actors = [ox.NamedNode(entity_iri(f"person/P{number}")) for number in range(edges // 20)]
    entities = ox.NamedNode(ENTITIES_GRAPH)
    for number, actor in enumerate(actors):
        yield ox.Quad(actor, ox.NamedNode(Schema.NAME), ox.Literal(f"Person {number}"), entities)
    said, claimed = ox.NamedNode(Property.SAID), ox.NamedNode(Property.CLAIMED)
    about, inside = ox.NamedNode(Property.ABOUT), ox.NamedNode(Property.IN_ARTICLE)
    published, day = ox.NamedNode(Schema.DATE_PUBLISHED), ox.NamedNode(Xsd.DATE)
    for number in range(edges):
        name = f"a{number // 10}"
        graph, article = ox.NamedNode(graph_iri(name)), ox.NamedNode(article_iri(name))
        claim = ox.NamedNode(claim_iri(name, f"c{number}"))
        source, target = (actors[int(len(actors) * random.random() ** 2)] for _ in "ab")
        yield ox.Quad(source, said, claim, graph)
        yield ox.Quad(source, claimed, claim, graph)
        yield ox.Quad(claim, about, target, graph)
        yield ox.Quad(claim, inside, article, graph)
        if number % 10 == 0:
            date = ox.Literal(f"2022-{number // 10 % 12 + 1:02d}-01", datatype=day)
            yield ox.Quad(article, published, date, graph)


def plain(store: Store) -> "nx.MultiDiGraph[str]":
    """Return the network as one writes it first: an edge a row."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in store.query(PLAIN):
        graph.add_edge(
            str(row["source"]), str(row["target"]), claim=row["claim"], published=row["published"]
        )
    return graph


def plain_groups(graph: "nx.Graph[str]") -> list[set[str]]:
    """Return the communities of networkx."""
    return list(nx.community.louvain_communities(graph, seed=0))


def plain_betweenness(graph: "nx.Graph[str]") -> dict[str, float]:
    """Return the betweenness by networkx, estimated as ours is."""
    return dict(nx.betweenness_centrality(graph, k=min(heavy.SAMPLES, len(graph)), seed=0))


def draw(found: Subgraph) -> str:
    """Return the picture of a subgraph."""
    return svg(scene(found))


def timed(action: Callable[[], T], rounds: int) -> tuple[float, T]:
    """Return the median seconds of processor time of some rounds, and the last result."""
    seconds = []
    for _ in range(rounds):
        start = process_time()
        result = action()
        seconds.append(process_time() - start)
    return median(seconds), result


def ours(store: Store, rounds: int) -> Iterator[float]:
    """Yield the seconds of building and of each measure."""
    seconds, graph = timed(partial(network, store, "speech"), rounds)
    yield seconds
    for measure in (measures.pagerank, measures.communities, measures.betweenness):
        yield timed(partial(measure, graph), rounds)[0]


def theirs(store: Store, rounds: int, *, whole: bool) -> Iterator[float]:
    """Yield the same of plain networkx; unless ``whole``, only of building and PageRank."""
    seconds, graph = timed(partial(plain, store), rounds)
    yield seconds
    yield timed(partial(nx.pagerank, graph), rounds)[0]
    if whole:
        simple: nx.Graph[str] = nx.Graph(graph)
        for measure in (plain_groups, plain_betweenness):
            yield timed(partial(measure, simple), rounds)[0]


def print_row(edges: int, name: str, seconds: Iterator[float]) -> None:
    """Print a row of the table."""
    print(f"{edges:>10,} {name:12}", *(f"{value:11.2f}" for value in seconds), flush=True)


def main() -> None:
    """Print a table of seconds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--edges", type=int, nargs="+", default=[100_000])
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    names = ("build s", "PageRank s", "groups s", "between s")
    print(f"{'claims':>10} {'':12}", *(f"{name:>11}" for name in names))
    for edges in options.edges:
        store = made_up(edges)
        print_row(edges, "politigraph", ours(store, options.rounds))
        print_row(edges, "networkx", theirs(store, options.rounds, whole=edges <= _WHOLE))
        finding, found = timed(
            partial(subgraph, store, "person/P0", depth=3, limit=300), options.rounds
        )
        drawing, _ = timed(partial(draw, found), options.rounds)
        print(f"  {len(found.nodes)} nodes: found in {finding:.2f} s, drawn in {drawing:.2f} s")


if __name__ == "__main__":
    main()
