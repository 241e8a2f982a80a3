"""A pattern from the parts of one relation: subject, predicate, object, topic, filters."""

import re
from collections.abc import Mapping
from typing import Final

from politigraph.graph.errors import InvalidFilter
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
)
from politigraph.ontology.schemes import event_types, speech_acts

_VARIABLE: Final = re.compile(r"\?([A-Za-z][A-Za-z0-9]*)")


def relation_pattern(
    subject: str, predicate: str, object_: str, about: str = "", filters: Mapping[str, str] = {}
) -> str:
    """Return the pattern of a relation, whose claim, if there is one, is about a topic.

    ``?``, or an empty text, asks for the subject or object; anything else but ``?x`` and
    ``_`` is a name. Raise ``InvalidFilter`` when no such relation can be.

    >>> relation_pattern("Putin", "said", "?", "Crimea", {"since": "2022"})
    'Putin said ?object since 2022 . ?object about Crimea'
    >>> relation_pattern("", "consult", "_", filters={"in": "Istanbul"})
    '?subject -CONSULT-> _ in Istanbul'
    """
    source, target = _node(subject, "subject"), _node(object_, "object")
    found = tuple(Filter(word, (value,)) for word, value in filters.items() if value)
    if "as" in filters and filters["as"] and filters["as"] not in speech_acts():
        hint = f"use {', '.join(speech_acts())}"
        raise InvalidFilter(f"there is no speech act {filters['as']!r}", hint=hint)
    if predicate not in EDGES:
        return _event(source, predicate, target, about, found)
    filtered = EDGES[predicate].filtered
    if isinstance(target, Anything) and filtered == "target":
        target = Variable("object")  # The claim, which further statements are about.
    statements: list[Statement] = [Relation(source, predicate, target, found)]
    if about:
        claim = {"source": source, "target": target}.get(filtered)
        if not isinstance(claim, Variable):
            raise InvalidFilter(f"{predicate!r} leads to no claim", hint="leave out about")
        statements.append(Relation(claim, "about", _node(about, "topic")))
    return str(Pattern(tuple(statements)))


def _event(
    agent: Node, predicate: str, target: Node, about: str, filters: tuple[Filter, ...]
) -> str:
    type_, dash, mode = predicate.partition("-")
    type_, mode = type_.upper(), mode.lower()
    if type_ not in event_types() or (dash and mode not in event_types()[type_]):
        hint = f"use {', '.join(EDGES)}, or an event type: {', '.join(event_types())}"
        raise InvalidFilter(f"there is no predicate {predicate!r}", hint=hint)
    if about:
        raise InvalidFilter("an event is about nothing", hint="leave out about")
    return str(Pattern((Happening(None, agent, f"{type_}{dash}{mode}", target, False, filters),)))


def _node(text: str, variable: str) -> Node:
    if text in {"", "?"}:
        return Variable(variable)
    if found := _VARIABLE.fullmatch(text):
        return Variable(found[1])
    return Anything() if text == "_" else Name(text)
