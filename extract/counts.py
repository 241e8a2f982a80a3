"""How many people a phrase counts: "at least 12 civilians", "a soldier", "no one".

A number is what the text states, or the least of it ("at least 12", "10 to 12"). What
gives no number ("dozens"), or only the most that it can be ("up to 30"), counts nobody.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import nominal_nouns, read_table

_DIGITS: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:[-–](?:\d{1,3}(?:,\d{3})+|\d+))?")
_JOINERS: Final = frozenset({"-", "–", "and", "to", "or", "a"})
_ONE: Final = frozenset({"a", "an", "the", "one", "another", "his", "her", "their", "its"})
_LONGEST: Final = 3


class Count(NamedTuple):
    """A number of people, and the tokens, half-open, that state it."""

    number: int
    start: int
    end: int


@cache
def casualty_words(kind: str) -> dict[str, str]:
    """Return the words of one kind in ``casualties.tsv``, each with its sense.

    >>> casualty_words("harm")["wound"], casualty_words("number")["twelve"]
    ('injured', '12')
    """
    rows = read_table("casualties.tsv", 3)
    return {
        word.replace("_", " "): sense
        for name, sense, words in rows
        if name == kind
        for word in words.split(" ")
    }


def number_of(words: Iterable[str]) -> int | None:
    """Return the value of a number in digits or words, the least of a range, or None.

    >>> number_of(["twenty", "-", "five"]), number_of(["two", "dozen"]), number_of(["1,200"])
    (25, 24, 1200)
    >>> number_of(["10", "to", "12"]), number_of(["dozens"])
    (10, None)
    """
    small, scales = casualty_words("number"), casualty_words("scale")
    total = value = 0
    seen = last_digits = False
    for word in words:
        digits = _DIGITS.fullmatch(word)
        if word in {"to", "or"} or (digits and seen):
            break
        if digits or word in small:
            value += int(digits[1].replace(",", "")) if digits else int(small[word])
        elif word in scales:
            value = (value or 1) * int(scales[word])
            if value >= 1000:
                total, value = total + value, 0
        elif word not in _JOINERS:
            return None
        else:
            if last_digits:  # "10 and 12" is no sum.
                break
            continue
        seen, last_digits = True, bool(digits)
    return total + value if seen else None


def people_in(parse: Parse, head: int) -> Count | None:
    """Return how many people the phrase headed by a token is, its joined parts added up.

    None where a part is not counted, or is not of people.
    """
    counts = []
    for member in _members(parse, head):
        count = _counted(parse, member)
        if count is None:
            return None
        counts.append(count)
    if not counts:
        return None
    return Count(sum(c.number for c in counts), counts[0].start, counts[-1].end)


def _members(parse: Parse, head: int) -> list[int]:
    found = [head]
    for at in found:
        joined = [c for c in parse.children[at] if parse.dep[c] == "conj"]
        if joined and any(parse.lower[c] in {"or", "nor"} for c in parse.children[at]):
            return []
        if not _is_numeral(parse, at):  # "between 10 and 12" are not two groups
            found += joined
    return found


def _counted(parse: Parse, head: int) -> Count | None:
    if _is_total(parse, head):
        return next(
            (
                people_in(parse, inner)
                for child in parse.children[head]
                if parse.lower[child] == "of"
                for inner in parse.children[child]
            ),
            None,
        )
    if parse.lower[head] in casualty_words("nobody") and parse.lower[head] not in {
        "anyone",
        "anybody",
    }:
        return Count(0, head, head + 1)
    if parse.lower[head] == "one" and head and parse.lower[head - 1] == "no":
        return Count(0, head - 1, head + 1)
    if _is_numeral(parse, head):
        return stated_number(parse, head, head + 1)
    if not is_person(parse, head):
        return None
    children = parse.children[head]
    for child in children:
        if parse.dep[child] == "nummod" and child < head:
            return stated_number(parse, child, head + 1)
        if parse.lower[child] == "no" and parse.dep[child] == "det":
            return Count(0, child, head + 1)
    return _single(parse, head)


def _single(parse: Parse, head: int) -> Count | None:
    """Return one for "a soldier" and "Mara Lindqvist"; a bare plural says no number."""
    if parse.tag[head] not in {"NN", "NNP"} or parse.lower[head] in {"people", "others"}:
        return None
    first = min((c for c in parse.children[head] if c < head), default=head)
    named = parse.ner[head] == "PERSON"
    owned = any(parse.dep[c] in {"det", "poss"} for c in parse.children[head])
    if named or (owned and (parse.lower[first] in _ONE or parse.dep[first] == "poss")):
        return Count(1, first, head + 1)
    return None


def is_person(parse: Parse, head: int) -> bool:
    """Tell whether a noun names people one by one: "soldiers", "Palestinians", "others"."""
    if parse.ner[head] in {"PERSON", "NORP"}:
        return True
    lemma = parse.lemma[head]
    words = {lemma, parse.lower[head]}
    if words & casualty_words("many").keys():
        return False
    noun = nominal_nouns().get(lemma)
    known = noun is not None and noun.kind in {"office", "source", "group"}
    return known or bool(words & casualty_words("person").keys())


def _is_numeral(parse: Parse, i: int) -> bool:
    return number_of([parse.lower[i]]) is not None and (
        parse.tag[i] == "CD" or parse.lower[i] in casualty_words("scale")
    )


def _is_total(parse: Parse, head: int) -> bool:
    return parse.lower[head] in casualty_words("total")


def stated_number(parse: Parse, i: int, end: int) -> Count | None:
    """Return the number that a token is part of, with the words that hedge it.

    ``end`` is where its phrase ends. None for the most that it can be: "up to 30".
    """
    start, stop = _run(parse, i)
    number = number_of(parse.lower[start:stop])
    if number is None:
        return None
    if "half" in parse.lower[max(0, start - 2) : start]:
        number //= 2  # "half a dozen"
    for length in range(min(_LONGEST, start), 0, -1):
        before = " ".join(parse.lower[start - length : start])
        if before in casualty_words("most"):
            return None
        if before in casualty_words("least"):
            return Count(number, start - length, max(end, stop))
    return Count(number, start, max(end, stop))


def _run(parse: Parse, i: int) -> tuple[int, int]:
    """Return the token range of all words of a number: "twenty-five", "10 to 12", "a dozen"."""

    def numeral(at: int) -> bool:
        return 0 <= at < parse.length and number_of([parse.lower[at]]) is not None

    def joiner(at: int) -> bool:
        if not (numeral(at - 1) and numeral(at + 1)) or parse.lower[at] not in _JOINERS:
            return False
        # "a hundred and forty", and not "killed three and twelve were hurt".
        return parse.lower[at] != "and" or parse.lower[at - 1] in casualty_words("scale")

    start, end = i, i + 1
    while numeral(start - 1) or joiner(start - 1):
        start -= 1
    while numeral(end) or joiner(end):
        end += 1
    if start and parse.lower[start - 1] == "a" and parse.lower[start] in casualty_words("scale"):
        start -= 1
    return start, end
