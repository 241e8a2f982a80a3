"""The authority: what is in it, at which date, at what cost."""

import runpy
import time
from itertools import combinations
from pathlib import Path

import pytest

import politigraph.ontology
from politigraph.ontology.authority import Authority, Known, Term, load_authority, slug
from politigraph.ontology.names import fold_name, fold_person
from politigraph.ontology.places import load_places
from tests.conftest import ROOT

DATA = Path(politigraph.ontology.__file__).parent / "data"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load_authority()


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Ukraine", "country/UKR"),
        ("Kosovo", "country/XKX"),
        ("Palestinian", "country/PSE"),
        ("Taiwanese", "country/TWN"),
        ("Saharan", "place/Sahara"),
        ("Western Sahara", "country/ESH"),
        ("Crimea", "place/703883"),
        ("Donbass", "place/Donbas"),
        ("South Ossetia", "place/South_Ossetia"),
        ("Kremlin", "country/RUS"),
        ("Élysée", "country/FRA"),
        ("NATO", "organization/NATO"),
        ("U.N.", "organization/United_Nations"),
        ("PKK", "organization/Kurdistan_Workers'_Party"),
    ],
)
def test_a_name_has_its_entity(authority: Authority, name: str, entity: str) -> None:
    assert entity in [s.entity for s in authority.senses[fold_name(name)]]


@pytest.mark.parametrize(
    ("of", "role", "date", "label"),
    [
        ("RUS", "president", "2022-04-26", "Vladimir Putin"),
        ("RUS", "president", "2010-01-01", "Dmitry Medvedev"),
        ("RUS", "prime minister", "2010-01-01", "Vladimir Putin"),
        ("UKR", "president", "2015-01-01", "Petro Poroshenko"),
        ("USA", "president", "2009-01-20", "Barack Obama"),
        ("USA", "foreign minister", "2014-01-01", "John Kerry"),
        ("DEU", "prime minister", "2018-01-01", "Angela Merkel"),
        ("United Nations", "secretary-general", "2010-01-01", "Ban Ki-moon"),
        ("United Nations", "secretary-general", "2022-04-26", "António Guterres"),
    ],
)
def test_an_office_has_its_holder_at_a_date(
    authority: Authority, of: str, role: str, date: str, label: str
) -> None:
    holder = authority.entity(authority.holders(of, role, date)[0])
    assert holder is not None
    assert holder.label == label


def test_an_office_beyond_the_data_has_no_holder(authority: Authority) -> None:
    assert authority.holders("RUS", "foreign minister", "2035-01-01") == ()
    assert authority.holders("RUS", "no such office", "2022-01-01") == ()


def test_every_known_entity_follows_from_its_id(authority: Authority) -> None:
    for identifier, known in authority.known.items():
        assert known.id == identifier
        kind, _, rest = identifier.partition("/")
        assert kind == known.type
        if kind == "country":
            assert rest == known.iso3
        elif kind == "place":
            assert rest == (known.geonames or slug(known.label))
        else:
            assert rest == slug(known.label)
        assert (known.lat is None) == (known.lon is None)


def test_every_name_leads_to_an_entity_with_a_label(authority: Authority) -> None:
    for senses in authority.senses.values():
        for sense in senses:
            known = authority.entity(sense.entity)
            assert isinstance(known, Known)
            assert known.label


def test_every_term_is_a_person_and_ends_after_it_began(authority: Authority) -> None:
    terms = [t for p in ("person/Q7747", "person/Q3874799") for t in authority.terms_of(p)]
    assert terms
    for term in terms:
        assert not term.valid_to or term.valid_to >= term.valid_from


@pytest.mark.parametrize(
    ("start", "end", "date", "held"),
    [
        ("2012-05-07", "2020-01-16", "2020-01-16", True),
        ("2012-05-07", "2020-01-16", "2020-02-01", False),
        ("2012-05-07", "2020-01", "2020-01-20", True),
        ("2012", "2020", "2012-03-01", True),
        ("2012-05-07", "", "2012-05-06", False),
        ("2012-05-07", "", "", True),
        ("2012-05-07", "2020-01-16", "", False),
    ],
)
def test_a_term_covers_its_days(start: str, end: str, date: str, held: bool) -> None:
    assert Term("RUS", "president", "person/Q1", start, end, "2022-08-02").covers(date) is held


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelensky", "Zelenskyy"),
        ("Sergei Shoigu", "Sergey Shoygu"),
        ("Volodymyr Hroisman", "Volodymyr Hroysman"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
    ],
)
def test_romanisations_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold_person(one) == fold_person(other)


def test_reading_the_authority_takes_little_time() -> None:
    started = time.process_time()
    own = Authority()
    own.people_named("Nobody Atall")
    own.holders("RUS", "president", "2022-01-01")
    assert time.process_time() - started < 1.0


def test_the_gazetteer_is_small_and_quick() -> None:
    assert (DATA / "places.sqlite").stat().st_size <= 12_000_000
    found = load_places().find(["Kiev", "Kyiv", "Sevastopol", "no such place at all"])
    assert found["kiev"][0].geonames in {p.geonames for p in found["kyiv"]}
    assert "no such place at all" not in found
    [town] = [p for p in found["sevastopol"] if p.kind == "city" and p.country == "UA"]
    assert (round(town.lat), round(town.lon)) == (45, 34)
    assert load_places().label(found["kiev"][0].geonames, "kiev") == "Kyiv"


def test_each_table_says_where_it_comes_from() -> None:
    for table in DATA.glob("*.tsv"):
        head = table.read_text("utf-8").split("\n", 8)[:8]
        comment = " ".join(line for line in head if line.startswith("#"))
        assert "Made by scripts/" in comment or "Origin:" in comment, table.name


@pytest.mark.parametrize(
    ("of", "role", "date", "person", "spellings"),
    [
        ("SYR", "president", "2022-04-26", "Q44329", ["Bashar al-Assad", "Bashar al-Asad"]),
        ("BLR", "president", "2022-04-26", "Q2866", ["Alexander Lukashenko", "Lukashenka"]),
        ("EGY", "president", "2022-04-26", "Q307871", ["Abdel Fattah el-Sisi", "Elsisi"]),
        ("LBN", "president", "2022-04-26", "Q363392", ["Michel Aoun", "Michel Awn"]),
    ],
)
def test_one_holder_under_two_romanisations_is_one_person(
    authority: Authority, of: str, role: str, date: str, person: str, spellings: list[str]
) -> None:
    assert authority.holders(of, role, date) == (f"person/{person}",)
    for name in spellings:
        called = authority.people_named(name) if " " in name else authority.people_called(name)
        assert called == (f"person/{person}",)


def test_nobody_takes_one_office_on_one_day_under_two_names_alike(authority: Authority) -> None:
    alike = runpy.run_path(str(ROOT / "scripts" / "same_person.py"))
    single = {"president", "monarch", "prime minister", "foreign minister"}
    took: dict[tuple[str, str, str], set[str]] = {}
    for line in (DATA / "offices.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            of, role, person, start, *_ = line.split("\t")
            if role in single and len(start) == 10:
                took.setdefault((of, role, start), set()).add(f"person/{slug(person)}")
    pairs = [p for people in took.values() for p in combinations(sorted(people), 2)]
    for one, other in pairs:
        names = [known.label for x in (one, other) if (known := authority.entity(x))]
        nameless = any(not x.partition("/Q")[2].isdigit() for x in (one, other))
        assert not nameless or alike["likeness"](*names) < alike["ALIKE"], names
