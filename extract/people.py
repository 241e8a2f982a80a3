"""Find people's names with their titles, and tell which names are one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from politigraph.extract.headlines import Headlines
from politigraph.extract.known_names import is_shouted
from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import (
    Title,
    acting_words,
    given_names,
    longest_title,
    nominal_nouns,
    people_nouns,
    prominence,
    title_starts,
    titles,
)
from politigraph.ontology.authority import Authority
from politigraph.ontology.names import fold_person

HONORIFICS = frozenset(
    ["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir", "lord", "lady", "dame"]
)
FEW = 2
"""People of one surname in the authority, up to which it needs no country beside it."""
GENDERS: dict[str, Literal["m", "f"]] = {
    "mr": "m",
    "sir": "m",
    "lord": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "lady": "f",
}


@dataclass(frozen=True, slots=True)
class PersonName:
    """One mention of a person by name, with what stands beside it.

    ``country`` is ISO 3166 alpha-3, ``organisation`` an entity id; ``person`` is whose
    name it is, where that is settled before anything is weighed; ``said`` are the words
    beside it, in small letters, and ``called`` those of them that say who it is.
    """

    start: int
    end: int
    name: str
    title: Title | None = None
    honorific: str = ""
    country: str = ""
    organisation: str = ""
    former: bool = False
    person: str = ""
    said: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()

    @property
    def head(self) -> int:
        """The token index of the last word."""
        return self.end - 1


def person_spans(
    parse: Parse,
    taken: Iterable[tuple[int, int]],
    settled: Iterable[PersonName],
    authority: Authority,
    date: str,
) -> list[PersonName]:
    """Return the settled names and those outside the taken token ranges, in text order."""
    found = {name.start: name for name in settled}
    busy = {i for start, end in taken for i in range(start, end)}
    busy.update(i for name in found.values() for i in range(name.start, name.end))
    spans = [(s, e) for s, e, label in parse.names if label == "PERSON"]
    surnames = tagged_surnames(parse)
    headlines = Headlines(parse)
    spans += _titled(parse, busy)
    spans += _repeated(parse, busy)
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        trimmed = trim_name(parse, start, end)
        if trimmed is None or any(i in busy for i in range(*trimmed)):
            continue
        start, end = trimmed
        if start and _is_given_before(parse, start - 1) and start - 1 not in busy:
            start -= 1  # "DNC Chair Debbie | Wasserman Schultz"
        if headlines.hold(start):
            start, end = _in_headline(parse, headlines, start, end)
            if start == end:
                continue
        if all(word in acting_words("portfolio") for word in parse.lower[start:end]):
            continue  # "the Federal Secretary Interior"
        named = parse.lower[start - 1] in HONORIFICS or parse.lower[end - 1] in surnames
        words = " ".join(parse.lower[start:end])
        if not named and (words in titles() or f"{words}." in titles()):
            continue  # "Spokesperson for the Department", but "Mr. King"
        acronym = end - start == 1 and parse.word[start].isupper() and len(parse.word[start]) <= 5
        if acronym and not is_shouted(parse, start):
            continue
        busy.update(range(start, end))
        found[start] = PersonName(start, end, name_text(parse, start, end))
    known = [*_by_authority(parse, busy, authority), *_leaders(parse, busy, authority, date)]
    for start, end in known:
        busy.update(range(start, end))
        found[start] = PersonName(start, end, name_text(parse, start, end))
    return [found[start] for start in sorted(found)]


def _is_given_before(parse: Parse, i: int) -> bool:
    named = parse.lower[i] in given_names() and parse.word[i][0].isupper()
    return named and parse.tag[i] == "NNP" and parse.ner[i] != "PERSON"


def _in_headline(parse: Parse, headlines: Headlines, start: int, end: int) -> tuple[int, int]:
    """Return the part of a headline's name that is also in the text below it.

    "Ann Velin Wins", "Orsk Thanks Ann Velin", "Judge Just Gave Ann Some". Where no part is,
    and no given name begins it, nothing is left.
    """
    last = next((e for e in range(end, start, -1) if parse.lower[e - 1] in headlines.surnames), 0)
    if not last and end - start > 1 and parse.lower[start] not in given_names():
        known = next((i for i in range(start, end) if parse.lower[i] in headlines.parts), end)
        return known, min(known + 1, end)
    end = last or end
    full = (s for s in range(start, end - 1) if tuple(parse.lower[s:end]) in headlines.people)
    return next(full, start), end


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
        for i in parse.capitals
        if parse.lower[i] in surnames and i not in busy and parse.ner[i] != "PERSON"
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
        elif start + 1 < end and _is_calling(words[start:end]):
            start += 1  # "Nurse Beth Johnson"
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


def _is_calling(words: list[str]) -> bool:
    """Tell whether a tagged name opens with what somebody is: "Nurse Beth Johnson".

    Not "Marine Lefort" or "Dean Holt", unless a given name follows: "Marine Jason Holt".
    """
    first, second = words[:2]
    if first in given_names():
        return len(words) > 2 and second in given_names() and first in nominal_nouns()
    person = len(words) > 2 and people_nouns().get(first) == "person"
    return person or first in nominal_nouns()


def title_size(parse: Parse, start: int, end: int) -> int:
    """Return the number of tokens of the longest title at ``start`` that ends by ``end``."""
    if start >= end or parse.lower[start] not in title_starts():
        return 0
    known = titles()
    for stop in range(min(end, start + 2 * longest_title()), start, -1):
        words = title_text(parse, start, stop)
        if words in known:
            return stop - start
    return 0


def title_text(parse: Parse, start: int, end: int) -> str:
    """Return a title's words as the list of titles has them: "vice-president", "pres."."""
    return " ".join(parse.lower[start:end]).replace(" - ", "-").replace(" .", ".")


def _titled(parse: Parse, busy: set[int]) -> list[tuple[int, int]]:
    """Return what follows a title and is written like a name: "Mr Lindqvist"."""
    found = []
    for i in parse.capitals:
        if i == 0 or i in busy or parse.ner[i] == "PERSON":
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
    pairs = zip(parse.pos, parse.pos[1:], strict=False)
    covered = 0
    for i in [i for i, pair in enumerate(pairs) if pair == ("PROPN", "PROPN")]:
        if i < covered or i in busy:
            continue
        end = i
        while (
            end < min(i + 4, parse.length)
            and end not in busy
            and parse.word[end][0].isupper()
            and parse.pos[end] == "PROPN"
        ):
            end += 1
        for stop in range(end, i + 1, -1):
            if authority.people_named(name_text(parse, i, stop)):
                found.append((i, stop))
                covered = stop
                break
    return found


def _leaders(
    parse: Parse, busy: set[int], authority: Authority, date: str
) -> list[tuple[int, int]]:
    """Return the surnames, standing alone, that the tagger missed and one leader has."""
    return [
        (i, i + 1)
        for i in parse.capitals
        if parse.tag[i] == "NNP" and i not in busy and is_leader(parse, i, authority, date)
    ]


def is_leader(parse: Parse, i: int, authority: Authority, date: str) -> bool:
    """Tell whether a word is the surname of one well-known office holder of the day."""
    word = parse.word[i]
    if len(word) < 4 or not word[0].isupper() or parse.ner[i] not in ("", "ORG", "GPE", "NORP"):
        return False
    # "as a Christian", "Amber Veldon-Alexander"
    before = parse.word[i - 1] if i else ""
    if before in ("-", "“", "‘", '"', "'") or before.lower() in ("a", "an"):
        return False
    called = authority.people_called(word)
    if not called or len(called) > FEW:
        return False
    terms = (t for person in called for t in authority.terms_of(person))
    return any(prominence().get(t.role, 0) >= 3 and t.covers(date) for t in terms)


def same_key(name: str) -> str:
    """Return the key under which two spellings of a person's name are one.

    >>> same_key("Sergei Lavrov") == same_key("Sergey Lavrov")
    True
    """
    return fold_person(name)
