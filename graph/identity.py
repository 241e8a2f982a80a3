"""What judgements of identity make of each entity: a pure function, with nothing to undo.

Whole entities that are merged form classes, whatever the order of the judgements; one
member gives the class its node. What is judged of single articles comes on top. A user's
judgement goes before a rule's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from politigraph.graph.identity_judgements import Judgement

_KNOWN: Final = re.compile(r"person/Q\d+|country/[A-Z]{3}|place/\d+")
_OF_ONE_ARTICLE: Final = re.compile(r"[a-z]+/.+/\d+")


class Identity:
    """The nodes that judgements give to entities.

    >>> pair = Judgement("merge", "person/M._Vael", "person/Mara_Vael")
    >>> identity = Identity((pair,))
    >>> identity.node("person/M._Vael"), identity.node("person/Tomas_Vael")
    ('person/Mara_Vael', 'person/Tomas_Vael')
    """

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self.judgements: tuple[Judgement, ...] = tuple(
            sorted(judgements, key=lambda j: (not j.by_user, j.entity, j.into, j.kind))
        )
        self._parents: dict[str, str] = {}
        whole = [j for j in self.judgements if j.kind == "merge" and not j.articles]
        for judgement in whole:
            self._parents[self.root(judgement.entity)] = self.root(judgement.into)
        self._names = _names(self._classes(whole), whole)
        self._local: dict[tuple[str, str], str] = {}
        for judgement in self.judgements:
            if judgement.kind != "distinct":
                for article in judgement.articles:
                    self._local.setdefault((self.root(judgement.entity), article), judgement.into)

    def __bool__(self) -> bool:
        return bool(self.judgements)

    def root(self, entity: str) -> str:
        """Return what two entities have in common when they are merged as wholes."""
        while (parent := self._parents.get(entity, entity)) != entity:
            entity = parent
        return entity

    def _classes(self, whole: Iterable[Judgement]) -> dict[str, set[str]]:
        classes: dict[str, set[str]] = {}
        for judgement in whole:
            members = {judgement.entity, judgement.into}
            classes.setdefault(self.root(judgement.into), set()).update(members)
        return classes

    def node(self, entity: str, article: str = "") -> str:
        """Return the id of the node that an entity has in an article, or as a whole."""
        root, seen = self.root(entity), set[str]()
        while root not in seen and (root, article) in self._local:
            seen.add(root)
            root = self.root(self._local[root, article])
        # What nothing was judged of keeps its id; a root is no name for a merged class.
        return self._names.get(root, root)

    @cached_property
    def entities(self) -> frozenset[str]:
        """The entities that may have another node."""
        held = [j for j in self.judgements if j.kind != "distinct"]
        return frozenset(e for j in held for e in (j.entity, j.into))

    @cached_property
    def descriptions(self) -> Mapping[str, str]:
        """What is known of each entity that others became, as N-Triples."""
        return {j.into: j.description for j in reversed(self.judgements) if j.description}

    def merged(self, node: str) -> tuple[str, ...]:
        """Return the other entities that are this node, as wholes or in some articles."""
        return tuple(sorted(self._merged.get(node, ())))

    @cached_property
    def _merged(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        pairs = [(self.node(entity), entity) for entity in self.entities]
        for judgement in self.judgements:
            if judgement.kind == "merge":
                nodes = {self.node(judgement.entity, article) for article in judgement.articles}
                pairs += ((node, judgement.entity) for node in nodes)
        for node, entity in pairs:
            if node != entity:
                found.setdefault(node, set()).add(entity)
        return found

    def nodes(self, entity: str) -> tuple[str, ...]:
        """Return the nodes that an entity is, as a whole first, then in some articles."""
        articles = [a for (root, a) in self._local if root == self.root(entity)]
        found = (self.node(entity), *sorted({self.node(entity, a) for a in articles}))
        return tuple(dict.fromkeys(found))

    def changed(self, other: "Identity") -> tuple[frozenset[str], frozenset[str]]:
        """Return the entities whose node differs everywhere, and articles where any differs."""
        entities = frozenset(
            e for e in self.entities | other.entities if self.node(e) != other.node(e)
        )
        places = {(e, a) for i in (self, other) for (e, a) in i._places()}
        articles = frozenset(a for e, a in places if self.node(e, a) != other.node(e, a))
        return entities, articles

    def _places(self) -> Iterator[tuple[str, str]]:
        members: dict[str, list[str]] = {}
        for entity in self.entities:
            members.setdefault(self.root(entity), []).append(entity)
        for root, article in self._local:
            for entity in members[root]:
                yield entity, article


def _names(classes: Mapping[str, set[str]], whole: Iterable[Judgement]) -> dict[str, str]:
    """Return the member that each class is called by.

    One that users merged others into, and not into others; else the best known.
    """
    kept = {j.into for j in whole if j.by_user} - {j.entity for j in whole if j.by_user}
    return {root: min(members & kept or members, key=rank) for root, members in classes.items()}


def rank(entity: str) -> tuple[bool, bool, bool, int, int, str]:
    """Return what sorts the better name first.

    One of the authority, one without initials, the fuller one, the one with its accents.

    >>> sorted(["person/Vael", "person/a1/7", "person/Mara_Vael", "person/Q1"], key=rank)
    ['person/Q1', 'person/Mara_Vael', 'person/Vael', 'person/a1/7']
    """
    name = entity.partition("/")[2]
    return (
        not _KNOWN.fullmatch(entity),
        bool(_OF_ONE_ARTICLE.fullmatch(entity)),
        "." in name,
        -len(name),
        -sum(not c.isascii() for c in name),
        entity,
    )
