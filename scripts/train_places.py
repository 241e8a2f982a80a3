"""Learn the weights that find and settle place names; measure them by cross-validation.

    python scripts/train_places.py GOLD.jsonl [--cv PRED.jsonl] [--parses CACHE]

GOLD has `doc`, `text` and `toponyms` a line (GeoWebNews, TR-News, LGL). Writes
extract/data/toponym_weights.tsv, keeping its column of weights set by hand. With --cv,
PRED gets the predictions for each fifth of the documents by weights learned from the
others (for score_toponyms.py), the rest of the line of linking as it is shipped.
"""

import argparse
import json
import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from eval_places import link_all
from numpy.typing import NDArray

from politigraph.extract import toponyms
from politigraph.extract.annotate import load_pipeline, parse_texts
from politigraph.extract.known_names import known_names
from politigraph.extract.parse import Parse
from politigraph.extract.toponym_candidates import Candidate, find_candidates
from politigraph.extract.toponym_context import Context, mention_features
from politigraph.extract.toponym_resolution import (
    FEATURES,
    mark_pairs,
    resolve,
    softmax,
    static_rows,
)
from politigraph.extract.toponym_votes import add_votes
from politigraph.extract.word_lists import read_table
from politigraph.ontology.authority import load_authority
from politigraph.ontology.places import Place, load_places

TARGET = Path(__file__).parent.parent / "extract" / "data" / "toponym_weights.tsv"
FOLDS = 5
Vector = NDArray[np.float64]
Doc = tuple[dict[str, Any], Parse]


def kilometres(place: Place, gold: dict[str, Any]) -> float:
    """Return the great-circle distance between a place and a gold toponym."""
    a, b, c, d = map(math.radians, (place.lat, place.lon, gold["lat"], gold["lon"]))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def gold_of(row: dict[str, Any], start: int, end: int) -> dict[str, Any] | None:
    """Return the gold toponym that overlaps some characters."""
    for gold in row["toponyms"]:
        if gold.get("span_ok", True) and gold["start"] < end and start < gold["end"]:
            return dict(gold)
    return None


def right_place(candidate: Candidate, gold: dict[str, Any]) -> int | None:
    """Return which of a name's places is the gold one, None when none is."""
    for n, place in enumerate(candidate.places):
        if str(place.geonames) == gold["geonameid"]:
            return n
    near = [(kilometres(p, gold), n) for n, p in enumerate(candidate.places)]
    distance, n = min(near)
    return n if distance <= 80 else None


def logistic(rows: list[list[str]], labels: list[bool], penalty: float = 2.0) -> dict[str, float]:
    """Fit a logistic regression with an L2 penalty by Newton's method."""
    names = sorted({name for row in rows for name in row})
    index = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        x[n, [index[name] for name in row]] = 1.0
    y = np.array(labels, dtype=float)
    w = np.zeros(len(names))
    ridge = np.eye(len(names)) * penalty
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (y - p) - penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        w += step
        if float(np.abs(step).max()) < 1e-4:
            break
    return {name: float(w[index[name]]) for name in names}


def place_model(documents: list[Doc], mention: dict[str, float]) -> Vector:
    """Fit the softmax over namesakes, the votes recomputed as the weights grow."""
    hand = np.array(toponyms.toponym_weights(learned=False).place)
    w = hand
    prepared = []
    for row, parse in documents:
        context, kept, _ = kept_candidates(parse, mention)
        static = static_rows(context, kept)
        mark_pairs(kept, static)
        answers = []
        for n, candidate in enumerate(kept):
            span = parse.span(candidate.start, candidate.end)
            gold = gold_of(row, span.start, span.end)
            if gold and len(candidate.places) > 1:
                right = right_place(candidate, gold)
                if right is not None:
                    answers.append((n, right))
        prepared.append((kept, static, answers))
    for round_ in range(4):
        for kept, static, _ in prepared:
            if round_:
                add_votes(kept, static, [softmax(list(np.array(rows) @ w)) for rows in static])
        cases = [(np.array(static[n]), right) for _, static, a in prepared for n, right in a]
        w = fit_softmax(cases, w, hand)
    return w


def fit_softmax(
    cases: list[tuple[Vector, int]], w: Vector, prior: Vector, penalty: float = 1.0
) -> Vector:
    """Fit the weights of a softmax over the rows of each case, by Newton's method.

    The penalty draws them to those set by hand, which say what few texts show.
    """
    for _ in range(20):
        gradient = -penalty * (w - prior)
        hessian = np.eye(len(w)) * penalty
        for x, right in cases:
            scores = x @ w
            p = np.exp(scores - scores.max())
            p /= p.sum()
            mean = p @ x
            gradient += x[right] - mean
            hessian += (x * p[:, None]).T @ x - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        w = w + step
        if float(np.abs(step).max()) < 1e-3:
            break
    return w


def kept_candidates(
    parse: Parse, mention: dict[str, float] | None
) -> tuple[Context, list[Candidate], list[list[str]]]:
    """Return a text's candidates that pass the first model (all, without one)."""
    authority = load_authority()
    candidates = find_candidates(parse, known_names(parse, authority), authority, load_places())
    context = Context(parse, candidates)
    kept, features = [], []
    for candidate in candidates:
        own = [] if candidate.known else mention_features(context, candidate)
        worth = mention is None or toponyms.probability(mention, own) >= toponyms.WORTH_RESOLVING
        if candidate.known or worth:
            kept.append(candidate)
            features.append(own)
    return context, kept, features


def train(documents: list[Doc]) -> toponyms.ToponymWeights:
    """Learn the three models from some documents."""
    rows, labels = [], []
    for row, parse in documents:
        _, kept, features = kept_candidates(parse, None)
        for candidate, own in zip(kept, features, strict=True):
            if not candidate.known:
                span = parse.span(candidate.start, candidate.end)
                rows.append(own)
                labels.append(gold_of(row, span.start, span.end) is not None)
    mention = logistic(rows, labels)
    place = tuple(float(x) for x in place_model(documents, mention))
    rows, labels = [], []
    for row, parse in documents:
        context, kept, features = kept_candidates(parse, mention)
        chosen = resolve(context, kept, place)
        shares = toponyms.Shares(kept, chosen)
        for candidate, own, odds in zip(kept, features, chosen, strict=True):
            if not candidate.known:
                best = candidate.places[int(np.argmax(odds))]
                span = parse.span(candidate.start, candidate.end)
                rows.append(own + toponyms.resolution_features(odds, best, shares))
                labels.append(gold_of(row, span.start, span.end) is not None)
    return toponyms.ToponymWeights(mention, logistic(rows, labels), place)


def write_weights(weights: toponyms.ToponymWeights) -> None:
    """Write the table, keeping the weights set by hand."""
    hand: dict[tuple[str, str], str] = {}
    if TARGET.exists():
        hand = {(r[0], r[1]): r[3] for r in read_table(TARGET.name, 4) if r[3]}
    learned: dict[tuple[str, str], str] = {}
    parts = (("mention", weights.mention), ("final", weights.final))
    for part, table in parts:
        learned.update({(part, name): f"{value:.2f}" for name, value in table.items()})
    for name, value in zip(FEATURES, weights.place, strict=True):
        learned["place", name] = f"{value:.2f}"
    lines = [
        "# What speaks for a name being a place (mention: at sight; final: once resolved), and for",
        "# one of its namesakes (place). Made by scripts/train_places.py from GeoWebNews, TR-News",
        "# and LGL (news annotated with GeoNames ids; weights only, none of their text).",
        "# by_hand: weights set by hand, for use without the learned ones.",
        "part\tfeature\tlearned\tby_hand",
    ]
    keys = sorted(learned.keys() | hand.keys())
    lines += ["\t".join((*key, learned.get(key, ""), hand.get(key, ""))) for key in keys]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


def cross_validate(documents: list[Doc], target: Path) -> None:
    """Write each fold's predictions by weights learned from the other folds."""
    lines = []
    for fold in range(FOLDS):
        weights = train([d for n, d in enumerate(documents) if n % FOLDS != fold])
        held_out = [(r["doc"], p) for n, (r, p) in enumerate(documents) if n % FOLDS == fold]
        lines += [json.dumps({"doc": d, "toponyms": t}) for d, t in link_all(held_out, weights)]
    target.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Learn from all documents and write the weights; cross-validate if asked to."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--cv", type=Path)
    arguments.add_argument("--parses", type=Path)
    options = arguments.parse_args()
    rows = [json.loads(line) for line in options.gold.read_text("utf-8").splitlines() if line]
    if options.parses and options.parses.exists():
        parses = [p for _, p in pickle.loads(options.parses.read_bytes())]
    else:
        parses = list(parse_texts(load_pipeline(), (row["text"] for row in rows)))
    documents = list(zip(rows, parses, strict=True))
    if options.cv:
        cross_validate(documents, options.cv)
    write_weights(train(documents))


if __name__ == "__main__":
    main()
