"""Recognise a query that provably cannot run away, so that it needs no process of its own.

A query is light when its text is nothing but one triple pattern, or triple patterns of
one subject that is an IRI, with or without LIMIT. `light_answers` runs it, within bounds.

Everything in the text must be understood here: FILTER, OPTIONAL, paths, blank nodes, BASE,
FROM, ORDER BY, OFFSET, aggregates and whatever else has no rule below are never light. Nor are
backslashes, which could hide any of them, or the word SERVICE, for which `read_only` looks.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from politigraph.graph.read_only import TOKEN_TEXT
from politigraph.ontology.terms import PREFIXES, Rdf

_LONGEST: Final = 2000

Term = tuple[Literal["variable", "iri", "literal"], str]
"""A term of a pattern: a variable's name, a full IRI, or a literal, whose text is not read."""

Pattern = tuple[Term, Term, Term]


@dataclass(frozen=True, slots=True)
class LightQuery:
    """What a light query asks: its form, its triple patterns, and whether rows may be dropped."""

    form: Literal["SELECT", "ASK"]
    patterns: tuple[Pattern, ...]
    distinct: bool = False
    named: bool = False
    """Whether there are prefixed names in it."""
    text: str = ""
    """The query without comments and needless space: the same for all spellings of it."""

    @property
    def streams(self) -> bool:
        """Whether all its work is written, so that the writer can stop it."""
        [first, *others] = self.patterns
        variables = [name for kind, name in first if kind == "variable"]
        return not others and not self.distinct and len(variables) == len(set(variables))


class _NotLight(Exception):
    """A token that no light query has in this place."""


def light_query(sparql: str) -> LightQuery | None:
    """Return what a query asks if it is light, else None. No syntax error is reported.

    >>> light_query("SELECT ?p ?o { <urn:a> ?p ?o } LIMIT 10").patterns
    ((('iri', 'urn:a'), ('variable', 'p'), ('variable', 'o')),)
    >>> light_query("ASK{ <urn:a> ?p ?o } # so?").text
    'ASK { <urn:a> ?p ?o }'
    >>> light_query("SELECT * { ?c :about ?x . ?x :about ?c }") is None
    True
    """
    if len(sparql) > _LONGEST or "\\" in sparql or "SERVICE" in sparql.upper():
        return None
    if _OTHER_SPACE.search(sparql):
        return None
    if plain := _PLAIN.fullmatch(sparql):
        subject, predicate, value = (_plain_term(text) for text in plain.groups())
        return LightQuery("SELECT", ((subject, predicate, value),), text=" ".join(sparql.split()))
    code = [text for text in TOKEN_TEXT.findall(sparql) if text[0] != "#"]
    # What follows a string, such as its language, may have to stand next to it.
    text = sparql if '"' in sparql or "'" in sparql else " ".join(code)
    try:
        query = _Text(code).query(text)
    except _NotLight:
        return None
    # The tokens end a name at a dot, which may be a part of it.
    return None if query.named and _DOTTED.search(sparql) else query


# The commonest form is read at one go, which takes a tenth of the time: one pattern of variables
# and full IRIs, with space around each word and mark.
_TERM: Final = r"""(\?\w+|<[\w+.-]+:[^\s<>"{}|^`\x00-\x20]*>)"""
_PLAIN: Final = re.compile(
    rf"""
    \s* SELECT (?: \s+ \?\w+ )+ (?: \s+ WHERE )?
    \s+ \{{ \s+ {_TERM} \s+ {_TERM} \s+ {_TERM} (?: \s+ \. )? \s+ \}}
    (?: \s+ LIMIT \s+ \d+ )? \s*
    """,
    re.VERBOSE,
)
# Python's space is wider than SPARQL's: what stands between words is an error there.
_OTHER_SPACE: Final = re.compile(r"[^\S \t\r\n]")
_DOTTED: Final = re.compile(r":[\w%:-]*\.[^\s}]")
_NAME: Final = re.compile(r"[\w-]*:")


class _Text:
    """A query's tokens, read from the left.

    After the last one come empty ones, two of which no rule takes.
    """

    def __init__(self, code: list[str]) -> None:
        self._code = [*code, "", ""]
        self._at = 0
        self._named = False
        self._prefixes = PREFIXES

    def query(self, text: str) -> LightQuery:
        while self._word("PREFIX"):
            self._declare()
        distinct = False
        if self._word("SELECT"):
            form: Literal["SELECT", "ASK"] = "SELECT"
            distinct = self._word("DISTINCT")
            self._columns()
        else:
            self._need(self._word("ASK"))
            form = "ASK"
        self._word("WHERE")
        patterns = self._group()
        if form == "SELECT" and self._word("LIMIT"):
            self._need(self._take().isdecimal())
        self._need(not self._take())
        [(subject, _, _), *others] = patterns
        self._need(not others or subject[0] == "iri")
        self._need(all(other[0] == subject for other in others))
        return LightQuery(form, tuple(patterns), distinct, self._named, text)

    def _take(self) -> str:
        text = self._code[self._at]
        self._at += 1
        return text

    @staticmethod
    def _need(condition: bool) -> None:
        if not condition:
            raise _NotLight

    def _word(self, word: str) -> bool:
        found = self._code[self._at].upper() == word
        self._at += found
        return found

    def _mark(self, *marks: str) -> str:
        """Take one of these marks, or none and return an empty string."""
        text = self._code[self._at]
        if text not in marks:
            return ""
        self._at += 1
        return text

    def _declare(self) -> None:
        name, iri = self._take(), self._take()
        self._need(bool(_NAME.fullmatch(name)) and _is_iri(iri))
        self._prefixes = {**self._prefixes, name[:-1]: iri[1:-1]}

    def _columns(self) -> None:
        if self._mark("*"):
            return
        self._need(_is_variable(self._code[self._at]))
        while _is_variable(self._code[self._at]):
            self._at += 1

    def _group(self) -> list[Pattern]:
        self._need(bool(self._mark("{")))
        patterns: list[Pattern] = []
        while not self._mark("}"):
            subject = self._term(self._take())
            self._need(subject[0] != "literal")
            patterns += self._properties(subject)
            if not self._mark("."):
                self._need(bool(self._mark("}")))
                break
        self._need(bool(patterns))
        return patterns

    def _properties(self, subject: Term) -> list[Pattern]:
        """Read what follows a subject, up to a full stop or the end of the group."""
        patterns: list[Pattern] = []
        more = ";"
        while more:
            predicate: Term = ("iri", Rdf.TYPE)
            text = self._take()
            if text != "a":
                predicate = self._term(text)
                self._need(predicate[0] != "literal")
            more = ","
            while more == ",":
                patterns.append((subject, predicate, self._term(self._take())))
                more = self._mark(",", ";")
        return patterns

    def _term(self, text: str) -> Term:
        if _is_variable(text):
            return "variable", text[1:]
        if text[:1] == "<":
            self._need(_is_iri(text))
            return "iri", text[1:-1]
        if text[:1] in ("'", '"'):
            self._need(len(text) > 1)
            self._suffix()
            return "literal", ""
        return "iri", self._expanded(text)

    def _suffix(self) -> None:
        """Read the language or datatype of a literal, if it has one."""
        following = self._code[self._at]
        if following[:1] == "@" and len(following) > 1:
            self._at += 1
        elif self._mark("^"):
            self._need(bool(self._mark("^")))
            self._need(self._term(self._take())[0] == "iri")

    def _expanded(self, text: str) -> str:
        name = _NAME.match(text)
        self._need(name is not None)
        prefix, _, local = text.partition(":")
        self._need(prefix != "_" and prefix in self._prefixes)
        self._named = True
        return self._prefixes[prefix] + local


def _plain_term(text: str) -> Term:
    return ("variable", text[1:]) if text[0] == "?" else ("iri", text[1:-1])


def _is_variable(text: str) -> bool:
    return text[:1] in ("?", "$") and len(text) > 1


def _is_iri(text: str) -> bool:
    """Tell whether this is an IRI, in angle brackets, that depends on no base."""
    return text[:1] == "<" and ":" in text
