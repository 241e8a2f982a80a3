"""What an export writes, one article at a time: all of a graph, or what a choice leaves of it.

Only names are kept in memory, those of articles and of entities; an article is read when
it is written. What is chosen is what a graph of the chosen articles alone would hold.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from operator import attrgetter
from typing import Final, Literal, cast

import pyoxigraph as ox

from politigraph.graph import iris
from politigraph.graph.store import Store
from politigraph.graph.turtle import Term
from politigraph.ontology.terms import ID, Gaf, Nif, Property, Schema

Text = Literal["whole", "quoted", "none"]
"""How much of the articles' words is written: all; claims, triggers and names; nothing.

Offsets and the hash of the text are always there, so that who has the text can open
each sentence.
"""

Progress = Callable[[int, int], None]
"""Is told how many of how many articles one pass has read."""

Described = tuple[Term, list[ox.Quad]]

_ARTICLES: Final = f"{ID}article/"
_ENTITIES: Final = ox.NamedNode(iris.ENTITIES_GRAPH)
_INFERRED: Final = ox.NamedNode(iris.INFERRED_GRAPH)
_SHARED: Final = (f"{ID}entity/", f"{ID}publisher/")
_WORDS: Final = {
    "whole": frozenset[str](),
    "quoted": frozenset({str(Nif.IS_STRING)}),
    "none": frozenset({str(Nif.IS_STRING), str(Property.CONTENT_TEXT), str(Nif.ANCHOR_OF)}),
}
"""The properties that are left out, whose values are words of the article."""

_DERIVED: Final = {
    str(Property.INDICATES_AFFILIATION): str(Schema.AFFILIATION),
    str(Property.INDICATES_SECTOR): str(Property.SECTOR),
}

_NUMBER: Final = re.compile(r"(\d+)")
_IN_ARTICLE: Final = re.compile(rf"({re.escape(_ARTICLES)}[^/#]*)(.*)", re.DOTALL)
_PARTS: Final = ("#char=", "/extraction", "/event/", "/claim/", "")
"""What follows an article's IRI, from the last to the first part in a file."""

_Order = tuple[str, int, list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is exported: everything, where nothing is chosen.

    ``articles`` are IRIs of articles and ``claims`` of claims, None for all; of an article
    only the chosen claims are then written, with what they point at. ``graph`` is the IRI of
    the one graph that is written.
    """

    articles: frozenset[str] | None = None
    claims: frozenset[str] | None = None
    graph: str = ""
    text: Text = "whole"


class Parts:
    """Reads the parts of an export from a store, in a fixed order."""

    def __init__(
        self, store: Store, choice: Choice | None = None, progress: Progress | None = None
    ) -> None:
        self.store = store
        self.choice = choice or Choice()
        self._inner = store.oxigraph
        self._progress = progress

    @cached_property
    def graphs(self) -> list[ox.NamedNode]:
        """The graphs of the chosen articles, by name."""
        reserved = {iris.ENTITIES_GRAPH, iris.INFERRED_GRAPH, iris.IDENTITY_GRAPH}
        return [g for g in self._all_graphs() if g.value not in reserved and self._chosen(g)]

    def _all_graphs(self) -> list[ox.NamedNode]:
        found = cast("Iterator[ox.NamedNode]", self._inner.named_graphs())
        return sorted(found, key=attrgetter("value"))

    def _chosen(self, graph: ox.NamedNode) -> bool:
        if self.choice.graph:
            return graph.value == self.choice.graph
        return self.choice.articles is None or article_of(graph) in self.choice.articles

    @property
    def _narrowed(self) -> bool:
        return self.choice.articles is not None or self.choice.claims is not None

    def articles(
        self,
        order: Callable[[ox.NamedNode], object] | None = None,
        predicates: Collection[str] = (),
    ) -> Iterator[tuple[ox.NamedNode, list[ox.Quad]]]:
        """Yield the graph of each article with its quads, sorted as they are written.

        Of some predicates alone, where they are given: most quads of an article describe the
        mentions in it, and are not read then.
        """
        graphs = sorted(self.graphs, key=order) if order else self.graphs  # type: ignore[arg-type]
        for number, graph in enumerate(graphs):
            self._tell(number)
            yield graph, in_order(self._read(graph, predicates))
        self._tell(len(graphs))

    def _read(self, graph: ox.NamedNode, predicates: Collection[str]) -> Iterable[ox.Quad]:
        wanted = frozenset(predicates)
        left_out = _WORDS[self.choice.text]
        # A claim leads to what belongs to it by any predicate; of a server each is a request.
        if wanted and self.choice.claims is None and not self.store.distant:
            by_one = (
                self._inner.quads_for_pattern(None, ox.NamedNode(predicate), None, graph)
                for predicate in wanted - left_out
            )
            return chain.from_iterable(by_one)
        quads = self._inner.quads_for_pattern(None, None, None, graph)
        kept = [quad for quad in quads if quad.predicate.value not in left_out]
        if self.choice.claims is not None:
            kept = of_claims(kept, self.choice.claims)
        return [quad for quad in kept if not wanted or quad.predicate.value in wanted]

    def _tell(self, done: int) -> None:
        if self._progress:
            self._progress(done, len(self.graphs))

    def entities(self) -> Iterator[Described]:
        """Yield each entity and outlet with what is said of it in the entities graph."""
        if self.choice.graph not in ("", iris.ENTITIES_GRAPH):
            return
        if not self._narrowed:
            yield from self._of_graph(_ENTITIES)
            return
        needed = self._needed
        for subject in sorted(map(ox.NamedNode, needed.shared), key=subject_order):
            quads = [
                quad
                for quad in self._inner.quads_for_pattern(subject, None, None, _ENTITIES)
                if quad.predicate.value not in _DERIVED.values()
                or (subject.value, quad.predicate.value, quad.object) in needed.indicated
            ]
            if quads:
                yield subject, sorted(quads, key=_within)

    def inferred(self) -> Iterator[tuple[ox.NamedNode, Iterator[Described]]]:
        """Yield the graphs beside the articles, with their subjects; the last part of a file.

        Of a choice only what is inferred of it; judgements of identity are of all articles.
        """
        known = {*self.graphs, _ENTITIES}
        for graph in self._all_graphs():
            article = graph.value not in {iris.INFERRED_GRAPH, iris.IDENTITY_GRAPH}
            if article or graph in known or self.choice.graph not in ("", graph.value):
                continue
            if not self._narrowed:
                yield graph, self._of_graph(graph)
            elif graph == _INFERRED:
                yield graph, self._inferred_of_choice()

    def _inferred_of_choice(self) -> Iterator[Described]:
        for subject, quads in self._of_graph(_INFERRED):
            kept = [quad for quad in quads if self._is_kept(quad.object)]
            whole = len(kept) == len(quads)
            told = isinstance(subject, ox.NamedNode) and subject.value.startswith(_ARTICLES)
            # A plain link leads to one other; an inference or a group without one of its
            # ends would say something else.
            if kept and self._is_kept(subject) and (whole or told):
                yield subject, kept

    def _is_kept(self, term: Term) -> bool:
        if not isinstance(term, ox.NamedNode) or not term.value.startswith(_ARTICLES):
            return True
        return term.value in self._needed.told

    def _of_graph(self, graph: ox.NamedNode) -> Iterator[Described]:
        subjects = {q.subject for q in self._inner.quads_for_pattern(None, None, None, graph)}
        for subject in sorted(subjects, key=subject_order):
            quads = self._inner.quads_for_pattern(subject, None, None, graph)
            yield subject, sorted(quads, key=_within)

    @cached_property
    def _needed(self) -> "_Needed":
        """What the chosen articles refer to; finding it takes a pass over them."""
        needed = _Needed(set(), set(), set())
        for _, quads in self.articles():
            needed.read(quads)
        return needed


@dataclass(frozen=True, slots=True)
class _Needed:
    """IRIs that chosen articles refer to, what they indicate, and their articles and claims."""

    shared: set[str]
    indicated: set[tuple[str, str, Term]]
    told: set[str]

    def read(self, quads: list[ox.Quad]) -> None:
        denotes: dict[Term, list[str]] = {}
        for quad in quads:
            for term in (quad.subject, quad.object):
                if isinstance(term, ox.NamedNode) and _is_shared(term):
                    self.shared.add(term.value)
            if quad.predicate.value == Gaf.DENOTED_BY and isinstance(quad.subject, ox.NamedNode):
                denotes.setdefault(quad.object, []).append(quad.subject.value)
            elif isinstance(quad.subject, ox.NamedNode) and "#char=" not in quad.subject.value:
                self.told.add(quad.subject.value)
        for quad in quads:
            derived = _DERIVED.get(quad.predicate.value)
            if derived:
                for entity in denotes.get(quad.subject, ()):
                    self.indicated.add((entity, derived, quad.object))


def article_of(graph: ox.NamedNode) -> str:
    """Return the IRI of the article that a graph holds; of a user's own graph, its name."""
    try:
        return iris.article_iri(iris.article_id(graph.value))
    except ValueError:
        return graph.value


def of_claims(quads: list[ox.Quad], claims: frozenset[str]) -> list[ox.Quad]:
    """Return the quads of an article that belong to some of its claims.

    Those of the claims, of their spans, of the events and claims that they are about or
    stand in, and of the article; and who said or is denoted by one of these.
    """
    by_subject: dict[Term, list[ox.Quad]] = {}
    for quad in quads:
        by_subject.setdefault(quad.subject, []).append(quad)
    kept = {s for s in by_subject if isinstance(s, ox.NamedNode) and s.value in claims}
    waiting = list(kept)
    while waiting:
        for quad in by_subject[waiting.pop()]:
            found = quad.object
            if not isinstance(found, ox.NamedNode) or found in kept or found not in by_subject:
                continue
            if found.value.startswith(_ARTICLES):
                kept.add(found)
                waiting.append(found)
    edges = (quad for quad in quads if _is_shared(quad.subject) and quad.object in kept)
    return [*(quad for subject in kept for quad in by_subject[subject]), *edges]


def _is_shared(term: Term) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(_SHARED)


def by_subject(quads: list[ox.Quad]) -> Iterator[Described]:
    """Yield each subject of sorted quads with its own."""
    for subject, found in groupby(quads, attrgetter("subject")):
        yield subject, list(found)


def in_order(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return quads sorted as they are written in a file: by subject, predicate and object."""
    described: dict[Term, list[ox.Quad]] = {}
    for quad in quads:
        described.setdefault(quad.subject, []).append(quad)
    subjects = sorted(described, key=subject_order)
    return [quad for subject in subjects for quad in sorted(described[subject], key=_within)]


def _within(quad: ox.Quad) -> tuple[str, str]:
    return quad.predicate.value, str(quad.object)


def subject_order(subject: Term) -> _Order:
    """Entities and outlets first, then an article with its claims, events and mentions.

    Numbers are sorted as numbers, so that offsets come in the order of the text.
    """
    iri = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
    found = _IN_ARTICLE.fullmatch(iri)
    article, part = (found[1], found[2]) if found else ("", iri)
    rank = next(rank for rank, start in enumerate(_PARTS) if part.startswith(start))
    numbers = _NUMBER.split(part)
    return article, -rank, [(int(n), n) if i % 2 else (0, n) for i, n in enumerate(numbers)]
