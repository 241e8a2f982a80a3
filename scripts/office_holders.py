"""From rows of office holders to persons and terms of office (see make_authority.py)."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from politigraph.ontology.names import fold_name, fold_person

Row = dict[str, str]

# The scraper's short title of the office; the first that matches names the role.
_NOT = re.compile(
    r"deputy|vice|assistant|delegate|state for|minister of state|first lady|spouse|shadow"
    r"|ambassador|advis|chief of staff|secretary to|office of|under|former|associate"
    r"|military cabinet",
    re.IGNORECASE,
)
ROLES: tuple[tuple[str, str], ...] = (
    (
        "president",
        r"^(acting |interim |transitional |executive )?presidents?( of the (republic"
        r"|swiss confederation|state|government|nation|islamic republic.*|russian federation"
        r"|united states|people's republic.*))?$"
        r"|^(supreme|paramount|taliban) leader$|^state president$",
    ),
    (
        "monarch",
        r"^(king|queen|emperor|amir|emir|sultan|grand duke|pope|prince|sovereign prince"
        r"|sultan and prime minister)\b(?!.*consort)",
    ),
    (
        "prime minister",
        r"^(acting |interim |caretaker )?(prime minister|premier|chancellor"
        r"|federal chancellor|taoiseach|president of the (government|council of ministers)"
        r"|chairman of the council of ministers|minister of state \(monaco\)"
        r"|head of government)( sheikh| dr\.| sir)?$",
    ),
    (
        "foreign minister",
        r"(minister|secretary) (of|for) (state for )?.{0,40}?(foreign|external) "
        r"(and [a-z]+ )?(affairs|relations|policy)|^foreign (minister|secretary)"
        r"|^(united states )?secretary of state$|minister of (external|foreign) relations",
    ),
    (
        "defence minister",
        r"(minister|secretary) (of|for) (national )?defen[cs]e|^defen[cs]e "
        r"(minister|secretary)|secretary of national defense",
    ),
    (
        "interior minister",
        r"(minister|secretary) (of|for) (the )?(interior|internal affairs"
        r"|home affairs|public security|homeland security)|^(interior minister|home secretary)",
    ),
    (
        "finance minister",
        r"(minister|secretary) (of|for) (the )?(finance|treasury)"
        r"|^(finance minister|chancellor of the exchequer)"
        r"|^united states secretary of the treasury",
    ),
    (
        "justice minister",
        r"(minister|secretary) (of|for) justice|^(justice minister"
        r"|attorney general)$",
    ),
    (
        "speaker",
        r"^(speaker|president|chair|chairman|chairperson) of the (state duma|house of "
        r"representatives|house of commons|knesset|national assembly|verkhovna rada|senate"
        r"|parliament|bundestag|sejm|chamber of deputies|federation council"
        r"|legislative yuan|supreme rada)",
    ),
    ("spokesperson", r"spoke?(sperson|sman|swoman|person)|press secretary"),
    (
        "security chief",
        r"director of (the )?(central intelligence|foreign intelligence|federal "
        r"security|mossad)|national security advis|secretary of the security council"
        r"|secretary of the national security",
    ),
    (
        "army chief",
        r"chief of (the )?(general staff|defen[cs]e staff|army staff|joint chiefs)"
        r"|commander-in-chief of the armed forces|chairman of the joint chiefs",
    ),
)
_SECOND: tuple[tuple[str, str], ...] = (
    ("vice president", r"^(first |second |executive )?vice[- ]presidents?$"),
    (
        "deputy prime minister",
        r"^(first |second )?(deputy prime minister|vice premier"
        r"|vice prime minister|deputy premier)s?$",
    ),
    (
        "deputy foreign minister",
        r"^(first )?deputy (minister of foreign affairs"
        r"|foreign minister|secretary of state)$",
    ),
    ("ambassador to the un", r"(ambassador|permanent representative) to the united nations"),
    (
        "chief of staff",
        r"chief of staff (of the presidential|to the president)|^white house chief"
        r" of staff|kremlin chief of staff|head of the office of the president|presidential chief"
        r" of staff",
    ),
)
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


def role_of(office: str) -> str:
    """Return the role that an office title names, empty when we keep none for it.

    >>> role_of("Minister of Foreign Affairs"), role_of("Deputy Minister of Foreign Affairs")
    ('foreign minister', 'deputy foreign minister')
    >>> role_of("President of the Senate"), role_of("Minister of Fishing")
    ('speaker', '')
    """
    title = office.strip().lower()
    for role, pattern in _SECOND:
        if re.search(pattern, title):
            return role
    if _NOT.search(title) and "security advis" not in title:
        return ""
    return next((role for role, pattern in ROLES if re.search(pattern, title)), "")


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
    rows: list[Row], world: list[Row], items: dict[str, list[str]]
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the rows of persons.tsv and offices.tsv, sorted."""
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    terms: list[Term] = []
    kept = [r for r in rows if not r["source_repo"].startswith("OEF")]
    namesakes: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in kept:
        if row["person_wikidata"]:
            surname = fold_person(row["person"].split(" ")[-1])
            namesakes[row["country_iso3"], role_of(row["office"]), surname].add(
                row["person_wikidata"]
            )
    for row in kept:
        office = row["office"]
        wikidata = row["source_repo"].startswith("eps") or row["person_wikidata"]
        if wikidata and row["jurisdiction_wikidata"] not in items.get(row["country_iso3"], ()):
            continue
        role = role_of(office)
        if row["country_iso3"] != "USA" and office.lower() == "secretary of state":
            role = ""
        if row["country_iso3"] == "IND" and "External" not in office and role == "foreign minister":
            role = ""
        if not role or not row["country_iso3"]:
            continue
        person = (
            row["person_wikidata"] or row["person_wikidata_linked"] or linked(row, role, namesakes)
        )
        if not person:
            person = plain_label(row["person"])
        labels[person][row["person"]] += 2 if row["person_wikidata"] else 0
        if not row["person_wikidata"]:
            labels[person][plain_label(row["person"])] += 1
        terms.append(term(row, row["country_iso3"], role, person))
    for row in world:
        if role := _INTERNATIONAL.get(row["office"], ""):
            person = row["person_wikidata"] or linked_anywhere(row["person"], labels)
            labels[person][row["person"]] += 2
            terms.append(term(row, row["organisation"], role, person))
    terms = [t for t in terms if t.start and (not t.end or t.end >= "1990")]
    heads = {t.person for t in terms if t.role in ("president", "monarch")}
    terms = [t for t in terms if t.role != "army chief" or t.person not in heads]
    merged = close(merge(terms))
    known = {t.person for t in merged}
    states: defaultdict[str, set[str]] = defaultdict(set)
    for t in merged:
        states[t.person].add(t.of)
    persons = [person_row(p, labels[p], states[p]) for p in sorted(known)]
    order = sorted(merged, key=lambda t: (t.of, t.role, t.start, t.person))
    return persons, [(t.of, t.role, t.person, t.start, t.end, t.as_of) for t in order]


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
    words = key.split(" ")
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
