"""The named SPARQL queries in ``sparql/``, one file each.

The comment at the head of a file says what it answers and what can be bound:
``# Bind ?speaker to an entity, ?since to a text.`` A line of the query that ends in
``# if ?speaker`` is left out while ``?speaker`` is not bound, and one in ``# unless ?speaker``
when it is, so that one file serves every choice of filters. Values are bound as terms, never
written into the text; Oxigraph binds only variables that are selected.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final, Literal

from politigraph.graph.errors import UnknownQuery

ParameterKind = Literal["entity", "outlet", "article", "item", "act", "type", "edge", "text"]
"""What a value must be: the name of an entity or outlet, an article's id, the id of a
claim or event, a term of the schemes of acts and event types, an edge, or a text."""

_FOLDER = resources.files("politigraph.graph") / "sparql"
_PARAMETER: Final = re.compile(r"\?(\w+)|\bto an? (\w+(?: act| type| mode)?)")
_CONDITION: Final = re.compile(r"# (if|unless) \?(\w+)\s*$", re.MULTILINE)
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")

_KINDS: Final[dict[str, ParameterKind]] = {
    "outlet": "outlet",
    "publisher": "outlet",
    "article": "article",
    "claim": "item",
    "event": "item",
    "speech act": "act",
    "event type": "type",
    "event mode": "type",
    "edge": "edge",
    **dict.fromkeys(("text", "date", "lemma", "month", "day", "word"), "text"),
}
"""The kind of a parameter by its noun in the header; the rest are kinds of entity."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query file: its text, what it answers, and the kind of each variable to bind."""

    name: str
    answers: str
    parameters: Mapping[str, ParameterKind]
    text: str

    @property
    def defaults(self) -> frozenset[str]:
        """The variables without whose values some of what there is is left out.

        >>> sorted(named_query("events").defaults)
        ['doubtful', 'polarity', 'realis']
        """
        return frozenset(found[2] for found in _CONDITION.finditer(self.text) if found[1] != "if")

    def bound(self, names: Collection[str]) -> str:
        """Return the text for a choice of bound variables, without the other conditions."""
        return "\n".join(
            line
            for line in self.text.splitlines()
            if not (found := _CONDITION.search(line)) or (found[1] == "if") == (found[2] in names)
        )


@cache
def named_query(name: str) -> NamedQuery:
    """Return the query in ``sparql/<name>.rq``, or raise ``UnknownQuery``.

    >>> query = named_query("articles")
    >>> query.answers, query.parameters["publisher"]
    ('Articles, each with its date.', 'outlet')
    >>> "?publisher ." in query.text, "?publisher ." in query.bound({"since"})
    (True, False)
    """
    if name not in query_names():
        known = ", ".join(query_names())
        raise UnknownQuery(f"there is no query named {name!r}", hint=f"use one of: {known}")
    text = (_FOLDER / f"{name}.rq").read_text("utf-8")
    lines = [line.removeprefix("#").strip() for line in text.splitlines() if line[:1] == "#"]
    comment = " ".join(lines)
    answers, _, rest = comment.partition("Bind ")
    return NamedQuery(name, answers.strip(), MappingProxyType(_parameters(rest)), text)


def _parameters(comment: str) -> dict[str, ParameterKind]:
    """Read "?a or ?b to an entity, ?c to a text" as kinds by variable."""
    kinds: dict[str, ParameterKind] = {}
    waiting: list[str] = []
    for found in _PARAMETER.finditer(comment):
        if found[1]:
            waiting.append(found[1])
        else:
            kinds.update(dict.fromkeys(waiting, _KINDS.get(found[2], "entity")))
            waiting.clear()
    return kinds


@cache
def query_names() -> tuple[str, ...]:
    """Return the name of every query, sorted.

    >>> "claims" in query_names()
    True
    """
    return tuple(sorted(f.name[:-3] for f in _FOLDER.iterdir() if f.name.endswith(".rq")))


def is_query_name(text: str) -> bool:
    """Tell whether a text looks like the name of a query and not like SPARQL.

    >>> is_query_name("claims"), is_query_name("ASK { ?s ?p ?o }")
    (True, False)
    """
    return bool(_NAME.fullmatch(text))
