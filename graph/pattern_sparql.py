"""Compile a pattern to SPARQL that runs by itself, here and in any other store.

Names are written as IRIs and texts as literals, both by Oxigraph's own serializer, so
that nothing in a pattern can become a part of the query. A variable of a pattern has
letters and digits only; those that the compiler adds have an underscore.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from politigraph.graph.pattern_columns import blocks
from politigraph.graph.pattern_conditions import conditions
from politigraph.graph.pattern_grammar import (
    EDGES,
    Anything,
    Filter,
    Happening,
    Name,
    Node,
    Pattern,
    Relation,
    Statement,
    Variable,
    VariableKind,
)
from politigraph.graph.pattern_kinds import must_hang_together, places, variable_kinds
from politigraph.ontology.terms import PREFIXES

Find = Callable[[Name, str], str]
"""From a name and what it must be (entity, item, outlet or somewhere) to an IRI."""

_UNSEEN: Final = frozenset({"article", "teller", "to"})
"""What blocks bind for other blocks only."""

_PREDICATES: Final = {"to": ":addressee", "inside": ":embeddedIn", "from": "schema:affiliation"}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query, but for its LIMIT and the row that it begins after.

    ``core`` finds the rows and ``shown`` their further columns: so those of a page are read
    for that page alone. ``keys`` are the expressions that rows are sorted by. Without
    ``columns``, that is, without variables, the query is an ASK. ``told`` are the claims and
    events among the variables, whose rows have evidence.
    """

    core: tuple[str, ...]
    kept: tuple[str, ...]
    shown: tuple[str, ...]
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    told: tuple[tuple[str, VariableKind], ...]

    def text(self, limit: int = 0, after: Sequence[str] = ()) -> str:
        """Return the query for a number of rows (0: all), and those after a row's keys."""
        core = [*self.core, *([f"FILTER({_later(self.keys, after)})"] if after else [])]
        lines = _block("ASK", core) if not self.columns else self._select(core, limit)
        return _prologue(lines) + "\n".join(lines)

    def _select(self, core: Sequence[str], limit: int) -> list[str]:
        order = f"ORDER BY {' '.join(self.keys)}"
        most = [f"LIMIT {limit}"] if limit else []
        found = [*_block(f"SELECT DISTINCT {_variables(self.kept)} WHERE", core), order, *most]
        outer = [*_block("", found), *self.shown]
        return [*_block(f"SELECT {_variables(self.columns)}\nWHERE", outer), order]


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


@dataclass(slots=True)
class _Part:
    """What one variable adds: to the core, to what is kept of it, and to what is shown."""

    variable: str
    core_triples: list[str]
    core_lines: list[str]
    kept: list[str]
    triples: list[str]
    lines: list[str]
    columns: list[str]


class _Compiler:
    def __init__(self, pattern: Pattern, kinds: dict[str, VariableKind], find: Find) -> None:
        self._pattern = pattern
        self._kinds = dict(kinds)
        self._find = find
        self._hidden: dict[int, str] = {}
        self._events = self._event_names()
        self._filters: dict[str, list[Filter]] = {}

    def compile(self) -> Compiled:
        lines = [line for s in self._in_order() for line in self._triples(s)]
        shown = [v for v in self._kinds if not v.startswith("_")]
        told = tuple((v, self._kinds[v]) for v in shown if self._kinds[v] in ("claim", "event"))
        first = told[0][0] if told else ""
        parts = [self._part(v, {"article"} if v == first else set()) for v in self._kinds]
        core = [*lines, *_lines(parts, "core_triples"), *_lines(parts, "core_lines")]
        visible = [part for part in parts if part.variable in shown]
        date = [f"?{first}_date"] if first else []
        return Compiled(
            core=tuple(core),
            kept=tuple(name for part in visible for name in part.kept),
            shown=(*_lines(visible, "triples"), *_lines(visible, "lines")),
            columns=tuple(name for part in visible for name in part.columns),
            keys=(*date, *(f"STR(?{v})" for v in shown)),
            told=told,
        )

    def _part(self, variable: str, needed: set[str]) -> "_Part":
        """Return what a variable adds; the blocks that a condition looks at go into the core."""
        kind = self._kinds[variable]
        filters = self._filters.get(variable, [])
        part = _Part(variable, [], [], [variable], [], [], [variable])
        tests: list[str] = []
        for names, line in conditions(variable, kind, filters, self._claims_about(variable)):
            needed = needed | set(names)
            tests.append(line)
        for condition in filters:
            if condition.word == "in":
                needed = needed | {"article"}
                part.core_triples.append(self._where(variable, condition))
        for name, block in blocks(variable, kind).items():
            inside = name in needed
            (part.core_triples if inside else part.triples).extend(block.triples)
            (part.core_lines if inside else part.lines).extend(block.lines)
            part.kept += (f"{variable}_{column}" for column in block.binds if inside)
            part.columns += (f"{variable}_{c}" for c in block.binds if c not in _UNSEEN)
        part.core_lines += tests
        return part

    def _claims_about(self, event: str) -> list[str]:
        return [
            statement.source.name
            for statement in self._pattern.statements
            if isinstance(statement, Relation)
            and statement.edge == "about"
            and isinstance(statement.source, Variable)
            and statement.target == Variable(event)
        ]

    def _where(self, variable: str, condition: Filter) -> str:
        name = Name(condition.values[0], condition.at, condition.width)
        iri = self._find(name, "somewhere" if self._kinds[variable] == "event" else "outlet")
        edge = "_article schema:publisher" if "/publisher/" in iri else " sem:hasPlace"
        return f"?{variable}{edge} {ox.NamedNode(iri)} ."

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


def _boundness(statement: Statement, bound: set[str]) -> tuple[int, int]:
    nodes = [node for node, _ in places(statement)]
    known = sum(isinstance(node, Variable) and node.name in bound for node in nodes)
    return sum(isinstance(node, Name) for node in nodes) + known, known


def _lines(parts: Sequence["_Part"], name: str) -> list[str]:
    return [line for part in parts for line in getattr(part, name)]


def _block(head: str, lines: Sequence[str]) -> list[str]:
    return [f"{head} {{".lstrip(), *(f"  {line}" for line in lines), "}"]


def _variables(names: Sequence[str]) -> str:
    return " ".join(f"?{name}" for name in names)


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
