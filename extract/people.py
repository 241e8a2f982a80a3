"""Find people's names with their titles, and tell which names are one person."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import Title, longest_title, titles
from politigraph.ontology.authority import Authority, Term
from politigraph.ontology.names import fold_person

HONORIFICS = frozenset(
    ["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir", "lord", "lady", "dame"]
)
GENDERS: dict[str, Literal["m", "f"]] = {
    "mr": "m",
    "sir": "m",
    "lord": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "lady": "f",
}
# Offices whose holders newspapers name by surname alone, and how well known they are.
PROMINENCE = {
    "president": 4, "prime minister": 4, "monarch": 4, "secretary-general": 4,
    "president of the commission": 3, "president of the council": 3, "foreign minister": 3,
    "defence minister": 2, "vice president": 2, "spokesperson": 2, "security chief": 2,
    "chief of staff": 1, "army chief": 1, "interior minister": 1, "finance minister": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonName:
    """One mention of a person by name, with what stands beside it.

    ``country`` is ISO 3166 alpha-3, ``organisation`` an entity id.
    """

    start: int
    end: int
    name: str
    title: Title | None = None
    honorific: str = ""
    country: str = ""
    organisation: str = ""
    former: bool = False

    @property
    def head(self) -> int:
        """The token index of the last word."""
        return self.end - 1


def person_spans(
    parse: Parse, taken: Iterable[tuple[int, int]], authority: Authority
) -> list[PersonName]:
    """Return the people's names outside the taken token ranges, in the order of the text."""
    busy = {i for start, end in taken for i in range(start, end)}
    found: dict[int, PersonName] = {}
    spans = [(s, e) for s, e, label in parse.names if label == "PERSON"]
    spans += _titled(parse, busy)
    spans += _repeated(parse, busy)
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        trimmed = trim_name(parse, start, end)
        if trimmed is None or any(i in busy for i in range(*trimmed)):
            continue
        start, end = trimmed
        busy.update(range(start, end))
        found[start] = PersonName(start, end, name_text(parse, start, end))
    for start, end in _by_authority(parse, busy, authority):
        busy.update(range(start, end))
        found[start] = PersonName(start, end, name_text(parse, start, end))
    return [found[start] for start in sorted(found)]


def tagged_surnames(parse: Parse) -> frozenset[str]:
    """Return the last words, in small letters, of the tagged full names of people."""
    return frozenset(
        parse.lower[end - 1 - (parse.tag[end - 1] == "POS")]
        for start, end, label in parse.names
        if label == "PERSON" and end - start > 1
    )


def _repeated(parse: Parse, busy: set[int]) -> list[tuple[int, int]]:
    """Return the surnames, standing alone, of people whose full name the article gives."""
    surnames = tagged_surnames(parse)
    return [
        (i, i + 1)
        for i in range(parse.length)
        if i not in busy
        and parse.word[i][0].isupper()
        and parse.lower[i] in surnames
        and parse.ner[i] != "PERSON"
    ]


def name_text(parse: Parse, start: int, end: int) -> str:
    """Return a name's words with single spaces."""
    return " ".join(parse.text[parse.start[start] : parse.end[end - 1]].split())


def trim_name(parse: Parse, start: int, end: int) -> tuple[int, int] | None:
    """Cut titles, possessives and what follows a line break off a tagged name."""
    words = parse.lower
    for i in range(start, end):
        if parse.is_space[i] and "\n" in parse.word[i]:
            end = i
            break
    while start < end:
        size = title_size(parse, start, end - 1)
        if size:
            start += size
        elif (
            parse.is_space[start]
            or not parse.word[start][0].isalnum()
            or words[start] == "the"
            or (not parse.word[start][0].isupper() and words[start] not in ("al", "el", "bin"))
        ):
            start += 1
        else:
            break
    while end > start and (
        parse.is_space[end - 1]
        or parse.tag[end - 1] == "POS"
        or not any(c.isalpha() for c in parse.word[end - 1])
        or words[end - 1] in ("'s", "’s")
        or not parse.word[end - 1][0].isupper()
    ):
        end -= 1
    if start >= end or all(len(parse.word[i].strip(".")) < 2 for i in range(start, end)):
        return None
    text = parse.text[parse.start[start] : parse.end[end - 1]]
    if any(c.isdigit() or c in '@/\n"“”:;()' for c in text):
        return None
    return start, end


def title_size(parse: Parse, start: int, end: int) -> int:
    """Return the number of tokens of the longest title at ``start`` that ends by ``end``."""
    known = titles()
    for stop in range(min(end, start + 2 * longest_title()), start, -1):
        words = " ".join(w for w in parse.lower[start:stop]).replace(" - ", "-")
        if words in known:
            return stop - start
    return 0


def _titled(parse: Parse, busy: set[int]) -> list[tuple[int, int]]:
    """Return what follows a title and is written like a name: "Mr Lindqvist"."""
    found = []
    for i in range(1, parse.length):
        if i in busy or parse.ner[i] == "PERSON" or not parse.word[i][0].isupper():
            continue
        before = parse.lower[i - 1]
        if before not in HONORIFICS and not (
            before in titles() and parse.word[i - 1][0].isupper() and parse.tag[i] == "NNP"
        ):
            continue
        if title_size(parse, i, parse.length) or parse.tag[i] not in ("NNP", "NNPS"):
            continue
        end = i + 1
        while end < parse.length and parse.tag[end] == "NNP" and parse.word[end][0].isupper():
            if end in busy:
                break
            end += 1
        found.append((i, end))
    return found


def _by_authority(parse: Parse, busy: set[int], authority: Authority) -> list[tuple[int, int]]:
    """Return the full names of known people that the tagger missed."""
    found = []
    i = 0
    while i + 1 < parse.length:
        if parse.pos[i] != "PROPN" or parse.pos[i + 1] != "PROPN" or i in busy:
            i += 1
            continue
        end = i
        while (
            end < min(i + 4, parse.length)
            and end not in busy
            and parse.word[end][0].isupper()
            and parse.pos[end] == "PROPN"
        ):
            end += 1
        step = 1
        for stop in range(end, i + 1, -1):
            if authority.people_named(name_text(parse, i, stop)):
                found.append((i, stop))
                step = stop - i
                break
        i += step
    return found


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
                title = given
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
        if parse.dep[child] == "appos" and child >= end:
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


def choose(
    candidates: tuple[str, ...],
    evidence: list[PersonName],
    mentioned: frozenset[str],
    authority: Authority,
    date: str,
) -> tuple[str, float, str]:
    """Return the person that an article means by a name, its score and the reason.

    Empty when nothing speaks for any of them, or as much for two. ``mentioned`` are the
    countries of the article (ISO 3166 alpha-3).
    """
    ranked = []
    full = any(" " in e.name for e in evidence)
    alone = len(candidates) == 1
    for person in candidates:
        score, reason = _evidence(authority.terms_of(person), evidence, mentioned, date)
        if full and reason and score >= 1 and _ever_prominent(authority.terms_of(person)):
            score += 1
        elif not full and not alone and "country" not in reason:
            score = 0  # one of several of that surname
        ranked.append((score, person, reason))
    ranked.sort(reverse=True)
    if not ranked or ranked[0][0] < 2 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return "", 0.0, ""
    score, person, reason = ranked[0]
    return person, min(0.99, 0.6 + score / 20), reason


def _evidence(
    terms: Iterable[Term], evidence: list[PersonName], mentioned: frozenset[str], date: str
) -> tuple[float, str]:
    full = any(" " in e.name for e in evidence)
    roles = {e.title.role for e in evidence if e.title and e.title.role}
    countries = {e.country for e in evidence if e.country}
    best, why = 0.0, ""
    for term in terms:
        now = term.covers(date)
        past = bool(date) and bool(term.valid_to) and term.valid_to < date
        score = 0.0
        reasons = []
        if now:
            score += PROMINENCE.get(term.role, 0) / 2
            reasons.append("in office")
        elif not past and not full:
            continue
        if term.role in roles or ("leader" in roles and PROMINENCE.get(term.role, 0) >= 4):
            score += 2 if now else 1
            reasons.append("title")
        if term.of in countries:
            score += 2
            reasons.append("country of the title")
        elif countries and len(term.of) == 3:
            score -= 3
        elif term.of in mentioned:
            score += 1
            reasons.append("country in the article")
        if score > best:
            best, why = score, ", ".join(reasons)
    return best, why


def _ever_prominent(terms: Iterable[Term]) -> bool:
    return any(PROMINENCE.get(term.role, 0) >= 3 for term in terms)


def same_key(name: str) -> str:
    """Return the key under which two spellings of a person's name are one.

    >>> same_key("Sergei Lavrov") == same_key("Sergey Lavrov")
    True
    """
    return fold_person(name)
