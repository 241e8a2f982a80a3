"""Event groups in the store: read what may be grouped, write the groups, count their reports."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from politigraph.graph.answer import Value as Answered
from politigraph.graph.event_groups import METHOD, Group, Party, Report
from politigraph.graph.inference_rules import Told
from politigraph.graph.nodes import Value, day, decimal, describe, node, text
from politigraph.graph.reading import Facts, Reader, subjects
from politigraph.graph.rows import ArticleRow, EventRow
from politigraph.graph.store import Store
from politigraph.ontology.terms import PLOVER, Class, Gaf, Property, Rdf, Schema, Sem


@dataclass(frozen=True, slots=True)
class GroupRow:
    """An event that several articles report, with each report and its sentence.

    ``first`` and ``last`` are ISO 8601 days or empty. ``articles`` counts the articles,
    ``independent`` the outlets whose word it is: a copy counts as its original, and an
    outlet once. ``narrated`` is how many of the articles tell it in their own voice.
    """

    iri: str
    type: str
    first: str
    last: str
    articles: int
    independent: int
    narrated: int
    method: str
    confidence: float
    reports: tuple[EventRow, ...]


def readable_reports(store: Store, reader: Reader) -> Iterator[Report]:
    """Yield the events of a store that are told as having happened, as the grouping reads them."""
    for iri in subjects(store.oxigraph, Sem.EVENT_TYPE):
        if reader.is_told(iri):
            yield _report(iri, reader.facts(iri), reader)


def _report(iri: str, facts: Facts, reader: Reader) -> Report:
    place = facts.one(Sem.HAS_PLACE)
    article = facts.one(Property.IN_ARTICLE)
    row = reader.article(article)
    kind = facts.one(Sem.EVENT_TYPE).removeprefix(PLOVER)
    told = Told(
        type=kind,
        mode=facts.one(Property.MODE).removeprefix(f"{PLOVER}{kind}-"),
        negative=facts.one(Property.POLARITY) == "negative",
        realis=facts.one(Property.REALIS),
        agents=frozenset(),
        targets=frozenset(),
        first=facts.one(Sem.HAS_BEGIN_TIME_STAMP),
        last=facts.one(Sem.HAS_END_TIME_STAMP),
    )
    return Report(
        iri=iri,
        article=article,
        published=row.published,
        told=told,
        agents=tuple(_party(agent, reader) for agent in facts.all(Property.AGENT)),
        targets=tuple(_party(target, reader) for target in facts.all(Property.TARGET)),
        place=_party(place, reader) if place else None,
        confidence=float(facts.one(Property.CONFIDENCE) or 0),
        headline=_in_title(facts, row, reader),
    )


def _in_title(facts: Facts, article: ArticleRow, reader: Reader) -> bool:
    """Tell whether an event is named in the title that its article's text begins with."""
    ends = [span.end for span in facts.spans(Gaf.DENOTED_BY)]
    if not article.title or not ends or max(ends) > len(article.title):
        return False
    return reader.text(article.iri).startswith(article.title)


def _party(iri: str, reader: Reader) -> Party:
    countries = frozenset(reader.facts(iri).all(Schema.AFFILIATION))
    return Party(iri, reader.ref(iri).kind, countries)


def group_triples(groups: Iterable[Group]) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, Value]]:
    """Yield the triples of groups. They carry no type or party: those are their reports'."""
    for group in groups:
        facts: list[tuple[str, Value | None]] = [
            (Rdf.TYPE, node(Class.EVENT_GROUP)),
            (Sem.HAS_BEGIN_TIME_STAMP, day(group.first)),
            (Sem.HAS_END_TIME_STAMP, day(group.last)),
            (Property.METHOD, text(METHOD)),
            (Property.CONFIDENCE, decimal(group.confidence)),
        ]
        facts += ((Property.REPORT, node(report)) for report in group.reports)
        yield from describe(node(group.iri), facts)


# -- asking


def group_rows(store: Store, groups: Iterable[Mapping[str, Answered]]) -> Iterator[GroupRow]:
    """Yield the groups that the rows of ``event_groups.rq`` name, in their order."""
    reader = Reader(store.oxigraph)
    for row in groups:
        iri = str(row["group"])
        facts = reader.facts(iri)
        yield GroupRow(
            iri=iri,
            type=str(row["kind"]),
            first=facts.one(Sem.HAS_BEGIN_TIME_STAMP),
            last=facts.one(Sem.HAS_END_TIME_STAMP),
            articles=int(str(row["articles"])),
            independent=int(str(row["independent"])),
            narrated=int(str(row["narrated"])),
            method=facts.one(Property.METHOD),
            confidence=float(facts.one(Property.CONFIDENCE)),
            reports=tuple(reader.event(report) for report in facts.all(Property.REPORT)),
        )
