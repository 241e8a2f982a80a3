"""The gazetteer: towns, districts and regions of the world, by name, from one SQLite file.

``data/places.sqlite`` is made by ``scripts/make_places.py`` from GeoNames data and
opened read-only; nothing is loaded before it is asked for.

One row a name: ``name(key, senses)``, where ``senses`` packs every place of that
name, the most populous first, as little-endian records of `SENSE`:
GeoNames id, latitude in 1/360 degree, longitude in 1/180 degree, population as
``4000 * log10(1 + n)``, number of the first-level region in ``region``, kind and
whether the name is the primary one, ISO 3166 alpha-2. ``label`` has the primary name
wherever it is not simply the key in capitals.
"""

import os
import sqlite3
from collections.abc import Iterable
from functools import cache
from importlib import resources
from struct import Struct
from typing import Literal, NamedTuple

from politigraph.ontology.names import fold_name

PlaceKind = Literal["city", "region", "district", "country", "area"]

SENSE = Struct("<IhhHHB2s")
KINDS: tuple[PlaceKind, ...] = ("city", "region", "district")  # of the gazetteer's rows
PRIMARY = 0x80

_BATCH = 400  # below SQLite's limit of variables in one statement
_RECENT = 8192  # names, some 3 MB


class Place(NamedTuple):
    """One place under one of its names.

    ``lat`` and ``lon`` are degrees (WGS 84), good to some 300 m; for a region or a
    district, the mean of its towns. ``population`` is rounded to about 0.1 %, 0 when
    not known. ``region`` numbers the first-level region it lies in (0: none).
    """

    geonames: int
    lat: float
    lon: float
    population: int
    region: int
    kind: PlaceKind
    primary: bool
    country: str


class Places:
    """Read-only look-ups in one gazetteer file."""

    def __init__(self, path: str) -> None:
        # The file never changes, and one connection may serve several threads in turn.
        self._db = sqlite3.connect(
            f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._recent: dict[str, tuple[Place, ...]] = {}
        self._labels: dict[tuple[int, str], str] = {}

    def find(self, names: Iterable[str]) -> dict[str, tuple[Place, ...]]:
        """Return the places of each name that has any, by the name's key.

        >>> found = load_places().find(["Bucha", "Nowhere-at-all"])
        >>> [(p.geonames, p.kind) for p in found["bucha"] if p.country == "UA"][-1]
        (711350, 'city')
        """
        return self.find_keys(fold_name(name) for name in names)

    def find_keys(self, keys: Iterable[str]) -> dict[str, tuple[Place, ...]]:
        """Return the places of each `fold_name` key that has any."""
        # Articles name the same few thousand places, and the same people that are none.
        recent = self._recent
        wanted = dict.fromkeys(keys)
        new = [key for key in wanted if key not in recent]
        if len(recent) + len(new) > _RECENT:
            recent.clear()
            new = list(wanted)
        recent.update(dict.fromkeys(new, ()))
        for at in range(0, len(new), _BATCH):
            batch = new[at : at + _BATCH]
            marks = ",".join("?" * len(batch))
            query = f"SELECT key, senses FROM name WHERE key IN ({marks})"  # noqa: S608
            for key, senses in self._db.execute(query, batch):
                recent[key] = tuple(map(_place, SENSE.iter_unpack(senses)))
        return {key: recent[key] for key in wanted if recent[key]}

    def label(self, geonames: int, key: str) -> str:
        """Return the primary name of a place that was found under ``key``."""
        row = self._db.execute("SELECT label FROM label WHERE geonames = ?", (geonames,)).fetchone()
        return str(row[0]) if row else title_case(key)

    def distinct_label(self, place: Place, key: str) -> str:
        """Return the primary name of a place, apart from that of the town in its midst.

        ``key`` is what it was found under.

        >>> places = load_places()
        >>> [places.distinct_label(p, "lviv") for p in places.find(["Lviv"])["lviv"]]
        ['Lviv region', 'Lviv']
        """
        known = self._labels.get((place.geonames, key))
        if known is None:
            if len(self._labels) >= _RECENT:
                self._labels.clear()
            known = self._labels[place.geonames, key] = self._distinct(place, key)
        return known

    def _distinct(self, place: Place, key: str) -> str:
        label = self.label(place.geonames, key)
        if place.kind not in ("region", "district"):
            return label
        own = fold_name(label)
        namesakes = self.find([own]).get(own, ())
        town = any(p.kind == "city" and p.region == place.region and p.primary for p in namesakes)
        return f"{label} {place.kind}" if town else label

    def region_name(self, region: int) -> str:
        """Return the name of a first-level region, empty for 0."""
        row = self._db.execute("SELECT name FROM region WHERE number = ?", (region,)).fetchone()
        return str(row[0]) if row else ""


def title_case(key: str) -> str:
    """Return a key with each word capitalised, as most place names are written.

    >>> title_case("new york city")
    'New York City'
    """
    return " ".join(word[:1].upper() + word[1:] for word in key.split(" "))


def _place(sense: tuple[int, int, int, int, int, int, bytes]) -> Place:
    geonames, lat, lon, size, region, kind, country = sense
    return Place(
        geonames,
        round(lat / 360, 3),
        round(lon / 180, 3),
        round(10 ** (size / 4000)) - 1,
        region,
        KINDS[kind & ~PRIMARY],
        bool(kind & PRIMARY),
        country.decode("ascii"),
    )


def load_places() -> Places:
    """Return the packaged gazetteer, opened once a process."""
    # A connection must not be carried over a fork.
    return _opened_by(os.getpid())


@cache
def _opened_by(_process: int) -> Places:
    return Places(str(resources.files("politigraph.ontology") / "data" / "places.sqlite"))
