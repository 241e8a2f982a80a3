"""Read the text of a pattern, by recursive descent; ``docs/patterns.md`` has the grammar."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from politigraph.graph.filter_values import is_date
from politigraph.graph.pattern_grammar import (
    ANY,
    CLAIM_FACETS,
    CLAIM_FILTERS,
    EDGES,
    EVENT_FACETS,
    EVENT_FILTERS,
    RESERVED,
    Anything,
    Filter,
    Happening,
    Name,
    Node,
    Pattern,
    Relation,
    Statement,
    Variable,
)
from politigraph.graph.pattern_tokens import PatternError, Token, error_at, tokens
from politigraph.ontology.schemes import event_types, speech_acts

MOST_STATEMENTS: Final = 12
"""Statements of the longest pattern, which is far more than questions have."""

_QUOTE: Final = "put a name that contains such a word in quotation marks"


def parse_pattern(text: str) -> Pattern:
    """Return the pattern that a text states, or raise ``PatternError`` about a word of it.

    >>> print(parse_pattern("Putin said ?c about Crimea since 2022"))
    Putin said ?c . ?c about Crimea since 2022
    >>> print(parse_pattern("?a - coerce-arrest -> _ in “Harbour Post”."))
    ?a -COERCE-arrest-> _ in Harbour Post
    >>> try:
    ...     parse_pattern("?x sad ?c")
    ... except PatternError as error:
    ...     print(error, *error.__notes__, error.hint[:18], sep=chr(10))
    column 4: 'sad' is no edge
    ?x sad ?c
       ^^^
    did you mean said?
    """
    return _Parser(text).pattern()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._next = 0

    # -- tokens

    @property
    def _now(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._now
        self._next += token.kind != "end"
        return token

    def _found(self, kind: str, *texts: str) -> bool:
        """Take the next token if it is of a kind and, if texts are given, one of them."""
        found = self._now.kind == kind and (not texts or self._now.text in texts)
        self._next += found
        return found

    def _wrong(self, reason: str, hint: str = "", token: Token | None = None) -> PatternError:
        return error_at(self._text, token or self._now, reason, hint)

    def _expected(self, what: str, hint: str = "") -> PatternError:
        found = self._now
        shown = "the pattern ends" if found.kind == "end" else f"found {found.text!r}"
        return self._wrong(f"expected {what}, but {shown}", hint)

    # -- statements

    def pattern(self) -> Pattern:
        statements: list[Statement] = []
        while self._now.kind != "end" or not statements:
            start = self._now
            statements += self._statement()
            if len(statements) > MOST_STATEMENTS:
                hint = f"ask in at most {MOST_STATEMENTS}"
                raise self._wrong("too many statements", hint, start)
            if not self._found("mark", ".") and self._now.kind != "end":
                what = "a filter or a full stop"
                hint = (
                    f"filters are {', '.join(CLAIM_FILTERS)}; a new statement follows after ' . '"
                )
                raise self._expected(what, hint)
        return Pattern(tuple(statements), self._text)

    def _statement(self) -> Iterator[Statement]:
        source = self._node("a variable or a name")
        if isinstance(source, Variable) and self._found("mark", "="):
            agent = self._node("the agent of the event")
            if self._now.kind != "arrow":
                raise self._expected("the event", "write it as -CONSULT->")
            yield self._happening(source, agent)
        elif self._now.kind == "arrow":
            yield self._happening(None, source)
        else:
            yield from self._relations(source)

    def _relations(self, source: Node) -> Iterator[Relation]:
        """Yield a statement, and one for each ``about`` that goes on with its claim."""
        edge = self._edge(source)
        target = self._node(f"what {edge!r} leads to")
        filtered = {"source": source, "target": target, "": None}[EDGES[edge].filtered]
        allowed = CLAIM_FILTERS if filtered else ()
        yield Relation(source, edge, target, self._filters(allowed, CLAIM_FACETS, edge))
        while isinstance(filtered, Variable) and self._found("word", "about"):
            topic = self._node("what 'about' leads to")
            filters = self._filters(CLAIM_FILTERS, CLAIM_FACETS, "about")
            yield Relation(filtered, "about", topic, filters)

    def _edge(self, source: Node) -> str:
        token = self._now
        if token.kind == "word" and token.text in EDGES:
            return self._take().text
        hint = f"edges are {', '.join(EDGES)}; events are written -CONSULT->"
        last = self._tokens[self._next - 1]
        words = isinstance(source, Name) and last.kind == "word" and last.at > source.at
        wrong = last if words else token
        if wrong.kind != "word" or wrong.text in RESERVED:
            if token.text in RESERVED:
                hint = _QUOTE
            raise self._expected("an edge, such as said, or an event, such as -CONSULT->", hint)
        if act := _closest(wrong.text.lower(), speech_acts()):
            hint = f"write said ?c as {act}"
        elif near := _closest(wrong.text, tuple(EDGES)):
            hint = f"did you mean {near}? " + hint
        raise self._wrong(f"{wrong.text!r} is no edge", hint, wrong)

    def _happening(self, event: Variable | None, agent: Node) -> Happening:
        arrow = self._take()
        words = arrow.text.removeprefix("<").removesuffix("->").strip("- \t")
        type_: str | Variable = self._type(words, arrow)
        target = self._node("the target of the event, or _")
        filters = self._filters(EVENT_FILTERS, EVENT_FACETS, "an event")
        mutual = arrow.text.startswith("<")
        return Happening(event, agent, type_, target, mutual, filters)

    def _type(self, words: str, arrow: Token) -> str | Variable:
        if words.startswith("?"):
            return Variable(words[1:], arrow.at)
        name, dash, mode = words.partition("-")
        name, mode = name.upper(), mode.lower()
        if name not in event_types():
            near = _closest(name, tuple(event_types()))
            guess = f"did you mean {near}? " if near else ""
            hint = f"{guess}types are {', '.join(event_types())}"
            raise self._wrong(f"{name!r} is no event type", hint, arrow)
        if mode and mode not in event_types()[name]:
            modes = ", ".join(event_types()[name]) or "none"
            raise self._wrong(f"{name} has no mode {mode!r}", f"its modes are {modes}", arrow)
        return f"{name}{dash}{mode}"

    # -- nodes

    def _node(self, what: str) -> Node:
        token = self._now
        match token.kind:
            case "variable":
                return Variable(self._take().text, token.at)
            case "any":
                return Anything(self._take().at)
            case "string" | "iri" if token.text.strip():
                return Name(self._take().text, token.at, token.width)
            case "string":
                raise self._wrong("an empty name", "write the name, or _ for anything")
            case "word" if token.text not in RESERVED:
                return self._bare_name()
        hint = _QUOTE if token.kind == "word" else "write ?who, Mara Lindqvist, or _ for anything"
        raise self._expected(what, hint)

    def _bare_name(self) -> Name:
        first = last = self._take()
        words = [first.text]
        while self._now.kind == "word" and self._now.text not in RESERVED:
            last = self._take()
            words.append(last.text)
        return Name(" ".join(words), first.at, last.at + last.width - first.at)

    # -- filters

    def _filters(
        self, allowed: Sequence[str], facets: Mapping[str, str], of: str
    ) -> tuple[Filter, ...]:
        found: dict[str, Filter] = {}
        while self._now.kind == "word" and self._now.text in CLAIM_FILTERS:
            word = self._take()
            if word.text not in allowed:
                hint = f"it takes {', '.join(allowed)}" if allowed else "put it after the claim"
                if word.text == "as":
                    hint = "write the mode in the arrow: -COERCE-arrest->"
                raise self._wrong(f"{of} takes no filter {word.text!r}", hint, word)
            if word.text in found:
                raise self._wrong(f"{word.text!r} stands here twice", "keep one of them", word)
            found[word.text] = self._filter(word.text, facets)
        return tuple(found.values())

    def _filter(self, word: str, facets: Mapping[str, str]) -> Filter:
        token = self._now
        match word:
            case "since" | "until" | "on":
                return Filter(word, (self._date(),), token.at, token.width)
            case "in":
                name = self._node("the name of an outlet or a place")
                if not isinstance(name, Name):
                    raise self._wrong("'in' takes a name", "leave the filter out for any", token)
                return Filter(word, (name.text,), name.at, name.width)
            case "saying":
                if token.kind != "string":
                    raise self._expected("words in quotation marks", 'write saying "ceasefire"')
                return Filter(word, (self._take().text,), token.at, token.width)
        options = speech_acts() if word == "as" else tuple(facets)
        values = [self._one_of(options, word)]
        while self._found("mark", ","):
            values.append(self._one_of(options, word))
        if ANY in values and len(values) > 1:
            raise self._wrong("'any' leaves nothing to choose", "write 'is any' alone", token)
        return Filter(word, tuple(dict.fromkeys(values)), token.at, token.width)

    def _date(self) -> str:
        if not is_date(self._now.text):
            raise self._expected("a date", "write 2022-04-26, 2022-04 or 2022")
        return self._take().text

    def _one_of(self, options: Sequence[str], word: str) -> str:
        token = self._now
        if token.kind == "word" and token.text in options:
            return self._take().text
        what = "a speech act" if word == "as" else f"one of {', '.join(options)}"
        near = _closest(token.text, options)
        guess = f"did you mean {near}? " if near else ""
        raise self._expected(what, f"{guess}{word!r} takes {', '.join(options)}")


def _closest(word: str, options: Sequence[str]) -> str:
    """Return the option that a word looks like, or an empty string."""
    return next(iter(get_close_matches(word, options, 1, 0.7)), "")
