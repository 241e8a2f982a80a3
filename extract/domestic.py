"""Give participants without a country the one that their event implies.

"Demonstrators marched against the Serbian government": most acts between a known
and an unnamed side stay inside one country, so the unnamed side is taken to be of the
other's ("domestic copy"). On the PLOVER gold records this is the largest single gain
for pairs of actors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from politigraph.extract.records import Entity, Event, is_named

_ACTORS = frozenset({"person", "organization", "group", "anonymous"})
# Who is killed or held in a place is of its country sooner than of that of who does it.
_SUFFERED = frozenset({"ASSAULT", "COERCE"})
_SENT_AWAY = frozenset({"expel"})  # diplomats are, and from a country not their own
# Acts between sides that are as often of two countries: those who meet, support or
# help each other, and those who accuse ("residents accused Russia").
_ABROAD = frozenset({"ACCUSE", "AGREE", "AID", "CONSULT", "COOPERATE", "SUPPORT"})


def domestic_countries(events: Iterable[Event], entities: Mapping[str, Entity]) -> dict[str, str]:
    """Return ISO 3166 alpha-3 for each participant that only its event gives a country.

    An entity gets one only when all its events agree, and never when the other side
    is of several countries. Where some of its acts are in a place, or done to one, only
    these count: who riots in Dili is at home there, whatever they demand of Jakarta, and so
    is whoever is killed there.

    >>> marchers = Entity("group/a/0", "demonstrators", "group")
    >>> serbia = Entity("country/SRB", "Serbia", "country", iso3="SRB")
    >>> from politigraph.extract.records import Span
    >>> march = Event("v0", "PROTEST", "", Span(0, 4), ("group/a/0",), ("country/SRB",), "", "",
    ...               "positive", "actual", "")
    >>> domestic_countries([march], {e.id: e for e in (marchers, serbia)})
    {'group/a/0': 'SRB'}
    """
    by_side: dict[str, set[str]] = {}
    by_place: dict[str, set[str]] = {}
    for event in events:
        for side, other in ((event.agents, event.targets), (event.targets, event.agents)):
            countries = _countries(other, entities)
            placed = bool(countries) and all(name.startswith("place/") for name in other)
            here = _countries((event.place,), entities)
            if here and (not countries or (side is event.targets and event.type in _SUFFERED)):
                countries, placed = here, True
            for name in side:
                entity = entities.get(name)
                if entity is not None and _is_open(entity, event):
                    implied = by_place if placed else by_side
                    implied.setdefault(name, set()).update(countries or {""})
    return {
        name: next(iter(countries))
        for name, countries in {**by_side, **by_place}.items()
        if len(countries) == 1 and "" not in countries
    }


def _is_open(entity: Entity, event: Event) -> bool:
    if entity.iso3 or entity.sector == "IGO" or entity.type not in _ACTORS:
        return False
    # Only what is known by description and belongs to its article: a name is the same
    # in every article, and who accuses a country there would be of that country here.
    return not is_named(entity.id) and event.type not in _ABROAD and event.mode not in _SENT_AWAY


def _countries(ids: tuple[str, ...], entities: Mapping[str, Entity]) -> set[str]:
    return {entities[i].iso3 for i in ids if i in entities and entities[i].iso3}


def with_implied_countries(
    events: Iterable[Event], entities: Iterable[Entity]
) -> tuple[Entity, ...]:
    """Return the entities, the open participants with the country their events imply."""
    listed = tuple(entities)
    countries = domestic_countries(events, {entity.id: entity for entity in listed})
    return tuple(
        replace(entity, iso3=countries[entity.id]) if entity.id in countries else entity
        for entity in listed
    )
