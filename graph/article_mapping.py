"""Map what one article says: its text, its mentions, its claims and its events."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from politigraph.extract.records import Claim, Event, Extraction, Mention, Span
from politigraph.graph import iris
from politigraph.graph.nodes import (
    Triple,
    Value,
    day,
    decimal,
    describe,
    integer,
    mark,
    node,
    period,
    text,
    uri,
)
from politigraph.ontology.terms import Class, Gaf, Nif, Property, Prov, Rdf, Schema, Sem

_UNSAID = frozenset({"believe", "intend", "decline"})


def article_triples(extraction: Extraction) -> Iterator[Triple]:
    """Yield the triples of one article; a triple that two records state comes twice.

    Not among them: what its mentions indicate of affiliation and sector.
    """
    nodes = _Nodes(extraction)
    yield from _article(extraction, nodes)
    for span in dict.fromkeys(_spans(extraction)):
        yield from _span(span, extraction.article.text, nodes)
    for mention in extraction.mentions:
        yield from _mention(mention, nodes)
    for claim in extraction.claims:
        yield from _claim(claim, extraction.article.text, nodes)
    for event in extraction.events:
        yield from _event(event, nodes)


def claim_edge(claim: Claim) -> Property:
    """Return the property that leads from the speaker to the claim.

    Hearsay comes first: a denial that somebody else reports is hearsay. To
    believe, to intend and to decline to speak is not to say.
    """
    if claim.embedded_in:
        return Property.REPORTEDLY_SAID
    if claim.speech_act == "deny":
        return Property.DENIED
    if claim.speech_act in _UNSAID:
        return Property.CLAIMED
    return Property.SAID


class _Nodes:
    """The nodes of one article, by the ids and spans of its records."""

    def __init__(self, extraction: Extraction) -> None:
        self._id = extraction.article.id
        self._claims = frozenset(claim.id for claim in extraction.claims)
        self._events = frozenset(event.id for event in extraction.events)
        self.article = node(iris.article_iri(self._id))
        self.extraction = node(iris.extraction_iri(self._id))

    def span(self, span: Span) -> NamedNode:
        return node(iris.mention_iri(self._id, span))

    def claim(self, claim_id: str) -> NamedNode:
        return node(iris.claim_iri(self._id, claim_id))

    def event(self, event_id: str) -> NamedNode:
        return node(iris.event_iri(self._id, event_id))

    def entity(self, entity_id: str) -> NamedNode | None:
        return node(iris.entity_iri(entity_id)) if entity_id else None

    def topic(self, some_id: str) -> NamedNode | None:
        """Return the node of a claim, an event or an entity."""
        if some_id in self._claims:
            return self.claim(some_id)
        return self.event(some_id) if some_id in self._events else self.entity(some_id)


def _article(extraction: Extraction, nodes: _Nodes) -> Iterator[Triple]:
    article = extraction.article
    publisher = node(iris.publisher_iri(article.publisher)) if article.publisher else None
    yield from describe(
        nodes.article,
        [
            (Rdf.TYPE, node(Class.ARTICLE)),
            (Schema.IDENTIFIER, text(article.id)),
            (Schema.HEADLINE, text(article.title)),
            (Schema.PUBLISHER, publisher),
            (Schema.DATE_PUBLISHED, day(article.published)),
            (Schema.URL, uri(article.url)),
            (Schema.IN_LANGUAGE, text(article.language)),
            (Nif.IS_STRING, text(article.text)),
            (Property.TEXT_SHA256, text(article.sha256)),
        ],
    )
    yield from describe(
        nodes.extraction,
        [
            (Rdf.TYPE, node(Class.EXTRACTION)),
            (Prov.USED, nodes.article),
            (Schema.SOFTWARE_VERSION, text(extraction.extractor)),
        ],
    )


def _spans(extraction: Extraction) -> Iterator[Span]:
    """Yield every span that a record points at, some more than once."""
    for mention in extraction.mentions:
        yield mention.span
    for claim in extraction.claims:
        yield from (*claim.source, *claim.cue, *claim.content)
    for event in extraction.events:
        yield event.trigger
        yield from event.casualties


def _span(span: Span, article_text: str, nodes: _Nodes) -> Iterator[Triple]:
    yield from describe(
        nodes.span(span),
        [
            (Rdf.TYPE, node(Class.MENTION)),
            (Nif.REFERENCE_CONTEXT, nodes.article),
            (Nif.BEGIN_INDEX, integer(span.start)),
            (Nif.END_INDEX, integer(span.end)),
            (Nif.ANCHOR_OF, text(span.of(article_text))),
        ],
    )


def _mention(mention: Mention, nodes: _Nodes) -> Iterator[Triple]:
    span = nodes.span(mention.span)
    yield from describe(
        span,
        [
            (Property.MENTION_KIND, text(mention.kind)),
            (Property.DATE_VALUE, text(mention.value)),
            (Property.RULE, text(mention.rule)),
            (Property.CONFIDENCE, decimal(mention.score)),
        ],
    )
    entity = nodes.entity(mention.entity)
    if entity is not None:
        yield entity, node(Gaf.DENOTED_BY), span


def _claim(claim: Claim, article_text: str, nodes: _Nodes) -> Iterator[Triple]:
    subject = nodes.claim(claim.id)
    first, last = period(claim.said_on)
    facts: list[tuple[str, Value | None]] = [
        (Rdf.TYPE, node(Class.CLAIM)),
        (Property.SPEAKER, nodes.entity(claim.speaker)),
        (Property.CUE_LEMMA, text(claim.cue_lemma)),
        (Property.CONTENT_TEXT, text(" … ".join(span.of(article_text) for span in claim.content))),
        (Property.SPEECH_ACT, node(iris.speech_act_iri(claim.speech_act))),
        (Property.POLARITY, text(claim.polarity)),
        (Property.CERTAINTY, text(claim.certainty)),
        (Property.QUOTE_TYPE, text(claim.quote_type)),
        (Property.EMBEDDED_IN, nodes.claim(claim.embedded_in) if claim.embedded_in else None),
        (Property.ADDRESSEE, nodes.entity(claim.addressee)),
        (Property.SAID_ON, day(first)),
        (Property.SAID_UNTIL, day(last) if last != first else None),
        (Property.IN_ARTICLE, nodes.article),
        (Prov.WAS_GENERATED_BY, nodes.extraction),
        (Property.RULE, text(claim.rule)),
        (Property.CONFIDENCE, decimal(claim.confidence)),
    ]
    facts += ((Property.SPEAKER_MENTION, nodes.span(span)) for span in claim.source)
    facts += ((Property.CUE, nodes.span(span)) for span in claim.cue)
    facts += ((Property.CONTENT, nodes.span(span)) for span in claim.content)
    facts += ((Property.ABOUT, nodes.topic(topic)) for topic in claim.about)
    yield from describe(subject, facts)
    speaker = nodes.entity(claim.speaker)
    if speaker is not None:
        yield speaker, node(claim_edge(claim)), subject
        # Written out: beliefs have no other edge, and most readers do not infer.
        yield speaker, node(Property.CLAIMED), subject


def _event(event: Event, nodes: _Nodes) -> Iterator[Triple]:
    first, last = period(event.date)
    mode = node(iris.event_type_iri(event.type, event.mode)) if event.mode else None
    trigger = nodes.span(event.trigger)
    facts: list[tuple[str, Value | None]] = [
        (Rdf.TYPE, node(Class.EVENT)),
        (Sem.EVENT_TYPE, node(iris.event_type_iri(event.type))),
        (Property.MODE, mode),
        (Sem.HAS_PLACE, nodes.entity(event.place)),
        (Sem.HAS_BEGIN_TIME_STAMP, day(first)),
        (Sem.HAS_END_TIME_STAMP, day(last)),
        (Gaf.DENOTED_BY, trigger),
        (Property.POLARITY, text(event.polarity)),
        (Property.REALIS, text(event.realis)),
        (Property.DOUBTFUL, mark(event.doubtful)),
        (Property.KILLED, integer(event.killed) if event.killed is not None else None),
        (Property.INJURED, integer(event.injured) if event.injured is not None else None),
        (Property.REPORTED_IN, nodes.claim(event.claim) if event.claim else nodes.article),
        (Property.IN_ARTICLE, nodes.article),
        (Prov.WAS_GENERATED_BY, nodes.extraction),
        (Property.RULE, text(event.rule)),
        (Property.CONFIDENCE, decimal(event.confidence)),
    ]
    facts += ((Property.AGENT, nodes.entity(agent)) for agent in event.agents)
    facts += ((Property.TARGET, nodes.entity(target)) for target in event.targets)
    facts += ((Property.CASUALTY_MENTION, nodes.span(span)) for span in event.casualties)
    yield from describe(nodes.event(event.id), facts)
    yield from describe(trigger, [(Property.POLARITY, text(event.polarity))])
