"""The filters of a pattern as SPARQL, each with the blocks of columns that it looks at."""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from politigraph.graph import told_events
from politigraph.graph.pattern_grammar import (
    ANY,
    CLAIM_FACETS,
    EVENT_FACETS,
    Filter,
    VariableKind,
)

Condition = tuple[tuple[str, ...], str]
"""The names of blocks, and a FILTER over what they bind."""


def conditions(
    v: str, kind: VariableKind, filters: Iterable[Filter], claims: Sequence[str] = ()
) -> Iterator[Condition]:
    """Yield the conditions on a claim or an event, but for ``in``, which is a triple.

    ``claims`` are the variables of claims that the pattern says are about the event: one that
    is told by a denial among them is what was asked for.

    >>> for blocks, line in conditions("c", "claim", [Filter("until", ("2022-04",))]):
    ...     print(*blocks, line)
    article FILTER(?c_date != "" && SUBSTR(?c_date, 1, 7) <= "2022-04")
    """
    given = tuple(filters)
    if kind == "event":
        asked = {value for f in given if f.word == "is" for value in f.values}
        yield from _as_told(v, asked, claims)
    for condition in given:
        yield from _condition(v, kind, condition)


def _condition(v: str, kind: VariableKind, condition: Filter) -> Iterator[Condition]:
    value = condition.values[0]
    match condition.word:
        case "since":
            yield ("article",), f'FILTER(SUBSTR(?{v}_date, 1, {len(value)}) >= "{value}")'
        case "until":
            start = f"SUBSTR(?{v}_date, 1, {len(value)})"
            yield ("article",), f'FILTER(?{v}_date != "" && {start} <= "{value}")'
        case "on":
            first, last = (f"SUBSTR(?{v}_{end}, 1, {len(value)})" for end in ("on", "to"))
            inside = f'{first} <= "{value}" && {last} >= "{value}"'
            yield ("days",), f'FILTER(?{v}_on != "" && {inside})'
        case "as":
            yield ("act",), _one_of(v, "act", condition.values)
        case "saying":
            words = f"CONTAINS(LCASE(?{v}_content), LCASE({ox.Literal(value)}))"
            yield ("content",), f"FILTER({words})"
        case "is":
            yield from _facets(v, kind, condition.values)


def _as_told(event: str, asked: set[str], claims: Sequence[str]) -> Iterator[Condition]:
    """Leave out what did not happen as it is told, and what is doubtful, unless it is asked for."""
    if ANY in asked:
        return
    given = {EVENT_FACETS[value] for value in asked}
    if "polarity" not in given:
        asserted = f'?{event}_act != "{told_events.DENIAL}"'
        told = [asserted, *(f"?{event}_teller = ?{claim}" for claim in claims)]
        yield (
            ("polarity", "act"),
            f'FILTER(?{event}_polarity = "{told_events.POLARITY}" && ({" || ".join(told)}))',
        )
    if "realis" not in given:
        yield ("realis",), f'FILTER(?{event}_realis = "{told_events.REALIS}")'
    if "doubt" not in given:
        yield ("doubt",), f'FILTER(?{event}_doubt = "")'


def _facets(v: str, kind: VariableKind, values: Iterable[str]) -> Iterator[Condition]:
    facets = CLAIM_FACETS if kind == "claim" else EVENT_FACETS
    chosen: dict[str, list[str]] = {}
    for value in values:
        chosen.setdefault(facets[value], []).append(value)
    for name, alternatives in chosen.items():
        if name != ANY:
            yield (name,), _one_of(v, name, alternatives)


def _one_of(v: str, column: str, values: Sequence[str]) -> str:
    return f"FILTER(?{v}_{column} IN ({', '.join(str(ox.Literal(value)) for value in values)}))"
