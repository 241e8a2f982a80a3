"""Read a noun phrase that speaks or acts without a name: what it is, whose, how many."""

from politigraph.extract.inner_records import inner_record
from politigraph.extract.linking import Linking
from politigraph.extract.parse import Parse
from politigraph.extract.people import title_size
from politigraph.extract.word_lists import Noun, acting_words, nominal_nouns, people_nouns, titles

_DEFINITE = frozenset(
    {"the", "this", "that", "these", "those", "his", "her", "its", "their", "our"}
)
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_NOBODY = frozenset({"what", "which", "no", "any", "every", "each", "whatever", "neither"})
_VIOLENT = frozenset({"terror", "terrorist", "rebel", "guerrilla", "militant", "extremist"})
_RULE = frozenset({"administration", "government", "regime", "cabinet"})
GONE = frozenset({"former", "ex", "ousted", "deposed", "toppled"})
"""Words for somebody who holds an office no longer."""
_INDEFINITE = frozenset({"a", "an", "another", "some"})
_INSIDE = frozenset({"in", "of", "at", "from", "for", "with", "inside", "within", "near"})


@inner_record
class Nominal:
    """A noun phrase without a name. ``start`` and ``end`` are its token range.

    ``country`` is the id of the country entity that owns it, ``body`` of an organisation;
    ``definite`` is "the president", ``plural`` "officials"; ``role`` is the office that the
    whole title names.
    """

    head: int
    start: int
    end: int
    noun: Noun
    role: str
    sector: str
    country: str
    body: str
    definite: bool
    plural: bool
    former: bool


def read_nominal(parse: Parse, head: int, linking: Linking) -> Nominal | None:
    """Return what a noun phrase says of whom it refers to; None for other nouns.

    ``head`` is the token index of the phrase's noun.
    """
    if parse.pos[head] not in ("NOUN", "PROPN", "ADJ") or parse.dep[head] in _MODIFIERS:
        return None
    if amount_of(parse, head) is not None:
        return None
    noun = nominal_nouns().get(parse.lemma[head]) or nominal_nouns().get(parse.lower[head])
    if noun is None and is_people(parse, head):
        noun = Noun("group", "", "CVL")
    if noun is None:
        return None
    start, end = phrase_range(parse, head)
    title = _title_before(parse, start, head)
    countries, bodies = _owners(parse, head, start, end, linking)
    countries = countries or _left_behind(parse, head, linking)
    determiner = next(
        (
            parse.lower[c]
            for c in parse.children[head]
            if c < head and parse.dep[c] in ("det", "poss")
        ),
        "",
    )
    if determiner in _NOBODY:
        return None
    words = parse.lower[start:head]
    known = titles().get(title) if title else None
    named_owner = any(parse.dep[c] == "poss" for c in parse.children[head])
    return Nominal(
        head,
        start,
        end,
        noun,
        (known.role if known and known.role else noun.role),
        (
            known.sector
            if known and known.sector
            else noun.sector or _kind_of_body(parse, head, noun)
        ),
        countries,
        bodies,
        determiner in _DEFINITE or named_owner or (not determiner and noun.kind == "body"),
        parse.tag[head] in ("NNS", "NNPS") or parse.lower[head] in ("people", "police"),
        not GONE.isdisjoint(words),
    )


def is_people(parse: Parse, head: int) -> bool:
    """Tell whether a noun is a people of another country: "ethnic Albanians in the valley"."""
    return parse.tag[head] == "NNPS" and head > 0 and parse.lower[head - 1] == "ethnic"


def _left_behind(parse: Parse, head: int, linking: Linking) -> str:
    """Return the country of those who flee it, or live there: "refugees fleeing Chad"."""
    for clause in parse.children[head]:
        if parse.dep[clause] == "acl" and parse.lemma[clause] in {"flee", "live"}:
            for i in range(clause, parse.edges(clause)[1]):
                if i in linking.by_token:
                    link = linking.links[linking.by_token[i]]
                    if link.entity.startswith("country/"):
                        return link.entity
                    return f"@{link.country}" if link.country else ""
                if parse.lower[i] == "to":
                    return ""  # "fleeing to Chad"
    return ""


def _kind_of_body(parse: Parse, head: int, noun: Noun) -> str:
    """Return the sector of whose body it is: "the main rebel group", "a students' union"."""
    if noun.kind != "body":
        return ""
    members = (nominal_nouns().get(parse.lemma[c]) for c in parse.children[head] if c < head)
    return next((m.sector for m in members if m and m.kind == "group" and m.sector != "CVL"), "")


def phrase_range(parse: Parse, head: int) -> tuple[int, int]:
    """Return the tokens of a noun phrase: its modifiers, and prepositional ones after it.

    Relative clauses and appositions are left out; "two officials familiar with the talks"
    keeps its adjective.
    """
    start = end = head
    for child in parse.children[head]:
        low, high = parse.edges(child)
        if child < head and parse.dep[child] not in (
            "punct",
            "cc",
            "conj",
            "mark",
            "prep",
            "advmod",
        ):
            start = min(start, low)
        elif child > head and _stays(parse, child, end):
            end = max(end, high - 1)
    while end > head and (parse.pos[end] in ("CCONJ", "PUNCT", "SPACE")):
        end -= 1
    for i in range(start, head):
        if parse.pos[i] == "PUNCT" and parse.start[i] > parse.end[i - 1]:
            start = i + 1  # "April 13 - Russian forces"
    while start < head and (parse.is_space[start] or parse.pos[start] == "PUNCT"):
        start += 1
    return start, end + 1


def _stays(parse: Parse, child: int, end: int) -> bool:
    low, high = parse.edges(child)
    if low > end + 1 or high - low > 10:
        return False
    if parse.dep[child] == "prep":
        return parse.lower[child] in _INSIDE
    describes = parse.dep[child] in ("amod", "acl")
    return describes and parse.lower[child] in acting_words("who")


_PARTS = frozenset(
    ["one", "two", "three", "some", "many", "most", "several", "both", "others", "another", "few"]
)


def speaking_nominal(parse: Parse, head: int, linking: Linking) -> Nominal | None:
    """Return the phrase of people who speak; None for papers, things and nobody."""
    lemma = parse.lemma[head]
    if parse.tag[head] not in ("NN", "NNS") or lemma in acting_words("paper"):
        return None
    if not (
        lemma in people_nouns() or lemma in nominal_nouns() or lemma in acting_words("speaker")
    ):
        return None
    if any(parse.lower[c] in _NOBODY for c in parse.children[head]):
        return None
    start, end = phrase_range(parse, head)
    country, body = _owners(parse, head, start, end, linking)
    plural = parse.tag[head] == "NNS"
    noun = Noun("source", "", "")
    return Nominal(head, start, end, noun, "", "", country, body, False, plural, False)


def settled_people(parse: Parse, head: int, linking: Linking) -> Nominal | None:
    """Return the people of one nation who live in another: "the Albanians of Serbia".

    ``head`` is the token index of a demonym; None for any other.
    """
    if parse.tag[head] != "NNPS" or linking.links[linking.by_token[head]].kind != "demonym":
        return None
    home = _of(parse, head)
    if home is None or home not in linking.by_token:
        return None
    start, end = phrase_range(parse, head)
    country, body = _owners(parse, head, start, end, linking)
    if not country or country == linking.links[linking.by_token[head]].entity:
        return None
    noun = Noun("group", "", "CVL")
    return Nominal(head, start, end, noun, "", "CVL", country, body, True, True, False)


def amount_of(parse: Parse, head: int) -> int | None:
    """Return the head of what a phrase is an amount of: "thousands of Turkish workers"."""
    if parse.lemma[head] not in acting_words("amount"):
        return None
    whole = _of(parse, head)
    return whole if whole is not None and parse.tag[whole] in ("NNS", "NNPS") else None


def named_before(parse: Parse, head: int, linking: Linking) -> int | None:
    """Return a token of the name that a phrase gives the class of: "the Hezbollah group".

    Not of "a Hezbollah group" or "the Hezbollah group of 1992", which are other bodies, nor
    of "the UN group", which is one of the UN's.
    """
    lemma = parse.lemma[head]
    if lemma not in acting_words("class") or parse.tag[head] != "NN":
        return None
    after = any(parse.lower[c] == "of" for c in parse.children[head])
    if after or any(parse.lower[c] in _INDEFINITE for c in parse.children[head]):
        return None
    at = head - 1
    while at > 0 and parse.lemma[at] in _VIOLENT:
        at -= 1
    if at > 1 and parse.word[at] == ")":  # "the Trade Council (BTC) group"
        at = next((i - 1 for i in range(at, -1, -1) if parse.word[i] == "("), -1)
    if at < 0 or at not in linking.by_token or parse.tag[at] == "POS":
        return None
    link = linking.links[linking.by_token[at]]
    if not link.entity.startswith("organization/"):
        return None
    entity = next(e for e in linking.entities if e.id == link.entity)
    return at if entity.sector != "IGO" or lemma in acting_words("alliance") else None


def some_of(parse: Parse, head: int) -> int | None:
    """Return the head of the whole that a phrase is a part of: "one of the ministers"."""
    return _of(parse, head) if parse.lower[head] in _PARTS else None


def _of(parse: Parse, head: int) -> int | None:
    for child in parse.children[head]:
        if parse.lower[child] == "of":
            return next((c for c in parse.children[child] if parse.dep[c] == "pobj"), None)
    return None


def _title_before(parse: Parse, start: int, head: int) -> str:
    """Return the longest title that ends at the head: "deputy foreign minister"."""
    for begin in range(max(start, head - 5), head + 1):
        if title_size(parse, begin, head + 1) == head + 1 - begin:
            return " ".join(parse.lower[begin : head + 1]).replace(" - ", "-")
    return ""


def _is_side(parse: Parse, start: int, end: int) -> bool:
    """Tell whether a name only says for or against whom: "anti-Syria", "Syrian-backed"."""
    if start > 1 and parse.word[start - 1] == "-":
        return parse.lower[start - 2] in ("anti", "pro", "non", "former", "ex")
    if end + 1 < parse.length and parse.word[end] == "-":
        return parse.lower[end + 1] in ("backed", "occupied", "held", "controlled", "supported")
    return False


def _owners(parse: Parse, head: int, start: int, end: int, linking: Linking) -> tuple[str, str]:
    """Return the country and the body that a phrase belongs to, by its own words.

    A phrase that belongs to two countries ("negotiators of Moscow and Kiev") is neither's.
    """
    countries: list[str] = []
    body = ""
    for i in [*range(head - 1, start - 1, -1), *range(head + 1, end)]:
        if i not in linking.by_token:
            continue
        link = linking.links[linking.by_token[i]]
        if _is_side(parse, link.start, link.end):
            continue
        if link.entity.startswith("country/"):
            countries.append(link.entity)
        elif link.entity.startswith("organization/"):
            body = body or link.entity
        elif link.country and link.kind != "metonym":
            countries.append(f"@{link.country}")
        elif i == link.end - 1 and i + 1 < head and parse.lemma[i + 1] in _RULE:
            # "Orsolak administration officials" are of the country that Orsolak leads.
            leader = next(e for e in linking.entities if e.id == link.entity)
            if leader.iso3:
                countries.append(f"country/{leader.iso3}")
    after = [c for c in parse.children[head] if c > head and parse.lower[c] in ("of", "from")]
    joined = {
        linking.links[linking.by_token[j]].entity
        for c in after
        for j in parse.subtree(c)
        if j in linking.by_token and j < end + 3
    }
    if len({e for e in joined if e.startswith("country/")}) > 1:
        return "", body
    return (countries[0] if countries else ""), body
