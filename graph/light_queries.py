"""Recognise a query that provably cannot run away, so that it needs no process of its own.

A query is light when its text is nothing but one triple pattern, or triple patterns of
one subject that is an IRI, with or without LIMIT. `light_answers` runs it, within bounds.

Everything in the text must be understood here: FILTER, OPTIONAL, paths, blank nodes, BASE,
FROM, ORDER BY, OFFSET, aggregates and whatever else has no rule below are never light. Nor are
backslashes, which could hide any of them, or the word SERVICE, for which `read_only` looks.
"""

from dataclasses import dataclass
from typing import Final, Literal

from politigraph.graph.read_only import Token, tokens
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
    >>> light_query("SELECT * { ?c :about ?x . ?x :about ?c }") is None
    True
    """
    if len(sparql) > _LONGEST or "\\" in sparql or "SERVICE" in sparql.upper():
        return None
    try:
        return _Text([t for t in tokens(sparql) if t.kind != "comment"], sparql).query()
    except _NotLight:
        return None


_END: Final = Token("end", "", -1)


class _Text:
    """A query's tokens, read from the left."""

    def __init__(self, code: list[Token], text: str) -> None:
        self._code = code
        self._text = text
        self._at = 0
        self._named = False
        self._prefixes = PREFIXES

    def query(self) -> LightQuery:
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
            self._need(self._take().text.isdecimal())
        self._need(self._take() is _END)
        subjects = {pattern[0] for pattern in patterns}
        self._need(len(patterns) == 1 or (len(subjects) == 1 and patterns[0][0][0] == "iri"))
        return LightQuery(form, tuple(patterns), distinct, self._named)

    def _take(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _peek(self) -> Token:
        return self._code[self._at] if self._at < len(self._code) else _END

    @staticmethod
    def _need(condition: bool) -> None:
        if not condition:
            raise _NotLight

    def _word(self, word: str) -> bool:
        token = self._peek()
        found = token.kind == "word" and token.text.upper() == word
        self._at += found
        return found

    def _mark(self, *marks: str) -> str:
        """Take one of these marks, or none and return an empty string."""
        token = self._peek()
        if token.kind != "mark" or token.text not in marks:
            return ""
        self._at += 1
        return token.text

    def _declare(self) -> None:
        name, iri = self._take(), self._take()
        self._need(name.kind == "name" and name.text.endswith(":") and iri.kind == "iri")
        self._prefixes = {**self._prefixes, name.text[:-1]: iri.text[1:-1]}

    def _columns(self) -> None:
        if self._mark("*"):
            return
        self._need(self._peek().kind == "variable")
        while self._peek().kind == "variable":
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
            token = self._take()
            if token != Token("word", "a", token.at):
                predicate = self._term(token)
                self._need(predicate[0] != "literal")
            more = ","
            while more == ",":
                patterns.append((subject, predicate, self._term(self._take())))
                more = self._mark(",", ";")
        return patterns

    def _term(self, token: Token) -> Term:
        if token.kind == "variable":
            return "variable", token.text[1:]
        if token.kind == "iri":
            self._need(":" in token.text)  # A relative one depends on a base.
            return "iri", token.text[1:-1]
        if token.kind == "name":
            return "iri", self._expanded(token)
        self._need(token.kind == "string")
        if self._mark("^"):
            self._need(bool(self._mark("^")))
            self._need(self._term(self._take())[0] == "iri")
        elif self._peek().kind == "language":
            self._at += 1
        return "literal", ""

    def _expanded(self, token: Token) -> str:
        prefix, _, local = token.text.partition(":")
        self._need(prefix != "_" and prefix in self._prefixes)
        # The tokens end a name at a dot, which may be a part of it.
        end = token.at + len(token.text)
        self._need(self._text[end : end + 1] != "." or self._text[end + 1 : end + 2] in " \r\n\t}")
        self._named = True
        return self._prefixes[prefix] + local
