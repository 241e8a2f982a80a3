"""What stands beside a person's name: titles, countries and bodies."""

import re
from collections.abc import Mapping
from dataclasses import replace

from politigraph.extract.offices import office_sector
from politigraph.extract.parse import Parse
from politigraph.extract.people import HONORIFICS, PersonName, title_size, title_text
from politigraph.extract.word_lists import Title, nominal_nouns, people_nouns, titles

_PARTY_AND_STATE = re.compile(r"(?:\(|, )(?:D|R|I)[-–—][A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?[,)]")
_ELSEWHERE = frozenset(
    ["who", "which", "that", "on", "about", "against", "to", "toward", "towards", "than", "since",
     "after", "during", "over"]
)  # fmt: skip


def describe(
    parse: Parse,
    person: PersonName,
    countries: dict[int, str],
    bodies: dict[int, str],
    sectors: Mapping[int, str | None],
) -> PersonName:
    """Add the title, the country and the body that stand beside a name.

    ``countries`` gives ISO 3166 alpha-3 by token where a country, demonym or capital
    stands, ``bodies`` the id of an organisation by token; ``sectors`` is as for
    `office_sector`.
    """
    tokens = context_tokens(parse, person.start, person.end)
    title: Title | None = None
    honorific = ""
    country = organisation = ""
    former = False
    i = 0
    while i < len(tokens):
        at = tokens[i]
        former = former or parse.lower[at] in ("former", "ex", "late", "then", "outgoing")
        run = 1
        while i + run < len(tokens) and tokens[i + run] == at + run:
            run += 1
        size = title_size(parse, at, at + run)
        owner = at + size < parse.length and parse.tag[at + size] == "POS"  # "the mayor's son"
        if size and not owner and not _is_unreal(parse, at, at + size):
            given = titles()[title_text(parse, at, at + size)]
            sector = office_sector(parse, (at, at + size), given.sector, sectors)
            if sector != given.sector:
                given = Title("", sector)
            if parse.lower[at] in HONORIFICS:
                honorific = parse.lower[at].strip(".")
            elif title is None or (given.role and not title.role):
                title = given if given.role else Title(parse.lower[at + size - 1], given.sector)
            for j in range(at, at + size):
                country = country or countries.get(j, "")
                organisation = organisation or bodies.get(j, "")
            i += size
            continue
        if not (_is_elsewhere(parse, at, person, bodies) or _is_one_of_two(parse, at, countries)):
            country = country or countries.get(at, "")
        organisation = organisation or bodies.get(at, "")
        i += 1
    if _has_party_and_state(parse, person.end):
        country = country or "USA"
    return replace(
        person,
        title=title,
        honorific=honorific,
        country=country,
        organisation=organisation,
        former=former,
        said=frozenset([parse.lower[i] for i in tokens]),
        called=frozenset([parse.lower[i] for i in _callings(parse, person, tokens)]),
    )


def _callings(parse: Parse, person: PersonName, tokens: list[int]) -> set[int]:
    """Return the tokens, of those beside a name, that say who it is, and not whose or of whom.

    "the minister's spokeswoman, Ann Velin", "Ann Velin, a lawyer for the suspect": neither
    the minister nor the suspect.
    """
    start, end = person.start, person.end
    governors = {parse.head[j] for j in range(start, end) if parse.dep[j] == "appos"}
    found: set[int] = set()
    for i in tokens:
        own = start <= parse.head[i] < end and parse.dep[i] != "poss"
        joined = parse.dep[i] == "conj" and parse.head[i] in found
        if own or joined or i in governors or i == start - 1:
            found.add(i)
    return found


def _is_unreal(parse: Parse, start: int, after: int) -> bool:
    """Tell whether a title is only run for, of a show, or half of a longer one.

    "president candidate", "queen/princess coordinator", "president-general".
    """
    joined = start > 1 and parse.end[start - 2] == parse.start[start - 1]
    if joined and parse.word[start - 1] in ("/", "-"):
        return True
    if after >= parse.length:
        return False
    return parse.word[after] == "/" or parse.lemma[after] in ("candidate", "nominee", "hopeful")


def _has_party_and_state(parse: Parse, end: int) -> bool:
    """Tell whether a party and a state follow a name, as in America: "(D-N.Y.)", ", R-Ky.,"."""
    if end >= parse.length or parse.word[end] not in ("(", ","):
        return False
    return _PARTY_AND_STATE.match(parse.text, parse.start[end]) is not None


def _is_elsewhere(parse: Parse, i: int, person: PersonName, bodies: dict[int, str]) -> bool:
    """Tell whether a place is only where something else is: "an advocate of rights in Peru"."""
    preposition = parse.head[i]
    if parse.lower[preposition] != "in":
        return False
    noun = parse.head[preposition]
    inside = person.start <= noun < person.end
    return not (inside or noun in bodies or parse.lower[noun] in titles() or _is_top(parse, noun))


def _is_one_of_two(parse: Parse, i: int, countries: dict[int, str]) -> bool:
    """Tell whether a country is joined to another: "founder of Iraq and Mali Veterans"."""
    top = i
    while parse.dep[top] in ("compound", "nmod"):
        top = parse.head[top]
    joined = [c for c in parse.children[top] if parse.dep[c] == "conj"]
    if parse.dep[top] == "conj":
        joined.append(parse.head[top])
    others = (j for c in joined for j in range(parse.edges(c)[0], c + 1) if j != i)
    return i in countries and any(countries.get(j, countries[i]) != countries[i] for j in others)


def _is_top(parse: Parse, noun: int) -> bool:
    """Tell whether a noun is itself what a person is called, and no part of it."""
    return parse.dep[noun] in ("appos", "nsubj", "ROOT", "dobj", "compound", "attr")


def _leaves(parse: Parse, i: int) -> bool:
    """Tell whether a word ends what says whose an office is: "an expert on Iran, who …"."""
    return parse.dep[i] in ("relcl", "acl") or parse.lower[i] in _ELSEWHERE


def context_tokens(parse: Parse, start: int, end: int) -> list[int]:
    """Return the tokens that describe a name: before it, and in apposition to it."""
    head = end - 1
    for i in range(start, end):
        if not start <= parse.head[i] < end:
            head = i
            break
    found = _before(parse, start, head)
    for child in parse.children[head]:
        if parse.dep[child] == "appos" and child >= end and _is_human(parse, child):
            low, high = parse.edges(child)
            clause = (i for i in range(max(child, end), high) if _leaves(parse, i))
            found.update(range(max(low, end), min(next(clause, high), low + 12)))
    # "King Hassan of Morocco", "General Rudchenko of Ukraine"
    if end + 1 < parse.length and parse.lower[end] == "of" and parse.word[end + 1][0].isupper():
        found.update(range(end, min(end + 3, parse.length)))
    governor = parse.head[head]
    if (
        parse.dep[head] == "appos"
        and parse.pos[governor] in ("NOUN", "PROPN")
        and parse.tag[governor] != "NNS"
    ):
        low, _ = parse.edges(governor)
        found.update(range(max(low, governor - 8), governor + 1))
        found.update(range(governor + 1, min(start, governor + 8)))
    return sorted(i for i in found if not start <= i < end)


def _before(parse: Parse, start: int, head: int) -> set[int]:
    """Return the tokens before a name that describe it; ``head`` is the head of the name."""
    if start and parse.word[start - 1] == "-":
        return set()  # "the paper's anti-Velin editorial"
    left, _ = parse.edges(head)
    first = max(parse.sentences[parse.sentence_of[head]][0], start - 8)
    found = set(range(max(left, first), start))
    # The parser often breaks "Foreign Ministry spokesman | Anton Varlamov" in two.
    i = start - 1
    while i >= first and (
        parse.pos[i] in ("PROPN", "NOUN", "ADJ")
        or parse.tag[i] in ("POS", "HYPH")
        or parse.lower[i] in HONORIFICS
    ):
        found.add(i)
        i -= 1
    # "Latvia's emir, Sheikh Velin launched": an office that the parser leaves without a role.
    if i > first and parse.word[i] == "," and parse.dep[i - 1] == "dep":
        office = nominal_nouns().get(parse.lemma[i - 1])
        if office is not None and office.kind == "office":
            found.update(range(max(parse.edges(i - 1)[0], first), i))
    return {i for i in found if i >= _barrier(parse, first, start)}


def _barrier(parse: Parse, first: int, start: int) -> int:
    """Return the token from which on words before a name are about it.

    Not what stands before another person's name ("Norway's Eva Lund Backs Velin"), unless
    that person's own office or aide is named ("Norwegian minister Eva Lund's aide Velin"),
    nor before a plural noun: "the Syrian refugees President Velin wants".
    """
    described = False
    while start > first and parse.ner[start - 1] == "PERSON":
        start -= 1  # the tagger's name holds the title too
    for i in range(start - 1, first - 1, -1):
        if parse.ner[i] == "PERSON" and not described:
            return i + 1
        if parse.tag[i] == "NNS" and parse.word[i + 1][0].isupper():
            return i + 1
        described = described or _is_human(parse, i)
    return first


def _is_human(parse: Parse, i: int) -> bool:
    """Tell whether a word says who somebody is: "mayor", "founder", "ally"."""
    lower, lemma = parse.lower[i], parse.lemma[i]
    return (
        lower in titles()
        or lemma in nominal_nouns()
        or lower in nominal_nouns()
        or people_nouns().get(lemma, people_nouns().get(lower)) == "person"
    )
