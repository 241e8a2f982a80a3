"""Measures of large networks by networkit: node ids in, node ids out.

networkit is loaded on the first call: it takes a second. One thread is used: several
would give other results from run to run, and wait for each other on a busy machine.
"""

from collections.abc import Mapping
from typing import Any

Weights = Mapping[tuple[str, str], int]

SAMPLES = 256
"""From how many nodes betweenness is estimated."""


def pagerank(weights: Weights, damping: float, directed: bool) -> dict[str, float]:
    """Return the PageRank by weight; what flows into a node without ties out goes to all."""
    nk = _networkit()
    names, graph = _graph(weights, directed=directed)
    sinks = nk.centrality.SinkHandling.DistributeSinks
    measure = nk.centrality.PageRank(graph, damping, 1e-10, False, sinks)
    measure.run()
    scores = measure.scores()
    total = sum(scores)
    return {name: score / total for name, score in zip(names, scores, strict=True)}


def betweenness(weights: Weights) -> dict[str, float]:
    """Return an estimate of the betweenness of all nodes, by hops, whatever the direction."""
    nk = _networkit()
    names, graph = _graph(weights, directed=False, weighted=False)
    measure = nk.centrality.EstimateBetweenness(graph, SAMPLES, normalized=True)
    measure.run()
    return dict(zip(names, measure.scores(), strict=True))


def communities(weights: Weights) -> list[frozenset[str]]:
    """Return the groups that the Louvain method finds, with refinement."""
    nk = _networkit()
    names, graph = _graph(weights, directed=False)
    measure = nk.community.PLM(graph, refine=True)
    measure.run()
    partition = measure.getPartition()
    groups = (partition.getMembers(part) for part in partition.getSubsetIds())
    return [frozenset(names[node] for node in group) for group in groups]


def _networkit() -> Any:
    import networkit as nk

    nk.engineering.setNumberOfThreads(1)
    nk.engineering.setSeed(0, useThreadId=False)
    return nk


def _graph(weights: Weights, *, directed: bool, weighted: bool = True) -> tuple[list[str], Any]:
    import numpy as np

    summed: dict[tuple[str, str], int] = {}
    for (source, target), weight in weights.items():
        pair = (source, target) if directed else (min(source, target), max(source, target))
        summed[pair] = summed.get(pair, 0) + weight
    names = sorted({node for pair in summed for node in pair})
    number = {name: index for index, name in enumerate(names)}
    rows = np.fromiter((number[source] for source, _ in summed), np.uint64, len(summed))
    columns = np.fromiter((number[target] for _, target in summed), np.uint64, len(summed))
    values = np.fromiter(summed.values(), np.float64, len(summed))
    graph = _networkit().GraphFromCoo(
        (values, (rows, columns)), n=len(names), weighted=weighted, directed=directed
    )
    return names, graph
