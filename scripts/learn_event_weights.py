"""Learn the weights of event types from labelled sentences, and measure them.

    python scripts/learn_event_weights.py FILE.jsonl… [-o extract/data/event_weights.tsv]

A line of input is ``{"id", "text", "event"}`` with one PLOVER type a sentence; ``YIELD``
stands for CONCEDE or RETREAT. Which of a sentence's candidates is meant is not
labelled: the first guess is the shallowest one that the rules read so, and one round of
expectation maximisation revises it. Every other candidate counts as no event, with a
lower weight, because a sentence may hold more events than its label.

Needs scikit-learn (the optional dependency ``learn``), which extraction does not.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from event_folds import fold_of
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from politigraph.extract.annotate import load_pipeline, parse_texts
from politigraph.extract.event_features import features_of
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_readings import possible_events
from politigraph.extract.event_rules import FIXED, Composer
from politigraph.extract.event_trust import central
from politigraph.extract.event_weights import CLASSES, EventWeights

REGULARISATION = 1.0
LEAST_COUNT = 3
WEIGHT_OF_NONE = 0.3
"""Weight of "no event" for a candidate that is not the labelled one."""
WEIGHT_OF_NONE_AGAINST_RULE = 0.1
"""The same where the rules read an event: it may well be one that nobody labelled."""
KEPT = 5000
THRESHOLD = 0.55

_NUMBER = {kind: number for number, kind in enumerate(CLASSES)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence: features, rule's type and depth of each candidate."""

    source: str
    text: str
    gold: frozenset[int]
    features: list[list[str]]
    ruled: list[int]
    trust: list[float]
    fixed: list[bool]
    depths: list[int]


def read_sentences(paths: Sequence[Path]) -> Iterator[Sentence]:
    """Yield the sentences of some files with their candidates."""
    lexicon = load_event_lexicon()
    for path in paths:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
        parses = parse_texts(load_pipeline(), [row["text"] for row in rows])
        for row, parse in zip(rows, parses, strict=True):
            kinds = ("CONCEDE", "RETREAT") if row["event"] == "YIELD" else (row["event"],)
            composer = Composer(parse, lexicon)
            found = possible_events(parse, lexicon, composer)
            yield Sentence(
                path.stem,
                row["text"],
                frozenset(_NUMBER[kind] for kind in kinds),
                [features_of(parse, lexicon, composer, f.candidate, f.reading) for f in found],
                [_NUMBER[f.reading.type or "-"] for f in found],
                [f.confidence for f in found],
                [f.reading.rule in FIXED for f in found],
                [sum(1 for _ in parse.ancestors(f.candidate.head)) for f in found],
            )


def learn(sentences: list[Sentence], kept: int = KEPT) -> EventWeights:
    """Return the weights that explain some sentences best, the largest ``kept`` of them."""
    sentences = [s for s in sentences if s.features]
    counts = Counter(f for s in sentences for names in s.features for f in set(names))
    known = sorted(f for f, count in counts.items() if count >= LEAST_COUNT)
    column = {feature: i for i, feature in enumerate(known)}
    matrix = _matrix([names for s in sentences for names in s.features], column)
    labels = [_first_guess(s) for s in sentences]
    model = _fit(matrix, sentences, labels)
    labels = _revised(model, matrix, sentences)
    model = _fit(matrix, sentences, labels)
    cells = [
        (abs(weight), known[j], int(number), float(weight))
        for number, row in zip(model.classes_, model.coef_, strict=True)
        for j, weight in enumerate(row)
    ]
    table: dict[str, list[tuple[int, float]]] = {}
    for _, feature, number, weight in sorted(cells, reverse=True)[:kept]:
        table.setdefault(feature, []).append((number, round(weight, 3)))
    for number, weight in zip(model.classes_, model.intercept_, strict=True):
        table.setdefault("bias", []).append((int(number), round(float(weight), 3)))
    return EventWeights({k: tuple(sorted(v)) for k, v in table.items()}, THRESHOLD)


def _matrix(rows: list[list[str]], column: dict[str, int]) -> csr_matrix:
    indices: list[int] = []
    ends = [0]
    for names in rows:
        indices += sorted({column[f] for f in names if f in column})
        ends.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(rows), len(column)))


def _first_guess(s: Sentence) -> tuple[int, int]:
    right = [i for i, number in enumerate(s.ruled) if number in s.gold]
    chosen = min(right or range(len(s.ruled)), key=lambda i: (s.depths[i], i))
    return chosen, s.ruled[chosen] if right else min(s.gold)


def _fit(
    matrix: csr_matrix, sentences: list[Sentence], labels: list[tuple[int, int]]
) -> LogisticRegression:
    classes, weights = [], []
    for s, (chosen, kind) in zip(sentences, labels, strict=True):
        for i, ruled in enumerate(s.ruled):
            classes.append(kind if i == chosen else 0)
            other = WEIGHT_OF_NONE_AGAINST_RULE if ruled else WEIGHT_OF_NONE
            weights.append(1.0 if i == chosen else other)
    return LogisticRegression(C=REGULARISATION, max_iter=400).fit(matrix, classes, weights)


def _revised(
    model: LogisticRegression, matrix: csr_matrix, sentences: list[Sentence]
) -> list[tuple[int, int]]:
    chances = model.predict_proba(matrix)
    place = {int(number): i for i, number in enumerate(model.classes_)}
    labels, row = [], 0
    for s in sentences:
        # A rule's reading counts as some evidence beyond the model's.
        _, _, chosen, kind = max(
            (float(chances[row + i, place[g]]) + 0.2 * (ruled == g), -i, i, g)
            for i, ruled in enumerate(s.ruled)
            for g in sorted(s.gold)
            if g in place
        )
        labels.append((chosen, kind))
        row += len(s.ruled)
    return labels


def type_of(weights: EventWeights, s: Sentence) -> int:
    """Return the number of the type of a sentence's most probable event, 0 for none."""
    decided = [
        weights.decide(names, CLASSES[ruled] if ruled else "", trust, fixed)
        for names, ruled, trust, fixed in zip(s.features, s.ruled, s.trust, s.fixed, strict=True)
    ]
    if not decided:
        return 0
    ranked = [central(d[1], depth) for d, depth in zip(decided, s.depths, strict=True)]
    return _NUMBER[decided[ranked.index(max(ranked))][0]]


def learn_folds(sentences: list[Sentence], folds: int, kept: int) -> list[EventWeights]:
    """Return the weights learned without each fold."""
    return [
        learn([s for s in sentences if fold_of(s.text, folds) != number], kept)
        for number in range(folds)
    ]


def right_types(sentences: list[Sentence], held_out: list[EventWeights]) -> dict[str, float]:
    """Return the share of right types of each source, each text by weights that never saw it."""
    right: Counter[str] = Counter()
    for s in sentences:
        right[s.source] += type_of(held_out[fold_of(s.text, len(held_out))], s) in s.gold
    total = Counter(s.source for s in sentences)
    return {source: right[source] / total[source] for source in total}


def write(weights: EventWeights, path: Path, note: str) -> None:
    """Write a table, by type and then by weight."""
    lines = [
        "# Learned weights of event types: type, feature, weight; see event_features.py.",
        f"# Made by scripts/learn_event_weights.py on {datetime.now(UTC).date()} from {note}",
        "# Only counts learned from those texts are here, none of their sentences.",
        f"setting\tthreshold\t{weights.threshold}",
    ]
    cells = sorted(
        (number, -weight, feature)
        for feature, pairs in weights.table.items()
        for number, weight in pairs
    )
    lines += (f"{CLASSES[number]}\t{feature}\t{-weight:g}" for number, weight, feature in cells)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Learn, measure by cross-validation, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--folds", type=int, default=5, help="0: no cross-validation")
    parser.add_argument("--fold-weights", type=Path, help="folder for the tables of each fold")
    parser.add_argument("--keep", type=int, default=KEPT, help="weights in the table")
    arguments = parser.parse_args()
    sentences = list(read_sentences(arguments.files))
    total = Counter(s.source for s in sentences)
    note = ", ".join(f"{source} ({count} sentences)" for source, count in sorted(total.items()))
    if arguments.folds:
        held_out = learn_folds(sentences, arguments.folds, arguments.keep)
        scores = right_types(sentences, held_out)
        shown = ", ".join(f"{source} {score:.3f}" for source, score in scores.items())
        print(f"right type, {arguments.folds}-fold cross-validation: {shown}")
        note += f"; right type, {arguments.folds}-fold cross-validation: {shown}"
        if arguments.fold_weights:
            arguments.fold_weights.mkdir(parents=True, exist_ok=True)
            for number, weights in enumerate(held_out):
                write(weights, arguments.fold_weights / f"fold{number}.tsv", "all other folds")
    if arguments.out:
        write(learn(sentences, arguments.keep), arguments.out, note)


if __name__ == "__main__":
    main()
