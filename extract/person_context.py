"""What stands beside a person's name: titles, countries and bodies."""

from collections.abc import Mapping
from dataclasses import replace

from politigraph.extract.offices import office_sector
from politigraph.extract.parse import Parse
from politigraph.extract.people import HONORIFICS, PersonName, title_size
from politigraph.extract.word_lists import Title, titles

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
        if size:
            given = titles()[_title_text(parse, at, size)]
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
        if not _is_elsewhere(parse, at, person, bodies):
            country = country or countries.get(at, "")
        organisation = organisation or bodies.get(at, "")
        i += 1
    return replace(
        person,
        title=title,
        honorific=honorific,
        country=country,
        organisation=organisation,
        former=former,
    )


def _is_elsewhere(parse: Parse, i: int, person: PersonName, bodies: dict[int, str]) -> bool:
    """Tell whether a place is only where something else is: "an advocate of rights in Peru"."""
    preposition = parse.head[i]
    if parse.lower[preposition] != "in":
        return False
    noun = parse.head[preposition]
    inside = person.start <= noun < person.end
    return not (inside or noun in bodies or parse.lower[noun] in titles() or _is_top(parse, noun))


def _is_top(parse: Parse, noun: int) -> bool:
    """Tell whether a noun is itself what a person is called, and no part of it."""
    return parse.dep[noun] in ("appos", "nsubj", "ROOT", "dobj", "compound", "attr")


def _leaves(parse: Parse, i: int) -> bool:
    """Tell whether a word ends what says whose an office is: "an expert on Iran, who …"."""
    return parse.dep[i] in ("relcl", "acl") or parse.lower[i] in _ELSEWHERE


def _title_text(parse: Parse, start: int, size: int) -> str:
    return " ".join(parse.lower[start : start + size]).replace(" - ", "-")


def context_tokens(parse: Parse, start: int, end: int) -> list[int]:
    """Return the tokens that describe a name: before it, and in apposition to it."""
    head = end - 1
    for i in range(start, end):
        if not start <= parse.head[i] < end:
            head = i
            break
    found: set[int] = set()
    left, _ = parse.edges(head)
    sentence = parse.sentences[parse.sentence_of[head]][0]
    found.update(range(max(left, sentence, start - 8), start))
    # The parser often breaks "Foreign Ministry spokesman | Anton Varlamov" in two.
    i = start - 1
    while i >= max(sentence, start - 8) and (
        parse.pos[i] in ("PROPN", "NOUN", "ADJ")
        or parse.tag[i] in ("POS", "HYPH")
        or parse.lower[i] in HONORIFICS
    ):
        found.add(i)
        i -= 1
    for child in parse.children[head]:
        says_who = parse.pos[child] == "NOUN" or parse.lower[child] in titles()
        if parse.dep[child] == "appos" and child >= end and says_who:
            low, high = parse.edges(child)
            clause = (i for i in range(max(child, end), high) if _leaves(parse, i))
            found.update(range(max(low, end), min(next(clause, high), low + 12)))
    # "King Hassan of Morocco", "General Rudchenko of Ukraine"
    if end + 1 < parse.length and parse.lower[end] == "of" and parse.word[end + 1][0].isupper():
        found.update(range(end, min(end + 3, parse.length)))
    if parse.dep[head] == "appos" and parse.pos[parse.head[head]] in ("NOUN", "PROPN"):
        governor = parse.head[head]
        low, _ = parse.edges(governor)
        found.update(range(max(low, governor - 8), governor + 1))
        found.update(range(governor + 1, min(start, governor + 8)))
    return sorted(i for i in found if not start <= i < end)
