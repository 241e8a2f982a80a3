"""Which country an article is set in, where it is one: its dateline's, or the only one named."""

from collections import Counter
from collections.abc import Sequence

from politigraph.extract.linking import Link
from politigraph.extract.parse import Parse
from politigraph.extract.records import Entity
from politigraph.ontology.authority import Authority

_ABOUT = 0.75
_OTHERS = 0.1


def dateline_country(parse: Parse, links: Sequence[Link], authority: Authority) -> str:
    """Return the country whose capital a report comes from: ISO 3166 alpha-3, or empty.

    "MOSCOW, March 14 - … the deputy foreign minister said": the minister is Russia's.
    """
    for link in links:
        town = link.entity.partition("/")[2]
        starts = parse.sentences[parse.sentence_of[link.start]][0] == link.start
        if link.place is not None and starts and town in authority.capitals:
            after = parse.word[link.end] if link.end < parse.length else ""
            if parse.word[link.start].isupper() and after in (",", "(", "-", "–", "—", "--"):
                return authority.capitals[town]
    return ""


def only_country(links: Sequence[Link], entities: dict[str, Entity], owners: Sequence[str]) -> str:
    """Return the country (ISO 3166 alpha-3) that an article is about, if it is about one.

    Not one that is only there as somebody's: "President Orsolak welcomed the French minister";
    ``owners`` are the countries beside people's names. Where no country or place is named,
    its bodies tell: "President Orsolak met UNITA".
    """
    counted = _named(links, entities, ("country/", "place/"))
    counted = counted or _named(links, entities, ("organization/",))
    if not counted:
        return ""
    iso3, most = counted.most_common(1)[0]
    others = Counter(filter(None, owners))
    about = most >= _ABOUT * counted.total() and others.keys() <= {iso3}
    return iso3 if about and most > others[iso3] else ""


def _named(
    links: Sequence[Link], entities: dict[str, Entity], kinds: tuple[str, ...]
) -> Counter[str]:
    """Count the names of some kinds of entity by their country."""
    return Counter(
        entities[link.entity].iso3
        for link in links
        if link.entity.startswith(kinds) and entities[link.entity].iso3
    )


def is_alone(iso3: str, links: Sequence[Link], entities: dict[str, Entity]) -> bool:
    """Tell whether hardly any other country takes part, so that an official must be of this one."""
    named = _named(links, entities, ("country/", "place/"))
    others = named.total() - named[iso3]
    return bool(iso3) and others <= _OTHERS * named[iso3]


def has_place(iso3: str, links: Sequence[Link], entities: dict[str, Entity]) -> bool:
    """Tell whether a town or a region of a country is named: a country alone may only act."""
    return bool(iso3) and any(
        link.place is not None and entities[link.entity].iso3 == iso3 for link in links
    )
