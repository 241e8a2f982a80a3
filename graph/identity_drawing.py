"""Draw the judgements that rules make of a store's articles, given those of users."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from politigraph.graph.identity import Identity
from politigraph.graph.identity_evidence import Sighting, label, sightings
from politigraph.graph.identity_judgements import Judgement
from politigraph.graph.identity_mapping import describing
from politigraph.graph.identity_rules import (
    Figure,
    figures,
    homonyms,
    middle_names,
    same_names,
    short_names,
)
from politigraph.graph.iris import entity_iri
from politigraph.ontology.terms import Rdf, Schema

_OF_ONE_ARTICLE: Final = re.compile(r"[a-z]+/.+/\d+")
_ID: Final = re.compile(r"\b(?:person|organization|place)/[^\s,;]+")
_FEW: Final = 10
_SHARE: Final = 0.05
"""Who is in more articles than this share of all, and than a few, is company to everybody."""


def drawn(store: ox.Store, by_user: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return what rules judge of all articles: the same for the same articles, in any order.

    >>> drawn(ox.Store(), ())
    ()
    """
    seen = _telling(list(sightings(store)))
    held = Identity(by_user)
    labels = {e: label(store, e) for e in {s.entity for s in seen}}
    found: list[Judgement] = []

    def so_far() -> tuple[dict[str, Figure], frozenset[frozenset[str]]]:
        identity = Identity((*by_user, *found))
        distinct = (j for j in by_user if j.kind != "merge")
        apart = (frozenset(map(identity.node, (j.entity, j.into))) for j in distinct)
        return figures(seen, identity, labels), frozenset(apart)

    found += same_names(*so_far())
    found += middle_names(*so_far())
    # Whom a user merged, or split off, is for the user to say.
    told = {j.into for j in by_user} | {j.entity for j in by_user if j.kind == "merge"}
    settled = {held.node(entity) for entity in told}
    found += homonyms([f for node, f in so_far()[0].items() if node not in settled])
    found += short_names(*so_far())
    # The store has not heard yet of nodes that a split makes, one of these or a user's.
    made = dict(held.descriptions)
    made |= {j.into: description(store, j) for j in found if j.kind == "split"}
    return tuple(
        replace(
            judgement,
            description=description(store, judgement) or made.get(judgement.into, ""),
            reason=_ID.sub(lambda found: label(store, found[0]), judgement.reason),
        )
        for judgement in found
        if held.root(judgement.entity) != held.root(judgement.into)
    )


def _telling(seen: Sequence[Sighting]) -> list[Sighting]:
    """Leave out who belongs to one article, and the company that tells nothing."""
    articles: dict[str, frozenset[str]] = {}
    for sighting in seen:
        own = articles.get(sighting.article, frozenset())
        articles[sighting.article] = own | sighting.company | {sighting.entity}
    times = Counter(entity for company in articles.values() for entity in company)
    most = max(_FEW, _SHARE * len(articles))
    common = {e for e, n in times.items() if n > most or _OF_ONE_ARTICLE.fullmatch(e)}
    return [
        replace(sighting, telling=sighting.company - common)
        for sighting in seen
        if not _OF_ONE_ARTICLE.fullmatch(sighting.entity)
    ]


def description(store: ox.Store, judgement: Judgement) -> str:
    """Return what is known of the entity that a judgement makes of another.

    A new one that a split makes is of the classes and the name of the one it was.
    """
    known = describing(store, judgement.into)
    if known or judgement.kind != "split":
        return known
    return _under_new_id(describing(store, judgement.entity), judgement)


def _under_new_id(known: str, judgement: Judgement) -> str:
    kept = {f"<{Rdf.TYPE}>", f"<{Schema.NAME}>"}
    lines: Iterable[list[str]] = (line.split(" ", 2) for line in known.splitlines())
    subject = f"<{entity_iri(judgement.into)}>"
    return "".join(f"{subject} {p} {rest}\n" for _, p, rest in lines if p in kept)
