"""The clauses of a claim's words, made comparable: content words, negation, numbers.

There is no parser here: claims are compared across articles long after extraction, by
their words alone, and a rule that needs more finds nothing rather than something wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_BREAK: Final = re.compile(r"[.;:!?…—–]+(?=\s|$|[”\"’])|[“”\"]|,\s+(?:and|but|while|though)\b")
_TOKEN: Final = re.compile(r"n't|\w+(?:[-’']\w+)*|\d[\d,.]*")
_NEGATED_VERB: Final = re.compile(r"(\w+)n[’']t\b")
_YEAR: Final = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its content words in order, with ``#`` for a number, and what it counts.

    ``numbers`` are (number, the word after it); ``hedged`` tells of words such as
    *about* or *at least*, ``deictic`` of pronouns, whose meaning hangs on the speaker,
    ``open`` of words such as *if* and *would*: nothing is said to be so.
    """

    words: tuple[str, ...]
    negated: bool
    numbers: tuple[tuple[int, str], ...]
    hedged: bool
    deictic: bool
    open: bool

    @property
    def content(self) -> frozenset[str]:
        """The content words without numbers."""
        return frozenset(self.words) - {"#"}


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text that have content words.

    >>> [clause] = clauses("“Vesterholm is not a Swedish port,”")
    >>> clause.words, clause.negated
    (('vesterholm', 'swedish', 'port'), True)
    >>> clauses("Eleven people were injured")[0].numbers
    ((11, 'people'),)
    """
    plain = _NEGATED_VERB.sub(r"\1 not", text)
    found = (_clause(part) for part in _BREAK.split(plain))
    return tuple(clause for clause in found if clause.words)


def _clause(text: str) -> Clause:
    kinds = _kinds()
    tokens = [token.lower().replace("’", "'") for token in _TOKEN.findall(text)]
    tokens = [token.removesuffix("'s") for token in tokens]
    words: list[str] = []
    numbers: list[tuple[int, str]] = []
    for place, token in enumerate(tokens):
        number = _number(token)
        if number is not None and not _dated(tokens, place, number):
            after = tokens[place + 1] if place + 1 < len(tokens) else ""
            numbers.append((number, after))
            words.append("#")
        elif not kinds.get(token, frozenset()) & {"negation", "frame", "hedge"}:
            words.append(token)
    found = {kind for token in tokens for kind in kinds.get(token, ())}
    return Clause(
        words=tuple(words),
        negated=sum("negation" in kinds.get(token, ()) for token in tokens) % 2 == 1,
        numbers=tuple(numbers),
        hedged="hedge" in found,
        deictic="pronoun" in found,
        open="conditional" in found,
    )


def _number(token: str) -> int | None:
    named = _numbers().get(token)
    if named is not None:
        return named
    digits = token.replace(",", "")
    return int(digits) if digits.isdecimal() and len(digits) < 12 else None


def _dated(tokens: list[str], place: int, number: int) -> bool:
    """Tell whether a number is a day, a year or an hour and counts nothing."""
    near = tokens[max(place - 1, 0) : place] + tokens[place + 1 : place + 2]
    months = any("month" in _kinds().get(token, ()) for token in near)
    return months or number in _YEAR or bool({"a", "p", "am", "pm"} & set(near[-1:]))


@cache
def _lines() -> tuple[tuple[str, str], ...]:
    text = (resources.files("politigraph.graph") / "data" / "clause_words.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple((kind, word) for kind, words in rows for word in words.split())


@cache
def _kinds() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, word in _lines():
        if kind != "number":
            found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def _numbers() -> dict[str, int]:
    return dict(_number_words())


def _number_words() -> Iterator[tuple[str, int]]:
    for kind, word in _lines():
        if kind == "number":
            name, _, value = word.partition("=")
            yield name, int(value)
