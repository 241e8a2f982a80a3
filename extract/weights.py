"""Learned weights of attribution: named features that a person can read.

A file has tab-separated lines ``part, feature, weight``; the parts are ``frame`` (is
this candidate a report?), ``extent`` (does its content reach so far?), ``join`` and
``free`` (what becomes of a quotation without a cue?), ``speaker`` (is this phrase its
source?) and ``setting``. Its header states what it was learned from, when, and how good
it is.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import exp
from pathlib import Path

from politigraph.extract.errors import PolitigraphError

DEFAULT_WEIGHTS = "default"
NO_WEIGHTS = "none"

_DATA = resources.files("politigraph.extract") / "data"
_PARTS = ("frame", "extent", "join", "free", "speaker", "setting")


class UnreadableWeights(PolitigraphError):
    """A table of weights is missing or breaks the format."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One table of weights; a feature that is not in it weighs nothing."""

    frame: dict[str, float] = field(default_factory=dict)
    extent: dict[str, float] = field(default_factory=dict)
    join: dict[str, float] = field(default_factory=dict)
    free: dict[str, float] = field(default_factory=dict)
    speaker: dict[str, float] = field(default_factory=dict)
    setting: dict[str, float] = field(default_factory=dict)
    cues: frozenset[tuple[str, str]] = field(init=False, default=frozenset())
    """First word and part of speech of every cue that has a weight of its own."""

    def __post_init__(self) -> None:
        found = set()
        for name in self.frame:
            kind, _, rest = name.partition("=")
            if kind.startswith("cue"):
                lemma, _, pos = rest.partition("=")[0].rpartition(".")
                found.add((lemma.partition("_")[0], pos))
        object.__setattr__(self, "cues", frozenset(found))


def load_weights(name: str = DEFAULT_WEIGHTS) -> Weights | None:
    """Return a packaged table of weights or that of a file; None for ``none``.

    Raises `UnreadableWeights`.

    >>> load_weights("none") is None
    True
    """
    if name == NO_WEIGHTS:
        return None
    if name == DEFAULT_WEIGHTS:
        return _packaged()
    return parse_weights(weights_text(name, "learn_attribution_weights.py"), name)


def weights_text(path: str, script: str) -> str:
    """Return the text of a table that ``script`` made.

    Raises `UnreadableWeights`.
    """
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        hint = f"pass default, none, or the path of a table made by {script}"
        raise UnreadableWeights(f"{path}: cannot read the weights", hint=hint) from error


@cache
def _packaged() -> Weights | None:
    path = _DATA / "attribution_weights.tsv"
    if not path.is_file():
        return None
    return parse_weights(path.read_text("utf-8"), "attribution_weights.tsv")


def parse_weights(text: str, name: str = "weights") -> Weights:
    r"""Return the weights of a table's text; ``name`` is for error messages.

    >>> parse_weights("# learned from …\nframe\trule=clause\t1.25").frame
    {'rule=clause': 1.25}
    """
    parts: dict[str, dict[str, float]] = {part: {} for part in _PARTS}
    for part, feature, weight in weight_rows(text, name, _PARTS):
        parts[part][feature] = weight
    return Weights(**parts)


def weight_rows(text: str, name: str, parts: Collection[str]) -> Iterator[tuple[str, str, float]]:
    r"""Yield the lines of a table: one of ``parts``, a feature and its weight.

    Raises `UnreadableWeights`, with ``name`` and the line's number.

    >>> list(weight_rows("# learned from …\nframe\trule=clause\t1.25", "mine", ["frame"]))
    [('frame', 'rule=clause', 1.25)]
    """
    hint = f"a line is one of {', '.join(parts)}, a feature, a number, with tabs between"
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        try:
            row = _row(line, parts)
        except ValueError as error:
            raise UnreadableWeights(f"{name}: line {number} is no weight", hint=hint) from error
        yield row


def _row(line: str, parts: Collection[str]) -> tuple[str, str, float]:
    part, feature, weight = line.split("\t")
    if part not in parts:
        raise ValueError(part)
    return part, feature, float(weight)


def summed(table: dict[str, float], names: Iterable[str]) -> float:
    """Return the sum of some features' weights.

    >>> summed({"rule=clause": 1.25, "length=8": -0.5}, ["rule=clause", "tag=VBD", "length=8"])
    0.75
    """
    # Two of three features are in no table, and what is not added takes no time.
    return sum(filter(None, map(table.get, names)))


def probability(score: float) -> float:
    """Return the logistic function of a score.

    >>> probability(0.0), round(probability(2.0), 2)
    (0.5, 0.88)
    """
    if score < -30:
        return 0.0
    return 1.0 / (1.0 + exp(-score))
