"""Predict the attributions of annotated articles, for ``score_attribution.py``.

    python scripts/eval_attribution.py GOLD.jsonl PRED.jsonl [--weights none] [--parses FILE]

Nested attributions are written as they are found; the scorer's ``--flatten`` drops them,
as the annotation has none.
"""

import argparse
import json
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from politigraph.extract.annotate import DEFAULT_MODEL, load_pipeline, parse_texts
from politigraph.extract.attribution import find_attributions
from politigraph.extract.parse import Parse
from politigraph.extract.weights import DEFAULT_WEIGHTS, Weights, load_weights


def predict(
    articles: Iterable[dict[str, Any]], weights: Weights | None, parses: Iterable[Parse]
) -> Iterator[dict[str, Any]]:
    """Yield ``{"id", "attributions"}`` for each article; spans are ``[start, end]``."""
    for article, parse in zip(articles, parses, strict=True):
        yield {
            "id": article["id"],
            "attributions": [
                {
                    "source": [[s.start, s.end] for s in found.source],
                    "cue": [[s.start, s.end] for s in found.cue],
                    "content": [[s.start, s.end] for s in found.content],
                    "rule": found.rule,
                    "score": found.score,
                }
                for found in find_attributions(parse, weights)
            ],
        }


def main() -> None:
    """Write the predictions for a file of articles."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("gold", type=Path)
    options.add_argument("predicted", type=Path)
    options.add_argument("--weights", default=DEFAULT_WEIGHTS, help="default, none, or a path")
    options.add_argument("--model", default=DEFAULT_MODEL)
    options.add_argument("--threshold", type=float, help="another operating point")
    options.add_argument("--parses", type=Path, help="pickled parses of the same articles")
    given = options.parse_args()
    with given.gold.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    weights = load_weights(given.weights)
    if weights and given.threshold is not None:
        weights.setting["threshold"] = given.threshold
    if given.parses:
        with given.parses.open("rb") as file:
            parses: Iterable[Parse] = pickle.load(file)
    else:
        parses = parse_texts(load_pipeline(given.model), (a["text"] for a in articles))
    with given.predicted.open("w", encoding="utf-8") as out:
        for record in predict(articles, weights, parses):
            out.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
