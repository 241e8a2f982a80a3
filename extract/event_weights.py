"""Learned weights of events: a small table of named features that a person can read.

A line is ``type, feature, weight``; ``-`` as type stands for no event. The header says
what the table was learned from, when, and how good it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import exp

from politigraph.extract.event_lexicon import TYPES
from politigraph.extract.weights import DEFAULT_WEIGHTS, NO_WEIGHTS, weight_rows, weights_text

CLASSES = ("-", *TYPES)
_NUMBER = {kind: number for number, kind in enumerate(CLASSES)}
RULE_SHARE = 0.15
"""The say of a rule beside the weights; more helps on few types and hurts on others."""
FIXED_SHARE = 0.8
"""What is left of the weights' trust in any event where a collocation fixes its type."""
SURE_RULE = 0.6
"""The trust in a rule from which on its type stands where the weights are in doubt."""
COMMON = 8
"""How many features of closed classes come first, the same for many candidates."""
_DATA = resources.files("politigraph.extract") / "data"


@dataclass(frozen=True, slots=True)
class EventWeights:
    """A linear model of the type of a candidate.

    ``table`` maps a feature to its weights as pairs of a class's number in `CLASSES`
    and a number; below a probability of ``threshold`` a sure rule keeps its type.
    """

    table: dict[str, tuple[tuple[int, float], ...]]
    threshold: float
    _sums: dict[tuple[str, ...], list[float]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def decide(
        self, features: list[str], ruled: str = "", trust: float = 0.0, is_fixed: bool = False
    ) -> tuple[str, float]:
        """Return the best event type and how sure it is, from 0 to 1.

        The weights have most of the say, and a rule that reads type ``ruled`` with
        confidence ``trust`` the rest. ``is_fixed``: only whether it is an event is
        open, not of what type, since a collocation leaves no choice.

        >>> weights = EventWeights({"word=arrest": ((15, 3.0),)}, 0.5)
        >>> weights.decide(["word=arrest"])[0]
        'COERCE'
        """
        chances = [chance * (1 - RULE_SHARE) for chance in self.probabilities(features)]
        if ruled and is_fixed:
            some = sum(chances[1:]) + RULE_SHARE * trust
            return ruled, max(chances[_NUMBER[ruled]], FIXED_SHARE * some)
        if ruled:
            chances[_NUMBER[ruled]] += RULE_SHARE * trust
        best = max(range(1, len(chances)), key=chances.__getitem__)
        if chances[best] < self.threshold and trust >= SURE_RULE:
            best = _NUMBER[ruled]  # weights that would show no event do not choose its type
        return CLASSES[best], chances[best]

    def probabilities(self, features: list[str]) -> list[float]:
        """Return the probability of each of `CLASSES`."""
        # What rule read a candidate, how deep: few words make these, and they weigh on every
        # class, so that half of all weights need no adding up again.
        common = tuple(features[:COMMON])
        known = self._sums.get(common)
        if known is None:
            known = self._sums[common] = self._add([0.0] * len(CLASSES), common)
        scores = self._add(known[:], features[COMMON:])
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def _add(self, scores: list[float], features: Iterable[str]) -> list[float]:
        for row in filter(None, map(self.table.get, features)):
            for number, weight in row:
                scores[number] += weight
        return scores


def load_event_weights(name: str = DEFAULT_WEIGHTS) -> EventWeights | None:
    """Return the packaged table, or that of a file; None for ``none``, or where none is packaged.

    Raises `UnreadableWeights`.

    >>> load_event_weights("none") is None
    True
    """
    if name == NO_WEIGHTS:
        return None
    if name == DEFAULT_WEIGHTS:
        return _packaged()
    return parse_event_weights(weights_text(name, "learn_event_weights.py"), name)


@cache
def _packaged() -> EventWeights | None:
    path = _DATA / "event_weights.tsv"
    if not path.is_file():
        return None
    return parse_event_weights(path.read_text("utf-8"), "event_weights.tsv")


def parse_event_weights(text: str, name: str = "weights") -> EventWeights:
    r"""Return the weights of a table's text; ``name`` is for error messages.

    >>> parse_event_weights("# …\nsetting\tthreshold\t0.4\nAID\tword=donate\t1.5").threshold
    0.4
    """
    table: dict[str, list[tuple[int, float]]] = {}
    threshold = 0.5
    for kind, feature, weight in weight_rows(text, name, ("setting", *CLASSES)):
        if kind == "setting":
            threshold = weight
        else:
            table.setdefault(feature, []).append((_NUMBER[kind], weight))
    return EventWeights({k: tuple(v) for k, v in table.items()}, threshold)
