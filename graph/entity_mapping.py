"""Map what all articles share: the entities and the outlets.

Each triple is a function of the entity's id (and the authority's data) alone, so
that any article that refers to an entity writes the same ones.
"""

from collections.abc import Iterator

from pyoxigraph import Literal

from politigraph.extract.linking import entity_of_known
from politigraph.extract.records import Entity, EntityType
from politigraph.graph import iris
from politigraph.graph.nodes import Triple, decimal, describe, node, text
from politigraph.ontology.authority import load_authority
from politigraph.ontology.terms import Class, Property, Rdf, Schema

# Classes of our own are written out with their superclass: most readers do not infer.
_CLASSES: dict[EntityType, tuple[str, ...]] = {
    "person": (Class.ACTOR, Schema.PERSON),
    "organization": (Class.ACTOR, Schema.ORGANIZATION),
    "country": (Class.ACTOR, Class.PLACE, Schema.COUNTRY),
    "place": (Class.PLACE,),
    "group": (Class.ACTOR, Class.GROUP),
    "anonymous": (Class.ACTOR, Class.ANONYMOUS_SOURCE),
}
_WHERE = frozenset({"country", "place"})
_GEONAMES = "https://sws.geonames.org/"
_DEGREE_PLACES = 5  # about a metre


def entity_triples(entity: Entity) -> Iterator[Triple]:
    """Yield what an entity is and is called.

    Where a person or a body belongs (``iso3``, ``sector``) is not said here: it
    is what articles show, and derived from their mentions.
    """
    subject = node(iris.entity_iri(entity.id))
    yield from describe(subject, ((Rdf.TYPE, node(c)) for c in _CLASSES[entity.type]))
    yield from describe(subject, ((Schema.SAME_AS, node(iri)) for iri in same_as(entity)))
    yield from describe(
        subject,
        [
            (Schema.NAME, text(entity.label)),
            (Property.ISO3, text(entity.iso3) if entity.type in _WHERE else None),
            (Property.GEONAMES_ID, text(entity.geonames)),
            (Schema.LATITUDE, _degrees(entity.lat)),
            (Schema.LONGITUDE, _degrees(entity.lon)),
        ],
    )


def same_as(entity: Entity) -> tuple[str, ...]:
    """Return the IRIs of the same entity elsewhere, GeoNames among them.

    >>> bucha = Entity("place/1", "Bucha", "place", geonames="1")
    >>> same_as(bucha)
    ('https://sws.geonames.org/1/',)
    """
    geonames = (f"{_GEONAMES}{entity.geonames}/",) if entity.geonames else ()
    return tuple(dict.fromkeys((*entity.same_as, *geonames)))


def country(iso3: str) -> Entity:
    """Return what the authority knows of a country, or its code where it knows none.

    >>> country("UKR").label
    'Ukraine'
    """
    known = load_authority().entity(f"country/{iso3}")
    if known is None:
        return Entity(f"country/{iso3}", iso3, "country", iso3=iso3)
    return entity_of_known(known)


def publisher_triples(name: str) -> Iterator[Triple]:
    """Yield what an outlet is and is called."""
    subject = node(iris.publisher_iri(name))
    yield from describe(subject, [(Rdf.TYPE, node(Class.PUBLISHER)), (Schema.NAME, text(name))])


def _degrees(angle: float | None) -> Literal | None:
    return None if angle is None else decimal(angle, _DEGREE_PLACES)
