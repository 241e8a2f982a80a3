"""Who is who: countries, regions, organisations and office holders that are known by name.

The tables in ``data/`` are made by ``scripts/make_authority.py`` from public sources
(origins and licences in ``data/README.md``). Every name is found by its key
(`fold_name`); office holders are asked for at a date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Literal

from politigraph.ontology.names import fold_name, fold_person

KnownType = Literal["country", "place", "organization", "person"]
NameKind = Literal["name", "adjective", "noun", "metonym"]

_WIKIDATA = "http://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"


@dataclass(frozen=True, slots=True)
class Known:
    """One entity of the authority: all of it follows from its id.

    ``iso3`` and ``iso2`` are the country it belongs to, ``sector`` PLOVER's.
    ``lat`` and ``lon`` are degrees (WGS 84): of a country, the mean of its towns.
    """

    id: str
    label: str
    type: KnownType
    iso3: str = ""
    iso2: str = ""
    sector: str = ""
    geonames: str = ""
    lat: float | None = None
    lon: float | None = None
    wikidata: str = ""

    @property
    def same_as(self) -> tuple[str, ...]:
        """The IRIs of the same entity at Wikidata and GeoNames."""
        found = []
        if self.wikidata:
            found.append(_WIKIDATA + self.wikidata)
        if self.geonames:
            found.append(f"{_GEONAMES}{self.geonames}/")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Sense:
    """What one name may mean: the entity, how it names it, and the name as written.

    ``sector`` is the part of the country's power that a metonym stands for, and
    ``seat`` the town where that stands.
    """

    entity: str
    kind: NameKind
    written: str
    sector: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A time in office. Dates are ISO 8601, to the day, the month or the year.

    ``of`` is ISO 3166 alpha-3, or an organisation's label. An empty ``valid_to`` means
    open on the day ``as_of``; what came later is not known.
    """

    of: str
    role: str
    person: str
    valid_from: str
    valid_to: str
    as_of: str

    def covers(self, date: str) -> bool:
        """Tell whether the office was held on a day, as far as is known.

        The data's own date is stretched by two years: most people stay.

        >>> term = Term("RUS", "foreign minister", "Q58217", "2004-03-09", "", "2022-12-11")
        >>> term.covers("2022-04-26"), term.covers("2003-01-01"), term.covers("2030-01-01")
        (True, False, False)
        """
        if not date:
            return not self.valid_to
        if self.valid_from[: len(date)] > date:
            return False
        if self.valid_to:
            return date <= self.valid_to or self.valid_to.startswith(date[:7])
        return date[:4] <= str(int(self.as_of[:4]) + 2)


class Authority:
    """Look-ups by name, by id, and by office and date."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}
        """Countries, regions and organisations by id; see `entity` for people."""
        self.senses: dict[str, tuple[Sense, ...]] = {}
        """What each name may mean, by `fold_name` key."""
        self.longest: dict[str, int] = {}
        """The most words that a name beginning with this word has."""
        self.pairs: set[tuple[str, str]] = set()
        """The first two words of each name that has two."""
        self.capitals: dict[str, str] = {}
        """ISO 3166 alpha-3 of the country whose capital a GeoNames id is."""
        self.iso2: dict[str, str] = {}
        self.iso3: dict[str, str] = {}
        self.abbreviations: dict[str, tuple[str, str, bool]] = {}
        """Short forms of states: name, country, and whether they need a comma before them."""
        self._adjectives: dict[str, str] = {}
        self._read_countries()
        self._read_territories()
        self._read_organisations()
        self._read_metonyms()
        self._read_abbreviations()
        self.capital_names: frozenset[str] = frozenset(
            fold_name(name) for name, _ in _table("capital_names.tsv")
        )
        """Keys of the names of capitals, besides the primary ones, that English uses."""

    def entity(self, identifier: str) -> Known | None:
        """Return what is known under an id such as ``country/UKR`` or ``person/Q7747``.

        >>> entity = load_authority().entity("country/UKR")
        >>> entity.label, entity.iso2, entity.wikidata
        ('Ukraine', 'UA', 'Q212')
        """
        if found := self.known.get(identifier):
            return found
        kind, _, name = identifier.partition("/")
        if kind == "person" and (row := self._persons.get(name.replace("_", " "))):
            key = row[0]
            wikidata = key if key[1:].isdigit() else ""
            return Known(identifier, row[1], "person", wikidata=wikidata)
        return None

    def affiliation(self, identifier: str, date: str) -> tuple[str, str] | None:  # noqa: ARG002
        """Return the country and the sector of a local actor on a day; here there are none."""
        return None

    def adjective(self, iso3: str) -> str:
        """Return the first adjective of a country, or its name where it has none.

        >>> load_authority().adjective("RUS"), load_authority().adjective("TUR")
        ('Russian', 'Turkish')
        """
        return self._adjectives.get(iso3) or self.known[f"country/{iso3}"].label

    def people_named(self, name: str) -> tuple[str, ...]:
        """Return the ids of the people with this full name.

        >>> load_authority().people_named("Volodymyr Zelenskiy")
        ('person/Q3874799',)
        """
        return self._by_name.get(fold_person(name), ())

    def people_called(self, surname: str) -> tuple[str, ...]:
        """Return the ids of the people with this surname."""
        return self._by_surname.get(fold_person(surname), ())

    def terms_of(self, person: str) -> Sequence[Term]:
        """Return a person's terms of office, by country, role and start."""
        return self._terms_by_person.get(person, ())

    def holders(self, of: str, role: str, date: str) -> tuple[str, ...]:
        """Return who held an office on a day: ids, the latest to come in first.

        >>> load_authority().holders("RUS", "president", "2022-04-26")
        ('person/Q7747',)
        >>> load_authority().holders("United Nations", "secretary-general", "2022-04-26")
        ('person/Q311440',)
        """
        terms = [t for t in self._terms_by_office.get((of, role), ()) if t.covers(date)]
        terms.sort(key=lambda t: t.valid_from, reverse=True)
        return tuple(dict.fromkeys(t.person for t in terms))

    def _add(self, entity: str, kind: NameKind, written: str) -> None:
        self._add_sense(Sense(entity, kind, written))

    def _add_sense(self, sense: Sense) -> None:
        key = fold_name(sense.written)
        have = self.senses.get(key, ())
        if any(s.entity == sense.entity and s.kind == sense.kind for s in have):
            return
        self.senses[key] = (*have, sense)
        words = key.split(" ")
        self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))
        if len(words) > 1:
            self.pairs.add((words[0], words[1]))

    def _read_countries(self) -> None:
        for row in _table("countries.tsv"):
            iso3, iso2, label, wikidata, geonames, lat, lon, capital, *names = row
            entity = Known(
                f"country/{iso3}",
                label,
                "country",
                iso3,
                iso2,
                "",
                geonames,
                float(lat) if lat else None,
                float(lon) if lon else None,
                wikidata,
            )
            self.known[entity.id] = entity
            self.iso2[iso3], self.iso3[iso2] = iso2, iso3
            if capital:
                self.capitals[capital] = iso3
            self._adjectives[iso3] = names[1].partition("|")[0]
            kinds: tuple[NameKind, ...] = ("name", "adjective", "noun")
            for kind, values in zip(kinds, names, strict=True):
                for name in filter(None, values.split("|")):
                    self._add(entity.id, kind, name)

    def _read_territories(self) -> None:
        for geonames, label, iso2, lat, lon, wikidata, names, adjectives in _table(
            "territories.tsv"
        ):
            identifier = f"place/{geonames or slug(label)}"
            self.known[identifier] = Known(
                identifier,
                label,
                "place",
                self.iso3.get(iso2, ""),
                iso2,
                "",
                geonames,
                float(lat),
                float(lon),
                wikidata,
            )
            for name in names.split("|"):
                self._add(identifier, "name", name)
            for name in filter(None, adjectives.split("|")):
                self._add(identifier, "adjective", name)

    def _read_organisations(self) -> None:
        for label, sector, iso3, wikidata, names in _table("organisations.tsv"):
            identifier = f"organization/{slug(label)}"
            iso2 = self.iso2.get(iso3, "")
            self.known[identifier] = Known(
                identifier, label, "organization", iso3, iso2, sector, wikidata=wikidata
            )
            for name in names.split("|"):
                self._add(identifier, "name", name)

    def _read_metonyms(self) -> None:
        for name, entity, sector, seat in _table("metonyms.tsv"):
            self._add_sense(Sense(entity, "metonym", name, sector, seat))

    def _read_abbreviations(self) -> None:
        for short, code, name, country, where in _table("abbreviations.tsv"):
            if short != name:
                self.abbreviations[short] = (name, country, bool(where))
            self.abbreviations[code] = (name, country, True)

    @cached_property
    def _persons(self) -> dict[str, list[str]]:
        return {row[0]: row for row in _table("persons.tsv")}

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        return _index(self._persons, 3)

    @cached_property
    def _by_surname(self) -> dict[str, tuple[str, ...]]:
        return _index(self._persons, 4)

    @cached_property
    def _terms(self) -> list[Term]:
        return [
            Term(of, role, f"person/{slug(person)}", start, end, as_of)
            for of, role, person, start, end, as_of in _table("offices.tsv")
        ]

    @cached_property
    def _terms_by_person(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {}
        for term in self._terms:
            found.setdefault(term.person, []).append(term)
        return found

    @cached_property
    def _terms_by_office(self) -> dict[tuple[str, str], list[Term]]:
        found: dict[tuple[str, str], list[Term]] = {}
        for term in self._terms:
            found.setdefault((term.of, term.role), []).append(term)
        return found


def slug(label: str) -> str:
    """Return the last part of an id made from a name, which the name can be read from.

    >>> slug("Mara Lindqvist")
    'Mara_Lindqvist'
    """
    return label.replace(" ", "_")


def _index(persons: dict[str, list[str]], column: int) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for person, row in persons.items():
        identifier = f"person/{slug(person)}"
        for key in row[column].split("|"):
            found[key] = (*found.get(key, ()), identifier)
    return found


def _table(name: str) -> Iterator[list[str]]:
    """Yield the rows of a packaged table, without comments and header."""
    text = (resources.files("politigraph.ontology") / "data" / name).read_text("utf-8")
    lines = iter(text.split("\n"))
    for line in lines:
        if not line.startswith("#"):
            width = line.count("\t")
            break
    for line in lines:
        if line:
            row = line.split("\t")
            yield row + [""] * (width + 1 - len(row))


@cache
def load_authority() -> Authority:
    """Return the packaged authority, read once a process."""
    return Authority()
