"""The JSON record of one article: what `politigraph extract` writes, one a line.

The plain records of `politigraph.extract.records` become pydantic models here and
nowhere else, because here they cross a border. Offsets count Unicode code points of
the record's own ``text``, half-open, from 0. The JSON Schema of the record is in the
package as ``politigraph/api/data/record.schema.json``.
"""

import json
from functools import cache
from importlib import resources
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from politigraph.extract.records import (
    Certainty,
    Claim,
    Entity,
    EntityType,
    Event,
    Extraction,
    Mention,
    MentionKind,
    Polarity,
    QuoteType,
    Realis,
    Span,
)

SCHEMA_ID = "https://w3id.org/politigraph/record.schema.json"

Offset = Annotated[int, Field(ge=0, description="Code points from the start of the text.")]
SpanJson = Annotated[
    tuple[Offset, Offset],
    Field(description="A half-open range [start, end) of the text.", examples=[[0, 12]]),
]
Iso3 = Annotated[
    str, Field(pattern=r"^([A-Z]{3})?$", description="ISO 3166-1 alpha-3 (XKX: Kosovo) or empty.")
]
Day = Annotated[
    str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="A date, YYYY-MM-DD, or empty.")
]
Confidence = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EntityJson(_Part):
    """Somebody, some body or some place that the article mentions."""

    id: str = Field(min_length=1, examples=["country/UKR"])
    label: str = Field(min_length=1, examples=["Ukraine"])
    type: EntityType
    iso3: Iso3
    sector: str = Field(description="PLOVER's sector (GOV, MIL, REB, …, IGO), or empty.")
    geonames: str = Field(pattern=r"^\d*$", description="GeoNames id, or empty.")
    lat: float | None = Field(ge=-90, le=90, description="WGS 84 degrees north, or null.")
    lon: float | None = Field(ge=-180, le=180, description="WGS 84 degrees east, or null.")
    same_as: tuple[str, ...] = Field(description="IRIs of the same entity elsewhere.")

    @classmethod
    def of(cls, entity: Entity) -> Self:
        """Return the JSON form of a record."""
        return cls(
            id=entity.id,
            label=entity.label,
            type=entity.type,
            iso3=entity.iso3,
            sector=entity.sector,
            geonames=entity.geonames,
            lat=entity.lat,
            lon=entity.lon,
            same_as=entity.same_as,
        )


class MentionJson(_Part):
    """A span that refers to an entity, or to a date."""

    start: Offset
    end: Offset
    entity: str = Field(description="Id of an entity of this record; empty for a date.")
    kind: MentionKind
    country: str = Field(
        pattern=r"^([A-Z]{2})?$", description="ISO 3166-1 alpha-2 of a place's country, or empty."
    )

    @classmethod
    def of(cls, mention: Mention) -> Self:
        """Return the JSON form of a record."""
        return cls(
            start=mention.span.start,
            end=mention.span.end,
            entity=mention.entity,
            kind=mention.kind,
            country=mention.country,
        )


class ClaimJson(_Part):
    """One speech act as the article reports it."""

    id: str = Field(min_length=1, examples=["c0-27-29"])
    speaker: str = Field(description="Id of an entity of this record, or empty.")
    source: tuple[SpanJson, ...] = Field(description="The words that name the speaker.")
    cue: tuple[SpanJson, ...] = Field(description="The words that say that somebody says.")
    cue_lemma: str = Field(examples=["say", "accord"])
    content: tuple[SpanJson, ...] = Field(min_length=1, description="What is said.")
    about: tuple[str, ...] = Field(description="Ids of entities, events, embedded claims.")
    speech_act: str = Field(examples=["assert", "deny", "accuse"])
    polarity: Polarity
    certainty: Certainty
    quote_type: QuoteType
    embedded_in: str = Field(description="Id of the claim whose content holds this one, or empty.")
    addressee: str = Field(description="Id of an entity of this record, or empty.")
    said_on: str = Field(description="ISO 8601 date, or empty.")
    rule: str = Field(description="The rule that found it.")
    confidence: Confidence

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """Return the JSON form of a record."""
        return cls(
            id=claim.id,
            speaker=claim.speaker,
            source=_pairs(claim.source),
            cue=_pairs(claim.cue),
            cue_lemma=claim.cue_lemma,
            content=_pairs(claim.content),
            about=claim.about,
            speech_act=claim.speech_act,
            polarity=claim.polarity,
            certainty=claim.certainty,
            quote_type=claim.quote_type,
            embedded_in=claim.embedded_in,
            addressee=claim.addressee,
            said_on=claim.said_on,
            rule=claim.rule,
            confidence=claim.confidence,
        )


class EventJson(_Part):
    """Something that somebody does to somebody, as the text tells it."""

    id: str = Field(min_length=1, examples=["v29-CONSULT"])
    type: str = Field(pattern=r"^[A-Z]+$", description="One of PLOVER's sixteen types.")
    mode: str = Field(description="One of the type's modes, or empty.")
    trigger: SpanJson
    agents: tuple[str, ...]
    targets: tuple[str, ...]
    place: str = Field(description="Id of an entity of this record, or empty.")
    date: str = Field(description="ISO 8601 date or interval, or empty.")
    polarity: Polarity
    realis: Realis
    claim: str = Field(
        description="Id of the innermost claim that reports it, or does it in its words, or empty."
    )
    killed: int | None = Field(
        ge=0,
        description="How many were killed in it, as the text states; the least, where it says"
        " at least; null: no number.",
        examples=[12],
    )
    injured: int | None = Field(ge=0, description="How many were injured in it, likewise.")
    casualties: tuple[SpanJson, ...] = Field(description="The words of these numbers.")
    confidence: Confidence
    doubtful: bool = Field(
        description="Whether the confidence is so little that the event is not told unasked."
    )

    @classmethod
    def of(cls, event: Event) -> Self:
        """Return the JSON form of a record."""
        return cls(
            id=event.id,
            type=event.type,
            mode=event.mode,
            trigger=(event.trigger.start, event.trigger.end),
            agents=event.agents,
            targets=event.targets,
            place=event.place,
            date=event.date,
            polarity=event.polarity,
            realis=event.realis,
            claim=event.claim,
            killed=event.killed,
            injured=event.injured,
            casualties=_pairs(event.casualties),
            confidence=event.confidence,
            doubtful=event.doubtful,
        )


class ArticleRecord(_Part):
    """All that Politigraph found in one article, in the order of the text."""

    id: str = Field(min_length=1, examples=["baltic-herald-2022-03-04-001"])
    title: str
    publisher: str
    published: Day
    url: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the text in UTF-8.")
    text: str
    entities: tuple[EntityJson, ...]
    mentions: tuple[MentionJson, ...]
    claims: tuple[ClaimJson, ...]
    events: tuple[EventJson, ...]

    @model_validator(mode="after")
    def _offsets_lie_in_the_text(self) -> Self:
        ends = [mention.end for mention in self.mentions]
        for event in self.events:
            ends += [end for _, end in (event.trigger, *event.casualties)]
        for claim in self.claims:
            ends += [end for _, end in (*claim.source, *claim.cue, *claim.content)]
        if ends and max(ends) > len(self.text):
            raise ValueError(f"an offset, {max(ends)}, is past the end of the text")
        return self

    @classmethod
    def of(cls, extraction: Extraction) -> Self:
        """Return the record of an extraction."""
        article = extraction.article
        return cls(
            id=article.id,
            title=article.title,
            publisher=article.publisher,
            published=article.published,
            url=article.url,
            sha256=article.sha256,
            text=article.text,
            entities=tuple(map(EntityJson.of, extraction.entities)),
            mentions=tuple(map(MentionJson.of, extraction.mentions)),
            claims=tuple(map(ClaimJson.of, extraction.claims)),
            events=tuple(map(EventJson.of, extraction.events)),
        )


def _pairs(spans: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)


def record_line(extraction: Extraction) -> str:
    r"""Return the JSON record of an extraction: one line, without its line break.

    >>> from politigraph.extract.records import Article
    >>> record_line(Extraction(Article("a1", "Kyiv\nwaits."), (), (), (), (), "x"))[:34]
    '{"id":"a1","title":"","publisher":'
    """
    return ArticleRecord.of(extraction).model_dump_json()


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the record, made from the models."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **ArticleRecord.model_json_schema(mode="serialization"),
        "title": "Politigraph article record",
    }


@cache
def packaged_schema() -> dict[str, Any]:
    """Return the JSON Schema that the package carries."""
    text = (resources.files("politigraph.api") / "data" / "record.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
