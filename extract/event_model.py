"""Everything learned about events: their types, how far they are trusted, acts in words.

Three packaged tables, each with where it comes from in its header, and each made by a script:
``event_weights.tsv`` by ``learn_event_weights.py``, ``event_trust.tsv`` and
``stance_weights.tsv`` by ``learn_event_trust.py``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp

from politigraph.extract.event_lexicon import TYPES
from politigraph.extract.event_weights import EventWeights, load_event_weights
from politigraph.extract.weights import probability, summed, weight_rows

NO_ACT = "-"
_PARTS = ("setting", "trust", "act", "words")
_DATA = resources.files("politigraph.extract") / "data"


@dataclass(frozen=True, slots=True)
class TrustWeights:
    """Linear models of whether a careful coder would keep an event.

    ``table`` maps a feature (`event_trust_features`) to its weight. ``context`` maps those of
    `event_context` to theirs, for acts in words (True) and for the others. An event is told
    unasked from a chance of ``threshold`` on.
    """

    table: dict[str, float]
    context: dict[bool, dict[str, float]]
    threshold: float

    def chance(self, features: list[str]) -> float:
        """Return how likely an event is kept, from 0 to 1, by itself.

        >>> trust = TrustWeights({"bias": 1.0, "rule=verb": 1.0}, {}, 0.5)
        >>> trust.chance(["bias", "rule=noun"]) > 0.7
        True
        """
        return probability(summed(self.table, features))


@dataclass(frozen=True, slots=True)
class StanceWeights:
    """A linear model of what a report does to somebody whom it names.

    ``table`` maps a feature (`stance_features`) to its weights, one for each of ``classes``;
    `NO_ACT` among these stands for no act.
    """

    classes: tuple[str, ...]
    table: dict[str, tuple[float, ...]]

    def likeliest(self, features: Iterable[str]) -> tuple[str, float]:
        """Return the likeliest act, as a PLOVER type, and its chance, from 0 to 1.

        A feature that is given twice counts once, as it did when the weights were learned.

        >>> weights = StanceWeights(("-", "ACCUSE"), {"is=liar": (-1.0, 1.0)})
        >>> weights.likeliest(["is=liar"])[0]
        'ACCUSE'
        """
        rows = filter(None, map(self.table.get, dict.fromkeys(features)))
        scores: list[float] = [sum(column) for column in zip(*rows, strict=True)]
        scores = scores or [0.0] * len(self.classes)
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        acts = [k for k, name in enumerate(self.classes) if name != NO_ACT]
        best = max(acts, key=powers.__getitem__)
        return self.classes[best], powers[best] / sum(powers)


@dataclass(frozen=True, slots=True)
class EventModel:
    """The learned tables that finding events needs."""

    types: EventWeights
    trust: TrustWeights
    stance: StanceWeights


@cache
def load_event_model() -> EventModel:
    """Return the packaged tables.

    >>> 0 < load_event_model().trust.threshold < 1
    True
    """
    types = load_event_weights()
    assert types is not None, "event_weights.tsv is packaged"
    trust = (_DATA / "event_trust.tsv").read_text("utf-8")
    return EventModel(
        types=types,
        trust=parse_trust_weights(trust, "event_trust.tsv"),
        stance=parse_stance_weights(
            (_DATA / "stance_weights.tsv").read_text("utf-8"), "stance_weights.tsv"
        ),
    )


def parse_trust_weights(text: str, name: str = "weights") -> TrustWeights:
    r"""Return the weights of a table's text; ``name`` is for error messages.

    Raises `UnreadableWeights`.

    >>> parse_trust_weights("setting\tthreshold\t0.6\ntrust\trule=verb\t0.4").table
    {'rule=verb': 0.4}
    """
    parts: dict[str, dict[str, float]] = {part: {} for part in _PARTS}
    for part, feature, weight in weight_rows(text, name, _PARTS):
        parts[part][feature] = weight
    context = {False: parts["act"], True: parts["words"]}
    return TrustWeights(parts["trust"], context, parts["setting"].get("threshold", 0.5))


def parse_stance_weights(text: str, name: str = "weights") -> StanceWeights:
    r"""Return the weights of a table's text; ``name`` is for error messages.

    Raises `UnreadableWeights`.

    >>> parse_stance_weights("ACCUSE\tis=liar\t0.4\n-\tis=nice\t0.1").table["is=liar"]
    (0.0, 0.4)
    """
    rows = list(weight_rows(text, name, (NO_ACT, *TYPES)))
    present = {kind for kind, _, _ in rows}
    classes = tuple(kind for kind in (NO_ACT, *TYPES) if kind in present)
    table: dict[str, list[float]] = {}
    for kind, feature, weight in rows:
        table.setdefault(feature, [0.0] * len(classes))[classes.index(kind)] = weight
    return StanceWeights(classes, {feature: tuple(row) for feature, row in table.items()})
