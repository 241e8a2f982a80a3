"""From what people write to nodes: names, ids and IRIs of entities, outlets, claims, events."""

import re
from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from politigraph.graph import iris
from politigraph.graph.errors import AmbiguousName, InvalidFilter, UnknownItem
from politigraph.graph.queries import ParameterKind, named_query
from politigraph.graph.querying import Term
from politigraph.graph.reading import Facts, short_id
from politigraph.graph.store import Store
from politigraph.ontology.terms import ID, NS, Schema

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_ENTITY_KINDS: Final = ("person", "organization", "country", "place", "group", "anonymous")
_EDGES: Final = ("said", "denied", "reportedlySaid", "claimed")
_CHOICES_SHOWN: Final = 8

# Of several entities of one name, the one that nine mentions in ten mean is meant.
_DOMINANT: Final = 0.9


def term(store: Store, kind: ParameterKind, text: str) -> Term:
    """Return the term that a text stands for where a value of a kind is expected.

    Raise ``UnknownItem`` or ``AmbiguousName`` for names, ``InvalidFilter`` for an edge.
    """
    match kind:
        case "entity":
            return ox.NamedNode(entity(store, text))
        case "outlet":
            return ox.NamedNode(outlet(store, text))
        case "article":
            return ox.NamedNode(article(store, text))
        case "item":
            return ox.NamedNode(item(store, text))
        case "act":
            return _concept(text, iris.speech_act_iri(text or "?"))
        case "type":
            name, dash, mode = text.partition("-")
            return _concept(text, iris.event_type_iri(f"{name.upper()}{dash}{mode}" or "?"))
        case "edge":
            if text not in _EDGES:
                hint = f"use {', '.join(_EDGES)}"
                raise InvalidFilter(f"no edge leads from a speaker as {text!r}", hint=hint)
            return ox.NamedNode(NS + text)
        case "text":
            return ox.Literal(text)


def guess(text: str) -> Term:
    """Return a text as an IRI if it has the form of one, else as a literal.

    >>> str(guess("https://example.org/x")), str(guess("Bucha"))
    ('<https://example.org/x>', '"Bucha"')
    """
    return ox.NamedNode(text) if is_iri(text) else ox.Literal(text)


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI, and one that the database takes.

    >>> is_iri("urn:x"), is_iri("Note: read"), is_iri("person/Q7747"), is_iri("urn:%")
    (True, False, False, False)
    """
    if not _ABSOLUTE.fullmatch(text):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:  # A broken percent-encoding, or a code point that no IRI may hold.
        return False
    return True


def entity(store: Store, text: str) -> str:
    """Return the IRI of an entity from its IRI, its id or one of its names.

    The exact name goes first, then the name in any case. Among several entities of
    that name, one that has nine in ten of the name's mentions is meant; among places, the
    one whose label is the name (``Kyiv``, not ``Kyiv region``); else
    ``AmbiguousName`` gives the choices. Raise ``UnknownItem`` when nobody is so called.
    Who was judged to be another is found as this other, by id and by name.
    """
    if is_iri(text) or text.partition("/")[0] in _ENTITY_KINDS:
        iri = text if is_iri(text) else iris.entity_iri(text)
        # A user's own graph may still name who was merged.
        if _known(store, iri) and store.identity.node(short_id(iri)) == short_id(iri):
            return iri
        return _judged_as(store, text, [short_id(iri)])
    for query in ("named", "named_in_any_case"):
        rows = store.query(named_query(query).text, {"name": ox.Literal(text)})
        counts = {str(row["item"]): int(str(row["mentions"])) for row in rows}
        if counts:
            return _meant(store, text, counts)
    called = [j.entity for j in store.identity.judgements if j.name == text]
    return _judged_as(store, text, called)


def label(store: Store, entity_id: str) -> str:
    """Return what an entity is called, wherever judgements of identity moved it.

    >>> label(Store.memory(), "person/Mara_Lindqvist")
    'Mara Lindqvist'
    """
    known = Facts(store.oxigraph, iris.entity_iri(entity_id)).one(Schema.NAME)
    told = (j.name for j in store.identity.judgements if j.entity == entity_id)
    return known or next(told, "") or entity_id.partition("/")[2].replace("_", " ")


def _judged_as(store: Store, text: str, entities: Sequence[str]) -> str:
    """Return the one node that entities have been given, if it is in the graph."""
    identity = store.identity
    nodes = {node for entity in entities for node in identity.nodes(entity)}
    found = sorted(iri for iri in map(iris.entity_iri, nodes) if _known(store, iri))
    if not found:
        raise _unknown("entity", text)
    return _meant(store, text, dict.fromkeys(found, 1))


def _meant(store: Store, name: str, counts: dict[str, int]) -> str:
    ranked = sorted(counts, key=lambda iri: (-counts[iri], iri))
    if len(ranked) == 1 or counts[ranked[0]] > _DOMINANT * sum(counts.values()):
        return ranked[0]
    exact = [iri for iri in ranked if Facts(store.oxigraph, iri).one(Schema.NAME) == name]
    if len(exact) == 1 and all(short_id(iri).startswith("place/") for iri in ranked):
        return exact[0]  # Kyiv, not "Kyiv region"
    choices = tuple(
        (short_id(iri), Facts(store.oxigraph, iri).one(Schema.NAME))
        for iri in ranked[:_CHOICES_SHOWN]
    )
    listed = ", ".join(f"{key} ({label})" for key, label in choices)
    raise AmbiguousName(
        f"{len(ranked)} entities are called {name!r}", choices=choices, hint=f"use an id: {listed}"
    )


def outlet(store: Store, text: str) -> str:
    """Return the IRI of an outlet from its IRI or its name in any case."""
    iri = text if is_iri(text) else iris.publisher_iri(text or "?")
    if _known(store, iri):
        return iri
    rows = store.query(named_query("outlets_named").text, {"name": ox.Literal(text)})
    found = sorted(str(row["item"]) for row in rows)
    if not found:
        raise _unknown("outlet", text)
    return found[0]


def article(store: Store, text: str) -> str:
    """Return the IRI of an article from its IRI or its id."""
    iri = text if is_iri(text) else iris.article_iri(text or "?")
    if iris.own_graph(iri) and _known(store, iri, Schema.IDENTIFIER):
        return iri
    # An id may have the form of an IRI, such as the article's address.
    if is_iri(text) and _known(store, iris.article_iri(text)):
        return iris.article_iri(text)
    raise _unknown("article", text)


def item(store: Store, text: str) -> str:
    """Return the IRI of a claim or an event from its IRI or its id.

    The article's part of the id may be percent-encoded, as it is in the IRI, or not.
    """
    readings = [text if is_iri(text) else f"{ID}article/{text}"]
    for kind, iri_of in (("/claim/", iris.claim_iri), ("/event/", iris.event_iri)):
        article_id, found, key = text.rpartition(kind)
        if article_id and found and key:
            readings.append(iri_of(article_id, key))
    for iri in readings:
        if is_iri(iri) and _known(store, iri):
            return iri
    raise _unknown("claim or event", text)


def _concept(text: str, iri: str) -> ox.NamedNode:
    return ox.NamedNode(text if is_iri(text) else iri)


def _known(store: Store, iri: str, predicate: str = "") -> bool:
    """Tell whether something is said of a node, of an article's in its own graph: not in a copy."""
    graph = iris.own_graph(iri)
    quads = store.oxigraph.quads_for_pattern(
        ox.NamedNode(iri),
        ox.NamedNode(predicate) if predicate else None,
        None,
        ox.NamedNode(graph) if graph else None,
    )
    return any(quads)


def _unknown(what: str, text: str) -> UnknownItem:
    hint = "search for a part of the name" if what in {"entity", "outlet"} else "list them first"
    return UnknownItem(f"the graph has no {what} {text!r}", hint=hint)
