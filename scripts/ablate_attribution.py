"""Print what each part and rule of attribution adds, and the curve of operating points.

    python scripts/ablate_attribution.py EVALDIR [--parses FILE]

Everything is taken out of the packaged weights without learning anew, so that the loss is
an upper bound: other rules would take over some of it.
"""

import argparse
import pickle
import runpy
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from attribution_gold import read_records
from eval_attribution import predict

from politigraph.extract.annotate import load_pipeline, parse_texts
from politigraph.extract.parse import Parse
from politigraph.extract.weights import Weights, load_weights

_NEVER = -50.0
_FAMILIES = (
    "clause",
    "quotation",
    "object",
    "object-complement",
    "infinitive",
    "preposition",
    "raising",
    "noun-clause",
    "noun-preposition",
    "adjective-clause",
    "adjective-preposition",
    "according-to",
    "parenthetical",
    "passive",
    "relative",
    "participle",
    "adverb",
    "transcript",
)
_THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)


def without_rule(weights: Weights, rule: str) -> Weights:
    """Return the weights with one construction never chosen."""
    return replace(weights, frame={**weights.frame, f"rule={rule}": _NEVER})


def at(weights: Weights, threshold: float) -> Weights:
    """Return the weights with another operating point."""
    return replace(weights, setting={**weights.setting, "threshold": threshold})


def main() -> None:
    """Print Markdown tables of figures on the development articles."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("evaldir", type=Path)
    options.add_argument("--parses", type=Path, help="pickled parses of dev.jsonl")
    given = options.parse_args()
    records = read_records(given.evaldir / "dev.jsonl")
    if given.parses:
        with given.parses.open("rb") as file:
            parses: list[Parse] = pickle.load(file)
    else:
        parses = list(parse_texts(load_pipeline(), (r["text"] for r in records)))
    score = runpy.run_path(str(given.evaldir / "score_attribution.py"))
    weights = load_weights()
    if weights is None:
        raise SystemExit("no packaged weights")

    def show(name: str, tried: Weights | None) -> None:
        print(_row(name, records, list(predict(records, tried, parses)), score), flush=True)

    _head("system")
    show("rules alone (`--weights none`)", None)
    show("all parts", weights)
    show("without extents", replace(weights, extent={}))
    show("without quotations that have no cue", replace(weights, join={}, free={}))
    show("without the ranking of sources", replace(weights, speaker={}))
    show("frames alone", replace(weights, extent={}, join={}, free={}, speaker={}))
    _head("without the rule")
    for rule in _FAMILIES:
        show(rule, without_rule(weights, rule))
    _head("threshold")
    for threshold in _THRESHOLDS:
        show(f"{threshold:.2f}", at(weights, threshold))


def _head(first: str) -> None:
    print(
        f"\n| {first} | predicted | P | R | content F1 | content+source F1 | source right |", end=""
    )
    print(" R direct / mixed / indirect | core content+source F1 |")
    print("|" + "---|" * 9)


def _row(
    name: str,
    records: Sequence[dict[str, Any]],
    predicted: Sequence[dict[str, Any]],
    score: dict[str, Callable[..., Any]],
) -> str:
    counts = [
        score["score_doc"](gold, found["attributions"], True)
        for gold, found in zip(records, predicted, strict=True)
    ]
    report = score["report"](counts)
    content, both = report["relations"]["content"], report["relations"]["content+source"]
    types = [report["by_quote_type"][t]["content"]["R"] for t in ("direct", "mixed", "indirect")]
    figures = [content["P"], content["R"], content["F1"], both["F1"], report["source_acc"]]
    cells = [name, str(report["pred"]), *(f"{100 * f:.1f}" for f in figures)]
    cells.append(" / ".join(f"{100 * t:.1f}" for t in types))
    cells.append(f"{100 * report['core']['content+source']['F1']:.1f}")
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
