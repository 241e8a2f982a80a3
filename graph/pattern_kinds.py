"""What the variables of a pattern stand for, and whether its statements hang together."""

from collections.abc import Iterator

from politigraph.graph.pattern_grammar import (
    EDGES,
    Node,
    Pattern,
    Relation,
    Statement,
    Variable,
    VariableKind,
)
from politigraph.graph.pattern_tokens import PatternError, Token, error_at

_TOPICS = frozenset({"entity", "claim", "event"})


def variable_kinds(pattern: Pattern) -> dict[str, VariableKind]:
    """Return the kind of each variable, in the order of the text, or raise ``PatternError``.

    >>> from politigraph.graph.pattern_parser import parse_pattern
    >>> variable_kinds(parse_pattern("?who said ?c . ?c about ?e . ?e = _ -ASSAULT-> _"))
    {'who': 'entity', 'c': 'claim', 'e': 'event'}
    """
    kinds: dict[str, VariableKind] = {}
    for statement in pattern.statements:
        for node, kind in places(statement):
            if isinstance(node, Variable):
                before = kinds.setdefault(node.name, kind)
                if before == "topic" and kind in _TOPICS:
                    kinds[node.name] = kind
                elif before != kind and not (kind == "topic" and before in _TOPICS):
                    raise _two_kinds(pattern, node, before, kind)
    return kinds


def places(statement: Statement) -> Iterator[tuple[Node, VariableKind]]:
    """Yield the nodes of a statement, each with the kind that its place asks for."""
    if isinstance(statement, Relation):
        edge = EDGES[statement.edge]
        yield statement.source, edge.source
        yield statement.target, edge.target
        return
    if statement.event:
        yield statement.event, "event"
    yield statement.agent, "entity"
    if isinstance(statement.type, Variable):
        yield statement.type, "type"
    yield statement.target, "entity"


def must_hang_together(pattern: Pattern) -> None:
    """Raise ``PatternError`` when a statement shares no variable with the others.

    Its answer would be every row of the one with every row of the other.
    """
    first, *rest = pattern.statements
    reached = _names(first)
    while near := [statement for statement in rest if _names(statement) & reached]:
        for statement in near:
            reached |= _names(statement)
            rest.remove(statement)
    if rest:
        node, _ = next(places(rest[0]))
        raise error_at(
            pattern.text,
            Token("word", str(node), node.at, len(str(node))),
            "this statement shares no variable with those before",
            hint="use the same variable in both, such as ?c, or ask two questions",
        )


def _names(statement: Statement) -> set[str]:
    return {node.name for node, _ in places(statement) if isinstance(node, Variable)}


def _two_kinds(
    pattern: Pattern, node: Variable, before: VariableKind, kind: VariableKind
) -> PatternError:
    articles = {"entity": "an entity", "event": "an event", "type": "an event type"}
    was, would = (articles.get(k, f"a {k}") for k in (before, kind))
    return error_at(
        pattern.text,
        Token("variable", node.name, node.at, len(node.name) + 1),
        f"{node} is {was}, and here it would be {would}",
        hint="use another name for one of the two",
    )
