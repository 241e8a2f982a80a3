"""What no article states: copies, agreement, contradiction, and events told by several.

``infer`` empties the inferred graph and fills it anew from the articles, so that the
same articles give the same links in whatever order they came and went. Each link is a
plain triple, which queries find, and an ``:Inference`` that tells its method and how
sure it is. Nothing here is asserted as true of the world.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import pyoxigraph as ox

from politigraph.graph.clauses import clauses
from politigraph.graph.event_groups import event_groups
from politigraph.graph.event_reports import group_triples, readable_reports
from politigraph.graph.filter_values import bound_terms
from politigraph.graph.inference_rules import Link, Statement, Told, candidates, links
from politigraph.graph.iris import INFERRED_GRAPH
from politigraph.graph.near_duplicates import Copy, Dated, near_duplicates
from politigraph.graph.nodes import decimal, node
from politigraph.graph.queries import named_query
from politigraph.graph.reading import Reader, subjects
from politigraph.graph.rows import ClaimRow, EventRow, Ref
from politigraph.graph.store import Store
from politigraph.ontology.terms import ID, NS, Class, Property, Rdf, Schema

DUPLICATE: Final = "shared-shingles"
"""The method that finds copies."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """How many links of each relation were drawn."""

    duplicates: int
    contradictions: int
    agreements: int
    groups: int = 0
    """Events that several articles report."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link between two claims with both of them, and so with both sentences.

    ``relation`` is ``contradicts`` or ``agreesWith``; ``iri`` is that of the inference.
    """

    iri: str
    relation: str
    method: str
    confidence: float
    first: ClaimRow
    second: ClaimRow


def infer(store: Store) -> Inferred:
    """Draw the links of a store anew, in one transaction. Raise ``StoreReadOnly``.

    >>> infer(Store.memory())
    Inferred(duplicates=0, contradictions=0, agreements=0, groups=0)
    """
    reader = Reader(store.oxigraph)
    copies = near_duplicates(_texts(store, reader))
    found = [
        link
        for one, other in candidates(_statements(store, reader, copies))
        for link in links(one, other)
    ]
    groups = event_groups(readable_reports(store, reader))
    grouped = (ox.Quad(*triple, node(INFERRED_GRAPH)) for triple in group_triples(groups))
    store.replace(INFERRED_GRAPH, (*_quads(copies, found), *grouped))
    if not any_links(store) and not store.distant:
        # A merge may make the first link: that somebody asked for links must be known by then.
        with store.changing() as dataset:
            dataset.update(f"CREATE GRAPH <{INFERRED_GRAPH}>")
    drawn = [link.relation for link in found]
    contradictions, agreements = drawn.count("contradicts"), drawn.count("agreesWith")
    return Inferred(len(copies), contradictions, agreements, len(groups))


def drop(store: Store) -> None:
    """Remove all that was inferred. Raise ``StoreReadOnly``."""
    store.replace(INFERRED_GRAPH, ())


def any_links(store: Store) -> bool:
    """Tell whether links were drawn in a store, be it that none was found.

    On a server, which need not know of an empty graph, whether there are any.
    """
    return store.oxigraph.contains_named_graph(ox.NamedNode(INFERRED_GRAPH))


def linked_claims(
    store: Store, relation: str = "contradicts", *, speaker: str = "", publisher: str = ""
) -> list[LinkRow]:
    """Return the links of a relation, the surest first.

    With ``speaker`` or ``publisher``, names or ids, only those with one of the two
    claims by them. Raise ``UnknownItem``, ``AmbiguousName``, or ``InvalidFilter``.
    """
    query = named_query("inferred_links")
    wanted = {"relation": relation, "speaker": speaker, "publisher": publisher}
    bindings = bound_terms(store, query, wanted)
    reader = Reader(store.oxigraph)
    rows = [
        LinkRow(
            str(row["link"]),
            relation,
            str(row["method"]),
            float(str(row["confidence"])),
            reader.claim(str(row["first"])),
            reader.claim(str(row["second"])),
        )
        for row in store.query(query.bound(bindings), bindings)
    ]
    return sorted(rows, key=lambda row: (-row.confidence, row.first.iri, row.second.iri))


# -- reading


def _texts(store: Store, reader: Reader) -> Iterator[Dated]:
    for iri in subjects(store.oxigraph, Schema.IDENTIFIER):
        yield Dated(iri, reader.article(iri).published, reader.text(iri))


def _statements(store: Store, reader: Reader, copies: Iterable[Copy]) -> Iterator[Statement]:
    originals = {copy.copy: copy.original for copy in copies}
    rows = [reader.claim(iri) for iri in subjects(store.oxigraph, Property.CONTENT_TEXT)]
    told = {(row.article.iri, " ".join(row.content.split())) for row in rows}
    for row in rows:
        original = originals.get(row.article.iri, row.article.iri)
        # What a copy repeats word for word was compared where it stands first.
        repeated = (original, " ".join(row.content.split())) in told
        if original == row.article.iri or not repeated:
            yield _statement(row, original, reader)


def _statement(row: ClaimRow, original: str, reader: Reader) -> Statement:
    events = [reader.event(ref.iri) for ref in row.about if ref.kind == "event"]
    # An event inside a claim inside this one is what somebody else tells.
    own = [event for event in events if event.claim == row.iri and not event.doubtful]
    speaker = row.speaker.iri if row.speaker else ""
    return Statement(
        iri=row.iri,
        article=row.article.iri,
        original=original,
        publisher=row.article.publisher.iri if row.article.publisher else "",
        published=row.article.published,
        speaker=speaker,
        sides=frozenset(_sides([row.speaker] if row.speaker else [], reader)),
        act=row.speech_act,
        certainty=row.certainty,
        confidence=row.confidence,
        about=frozenset(ref.iri for ref in row.about if ref.kind not in {"claim", "event"}),
        inside=row.embedded_in,
        clauses=clauses(row.content),
        events=tuple(_told(event, reader) for event in own),
    )


def _told(event: EventRow, reader: Reader) -> Told:
    first, _, last = event.date.partition("/")
    where = [event.place] if event.place else []
    return Told(
        type=event.type,
        mode=event.mode,
        negative=event.polarity == "negative",
        realis=event.realis,
        agents=frozenset(_sides(event.agents, reader)),
        targets=frozenset(ref.iri for ref in (*event.targets, *where)),
        first=first,
        last=last or first,
    )


def _sides(refs: Iterable[Ref], reader: Reader) -> Iterator[str]:
    """Yield who acts, and for whom: «Russian forces» act for Russia."""
    for ref in refs:
        yield ref.iri
        yield from reader.facts(ref.iri).all(Schema.AFFILIATION)


# -- writing


def _quads(copies: Iterable[Copy], found: Iterable[Link]) -> Iterator[ox.Quad]:
    for copy in copies:
        yield from _link(copy.copy, "duplicateOf", copy.original, DUPLICATE, copy.share)
    for link in found:
        yield from _link(link.first, link.relation, link.second, link.method, link.confidence)
        # Both relations are symmetric, and written both ways, so that queries need no rule.
        yield _quad(node(link.second), NS + link.relation, node(link.first))


def _link(
    subject: str, relation: str, value: str, method: str, confidence: float
) -> Iterator[ox.Quad]:
    name = sha256("\n".join((subject, relation, value)).encode()).hexdigest()[:20]
    inference = node(f"{ID}inference/{name}")
    yield _quad(node(subject), NS + relation, node(value))
    yield _quad(inference, Rdf.TYPE, node(Class.INFERENCE))
    yield _quad(inference, Rdf.SUBJECT, node(subject))
    yield _quad(inference, Rdf.PREDICATE, node(NS + relation))
    yield _quad(inference, Rdf.OBJECT, node(value))
    yield _quad(inference, Property.METHOD, ox.Literal(method))
    yield _quad(inference, Property.CONFIDENCE, decimal(confidence))


def _quad(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value, ox.NamedNode(INFERRED_GRAPH))
