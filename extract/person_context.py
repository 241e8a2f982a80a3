"""What stands beside a person's name: titles, countries and bodies."""

from dataclasses import replace

from politigraph.extract.parse import Parse
from politigraph.extract.people import HONORIFICS, PersonName, title_size
from politigraph.extract.word_lists import Title, titles


def describe(
    parse: Parse, person: PersonName, countries: dict[int, str], bodies: dict[int, str]
) -> PersonName:
    """Add the title, the country and the body that stand beside a name.

    ``countries`` gives ISO 3166 alpha-3 by token where a country, demonym or capital
    stands, ``bodies`` the id of an organisation by token.
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
            if parse.lower[at] in HONORIFICS:
                honorific = parse.lower[at].strip(".")
            elif title is None or (given.role and not title.role):
                title = given if given.role else Title(parse.lower[at + size - 1], given.sector)
            for j in range(at, at + size):
                country = country or countries.get(j, "")
                organisation = organisation or bodies.get(j, "")
            i += size
            continue
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
            found.update(range(max(low, end), min(high, low + 12)))
    # "King Hassan of Morocco", "General Rudchenko of Ukraine"
    if end + 1 < parse.length and parse.lower[end] == "of" and parse.word[end + 1][0].isupper():
        found.update(range(end, min(end + 3, parse.length)))
    if parse.dep[head] == "appos" and parse.pos[parse.head[head]] in ("NOUN", "PROPN"):
        governor = parse.head[head]
        low, _ = parse.edges(governor)
        found.update(range(max(low, governor - 8), governor + 1))
        found.update(range(governor + 1, min(start, governor + 8)))
    return sorted(i for i in found if not start <= i < end)
