"""What the graph answers with: plain frozen records, labels beside identifiers.

``iri`` is the full IRI of a node, ``id`` its short form (what follows
``…/id/entity/`` or ``…/id/article/``). Offsets are half-open, 0-based, and count
Unicode code points of the article's text. What is not known is an empty string.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypedDict, TypeVar, overload

from politigraph.extract.records import Span

if TYPE_CHECKING:
    import pandas as pd

Row = TypeVar("Row")
Edge = Literal["said", "denied", "reportedlySaid", "claimed"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A node with the label that people know it by.

    ``kind`` is person, organization, country, place, group, anonymous,
    publisher, article, event or claim.
    """

    iri: str
    id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article without its text."""

    iri: str
    id: str
    title: str
    publisher: Ref | None
    published: str
    url: str
    language: str
    sha256: str
    extractor: str
    claims: int
    events: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place in the text that a claim, an event or a link was read from.

    ``sentence`` is the text of the sentences that hold it, ``start`` and ``end``
    their offsets in the article; ``spans`` are the offsets of its parts: for a
    claim ``source``, ``cue`` and ``content``, for an event ``trigger`` and ``casualties``.
    """

    sentence: str
    start: int
    end: int
    spans: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One speech act as one article reports it, with its evidence.

    ``edge`` is the property that leads from the speaker to the claim: ``said``
    at first hand, ``denied``, ``reportedlySaid`` inside another claim, ``claimed``
    for the rest. ``embedded_in`` is the IRI of the claim that holds this one.
    """

    iri: str
    id: str
    speaker: Ref | None
    edge: Edge
    cue: str
    cue_lemma: str
    content: str
    about: tuple[Ref, ...]
    speech_act: str
    polarity: str
    certainty: str
    quote_type: str
    embedded_in: str
    addressee: Ref | None
    said_on: str
    article: ArticleRow
    evidence: Evidence
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as one article tells it, with its evidence.

    ``type`` and ``mode`` are PLOVER's names; ``date`` is an ISO 8601 date or
    interval; ``claim`` is the IRI of the claim that reports it, empty where the
    article itself does. ``killed`` and ``injured`` are None where the text gives no number.
    ``doubtful``: it is read with little confidence, and listed only for who asks for such.
    """

    iri: str
    id: str
    type: str
    mode: str
    trigger: str
    agents: tuple[Ref, ...]
    targets: tuple[Ref, ...]
    place: Ref | None
    date: str
    polarity: str
    realis: str
    doubtful: bool
    killed: int | None
    injured: int | None
    claim: str
    article: ArticleRow
    evidence: Evidence
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity, with what all articles together say of it.

    ``aliases`` are the names by which articles mention it, the most frequent
    first; ``affiliations`` are countries. ``merged`` are the ids of other entities that
    were judged to be it, in all articles or in some. Counts are of mentions, of claims it
    made, of claims about it, of events that are told as having happened and it took part in, and
    of articles that mention it.
    """

    iri: str
    id: str
    label: str
    kind: str
    iso3: str
    sectors: tuple[str, ...]
    affiliations: tuple[Ref, ...]
    geonames: str
    lat: float | None
    lon: float | None
    same_as: tuple[str, ...]
    aliases: tuple[str, ...]
    merged: tuple[str, ...]
    mentions: int
    claims_by: int
    claims_about: int
    events: int
    articles: int


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A place in an article where an entity is named, with its sentence.

    ``words`` are ``text[start:end]`` of the article; ``rule`` linked them to the entity.
    """

    words: str
    start: int
    end: int
    sentence: str
    rule: str
    article: ArticleRow


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a graph holds; of events, those that are told as having happened.

    ``generation`` counts the published states of the store and ``fingerprint``
    names this one: equal fingerprints mean equal answers, so that it can be an
    HTTP entity tag.
    """

    articles: int
    publishers: int
    entities: int
    mentions: int
    claims: int
    events: int
    quads: int
    first_published: str
    last_published: str
    generation: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Page(Sequence[Row], Generic[Row]):
    """Some rows of a longer answer, and the cursor that asks for those after them.

    >>> page = Page(("a", "b"), cursor="")
    >>> len(page), page[0], list(page)
    (2, 'a', ['a', 'b'])
    """

    rows: tuple[Row, ...]
    cursor: str = ""
    """What to pass as ``cursor`` for the next page; empty on the last one."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self.rows[index]

    def df(self) -> "pd.DataFrame":
        """Return the rows as a pandas data frame, where pandas is installed."""
        from politigraph.graph.show_rows import data_frame

        return data_frame(self.rows)

    def _repr_html_(self) -> str:
        """Show the rows in a notebook as a table, with the sentences and their parts marked."""
        from politigraph.graph.show_rows import html_table

        return html_table(self.rows)


class ClaimFilters(TypedDict, total=False):
    """What claims can be chosen by; everything given must hold.

    ``speaker``, ``about`` and ``publisher`` are an IRI, an id (``person/Q7747``) or
    a name; ``since`` and ``until`` ISO 8601 dates of the article, inclusive, which
    may stop at the month or the year; ``q`` is text that the content contains,
    whatever the case; ``cue`` a lemma (``deny``); ``edge`` how the speaker is tied
    to the claim; ``confidence`` the least, from 0 to 1.
    """

    speaker: str
    about: str
    cue: str
    speech_act: str
    polarity: str
    certainty: str
    confidence: str
    edge: str
    publisher: str
    article: str
    since: str
    until: str
    q: str


class EventFilters(TypedDict, total=False):
    """What events can be chosen by; everything given must hold.

    ``agent``, ``target``, ``actor`` (either of them), ``place`` and ``publisher`` are an
    IRI, an id or a name; ``since`` and ``until`` dates of the article. Without a ``polarity``
    events are positive and not only denied, without a ``realis`` actual, without a ``doubtful``
    (``true``, ``false``) not doubtful; ``any`` asks for all. ``confidence`` is the least, from 0
    to 1.
    """

    type: str
    mode: str
    agent: str
    target: str
    actor: str
    place: str
    polarity: str
    realis: str
    doubtful: str
    confidence: str
    publisher: str
    article: str
    since: str
    until: str


class GroupFilters(TypedDict, total=False):
    """What events of several articles can be chosen by; everything given must hold.

    ``event`` is one of the reports; ``actor`` an agent or target and ``place`` a place of any;
    ``publisher`` the outlet of one; ``since`` and ``until`` dates of the event, or of its first
    article where no day is told.
    """

    event: str
    type: str
    actor: str
    place: str
    publisher: str
    since: str
    until: str


class EntityFilters(TypedDict, total=False):
    """What entities can be chosen by: ``q`` is a name, a part of one, or a slip of one."""

    q: str
    kind: str
    sector: str
    affiliation: str


class ArticleFilters(TypedDict, total=False):
    """What articles can be chosen by; ``q`` is part of the title."""

    publisher: str
    since: str
    until: str
    q: str
