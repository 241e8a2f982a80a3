"""Read an entity: what is known of it, its names, how often it appears, and where."""

from collections.abc import Iterator

import pyoxigraph as ox

from politigraph.extract.records import Span
from politigraph.graph.evidence import evidence
from politigraph.graph.queries import named_query
from politigraph.graph.reading import Reader
from politigraph.graph.rows import EntityRow, MentionRow
from politigraph.graph.store import Store
from politigraph.ontology.terms import Property, Schema


def read_entity(store: Store, reader: Reader, iri: str) -> EntityRow:
    """Return an entity with what all articles together say of it."""
    facts = reader.facts(iri)
    ref = reader.ref(iri)
    counts = _counts(store, iri)
    latitude, longitude = facts.one(Schema.LATITUDE), facts.one(Schema.LONGITUDE)
    aliases = store.query(named_query("aliases").text, {"item": ox.NamedNode(iri)})
    return EntityRow(
        iri=iri,
        id=ref.id,
        label=ref.label,
        kind=ref.kind,
        iso3=facts.one(Property.ISO3),
        sectors=tuple(facts.all(Property.SECTOR)),
        affiliations=reader.refs(facts.all(Schema.AFFILIATION)),
        geonames=facts.one(Property.GEONAMES_ID),
        lat=float(latitude) if latitude else None,
        lon=float(longitude) if longitude else None,
        same_as=tuple(facts.all(Schema.SAME_AS)),
        aliases=tuple(str(row["name"]) for row in aliases),
        merged=store.identity.merged(ref.id),
        mentions=counts.get("mentions", 0),
        claims_by=counts.get("by", 0),
        claims_about=counts.get("about", 0),
        events=counts.get("events", 0),
        articles=counts.get("articles", 0),
    )


def read_mentions(store: Store, reader: Reader, iri: str) -> Iterator[MentionRow]:
    """Yield where articles name an entity: a place an article, the earliest ten articles."""
    for row in store.query(named_query("entity_mentions").text, {"item": ox.NamedNode(iri)}):
        mention, article = str(row["mention"]), str(row["article"])
        [start, end] = map(int, mention.rpartition("=")[2].split(","))
        text, span = reader.text(article), Span(start, end)
        found = evidence(text, {"mention": [span]})
        rule = reader.facts(mention).one(Property.RULE)
        yield MentionRow(span.of(text), start, end, found.sentence, rule, reader.article(article))


def _counts(store: Store, iri: str) -> dict[str, int]:
    rows = store.query(named_query("entity_counts").text, {"item": ox.NamedNode(iri)})
    return {name: int(str(n)) for row in rows for name, n in row.items() if name != "item"}
