"""The values that filters take: one that nothing can have is a slip, and so an error.

It would be answered with nothing, and who reads the answer could not tell.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final, get_args

from politigraph.extract.records import Certainty, EntityType, Polarity, Realis
from politigraph.graph import lookup
from politigraph.graph.errors import InvalidFilter
from politigraph.graph.iris import event_type_iri, speech_act_iri
from politigraph.graph.queries import NamedQuery
from politigraph.graph.querying import Term
from politigraph.graph.store import Store
from politigraph.graph.told_events import ANY
from politigraph.ontology.schemes import event_types, speech_acts
from politigraph.ontology.terms import ACT, PLOVER, PREFIXES

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_DATES: Final = frozenset({"since", "until"})
_CLOSED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "polarity": get_args(Polarity),
        "certainty": get_args(Certainty),
        "realis": get_args(Realis),
        "doubtful": ("true", "false"),
        "kind": get_args(EntityType),
        "relation": ("contradicts", "agreesWith"),
    }
)
"""The filters with few values. ``any`` is one too where a query leaves something out without."""


def bound_terms(store: Store, query: NamedQuery, values: Mapping[str, str]) -> dict[str, Term]:
    """Return the values of a query's filters as terms; an empty value is none.

    Raise ``InvalidFilter``, and for names ``UnknownItem`` or ``AmbiguousName``.
    """
    return {
        name: lookup.term(store, query.parameters[name], checked)
        for name, text in values.items()
        if text and (checked := filter_value(query, name, text))
    }


def filter_value(query: NamedQuery, name: str, text: str) -> str:
    """Return a value as the graph writes it; the terms of schemes are taken in any case.

    Raise ``InvalidFilter`` where a query has no such filter, or nothing can have this value.

    >>> from politigraph.graph.queries import named_query
    >>> filter_value(named_query("events"), "type", "consult")
    'CONSULT'
    >>> try:
    ...     filter_value(named_query("events"), "type", "CONSULTS")
    ... except InvalidFilter as error:
    ...     print(error, "|", error.hint[:21])
    type is never 'CONSULTS' | did you mean CONSULT?
    """
    kind = query.parameters.get(name)
    if kind is None:
        known = ", ".join(query.parameters) or "none"
        raise InvalidFilter(f"{query.name} has no filter {name!r}", hint=f"use {known}")
    if name in _DATES:
        return checked_date(name, text)
    if name == "confidence":
        return _share(name, text)
    if kind == "act":
        return _term(name, text, speech_acts(), speech_act_iri, ACT)
    if kind == "type":
        return _term(name, text, _modes() if name == "mode" else _types(), event_type_iri, PLOVER)
    known_values = _sectors() if name == "sector" else _CLOSED.get(name, ())
    if known_values and name in query.defaults:
        known_values = (*known_values, ANY)
    if known_values and text not in known_values:
        raise _never(name, text, known_values)
    return text


def checked_date(name: str, text: str) -> str:
    """Return a text that is a day, a month or a year in ISO 8601, or raise ``InvalidFilter``.

    >>> [checked_date("since", text) for text in ("2022-04-26", "2022-04", "2022")]
    ['2022-04-26', '2022-04', '2022']
    >>> checked_date("since", "2022-02-30")
    Traceback (most recent call last):
    politigraph.graph.errors.InvalidFilter: since is not a date: '2022-02-30'
    """
    if not is_date(text):
        hint = "write it as 2022-04-26, 2022-04 or 2022"
        raise InvalidFilter(f"{name} is not a date: {text!r}", hint=hint)
    return text


def is_date(text: str) -> bool:
    """Tell whether a text is a day, a month or a year in ISO 8601.

    >>> is_date("2022-02"), is_date("2022-13"), is_date("2022-2"), is_date("")
    (True, False, False, False)
    """
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if _DATE.fullmatch(text) else "")
    except ValueError:
        return False
    return True


def _share(name: str, text: str) -> str:
    """Return a number from 0 to 1 in the one way that every SPARQL engine reads."""
    try:
        number = Decimal(text)
        fits = 0 <= number <= 1
    except InvalidOperation:
        fits = False
    if not fits:
        hint = "write it as 0.5"
        raise InvalidFilter(f"{name} is no number from 0 to 1: {text!r}", hint=hint)
    return f"{number:.4f}"


def _types() -> tuple[str, ...]:
    return tuple(event_types())


def _modes() -> tuple[str, ...]:
    return tuple(f"{owner}-{mode}" for owner, modes in event_types().items() for mode in modes)


def _sectors() -> tuple[str, ...]:
    from politigraph.extract.authority_rows import sectors

    return tuple(sorted(sectors()))


def _term(
    name: str, text: str, known: Sequence[str], iri: Callable[[str], str], namespace: str
) -> str:
    """Return a term of a scheme, or an IRI as it is, but for one of ours that is no term."""
    text = _full(text, namespace)
    for term in known:
        if text.casefold() == term.casefold() or text == iri(term):
            return term
    if lookup.is_iri(text) and not text.startswith(namespace):
        return text
    text = text.removeprefix(namespace)
    owner = text.partition("-")[0].upper()
    own = [term for term in known if term.startswith(f"{owner}-")]
    raise _never("speech act" if name == "act" else name, text, own or known)


def _full(text: str, namespace: str) -> str:
    """Return the IRI that a prefixed name stands for: tables show ``plover:ASSAULT``."""
    prefix, colon, local = text.partition(":")
    return namespace + local if colon and PREFIXES.get(prefix) == namespace else text


def _never(name: str, text: str, known: Sequence[str]) -> InvalidFilter:
    folded = {term.casefold(): term for term in known}
    given = str(text).casefold()  # In Python it may be True.
    # A mode is mostly known by its name without the type: several types may have it.
    near = [mode for mode in folded if mode.endswith(f"-{given}")]
    near = near or get_close_matches(given, folded, 3, 0.7)
    guess = f"did you mean {' or '.join(folded[term] for term in near)}? " if near else ""
    return InvalidFilter(f"{name} is never {text!r}", hint=f"{guess}use {', '.join(known)}")
