"""One row of a file of local actors: its cells as checked values."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from politigraph.extract.word_lists import nominal_nouns, sector_words, titles
from politigraph.ontology.authority import Authority, Known, Term, slug
from politigraph.ontology.local_authority import Spell
from politigraph.ontology.names import fold_name
from politigraph.ontology.places import Place, load_places

COLUMNS = (
    "name", "type", "aliases", "country", "sector", "office", "valid_from", "valid_to", "id"
)  # fmt: skip
NEEDED = ("name", "type")
TYPES = ("person", "organization", "place")

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_ALIASES = re.compile(r"[|;]")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)  # no part of a name: "the Wolf"
_STILL = "9997"  # an open time is open on any article's day: Term stretches by two years


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its cells without spaces around them. ``line`` counts from 1."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases, as written.

        >>> Row(2, {"name": "Mara Lindqvist", "aliases": "the Wolf | Mara"}).names
        ('Mara Lindqvist', 'Wolf', 'Mara')
        """
        aliases = (_ARTICLE.sub("", part.strip()) for part in _ALIASES.split(self["aliases"]))
        return (self["name"], *(alias for alias in aliases if alias))


@cache
def sectors() -> frozenset[str]:
    """Return the sectors that an actor may have: PLOVER's, and IGO.

    >>> {"GOV", "MIL", "REB", "MED"} <= sectors()
    True
    """
    given = {
        *sector_words().values(),
        *(title.sector for title in titles().values()),
        *(noun.sector for noun in nominal_nouns().values()),
    }
    return frozenset(given - {""} | {"ELI"})  # who held an office and is heard for it


def faults(row: Row, authority: Authority) -> Iterator[str]:
    """Yield what is wrong with a row on its own."""
    if not row["name"]:
        yield "no name"
    if row["type"] not in TYPES:
        yield f"unknown type {row['type']!r}: {', '.join(TYPES)}"
    if row["country"] and f"country/{row['country']}" not in authority.known:
        yield f"unknown country {row['country']!r}: three letters of ISO 3166"
    if row["sector"] and row["sector"] not in sectors():
        yield f"unknown sector {row['sector']!r}: one of {', '.join(sorted(sectors()))}"
    if row["office"] and row["type"] != "person":
        yield "an office, and no person to hold it"
    if row["office"] and not row["country"]:
        yield "an office without its country"
    yield from _name_faults(row)
    yield from _date_faults(row)
    if row["id"] and row["type"] in TYPES and known_of(row, authority) is None:
        yield f"no {row['type']} with id {row['id']!r} in the packaged tables"


def _name_faults(row: Row) -> Iterator[str]:
    if any(mark in row["name"] for mark in "/_"):
        yield f"/ or _ in the name {row['name']!r}, which ids are made of"
    seen: set[str] = set()
    for name in filter(None, row.names):
        key = fold_name(name)
        begins = name[0].isupper() or name.startswith(("al-", "el-"))
        if not key or not begins:
            yield f"{name!r} does not begin like a name, with a capital letter"
        elif key in seen:
            yield f"{name!r} stands twice in the row"
        seen.add(key)


def _date_faults(row: Row) -> Iterator[str]:
    bounds = [first_day(row["valid_from"]), last_day(row["valid_to"])]
    for column, bound in zip(("valid_from", "valid_to"), bounds, strict=True):
        if bound is None:
            yield f"{column} is no date: {row[column]!r}"
    if all(bounds) and str(bounds[1]) < str(bounds[0]):
        yield "valid_to is before valid_from"


def first_day(written: str) -> str | None:
    """Return the first day of a date to the day, month or year; None for no date.

    >>> first_day("2019-05"), first_day(""), first_day("May 2019")
    ('2019-05-01', '', None)
    """
    if not written:
        return ""
    if not _DATE.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written + "-01-01"[len(written) - 4 :]).isoformat()
    except ValueError:
        return None


def last_day(written: str) -> str | None:
    """Return the last day of a date to the day, month or year; None for no date.

    >>> last_day("2020-02"), last_day("2019"), last_day("2019-02-30")
    ('2020-02-29', '2019-12-31', None)
    """
    first = first_day(written)
    if not first or len(written) == 10:
        return first
    year, month, _ = map(int, first.split("-"))
    month = month if len(written) == 7 else 12
    return f"{first[:4]}-{month:02}-{monthrange(year, month)[1]}"


def known_of(row: Row, authority: Authority) -> Known | None:
    """Return whom a row means: whom the packaged tables know by the ``id``, or somebody new.

    All that is kept of somebody new but the name is what articles show of them, so that
    the id alone still says what the entity is.
    """
    if not row["id"]:
        return _newcomer(row, authority)
    known = authority.entity(row["id"])
    if known is None and row["type"] == "place":
        known = _town(row, authority)
    return known if known is not None and known.type == row["type"] else None


def _newcomer(row: Row, authority: Authority) -> Known:
    last = slug(row["name"])
    if row["type"] == "person":
        return Known(f"person/{last}", row["name"], "person")
    if row["type"] == "place":
        iso2 = authority.iso2.get(row["country"], "")
        return Known(f"place/{last}", row["name"], "place", iso2=iso2)
    return Known(f"organization/{last}", row["name"], "organization")


def _town(row: Row, authority: Authority) -> Known | None:
    """Return the place of the gazetteer that has the row's name and its id."""
    places = load_places()
    key = fold_name(row["name"])
    for place in places.find([key]).get(key, ()):
        if row["id"] == f"place/{place.geonames}":
            return _known_town(place, places.distinct_label(place, key), authority)
    return None


def _known_town(place: Place, label: str, authority: Authority) -> Known:
    return Known(
        f"place/{place.geonames}",
        label,
        "place",
        authority.iso3.get(place.country, ""),
        place.country,
        "",
        str(place.geonames),
        place.lat,
        place.lon,
    )


def spell_of(row: Row, person: str) -> Spell:
    """Return the time that a row is about."""
    role, alone = _role(row["office"])
    term = Term(
        row["country"],
        role,
        person,
        first_day(row["valid_from"]) or "",
        last_day(row["valid_to"]) or "",
        _STILL,
    )
    return Spell(term, row["sector"], alone)


def _role(office: str) -> tuple[str, bool]:
    """Return the role of an office and whether a country has just one.

    "minister of defence" is the defence minister, "governor of Vesna" one of many.
    """
    words = " ".join(office.lower().split())
    if title := titles().get(words):
        return title.role or words, True
    head, _, place = words.partition(" of ")
    title = titles().get(head)
    return (title.role if title and title.role else head), not place
