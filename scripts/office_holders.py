"""From rows of office holders to persons and terms of office (see make_authority.py)."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from office_roles import role_of
from same_person import Took, doubles

from politigraph.ontology.names import fold_name, fold_person

Row = dict[str, str]

PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ben",
        "abu",
        "von",
        "van",
        "der",
        "den",
        "de",
        "da",
        "di",
        "del",
        "della",
        "la",
        "le",
        "ter",
        "dos",
        "das",
        "zu",
        "af",
        "ould",
    ]
)
# Where the family name comes first, in English newspapers too.
FAMILY_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "HKG", "MAC", "KHM", "SGP"})
# Offices that one person holds at a time: the successor's start closes an open term.
SINGLE = frozenset(
    (
        "president",
        "monarch",
        "prime minister",
        "foreign minister",
        "defence minister",
        "interior minister",
        "finance minister",
        "secretary-general",
    )
)
_INTERNATIONAL = {
    "Secretary-General of the United Nations": "secretary-general",
    "Deputy Secretary-General of the United Nations": "deputy secretary-general",
    "Director-General of the World Trade Organization": "director-general",
    "High Representative of the Union for Foreign Affairs and Security Policy": "foreign minister",
    "President of the European Commission": "president of the commission",
    "President of the European Council": "president of the council",
    "OSCE High Commissioner on National Minorities": "high commissioner",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one office."""

    of: str
    role: str
    person: str
    start: str
    end: str
    as_of: str


def clean_date(date: str) -> str:
    """Return a date as a day, a month or a year, or empty.

    >>> clean_date("2014s"), clean_date("2022-04"), clean_date("2012-05-07")
    ('', '2022-04', '2012-05-07')
    """
    return date if re.fullmatch(r"\d{4}(-\d\d){0,2}", date) else ""


def plain_label(name: str) -> str:
    """Return a Factbook name without initials and generation.

    >>> plain_label("Joseph R. Biden, Jr.")
    'Joseph Biden'
    """
    name = re.sub(r",? (Jr|Sr)\.?$", "", name)
    return re.sub(r" [A-Z]\.(?= )", "", name).strip()


def holders(
    rows: list[Row], world: list[Row], items: dict[str, list[str]], free: set[str]
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the rows of persons.tsv and offices.tsv, sorted.

    ``items`` are each country's Wikidata items, ``free`` the countries with a head of
    state of their own, both by ISO 3166 alpha-3.
    """
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    terms = national_terms(rows, items, free, labels)
    for row in world:
        if role := _INTERNATIONAL.get(row["office"], ""):
            person = row["person_wikidata"] or linked_anywhere(row["person"], labels)
            labels[person][row["person"]] += 2
            terms.append(term(row, row["organisation"], role, person))
    terms = [t for t in terms if t.start and (not t.end or t.end >= "1990")]
    heads = {t.person for t in terms if t.role in ("president", "monarch")}
    terms = [t for t in terms if t.role != "army chief" or t.person not in heads]
    terms = one_person(terms, labels)
    took = [Took(t.of, t.role, t.person, t.start, t.as_of) for t in terms]
    for person, same in doubles(took, labels, SINGLE).items():
        labels[same].update(dict.fromkeys([person, *labels.pop(person, ())], 0))
        terms = [replace(t, person=same) if t.person == person else t for t in terms]
    merged = close(merge(terms))
    states: defaultdict[str, set[str]] = defaultdict(set)
    for t in merged:
        states[t.person].add(t.of)
    persons = [person_row(p, labels[p], states[p]) for p in sorted(states)]
    order = sorted(merged, key=lambda t: (t.of, t.role, t.start, t.person))
    return persons, [(t.of, t.role, t.person, t.start, t.end, t.as_of) for t in order]


def national_terms(
    rows: list[Row],
    items: dict[str, list[str]],
    free: set[str],
    labels: defaultdict[str, Counter[str]],
) -> list[Term]:
    """Return the terms in national offices, and count each person's names into ``labels``."""
    kept = [r for r in rows if not r["source_repo"].startswith("OEF") and r["country_iso3"]]
    namesakes: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in kept:
        if row["person_wikidata"]:
            surname = fold_person(row["person"].split(" ")[-1])
            role = role_of(row["office"])
            namesakes[row["country_iso3"], role, surname].add(row["person_wikidata"])
    terms = []
    for row in kept:
        role = national_role(row, items, free)
        if not role:
            continue
        known = row["person_wikidata"] or row["person_wikidata_linked"]
        person = known or linked(row, role, namesakes) or plain_label(row["person"])
        if row["person_wikidata"]:
            labels[person][row["person"]] += 2
        else:
            labels[person][plain_label(row["person"])] += 1
            labels[person][row["person"]] += 0
        terms.append(term(row, row["country_iso3"], role, person))
    return terms


def national_role(row: Row, items: dict[str, list[str]], free: set[str]) -> str:
    """Return the role of a row that is about a country's own office, else empty."""
    of, office = row["country_iso3"], row["office"]
    from_wikidata = row["source_repo"].startswith("eps") or row["person_wikidata"]
    if from_wikidata and row["jurisdiction_wikidata"] not in items.get(of, ()):
        return ""
    role = role_of(office)
    if of != "USA" and office.lower() == "secretary of state":
        return ""
    if of == "IND" and role == "foreign minister" and "External" not in office:
        return ""  # the civil servant is titled so (README of the sources)
    # Dependencies have the head of the state that they depend on.
    return "" if of not in free and role in ("president", "monarch", "vice president") else role


def one_person(terms: list[Term], labels: dict[str, Counter[str]]) -> list[Term]:
    """Give a person without an item the item of the one of that name in the same role."""
    by_name: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for t in terms:
        if re.fullmatch(r"Q\d+", t.person):
            for name in labels[t.person]:
                by_name[fold_person(plain_label(name)), t.role].add(t.person)
    found = []
    for t in terms:
        same = by_name.get((fold_person(t.person), t.role), set())
        if not re.fullmatch(r"Q\d+", t.person) and len(same) == 1:
            t = replace(t, person=next(iter(same)))
        found.append(t)
    return found


def term(row: Row, of: str, role: str, person: str) -> Term:
    """Return a row's term of office."""
    end = clean_date(row["end"])
    start = clean_date(row["start"])
    if end and end < start:
        end = ""
    return Term(of, role, person, start, end, row["as_of"])


def linked(row: Row, role: str, namesakes: dict[tuple[str, str, str], set[str]]) -> str:
    """Return the item of a Factbook name when one person of that surname held that office."""
    words = fold_name(plain_label(row["person"])).split(" ")
    surname = fold_person((row["family_name"] or words[-1]).split(" ")[-1])
    found = namesakes.get((row["country_iso3"], role, surname), set())
    return next(iter(found)) if len(found) == 1 else ""


def linked_anywhere(name: str, labels: dict[str, Counter[str]]) -> str:
    """Return the item of the one person of that name, else the name."""
    found = [p for p, given in labels.items() if name in given and re.fullmatch(r"Q\d+", p)]
    return found[0] if len(found) == 1 else name


def merge(terms: list[Term]) -> list[Term]:
    """Join one person's terms in one office that touch or overlap."""
    groups: defaultdict[tuple[str, str, str], list[Term]] = defaultdict(list)
    for t in terms:
        groups[t.of, t.role, t.person].append(t)
    found: list[Term] = []
    for group in groups.values():
        group.sort(key=lambda t: (t.start, t.end or "9999"))
        last = group[0]
        for t in group[1:]:
            # A term without an end reaches to the date of its data at least.
            if t.start <= (last.end or "9999") or t.start[:7] == last.end[:7]:
                end = max(last.end or "9999", t.end or "9999")
                if "9999" in (last.end or "9999", t.end or "9999"):
                    newer = max(last, t, key=lambda x: x.as_of)
                    end = newer.end or "9999"
                last = replace(
                    last, end="" if end == "9999" else end, as_of=max(last.as_of, t.as_of)
                )
            else:
                found.append(last)
                last = t
        found.append(last)
    return found


def close(terms: list[Term]) -> list[Term]:
    """End an open term of a single office where somebody else's begins."""
    starts: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
    for t in terms:
        if t.role in SINGLE:
            starts[t.of, t.role].append(t)
    found = []
    for t in terms:
        if not t.end and t.role in SINGLE:
            later = [
                o.start for o in starts[t.of, t.role] if o.start > t.start and o.person != t.person
            ]
            t = replace(t, end=min(later, default=""))
        found.append(t)
    return found


def person_row(person: str, names: Counter[str], of: set[str]) -> tuple[str, ...]:
    """Return a person's id, label, aliases, keys of the full names and of the surnames."""
    latin = [n for n, _ in names.most_common() if re.match(r"[A-Za-zÀ-ž]", n)]
    label = latin[0] if latin else person
    keys = list(dict.fromkeys(fold_person(n) for n in [label, *latin]))
    others = [n for n in latin[1:] if fold_person(n) != keys[0]]
    family_first = bool(of & FAMILY_FIRST)
    surnames = dict.fromkeys(s for k in keys for s in surnames_of(k, family_first))
    return person, label, "|".join(others), "|".join(keys), "|".join(surnames)


def surnames_of(key: str, family_first: bool = False) -> list[str]:
    """Return what a person's folded full name may be shortened to.

    >>> surnames_of("bashar al assad"), surnames_of("ursula von der leyen")
    (['assad', 'al assad'], ['leyen', 'von der leyen'])
    >>> surnames_of("xi jinping", family_first=True)
    ['xi']
    """
    words = [w for w in key.replace(",", "").split(" ") if w not in ("jr", "sr", "ii", "iii")]
    if len(words) < 2:
        return words
    if family_first:
        return [words[0]]
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    found = [words[-1]]
    if start < len(words) - 1:
        found.append(" ".join(words[start:]))
    return found
