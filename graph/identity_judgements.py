"""Judgements of identity: which entities of extraction are one, and which one name is two.

A judgement is a record here, and a node with plain properties in the identity graph.
A user's are kept until they are taken back; those of rules are drawn anew.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Final, Literal, cast, get_args

import pyoxigraph as ox

from politigraph.extract.errors import PolitigraphError
from politigraph.extract.records import EntityType
from politigraph.graph.errors import StoreError
from politigraph.graph.iris import IDENTITY_GRAPH, entity_id, entity_iri
from politigraph.graph.nodes import decimal, describe, node, text
from politigraph.ontology.terms import ID, Class, Property, Rdf

JudgementKind = Literal["merge", "split", "distinct"]
KINDS: Final = get_args(JudgementKind)

USER: Final = "user"
"""The method of judgements that a user made."""

_CARRIED: Final = ("kind", "entity", "into", "articles", "reason", "name", "description")
_GRAPH: Final = ox.NamedNode(IDENTITY_GRAPH)
_PLACES: Final = frozenset({"country", "place"})
_ENTITY_KINDS: Final = get_args(EntityType)


LEFT_TO_USERS: Final = ox.Quad(_GRAPH, ox.NamedNode(Property.METHOD), ox.Literal(USER), _GRAPH)
"""Stands in the identity graph of a store in which rules are to judge nothing."""


class InvalidJudgement(PolitigraphError):
    """A judgement of identity contradicts itself or what there is."""


@dataclass(frozen=True)
class Judgement:
    """What is held of two entities, given by their ids.

    ``merge``: ``entity`` is ``into``; with ``articles`` (ids) in these alone. ``split``:
    what ``articles`` call ``entity`` is ``into``. ``distinct``: no rule may merge the two.
    ``method`` is ``user`` or a rule; ``score`` (0..1) how sure it was. ``name`` is the
    label of ``entity``, ``description`` what is known of ``into``, as N-Triples.

    Raises ``InvalidJudgement`` for what can never hold.
    """

    kind: JudgementKind
    entity: str
    into: str
    articles: tuple[str, ...] = ()
    method: str = USER
    score: float = 1.0
    reason: str = ""
    name: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        if self.entity == self.into:
            raise InvalidJudgement(
                f"{self.entity} is one entity", hint="name two ids, as politigraph entities shows"
            )
        if self.kind == "split" and not self.articles:
            raise InvalidJudgement(
                f"nothing says in which articles {self.entity} is another",
                hint="name their ids with --articles",
            )
        # Also what a split moves: the place of an event would be a person.
        if len({_is_place(self.entity), _is_place(self.into)}) == 2 and self.kind != "distinct":
            raise InvalidJudgement(
                f"{self.entity} and {self.into} cannot be one: a place and an actor",
                hint="actors can be other actors, and places or countries each other",
            )

    @cached_property
    def id(self) -> str:
        """A short name that follows from what is judged: ``7f0c2a91``.

        >>> len(Judgement("merge", "person/M._Vael", "person/Mara_Vael").id)
        8
        """
        whose = USER if self.by_user else "rule"
        key = "\n".join((self.kind, self.entity, self.into, whose))
        return sha256(key.encode()).hexdigest()[:8]

    @property
    def by_user(self) -> bool:
        """Whether a user made it."""
        return self.method == USER


def _is_place(entity: str) -> bool:
    return entity.partition("/")[0] in _PLACES


def judgement_quads(judgements: Iterable[Judgement]) -> frozenset[ox.Quad]:
    """Return judgements as the quads of the identity graph."""
    return frozenset(quad for judgement in judgements for quad in _quads(judgement))


def _quads(judgement: Judgement) -> Iterator[ox.Quad]:
    subject = node(f"{ID}judgement/{judgement.id}")
    facts = [
        (Rdf.TYPE, node(Class.JUDGEMENT)),
        (Property.JUDGEMENT_KIND, text(judgement.kind)),
        (Property.JUDGED, node(entity_iri(judgement.entity))),
        (Property.JUDGED_AS, node(entity_iri(judgement.into))),
        *((Property.JUDGED_IN, text(article)) for article in judgement.articles),
        (Property.JUDGED_NAME, text(judgement.name)),
        (Property.JUDGED_DESCRIPTION, text(judgement.description)),
        (Property.METHOD, text(judgement.method)),
        (Property.CONFIDENCE, decimal(judgement.score)),
        (Property.REASON, text(judgement.reason)),
    ]
    for triple in describe(subject, facts):
        yield ox.Quad(*triple, _GRAPH)


def read_judgements(store: ox.Store) -> tuple[Judgement, ...]:
    """Return the judgements of a store's identity graph, those of users first.

    Raises ``StoreError`` where somebody else wrote into that graph.

    >>> read_judgements(ox.Store())
    ()
    """
    values: dict[str, dict[str, list[str]]] = {}
    for quad in store.quads_for_pattern(None, None, None, _GRAPH):
        if (
            quad != LEFT_TO_USERS
            and isinstance(quad.subject, ox.NamedNode)
            and not isinstance(quad.object, ox.Triple)
        ):
            facts = values.setdefault(quad.subject.value, {})
            facts.setdefault(quad.predicate.value, []).append(quad.object.value)
    try:
        found = [_judgement(facts) for facts in values.values()]
    except (ValueError, InvalidJudgement) as error:
        raise StoreError(
            f"the graph {IDENTITY_GRAPH} holds what is no judgement: {error}",
            hint="remove from it what Politigraph did not write",
        ) from error
    return tuple(sorted(found, key=lambda j: (not j.by_user, j.entity, j.into, j.kind)))


def _judgement(facts: dict[str, list[str]]) -> Judgement:
    def one(predicate: str) -> str:
        return min(facts.get(predicate, ()), default="")

    return Judgement(
        kind=cast("JudgementKind", one(Property.JUDGEMENT_KIND)),
        entity=entity_id(one(Property.JUDGED)),
        into=entity_id(one(Property.JUDGED_AS)),
        articles=tuple(sorted(facts.get(Property.JUDGED_IN, ()))),
        method=one(Property.METHOD),
        score=float(one(Property.CONFIDENCE)),
        reason=one(Property.REASON),
        name=one(Property.JUDGED_NAME),
        description=one(Property.JUDGED_DESCRIPTION),
    )


def united(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return judgements with those of one id as one, which holds in the articles of all.

    >>> one, two = (Judgement("split", "person/A", "person/B", (a,)) for a in "xy")
    >>> [judgement.articles for judgement in united([one, two, one])]
    [('x', 'y')]
    """
    found: dict[str, Judgement] = {}
    for judgement in judgements:
        earlier = found.get(judgement.id, judgement)
        everywhere = not earlier.articles or not judgement.articles
        articles = () if everywhere else sorted({*earlier.articles, *judgement.articles})
        found[judgement.id] = replace(earlier, articles=tuple(articles))
    return tuple(found.values())


def judgement_line(judgement: Judgement) -> str:
    """Return a user's judgement as a line of JSON, to be carried to another store.

    >>> judgement_line(Judgement("distinct", "person/A", "person/B"))
    ... # doctest: +NORMALIZE_WHITESPACE
    '{"kind": "distinct", "entity": "person/A", "into": "person/B", "articles": [],
      "reason": "", "name": "", "description": ""}'
    """
    return json.dumps({name: getattr(judgement, name) for name in _CARRIED}, ensure_ascii=False)


def parse_judgement(line: str, where: str) -> Judgement:
    """Return the judgement of a line that ``judgement_line`` wrote.

    Raises ``InvalidJudgement``, which says ``where`` the line stands.
    """
    try:
        fields = json.loads(line)
        _check_fields(fields)
        judgement = Judgement(**{**fields, "articles": tuple(sorted(fields.get("articles", ())))})
        _check_description(judgement)
    except (ValueError, RecursionError, SyntaxError, InvalidJudgement) as error:
        raise _unreadable(where, str(error)) from None
    return judgement


def _check_fields(fields: object) -> None:
    if faults := "; ".join(_faults(fields)):
        raise InvalidJudgement(faults)


def _faults(fields: object) -> Iterator[str]:
    """Yield what is wrong with the values that JSON gave."""
    if not isinstance(fields, dict):
        yield "no object"
        return
    yield from (f"unknown field {name!r}" for name in fields if name not in _CARRIED)
    yield from (f"no field {name!r}" for name in _CARRIED[:3] if name not in fields)
    articles = fields.get("articles", [])
    texts = {name: fields[name] for name in _CARRIED if name in fields and name != "articles"}
    yield from (f"{name} is no text" for name, value in texts.items() if not _is_text(value))
    if not isinstance(articles, list) or not all(a and _is_text(a) for a in articles):
        yield "articles is no list of ids"
    if texts.get("kind", KINDS[0]) not in KINDS:
        yield f"kind is none of {', '.join(KINDS)}"
    for name in ("entity", "into"):
        kind, _, rest = str(texts.get(name, "group/x")).partition("/")
        if kind not in _ENTITY_KINDS or not rest:
            yield f"{texts[name]!r} is no id of an entity"


def _is_text(value: object) -> bool:
    """Tell whether a value is text, and of whole characters: JSON can escape half of one."""
    return isinstance(value, str) and not any("\ud800" <= c <= "\udfff" for c in value)


def _check_description(judgement: Judgement) -> None:
    """Raise where a description tells of another than whom the judgement makes of somebody.

    It goes into the graph that all articles share, where nothing would take that out again.
    """
    parsed = ox.parse(judgement.description.encode(), format=ox.RdfFormat.N_TRIPLES)
    if {quad.subject for quad in parsed} - {node(entity_iri(judgement.into))}:
        raise InvalidJudgement(f"its description is not of {judgement.into} alone")


def _unreadable(where: str, reason: str) -> InvalidJudgement:
    hint = "import what politigraph judgements --export wrote"
    return InvalidJudgement(f"{where}: no judgement: {reason}", hint=hint)
