"""Questions about the networks of a graph, answered with names and sentences.

``measures`` works on any network; here names are looked up, networks are kept while the
content of the store stays the same, and answers carry the evidence.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypedDict, TypeVar, Unpack, cast

from politigraph.graph import lookup, measures
from politigraph.graph.errors import InvalidFilter
from politigraph.graph.measures import Balance, Degree, Scores
from politigraph.graph.network import Kind, Network, network
from politigraph.graph.queries import named_query
from politigraph.graph.reading import Reader, short_id
from politigraph.graph.rows import ClaimRow, EventRow, Ref
from politigraph.graph.store import Store
from politigraph.ontology.terms import ID, Property

Interval = Literal["week", "month"]
T = TypeVar("T")

_MOST_KEPT: Final = 8
"""How many networks are kept; a large one takes hundreds of megabytes."""


class Selection(TypedDict, total=False):
    """Which articles a network is made of; ``copies`` counts syndicated ones each time."""

    publisher: str
    since: str
    until: str
    copies: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A node with the value of a measure."""

    node: Ref
    value: float


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step between two nodes, with the sentences that tie them.

    ``forward`` tells whether the tie leads from ``source`` to ``target``.
    """

    source: Ref
    target: Ref
    type: str
    forward: bool
    evidence: tuple[ClaimRow | EventRow, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, each once, in the order of the evidence."""
        return tuple(dict.fromkeys(row.evidence.sentence for row in self.evidence))


@dataclass(frozen=True, slots=True)
class Period:
    """How much evidence of each type one week or month has; ``start`` is its first day."""

    start: str
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All evidence of the period."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Outlet:
    """What one outlet reports: whose voices and which topics, with the number of claims.

    ``only`` holds the claims whose words no other outlet has, and with which no claim of
    another outlet is known to agree.
    """

    outlet: Ref
    voices: tuple[tuple[Ref, int], ...]
    topics: tuple[tuple[Ref, int], ...]
    only: tuple[ClaimRow, ...]


class Analysis:
    """The measures of one store.

    >>> Analysis(Store.memory()).pagerank("speech")
    []
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[tuple[object, ...], object] = {}

    def network(self, kind: Kind = "relation", **selection: Unpack[Selection]) -> Network:
        """Return a network; the same object while the store's content is the same."""
        key = ("network", kind, tuple(sorted(selection.items())))
        return self._once(key, lambda: network(self._store, kind, **selection))

    def _once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what was made for this state of the store, or make and keep it."""
        whole = (self._store.fingerprint, *key)
        if whole not in self._kept:
            kept = {k: v for k, v in self._kept.items() if k[0] == whole[0]}
            for oldest in list(kept)[: max(len(kept) - 4 * _MOST_KEPT + 1, 0)]:
                del kept[oldest]
            self._kept = {**kept, whole: make()}
        return cast("T", self._kept[whole])

    # -- measures

    def degree(
        self, kind: Kind = "relation", **selection: Unpack[Selection]
    ) -> list[tuple[Ref, Degree]]:
        """Return how much evidence leads in and out of each node, the most first."""
        graph = self.network(kind, **selection)
        key = ("degree", kind, tuple(sorted(selection.items())))
        degrees = self._once(key, lambda: measures.degree(graph))
        ref = self._refs(graph)
        return [(ref(node), degree) for node, degree in degrees.items()]

    def pagerank(self, kind: Kind = "relation", **selection: Unpack[Selection]) -> list[Score]:
        """Return the PageRank of each node, the highest first."""
        return self._scores("pagerank", measures.pagerank, kind, selection)

    def betweenness(self, kind: Kind = "relation", **selection: Unpack[Selection]) -> list[Score]:
        """Return the betweenness of each node, the highest first."""
        return self._scores("betweenness", measures.betweenness, kind, selection)

    def brokers(
        self,
        first: str,
        second: str,
        kind: Kind = "relation",
        **selection: Unpack[Selection],
    ) -> list[Score]:
        """Return who stands between two countries, given by name or id."""
        sides = [short_id(lookup.entity(self._store, name)) for name in (first, second)]
        graph = self.network(kind, **selection)
        ref = self._refs(graph)
        found = measures.brokers(graph, sides[0], sides[1])
        return [Score(ref(node), value) for node, value in found.items()]

    def communities(
        self, kind: Kind = "relation", **selection: Unpack[Selection]
    ) -> list[tuple[Ref, ...]]:
        """Return groups with more ties within than between, the largest first."""
        graph = self.network(kind, **selection)
        key = ("communities", kind, tuple(sorted(selection.items())))
        groups = self._once(key, lambda: measures.communities(graph))
        ref = self._refs(graph)
        return [tuple(ref(node) for node in sorted(group)) for group in groups]

    def balance(self, kind: Kind = "action", **selection: Unpack[Selection]) -> Balance:
        """Return how far the signed ties split into camps."""
        return measures.balance(self.network(kind, **selection))

    def path(
        self, source: str, target: str, kind: Kind = "relation", **selection: Unpack[Selection]
    ) -> list[PathStep]:
        """Return a shortest path between two actors, with the sentences of each step.

        Raises what ``lookup.entity`` raises for names, and ``NoPath``.
        """
        ends = [short_id(lookup.entity(self._store, name)) for name in (source, target)]
        graph = self.network(kind, **selection)
        ref, reader = self._refs(graph), self._reader()
        return [
            PathStep(
                ref(step.source),
                ref(step.target),
                step.type,
                step.forward,
                tuple(_evidence(reader, step.evidence)),
            )
            for step in measures.path(graph, ends[0], ends[1])
        ]

    def over_time(
        self,
        by: Interval = "month",
        kind: Kind = "speech",
        *,
        node: str = "",
        **selection: Unpack[Selection],
    ) -> list[Period]:
        """Return how much evidence each week or month has, of each type, without gaps.

        With ``node``, only what leads from or to that entity. Weeks begin on Monday.
        """
        if by not in ("week", "month"):
            raise InvalidFilter(f"there is no interval {by!r}", hint="use week or month")
        graph = self.network(kind, **selection)
        wanted = short_id(lookup.entity(self._store, node)) if node else ""
        reader = self._reader()
        counts: dict[date, Counter[str]] = {}
        for one, other, data in graph.edges(data=True):
            if wanted and wanted not in (one, other):
                continue
            for proof in data["evidence"]:
                day = reader.article(_article(proof)).published
                if day:
                    start = _start(date.fromisoformat(day), by)
                    counts.setdefault(start, Counter())[data["type"]] += 1
        return _without_gaps(counts, by)

    def outlets(self, *, most: int = 10, **selection: Unpack[Selection]) -> list[Outlet]:
        """Compare outlets: at most ``most`` voices and topics each, and what one alone reports."""
        voices = self.network("quotation", **selection)
        topics = self.network("topic", **selection)
        reader = self._reader()
        names = sorted({n for g in (voices, topics) for n, d in g.nodes.items() if _is_outlet(d)})
        return [
            Outlet(
                reader.ref(f"{ID}publisher/{name}"),
                self._most(reader, voices, name, most),
                self._most(reader, topics, name, most),
                self._only(reader, name, selection),
            )
            for name in names
        ]

    # -- parts

    def _reader(self) -> Reader:
        return Reader(self._store.oxigraph)

    def _scores(
        self,
        name: str,
        measure: Callable[[Network], Scores],
        kind: Kind,
        selection: Selection,
    ) -> list[Score]:
        graph = self.network(kind, **selection)
        key = (name, kind, tuple(sorted(selection.items())))
        scores = self._once(key, lambda: measure(graph))
        ref = self._refs(graph)
        return [Score(ref(node), value) for node, value in scores.items()]

    def _refs(self, graph: Network) -> Callable[[str], Ref]:
        """Return what gives a node of a network with its label."""

        def ref(node: str) -> Ref:
            data = graph.nodes[node]
            return Ref(data["iri"], node, data["label"], data["kind"])

        return ref

    def _most(
        self, reader: Reader, graph: Network, outlet: str, most: int
    ) -> tuple[tuple[Ref, int], ...]:
        counts: Counter[str] = Counter()
        if outlet in graph:
            for _, other, data in graph.edges(outlet, data=True):
                counts[other] += data["weight"]
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
        return tuple((reader.ref(graph.nodes[node]["iri"]), count) for node, count in ranked)

    def _only(
        self, reader: Reader, outlet: str, selection: Mapping[str, object]
    ) -> tuple[ClaimRow, ...]:
        query = named_query("single_outlet_claims")
        terms = {"outlet": lookup.term(self._store, "outlet", f"{ID}publisher/{outlet}")}
        rows = self._store.query(query.bound(terms), terms)
        claims = [reader.claim(str(row["claim"])) for row in rows]
        since, until = str(selection.get("since", "")), str(selection.get("until", ""))
        return tuple(
            claim
            for claim in sorted(claims, key=lambda claim: (claim.article.published, claim.iri))
            if claim.article.published[: len(since)] >= since
            and (not until or claim.article.published[: len(until)] <= until)
            and not self._agreed(reader, claim)
        )

    def _agreed(self, reader: Reader, claim: ClaimRow) -> bool:
        """Tell whether a claim of another outlet is known to say the same."""
        others = map(reader.claim, reader.facts(claim.iri).all(Property.AGREES_WITH))
        return any(other.article.publisher != claim.article.publisher for other in others)


def _evidence(reader: Reader, proofs: tuple[str, ...]) -> Iterator[ClaimRow | EventRow]:
    for proof in proofs:
        if "/claim/" in proof:
            yield reader.claim(f"{ID}article/{proof}")
        elif "/event/" in proof:
            yield reader.event(f"{ID}article/{proof}")


def _is_outlet(data: Mapping[str, object]) -> bool:
    return data["kind"] == "publisher"


def _article(proof: str) -> str:
    """Return the IRI of the article that a piece of evidence lies in.

    >>> _article("a1/claim/c0-4-9"), _article("a1#char=0,7")
    ... # doctest: +NORMALIZE_WHITESPACE
    ('https://w3id.org/politigraph/id/article/a1',
     'https://w3id.org/politigraph/id/article/a1')
    """
    return f"{ID}article/{proof.partition('/')[0].partition('#')[0]}"


def _start(day: date, by: Interval) -> date:
    return day.replace(day=1) if by == "month" else day - timedelta(days=day.weekday())


def _without_gaps(counts: Mapping[date, Counter[str]], by: Interval) -> list[Period]:
    found: list[Period] = []
    if not counts:
        return found
    start, last = min(counts), max(counts)
    while start <= last:
        types = counts.get(start, Counter())
        found.append(Period(start.isoformat(), tuple(sorted(types.items()))))
        start = _start(start + timedelta(days=7 if by == "week" else 31), by)
    return found
