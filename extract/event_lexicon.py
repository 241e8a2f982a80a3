"""The words of events: triggers, governing words and collocations, read from ``data/``.

The event types are PLOVER's (Open Event Data Alliance, manual 0.8).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
YIELDING = frozenset({"CONCEDE", "RETREAT"})
CONFLICT = frozenset({"SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "PROTEST", "REJECT"})


_ANY = "@any"


class Sense(NamedTuple):
    """What a word names: an event type and mode.

    An empty type names no event; ``?`` none that the rules can tell.
    """

    type: str
    mode: str = ""


class Collocation(NamedTuple):
    """A sense that a word has only beside some other word."""

    relation: str
    words: frozenset[str]
    sense: Sense


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """All tables, keyed by lemma; particle verbs are joined (``break_off``)."""

    verbs: dict[str, Sense]
    nouns: dict[str, Sense]
    """Every noun that has an event type."""
    event_nouns: frozenset[str]
    """The nouns that name an event by themselves."""
    families: dict[str, frozenset[str]]
    """The families of governing words that a lemma belongs to."""
    members: dict[str, frozenset[str]]
    """The lemmas of each family."""
    collocations: dict[str, tuple[Collocation, ...]]

    def is_in(self, lemma: str, family: str) -> bool:
        """Tell whether a lemma belongs to a family of governing words.

        >>> load_event_lexicon().is_in("decline", "refuse")
        True
        """
        return lemma in self.members[family]


def _rows(name: str, columns: int) -> Iterator[list[str]]:
    path = resources.files("politigraph.extract") / "data" / f"{name}.tsv"
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) != columns:
                raise ValueError(f"{name}.tsv: {columns} columns expected: {line!r}")
            yield row


def _sense(kind: str, mode: str) -> Sense:
    return Sense(kind.replace("-", ""), "" if mode == "-" else mode)


@cache
def load_event_lexicon() -> EventLexicon:
    """Return the packaged lexicon.

    >>> load_event_lexicon().verbs["expel"]
    Sense(type='SANCTION', mode='expel')
    """
    verbs: dict[str, Sense] = {}
    for kind, mode, words in _rows("event_verbs", 3):
        for word in words.split():
            verbs.setdefault(word, _sense(kind, mode))
    nouns: dict[str, Sense] = {}
    triggers: set[str] = set()
    for kind, mode, use, words in _rows("event_nouns", 4):
        for word in words.split():
            nouns.setdefault(word, _sense(kind, mode))
            if use == "event":
                triggers.add(word)
    members = {family: frozenset(words.split()) for family, words in _rows("event_families", 2)}
    families: dict[str, frozenset[str]] = {}
    for family, lemmas in members.items():
        for lemma in lemmas:
            families[lemma] = families.get(lemma, frozenset()) | {family}
    classes = {name: frozenset(words.split()) for name, words in _rows("event_classes", 2)}
    found: dict[str, list[Collocation]] = {}
    for head, relation, words, kind, mode in _rows("event_collocations", 5):
        beside: set[str] = set()
        for word in words.split():
            beside |= classes.get(word, frozenset({word}))
        collocation = Collocation(relation, frozenset(beside), _sense(kind, mode))
        found.setdefault(head, []).append(collocation)
    # What is named goes before anybody: "called a truce with Oslo" is no telephone call.
    collocations = {
        head: tuple(sorted(listed, key=lambda one: _ANY in one.words))
        for head, listed in found.items()
    }
    return EventLexicon(verbs, nouns, frozenset(triggers), families, members, collocations)
