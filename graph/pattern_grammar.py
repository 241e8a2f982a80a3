"""The parts of a pattern: statements about claims and events, and the words they are made of.

``str()`` of a part is its text, and parsing that gives an equal part.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, get_args

from politigraph.extract.records import Certainty, Polarity, QuoteType, Realis
from politigraph.graph.pattern_tokens import PatternError, Token, tokens

VariableKind = Literal["entity", "claim", "event", "topic", "type"]
"""What a variable stands for; a topic is an entity, an event or a claim."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A word between two nodes: what it leads from and to, and which end filters are about."""

    source: VariableKind
    target: VariableKind
    filtered: Literal["source", "target", ""] = "source"


EDGES: Final[Mapping[str, Edge]] = MappingProxyType(
    {
        "said": Edge("entity", "claim", "target"),
        "denied": Edge("entity", "claim", "target"),
        "reportedlySaid": Edge("entity", "claim", "target"),
        "claimed": Edge("entity", "claim", "target"),
        "about": Edge("claim", "topic"),
        "to": Edge("claim", "entity"),
        "inside": Edge("claim", "claim"),
        "contradicts": Edge("claim", "claim"),
        "agreesWith": Edge("claim", "claim"),
        "from": Edge("entity", "entity", ""),
    }
)

CLAIM_FILTERS: Final = ("since", "until", "on", "in", "as", "is", "saying")
EVENT_FILTERS: Final = ("since", "until", "on", "in", "is")
ANY: Final = "any"

CLAIM_FACETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(get_args(Polarity), "polarity"),
        **dict.fromkeys(get_args(Certainty), "certainty"),
        **dict.fromkeys(get_args(QuoteType), "quoteType"),
    }
)
"""What can follow ``is`` of a claim, with the property that it is a value of."""

EVENT_FACETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(get_args(Polarity), "polarity"),
        **dict.fromkeys(get_args(Realis), "realis"),
        "doubtful": "doubt",
        ANY: ANY,
    }
)

RESERVED: Final = frozenset((*EDGES, *CLAIM_FILTERS))
"""The words that a name has only in quotation marks."""


@dataclass(frozen=True, slots=True)
class Variable:
    """``?who``: what is asked for."""

    name: str
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"?{self.name}"


@dataclass(frozen=True, slots=True)
class Name:
    """A name, id or IRI, whose node is to be found.

    >>> str(Name("Bank of England")), str(Name("War in Peace"))
    ('Bank of England', '"War in Peace"')
    """

    text: str
    at: int = field(default=0, compare=False)
    width: int = field(default=1, compare=False)

    def __str__(self) -> str:
        return self.text if _is_plain(self.text) else quoted(self.text)


@dataclass(frozen=True, slots=True)
class Anything:
    """``_``: anything, which is not asked for; as agent or target of an event, or nothing."""

    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return "_"


Node = Variable | Name | Anything


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a claim or an event; of several values one must hold."""

    word: str
    values: tuple[str, ...]
    at: int = field(default=0, compare=False)
    width: int = field(default=1, compare=False)

    def __str__(self) -> str:
        match self.word:
            case "saying":
                return f"saying {quoted(self.values[0])}"
            case "in":
                return f"in {Name(self.values[0])}"
        return f"{self.word} {', '.join(self.values)}"


@dataclass(frozen=True, slots=True)
class Relation:
    """``Putin said ?c since 2022-09``: an edge between two nodes, with filters."""

    source: Node
    edge: str
    target: Node
    filters: tuple[Filter, ...] = ()

    def __str__(self) -> str:
        return _line(self.source, self.edge, self.target, *self.filters)


@dataclass(frozen=True, slots=True)
class Happening:
    """``?e = ?a -CONSULT-> ?b in Istanbul``: an event, its type, agent and target.

    ``type`` is PLOVER's, with a mode as COERCE-arrest, or a variable. ``mutual`` events
    (``<-CONSULT->``) have the two as agent and target, either way round, or as agents.
    """

    event: Variable | None
    agent: Node
    type: str | Variable
    target: Node
    mutual: bool = False
    filters: tuple[Filter, ...] = ()

    def __str__(self) -> str:
        arrow = f"{'<' if self.mutual else ''}-{self.type}->"
        named = (self.event, "=") if self.event else ()
        return _line(*named, self.agent, arrow, self.target, *self.filters)


Statement = Relation | Happening


@dataclass(frozen=True, slots=True)
class Pattern:
    """Statements that must all hold; ``text`` is what they were read from."""

    statements: tuple[Statement, ...]
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return " . ".join(map(str, self.statements))


def quoted(text: str) -> str:
    r"""Return a text in quotation marks, as a pattern has it.

    >>> print(quoted('the "Nord" \\ line'))
    "the \"Nord\" \\ line"
    """
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'


def _line(*parts: object) -> str:
    return " ".join(map(str, parts))


def _is_plain(text: str) -> bool:
    try:
        *words, _ = tokens(text)
    except PatternError:
        return False
    return _are_words(words) and " ".join(word.text for word in words) == text


def _are_words(found: list[Token]) -> bool:
    return bool(found) and all(t.kind == "word" and t.text not in RESERVED for t in found)
