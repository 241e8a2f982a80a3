"""Compile a pattern to SPARQL that runs by itself, here and in any other store.

Names are written as IRIs and texts as literals, both by Oxigraph's own serializer, so
that nothing in a pattern can become a part of the query. A variable of a pattern has
letters and digits only; those that the compiler adds have an underscore.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from politigraph.graph.pattern_columns import claim_part, event_part, topic_part
from politigraph.graph.pattern_grammar import (
    ANY,
    CLAIM_FACETS,
    EDGES,
    EVENT_FACETS,
    Anything,
    Filter,
    Happening,
    Name,
    Node,
    Pattern,
    Statement,
    Variable,
    VariableKind,
)
from politigraph.graph.pattern_kinds import must_hang_together, places, variable_kinds
from politigraph.ontology.terms import PREFIXES

Find = Callable[[Name, str], str]
"""From a name and what it must be (entity, item, outlet or somewhere) to an IRI."""

_PREDICATES: Final = {"to": ":addressee", "inside": ":embeddedIn", "from": "schema:affiliation"}


@dataclass(slots=True)
class Part:
    """What one variable or statement adds to the query, each list of lines in its place."""

    triples: list[str]
    columns: list[str]
    optional: list[str]
    filters: list[str]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query without LIMIT; ``keys`` are the expressions that its rows are sorted by.

    ``columns`` are empty for a pattern without variables, whose query is an ASK.
    ``told`` are the variables of claims and events, whose rows have evidence.
    """

    head: str
    body: tuple[str, ...]
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    told: tuple[tuple[str, VariableKind], ...]

    def text(self, limit: int = 0, after: Sequence[str] = ()) -> str:
        """Return the query for a number of rows (0: all), and those after a row's keys."""
        lines = [*self.body, *([f"FILTER({_later(self.keys, after)})"] if after else [])]
        inside = "\n".join(f"  {line}" for line in lines)
        order = f"\nORDER BY {' '.join(self.keys)}" if self.keys else ""
        most = f"\nLIMIT {limit}" if limit and self.columns else ""
        return f"{self.head} {{\n{inside}\n}}{order}{most}"


def compile_pattern(pattern: Pattern, find: Find) -> Compiled:
    """Return the query of a pattern, or raise ``PatternError`` and what ``find`` raises.

    >>> from politigraph.graph.pattern_parser import parse_pattern
    >>> pattern = parse_pattern("Putin said _")
    >>> print(compile_pattern(pattern, lambda name, kind: f"urn:{kind}:{name.text}").text())
    PREFIX : <https://w3id.org/politigraph/ns#>
    ASK {
      <urn:entity:Putin> :said ?_1 .
    }
    """
    kinds = variable_kinds(pattern)
    must_hang_together(pattern)
    return _Compiler(pattern, kinds, find).compile()


class _Compiler:
    def __init__(self, pattern: Pattern, kinds: dict[str, VariableKind], find: Find) -> None:
        self._pattern = pattern
        self._kinds = dict(kinds)
        self._find = find
        self._hidden: dict[int, str] = {}
        self._events = self._event_names()
        self._filters: dict[str, list[Filter]] = {}

    def compile(self) -> Compiled:
        statements = [self._triples(s) for s in self._in_order()]
        shown = [v for v in self._kinds if not v.startswith("_")]
        parts = [self._part(v) for v in (*shown, *(v for v in self._filters if v not in shown))]
        body = [line for lines in statements for line in lines]
        for lines in ("triples", "optional", "filters"):
            body += (line for part in parts for line in getattr(part, lines))
        columns = tuple(c for part in parts for c in part.columns)
        told = tuple((v, self._kinds[v]) for v in shown if self._kinds[v] in ("claim", "event"))
        dates = [f"?{v}_date" for v, _ in told[:1]]
        keys = (*dates, *(f"STR(?{v})" for v in shown))
        names = " ".join(f"?{column}" for column in columns)
        form = f"SELECT DISTINCT {names}\nWHERE" if shown else "ASK"
        return Compiled(_prologue(body) + form, tuple(body), columns, keys, told)

    # -- statements

    def _in_order(self) -> list[Statement]:
        """Return the statements with names first, then those that they lead to."""
        rest, order, bound = list(self._pattern.statements), list[Statement](), set[str]()
        while rest:
            best = max(rest, key=lambda s: _boundness(s, bound))
            rest.remove(best)
            order.append(best)
            bound |= {node.name for node, _ in places(best) if isinstance(node, Variable)}
        return order

    def _triples(self, statement: Statement) -> list[str]:
        if isinstance(statement, Happening):
            return self._happening(statement)
        edge = EDGES[statement.edge]
        source = self._term(statement.source, edge.source)
        target = self._term(statement.target, edge.target)
        filtered = statement.source if edge.filtered == "source" else statement.target
        self._filter(filtered, "claim", statement.filters)
        return [f"{source} {_PREDICATES.get(statement.edge, f':{statement.edge}')} {target} ."]

    def _happening(self, statement: Happening) -> list[str]:
        name = self._events[id(statement)]
        self._kinds.setdefault(name, "event")
        self._filters.setdefault(name, []).extend(statement.filters)
        event = f"?{name}"
        lines = self._parties(event, statement)
        if isinstance(statement.type, Variable):
            return [*lines, f"{event} sem:eventType ?{statement.type.name} ."]
        type_, dash, _ = statement.type.partition("-")
        lines.append(f"{event} sem:eventType plover:{type_} .")
        return [*lines, f"{event} :mode plover:{statement.type} ."] if dash else lines

    def _parties(self, event: str, statement: Happening) -> list[str]:
        nodes = {":agent": statement.agent, ":target": statement.target}
        terms = {
            role: self._term(node, "entity")
            for role, node in nodes.items()
            if not isinstance(node, Anything)
        }
        if not statement.mutual or not terms:
            named = sorted(terms, key=lambda role: not isinstance(nodes[role], Name))
            return [f"{event} {role} {terms[role]} ." for role in named]
        if len(terms) == 1:
            return [f"{event} :agent|:target {next(iter(terms.values()))} ."]
        one, other = terms.values()
        lines = [
            f"{{ {event} :agent {one} ; :target {other} }}",
            f"UNION {{ {event} :agent {other} ; :target {one} }}",
            f"UNION {{ {event} :agent {one} , {other} }}",
        ]
        # Of two variables, each pair once.
        both = all(isinstance(node, Variable) for node in nodes.values())
        return [*lines, f"FILTER(STR({one}) {'<' if both else '!='} STR({other}))"]

    def _filter(self, node: Node, kind: VariableKind, filters: Sequence[Filter]) -> None:
        if not filters:
            return
        name = self._term(node, kind).removeprefix("?")
        self._filters.setdefault(name, []).extend(filters)

    def _term(self, node: Node, kind: VariableKind) -> str:
        match node:
            case Variable(name):
                return f"?{name}"
            case Anything():
                hidden = self._hidden.setdefault(id(node), f"_{len(self._hidden) + 1}")
                self._kinds.setdefault(hidden, kind)
                return f"?{hidden}"
            case Name(text):
                # The ids of claims and events say that they are.
                item = kind == "claim" or "/claim/" in text or "/event/" in text
                return str(ox.NamedNode(self._find(node, "item" if item else "entity")))

    def _event_names(self) -> dict[int, str]:
        """Name each event: as the pattern does, else event, event2 and so on."""
        names: dict[int, str] = {}
        free = (n for i in range(1, 99) if (n := f"event{i if i > 1 else ''}") not in self._kinds)
        for statement in self._pattern.statements:
            if isinstance(statement, Happening):
                names[id(statement)] = statement.event.name if statement.event else next(free)
        return names

    # -- variables

    def _part(self, variable: str) -> Part:
        kind = self._kinds[variable]
        filters = self._filters.get(variable, [])
        asked = {value for f in filters if f.word == "is" for value in f.values}
        match kind:
            case "claim":
                part = Part(*claim_part(variable, {CLAIM_FACETS[value] for value in asked}))
            case "event":
                part = Part(*event_part(variable))
                part.filters += _as_told(variable, asked)
            case _:
                return Part(*topic_part(variable, kind))
        for condition in filters:
            self._condition(part, variable, condition)
        return part

    def _condition(self, part: Part, variable: str, condition: Filter) -> None:
        value = condition.values[0]
        date, size = f"?{variable}_date", len(value)
        match condition.word:
            case "since":
                part.filters.append(f'FILTER(SUBSTR({date}, 1, {size}) >= "{value}")')
            case "until":
                start = f"SUBSTR({date}, 1, {size})"
                part.filters.append(f'FILTER({date} != "" && {start} <= "{value}")')
            case "on":
                part.filters.append(_on(variable, value))
            case "as":
                part.filters.append(f"FILTER(?{variable}_act IN ({_list(condition.values)}))")
            case "saying":
                words = ox.Literal(value)
                content = f"LCASE(?{variable}_content)"
                part.filters.append(f"FILTER(CONTAINS({content}, LCASE({words})))")
            case "is":
                facets = CLAIM_FACETS if self._kinds[variable] == "claim" else EVENT_FACETS
                part.filters += _facets(variable, condition.values, facets)
            case "in":
                self._where(part, variable, Name(value, condition.at, condition.width))

    def _where(self, part: Part, variable: str, name: Name) -> None:
        event = self._kinds[variable] == "event"
        iri = self._find(name, "somewhere" if event else "outlet")
        if "/publisher/" in iri:
            part.triples.append(f"?{variable}_article schema:publisher {ox.NamedNode(iri)} .")
        else:
            part.triples.append(f"?{variable} sem:hasPlace {ox.NamedNode(iri)} .")


def _boundness(statement: Statement, bound: set[str]) -> tuple[int, int]:
    nodes = [node for node, _ in places(statement)]
    known = sum(isinstance(node, Variable) and node.name in bound for node in nodes)
    return sum(isinstance(node, Name) for node in nodes) + known, known


def _as_told(event: str, asked: set[str]) -> list[str]:
    """Leave out what is told as negated, denied or not having happened, unless it is asked for."""
    if ANY in asked:
        return []
    given = {EVENT_FACETS[value] for value in asked}
    lines = []
    if "polarity" not in given:
        lines.append(f'FILTER(?{event}_polarity = "positive" && ?{event}_act != "deny")')
    if "realis" not in given:
        lines.append(f'FILTER(?{event}_realis = "actual")')
    return lines


def _facets(variable: str, values: Sequence[str], facets: Mapping[str, str]) -> list[str]:
    chosen: dict[str, list[str]] = {}
    for value in values:
        chosen.setdefault(facets[value], []).append(value)
    return [f"FILTER(?{variable}_{p} IN ({_list(v)}))" for p, v in chosen.items() if p != ANY]


def _on(variable: str, value: str) -> str:
    first, last = (f"SUBSTR(?{variable}_{end}, 1, {len(value)})" for end in ("on", "to"))
    return f'FILTER(?{variable}_on != "" && {first} <= "{value}" && {last} >= "{value}")'


def _list(values: Sequence[str]) -> str:
    return ", ".join(str(ox.Literal(value)) for value in values)


def _later(keys: Sequence[str], after: Sequence[str]) -> str:
    """Return the condition that a row comes after another one, by its keys in their order."""
    key, value = keys[0], ox.Literal(after[0])
    if len(keys) == 1:
        return f"{key} > {value}"
    return f"{key} > {value} || ({key} = {value} && ({_later(keys[1:], after[1:])}))"


def _prologue(body: Sequence[str]) -> str:
    text = "\n".join(body)
    used = (name for name in PREFIXES if f"{name}:" in text)
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used)
