"""What linking hands on: the entities of an article, and every mention with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse
from politigraph.extract.records import Entity, Mention, MentionKind
from politigraph.ontology.authority import Known
from politigraph.ontology.places import Place


@inner_record
class Link:
    """A token range linked to an entity.

    ``country`` is ISO 3166 alpha-2. A metonym has the ``sector`` of power that it stands
    for, and the town or its id in ``seat``; ``place`` is the gazetteer's entry.
    """

    start: int
    end: int
    entity: str
    kind: MentionKind
    rule: str
    score: float
    country: str = ""
    sector: str = ""
    seat: str = ""
    place: Place | None = None


class PersonFacts(NamedTuple):
    """What an article says of a person: the office, the gender (m, f), the words beside the name.

    ``said`` has those words in small letters, ``called`` those of them that say who it is.
    """

    role: str = ""
    gender: Literal["m", "f", ""] = ""
    said: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Linking:
    """The entities that an article names, and the mentions, in the order of the text.

    ``links`` has one element a mention, with its token range; ``by_token`` gives the index
    of the mention that covers a token.
    """

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...] = ()
    by_token: dict[int, int] = field(default_factory=dict)
    inner: tuple[Link, ...] = ()
    """Places and countries inside longer names: "Kentucky" in "Kentucky State Police"."""
    nested: tuple[Mention, ...] = ()
    """The mentions of ``inner``, each inside one of ``mentions``."""
    people: dict[str, PersonFacts] = field(default_factory=dict)
    """What the article says of each person, by entity id."""
    home: str = ""
    """ISO 3166 alpha-3 of the one country that an article is set in, or empty."""

    @staticmethod
    def of(
        parse: Parse,
        links: Iterable[Link],
        entities: dict[str, Entity],
        people: dict[str, PersonFacts],
        home: str = "",
    ) -> "Linking":
        """Return the linking of some links; where two overlap, the longer one counts."""
        order = sorted(links, key=lambda k: (k.start - k.end, k.start))
        covered: set[int] = set()
        kept, inner = [], []
        for link in order:
            if covered.isdisjoint(range(link.start, link.end)):
                covered.update(range(link.start, link.end))
                kept.append(link)
            elif link.country:
                inner.append(link)
        kept.sort(key=lambda k: k.start)
        inner.sort(key=lambda k: k.start)
        by_token = {i: n for n, k in enumerate(kept) for i in range(k.start, k.end)}
        inner = [k for k in inner if by_token.get(k.start) == by_token.get(k.end - 1)]
        named = dict.fromkeys(k.entity for k in (*kept, *inner))
        return Linking(
            tuple(entities[e] for e in named),
            tuple(_mention(parse, k) for k in kept),
            tuple(kept),
            by_token,
            tuple(inner),
            tuple(_mention(parse, k) for k in inner),
            people,
            home,
        )


def _mention(parse: Parse, link: Link) -> Mention:
    span = parse.span(link.start, link.end)
    score = round(link.score, 3)
    return Mention(span, link.entity, link.kind, link.country, "", link.rule, score)


def entity_of_known(known: Known, iso3: str = "", sector: str = "") -> Entity:
    """Return the record of a known entity; only a person's iso3 and sector are the article's.

    >>> entity_of_known(Known("place/Donbas", "Donbas", "place", "UKR")).iso3
    'UKR'
    """
    return Entity(
        known.id,
        known.label,
        known.type,
        iso3 or known.iso3,
        sector or known.sector,
        known.geonames,
        known.lat,
        known.lon,
        known.same_as,
    )
