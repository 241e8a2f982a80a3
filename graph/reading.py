"""Read nodes of the graph as records: claims, events, entities, articles, with evidence."""

import re
from collections.abc import Iterable
from typing import Final, cast
from urllib.parse import unquote

import pyoxigraph as ox

from politigraph.extract.records import Span
from politigraph.graph.evidence import evidence
from politigraph.graph.iris import ENTITIES_GRAPH, own_graph
from politigraph.graph.rows import ArticleRow, ClaimRow, Edge, EventRow, Ref
from politigraph.graph.told_events import is_told
from politigraph.graph.viewing import foresee, viewed
from politigraph.ontology.terms import (
    ACT,
    ID,
    PLOVER,
    Gaf,
    Nif,
    Property,
    Schema,
    Sem,
)

_OFFSETS: Final = re.compile(r"#char=(\d+),(\d+)$")
_EDGES: Final[tuple[Edge, ...]] = ("said", "denied", "reportedlySaid", "claimed")
_ARTICLE: Final = f"{ID}article/"
_ENTITY: Final = f"{ID}entity/"
_PUBLISHER: Final = f"{ID}publisher/"
_ENTITIES: Final = ox.NamedNode(ENTITIES_GRAPH)


class Facts:
    """The properties of one node, in a fixed order.

    Of an entity, those in the entities graph: articles add an edge for each of its
    mentions, many thousands for a country.
    """

    def __init__(self, store: ox.Store, iri: str) -> None:
        self._values: dict[str, list[str]] = {}
        graph = _ENTITIES if iri.startswith((_ENTITY, _PUBLISHER)) else None
        for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, graph):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                self._values.setdefault(quad.predicate.value, []).append(quad.object.value)

    def __bool__(self) -> bool:
        return bool(self._values)

    def all(self, predicate: str) -> list[str]:
        """Return the values of a property, sorted."""
        return sorted(self._values.get(predicate, ()))

    def one(self, predicate: str) -> str:
        """Return the first value of a property, or an empty string."""
        return min(self._values.get(predicate, ()), default="")

    def spans(self, predicate: str) -> list[Span]:
        """Return the offsets of the mentions that a property points at, in the text's order."""
        found = (_OFFSETS.search(value) for value in self._values.get(predicate, ()))
        return sorted(Span(int(match[1]), int(match[2])) for match in found if match)


def subjects(dataset: ox.Store, predicate: str) -> list[str]:
    """Return the IRIs that have a property, sorted, each once.

    What a user's graph says of an article is not looked at: a copy is no article of the store.
    """
    quads = dataset.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
    found = {
        quad.subject.value
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode)
        and own_graph(quad.subject.value) in {"", getattr(quad.graph_name, "value", "")}
    }
    return sorted(found)


class Reader:
    """Reads records from one state of a store; keeps articles and labels that it has read."""

    def __init__(self, store: ox.Store) -> None:
        self._store = viewed(store)
        self._refs: dict[str, Ref] = {}
        self._articles: dict[str, tuple[ArticleRow, str]] = {}

    def foresee(self, iris: Iterable[str]) -> None:
        """Say what will be read next: a store on a server is then asked less often."""
        foresee(self._store, map(ox.NamedNode, iris))

    def facts(self, iri: str) -> Facts:
        """Return the properties of a node."""
        return Facts(self._store, iri)

    def ref(self, iri: str) -> Ref:
        """Return a node with its label: a name, a claim's words, an event's trigger."""
        if iri not in self._refs:
            self._refs[iri] = self._ref(iri)
        return self._refs[iri]

    def _ref(self, iri: str) -> Ref:
        if iri.startswith((_ENTITY, _PUBLISHER)):
            key = unquote(iri.removeprefix(_ENTITY)) if iri.startswith(_ENTITY) else iri
            kind = key.partition("/")[0] if iri.startswith(_ENTITY) else "publisher"
            return Ref(iri, short_id(iri), self._name(iri) or short_id(iri), kind)
        facts = self.facts(iri)
        if words := facts.one(Property.CONTENT_TEXT):
            return Ref(iri, short_id(iri), words, "claim")
        if trigger := facts.one(Gaf.DENOTED_BY):
            return Ref(iri, short_id(iri), self.facts(trigger).one(Nif.ANCHOR_OF), "event")
        return Ref(iri, short_id(iri), facts.one(Schema.HEADLINE) or short_id(iri), "article")

    def _name(self, iri: str) -> str:
        # Not all facts: an entity that is much in the news has tens of thousands of mentions.
        name = ox.NamedNode(Schema.NAME)
        found = self._store.quads_for_pattern(ox.NamedNode(iri), name, None, _ENTITIES)
        return min((q.object.value for q in found if isinstance(q.object, ox.Literal)), default="")

    def refs(self, iris: Iterable[str]) -> tuple[Ref, ...]:
        """Return nodes with their labels, in the order given."""
        return tuple(self.ref(iri) for iri in iris)

    def _maybe(self, iri: str) -> Ref | None:
        return self.ref(iri) if iri else None

    def article(self, iri: str) -> ArticleRow:
        """Return an article without its text."""
        return self._article(iri)[0]

    def text(self, iri: str) -> str:
        """Return the text of an article, which all offsets count in."""
        return self._article(iri)[1]

    def _article(self, iri: str) -> tuple[ArticleRow, str]:
        if iri not in self._articles:
            facts = self.facts(iri)
            parts = self._store.quads_for_pattern(
                None, ox.NamedNode(Property.IN_ARTICLE), ox.NamedNode(iri), None
            )
            told = [str(quad.subject)[1:-1] for quad in parts]
            kinds = [part[len(iri) :].split("/")[1] for part in told]
            events = (part for part, kind in zip(told, kinds, strict=True) if kind == "event")
            row = ArticleRow(
                iri=iri,
                id=facts.one(Schema.IDENTIFIER),
                title=facts.one(Schema.HEADLINE),
                publisher=self._maybe(facts.one(Schema.PUBLISHER)),
                published=facts.one(Schema.DATE_PUBLISHED),
                url=facts.one(Schema.URL),
                language=facts.one(Schema.IN_LANGUAGE),
                sha256=facts.one(Property.TEXT_SHA256),
                extractor=self.facts(f"{iri}/extraction").one(Schema.SOFTWARE_VERSION),
                claims=kinds.count("claim"),
                events=sum(map(self.is_told, events)),
            )
            self._articles[iri] = (row, facts.one(Nif.IS_STRING))
        return self._articles[iri]

    def is_told(self, event: str) -> bool:
        """Tell whether an event is told as having happened."""
        return is_told(self._store, ox.NamedNode(event))

    def claim(self, iri: str) -> ClaimRow:
        """Return a claim with its evidence."""
        facts = self.facts(iri)
        parts = {
            "source": facts.spans(Property.SPEAKER_MENTION),
            "cue": facts.spans(Property.CUE),
            "content": facts.spans(Property.CONTENT),
        }
        article = facts.one(Property.IN_ARTICLE)
        text = self.text(article)
        speaker = facts.one(Property.SPEAKER)
        return ClaimRow(
            iri=iri,
            id=short_id(iri),
            speaker=self._maybe(speaker),
            edge=self._edge(speaker, iri),
            cue=" … ".join(span.of(text) for span in parts["cue"]),
            cue_lemma=facts.one(Property.CUE_LEMMA),
            content=facts.one(Property.CONTENT_TEXT),
            about=self.refs(facts.all(Property.ABOUT)),
            speech_act=facts.one(Property.SPEECH_ACT).removeprefix(ACT).lower(),
            polarity=facts.one(Property.POLARITY),
            certainty=facts.one(Property.CERTAINTY),
            quote_type=facts.one(Property.QUOTE_TYPE),
            embedded_in=facts.one(Property.EMBEDDED_IN),
            addressee=self._maybe(facts.one(Property.ADDRESSEE)),
            said_on=_period(facts.one(Property.SAID_ON), facts.one(Property.SAID_UNTIL)),
            article=self.article(article),
            evidence=evidence(text, parts),
            rule=facts.one(Property.RULE),
            confidence=float(facts.one(Property.CONFIDENCE) or 0),
        )

    def _edge(self, speaker: str, claim: str) -> Edge:
        if speaker:
            between = self._store.quads_for_pattern(
                ox.NamedNode(speaker), None, ox.NamedNode(claim), None
            )
            found = {quad.predicate.value.rpartition("#")[2] for quad in between}
            return cast("Edge", next((edge for edge in _EDGES if edge in found), "claimed"))
        return "claimed"

    def event(self, iri: str) -> EventRow:
        """Return an event with its evidence."""
        facts = self.facts(iri)
        article = facts.one(Property.IN_ARTICLE)
        text = self.text(article)
        trigger = facts.spans(Gaf.DENOTED_BY)
        parts = {"trigger": trigger, "casualties": facts.spans(Property.CASUALTY_MENTION)}
        event_type = facts.one(Sem.EVENT_TYPE).removeprefix(PLOVER)
        reporter = facts.one(Property.REPORTED_IN)
        begin, end = facts.one(Sem.HAS_BEGIN_TIME_STAMP), facts.one(Sem.HAS_END_TIME_STAMP)
        return EventRow(
            iri=iri,
            id=short_id(iri),
            type=event_type,
            mode=facts.one(Property.MODE).removeprefix(PLOVER).removeprefix(f"{event_type}-"),
            trigger=" … ".join(span.of(text) for span in trigger),
            agents=self.refs(facts.all(Property.AGENT)),
            targets=self.refs(facts.all(Property.TARGET)),
            place=self._maybe(facts.one(Sem.HAS_PLACE)),
            date=_period(begin, end),
            polarity=facts.one(Property.POLARITY),
            realis=facts.one(Property.REALIS),
            doubtful=bool(facts.one(Property.DOUBTFUL)),
            killed=_number(facts.one(Property.KILLED)),
            injured=_number(facts.one(Property.INJURED)),
            claim=reporter if reporter != article else "",
            article=self.article(article),
            evidence=evidence(text, parts),
            rule=facts.one(Property.RULE),
            confidence=float(facts.one(Property.CONFIDENCE) or 0),
        )


def short_id(iri: str) -> str:
    """Return what names a node in addresses: its IRI without what all nodes share.

    >>> short_id("https://w3id.org/politigraph/id/entity/person/Mara_Lindqvist")
    'person/Mara_Lindqvist'
    >>> short_id("https://w3id.org/politigraph/id/article/a1/claim/c0-4-9")
    'a1/claim/c0-4-9'
    """
    if iri.startswith(_ENTITY):
        return unquote(iri.removeprefix(_ENTITY))
    return iri.removeprefix(_ARTICLE).removeprefix(_PUBLISHER)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _period(first: str, last: str) -> str:
    return f"{first}/{last}" if last and last != first else first
