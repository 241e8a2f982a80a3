"""Ask a dataset a SPARQL query that only reads, over the graphs it may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from politigraph.graph.answer import Answer
from politigraph.graph.errors import InvalidFilter, InvalidQuery, RefusedQuery
from politigraph.graph.read_only import BASE, outline, syntax_error
from politigraph.ontology.terms import PREFIXES

Term = ox.NamedNode | ox.Literal
"""A value that a variable can be bound to."""


@dataclass(frozen=True, slots=True)
class Graphs:
    """The IRIs of the graphs that a query reads; with none, all of them as one.

    Without ``union``, the default graph is then the one without a name.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    union: bool = True

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


_ALL: Final = Graphs()


def answer(
    dataset: ox.Store, sparql: str, bindings: Mapping[str, Term], graphs: Graphs = _ALL
) -> Answer:
    """Run a query with values for some of its variables, over ``graphs`` or else its own.

    Raises ``InvalidQuery``, ``RefusedQuery`` and, for a variable that is not
    selected, ``InvalidFilter``.
    """
    plan = outline(sparql)
    graphs = graphs or Graphs(plan.default_graphs, plan.named_graphs, graphs.union)
    _must_hold(dataset, (*graphs.default, *graphs.named))
    try:
        results = dataset.query(
            sparql,
            base_iri=BASE,
            prefixes=dict(PREFIXES),
            use_default_graph_as_union=graphs.union and not graphs,
            default_graph=_nodes(graphs.default) if graphs else None,
            named_graphs=_nodes(graphs.named) if graphs else None,
            substitutions={ox.Variable(name): value for name, value in bindings.items()},
        )
    except SyntaxError as error:
        raise syntax_error(str(error), plan) from None
    except RuntimeError as error:
        if not bindings or "projection" not in str(error):
            raise
        hint = f"the query must select {', '.join(f'?{name}' for name in bindings)}"
        raise InvalidFilter(f"a value cannot be bound: {error}", hint=hint) from None
    if plan.form is None:
        raise InvalidQuery("neither SELECT, ASK, CONSTRUCT nor DESCRIBE")
    return Answer(plan.form, results)


def _must_hold(dataset: ox.Store, graphs: Iterable[str]) -> None:
    for graph in graphs:
        if not _is_iri(graph) or not dataset.contains_named_graph(ox.NamedNode(graph)):
            raise RefusedQuery(
                f"the store has no graph <{graph}>, and graphs elsewhere are not fetched",
                hint="leave out FROM to query all articles",
            )


def _nodes(graphs: Iterable[str]) -> list[Any]:  # A list is invariant; Oxigraph wants two types.
    return [ox.NamedNode(graph) for graph in graphs]


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
