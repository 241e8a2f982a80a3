"""Write claims or events as a table, for tools that know no RDF."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Final, TypeVar

import pyoxigraph as ox

from politigraph.graph.export_parts import Parts, article_of
from politigraph.graph.paging import sort_key
from politigraph.graph.reading import Reader
from politigraph.graph.rows import ArticleRow, ClaimRow, EntityRow, EventRow, Evidence, Ref
from politigraph.ontology.terms import Property, Schema

Row = TypeVar("Row")
Cell = str | float | None

_ARTICLE: Final = ("published", "publisher", "article", "url", "sha256")
_EVIDENCE: Final = ("sentence", "start", "end", "spans", "rule", "confidence")

CLAIM_COLUMNS: Final = (
    *("claim", "published", "publisher", "article", "speaker", "speaker_id", "edge", "cue"),
    *("speech_act", "polarity", "certainty", "quote_type", "content", "about", "addressee"),
    *("embedded_in", "said_on", "url", "sha256", *_EVIDENCE),
)
"""The columns of the table of claims.

``start`` and ``end`` are the sentence's offsets and ``spans`` those of its parts
(``cue 69-73``), in code points of the text whose SHA-256 is ``sha256``.
"""

EVENT_COLUMNS: Final = (
    *("event", "published", "publisher", "article", "type", "mode", "trigger", "agents"),
    *("agent_ids", "targets", "target_ids", "place", "place_id", "date", "polarity", "realis"),
    *("doubtful", "killed", "injured", "claim", "url", "sha256", *_EVIDENCE),
)
"""The columns of the table of events."""


ENTITY_COLUMNS: Final = (
    *("entity", "label", "kind", "iso3", "sectors", "affiliations", "geonames", "lat", "lon"),
    *("same_as", "aliases", "mentions", "claims_by", "claims_about", "articles"),
)
"""The columns of the table of entities."""

ARTICLE_COLUMNS: Final = (
    *("article", "id", "published", "publisher", "title", "url", "language", "sha256"),
    *("claims", "events", "extractor"),
)
"""The columns of the table of articles."""


def write_claims(parts: Parts, output: IO[bytes]) -> None:
    """Write claims as CSV (RFC 4180, UTF-8), in the order of dates and text."""
    words = parts.choice.text
    cells = (claim_cells(claim) for claim in _rows(parts, "/claim/", lambda r: r.claim))
    left_out = {"whole": (), "quoted": ("sentence",), "none": ("sentence", "content", "cue")}
    write_rows(output, CLAIM_COLUMNS, _without(CLAIM_COLUMNS, left_out[words], cells))


def write_events(parts: Parts, output: IO[bytes]) -> None:
    """Write events as CSV, in the order of dates and text."""
    words = parts.choice.text
    cells = (event_cells(event) for event in _rows(parts, "/event/", lambda r: r.event))
    left_out = {"whole": (), "quoted": ("sentence",), "none": ("sentence", "trigger")}
    write_rows(output, EVENT_COLUMNS, _without(EVENT_COLUMNS, left_out[words], cells))


def write_rows(output: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as CSV (RFC 4180, UTF-8) to a binary file, which stays open."""
    text = io.TextIOWrapper(output, "utf-8", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow(columns)
    table.writerows(rows)
    text.detach()  # The file belongs to the caller.


def _without(
    columns: Sequence[str], names: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Iterator[Sequence[Cell]]:
    hidden = {columns.index(name) for name in names}
    for row in rows:
        yield ["" if number in hidden else cell for number, cell in enumerate(row)]


def _rows(
    parts: Parts, kind: str, reading: Callable[[Reader], Callable[[str], Row]]
) -> Iterator[Row]:
    """Yield the claims or events of an export as records, article by article."""
    inner = parts.store.oxigraph
    published = ox.NamedNode(Schema.DATE_PUBLISHED)

    def order(graph: ox.NamedNode) -> tuple[str, str, str]:
        article = ox.NamedNode(article_of(graph))
        dates = inner.quads_for_pattern(article, published, None, graph)
        days = (quad.object.value for quad in dates if isinstance(quad.object, ox.Literal))
        return sort_key((min(days, default=""), article.value))

    for _, quads in parts.articles(order, predicates=(Property.IN_ARTICLE,)):
        # A reader keeps the texts that it has read.
        read = reading(Reader(inner))
        subjects = (q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode))
        named = {iri for iri in subjects if kind in iri}
        for iri in sorted(named, key=lambda iri: sort_key(("", iri))):
            yield read(iri)


def claim_cells(claim: ClaimRow) -> tuple[Cell, ...]:
    """Return a claim as the cells of ``CLAIM_COLUMNS``."""
    article = claim.article
    return (
        claim.iri,
        article.published,
        _label(article.publisher),
        article.id,
        _label(claim.speaker),
        claim.speaker.id if claim.speaker else "",
        claim.edge,
        claim.cue,
        claim.speech_act,
        claim.polarity,
        claim.certainty,
        claim.quote_type,
        claim.content,
        _labels(ref for ref in claim.about if ref.kind not in {"claim", "event"}),
        _label(claim.addressee),
        claim.embedded_in,
        claim.said_on,
        *_source(article),
        *_read_from(claim.evidence),
        claim.rule,
        claim.confidence,
    )


def event_cells(event: EventRow) -> tuple[Cell, ...]:
    """Return an event as the cells of ``EVENT_COLUMNS``; what is not known is empty."""
    article = event.article
    return (
        event.iri,
        article.published,
        _label(article.publisher),
        article.id,
        event.type,
        event.mode,
        event.trigger,
        _labels(event.agents),
        "; ".join(ref.id for ref in event.agents),
        _labels(event.targets),
        "; ".join(ref.id for ref in event.targets),
        _label(event.place),
        event.place.id if event.place else "",
        event.date,
        event.polarity,
        event.realis,
        "true" if event.doubtful else "false",
        event.killed,
        event.injured,
        event.claim,
        *_source(article),
        *_read_from(event.evidence),
        event.rule,
        event.confidence,
    )


def entity_cells(entity: EntityRow) -> tuple[Cell, ...]:
    """Return an entity as the cells of ``ENTITY_COLUMNS``."""
    return (
        entity.iri,
        entity.label,
        entity.kind,
        entity.iso3,
        "; ".join(entity.sectors),
        _labels(entity.affiliations),
        entity.geonames,
        entity.lat,
        entity.lon,
        "; ".join(entity.same_as),
        "; ".join(entity.aliases),
        entity.mentions,
        entity.claims_by,
        entity.claims_about,
        entity.articles,
    )


def article_cells(article: ArticleRow) -> tuple[Cell, ...]:
    """Return an article, without its text, as the cells of ``ARTICLE_COLUMNS``."""
    return (
        article.iri,
        article.id,
        article.published,
        _label(article.publisher),
        article.title,
        article.url,
        article.language,
        article.sha256,
        article.claims,
        article.events,
        article.extractor,
    )


def _source(article: ArticleRow) -> tuple[Cell, ...]:
    return article.url, article.sha256


def _read_from(evidence: Evidence) -> tuple[Cell, ...]:
    spans = "; ".join(f"{part} {span.start}-{span.end}" for part, span in evidence.spans)
    return evidence.sentence, evidence.start, evidence.end, spans


def _label(ref: Ref | None) -> str:
    return ref.label if ref else ""


def _labels(refs: Iterable[Ref]) -> str:
    return "; ".join(ref.label for ref in refs)
