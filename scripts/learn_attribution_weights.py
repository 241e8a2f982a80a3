"""Learn the weights of attribution from annotated articles; write a readable table.

    python scripts/learn_attribution_weights.py EVALDIR [--output FILE] [--parses DIR]

EVALDIR holds ``train.jsonl``, ``dev.jsonl`` and the scorer ``score_attribution.py``. Three
linear models are fitted on the training articles: candidates, quotations without a cue,
and sources. Each is first fitted with an L1 penalty, which leaves few features, then again
on those alone. The second and third see the first as it will be, with scores from folds
that did not contain the article. Needs scikit-learn (the ``learn`` extra); nothing that runs
later does.
"""

import argparse
import pickle
import runpy
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attribution_gold import (
    Annotated,
    annotate,
    cue_lemmas,
    extent_labels,
    jaccard,
    labels,
    read_records,
    verb_lemmas,
)
from linear_models import Rows, cross_fitted, fit, matrix, select
from sklearn.linear_model import LogisticRegression

from politigraph.extract.annotate import load_pipeline, parse_texts, pipeline_name
from politigraph.extract.attribution import find_attributions, find_candidates
from politigraph.extract.cue_lexicon import load_lexicon
from politigraph.extract.decoding import Scored, decode
from politigraph.extract.extents import (
    Field,
    best_extents,
    by_head,
    extent_features,
    rival_extents,
)
from politigraph.extract.frame_features import frame_features
from politigraph.extract.layout import Layout, holds
from politigraph.extract.parse import Parse
from politigraph.extract.rule_scores import rule_score
from politigraph.extract.speaker_features import offered, speaker_features
from politigraph.extract.speakers import anchor_of, source_options
from politigraph.extract.turn_features import rivals_of, turn_features
from politigraph.extract.turns import Decision, Reading, Situation, take_turns
from politigraph.extract.weights import Weights

BUDGET = {"frame": 3400, "extent": 500, "turn": 300, "speaker": 750}
"""Features kept at most; ``turn`` counts for both of its models."""
PARTS = ("frame", "extent", "join", "free", "speaker")
LEAST = 0.25
SETTING = {"threshold": 0.3, "speaker-threshold": 0.3}
OUTPUT = Path(__file__).parent.parent / "extract" / "data" / "attribution_weights.tsv"


def candidate_rows(
    articles: Sequence[Annotated], cues: frozenset[tuple[str, str]]
) -> tuple[Rows, list[list[Any]]]:
    """Return the candidates of each article, and their features and labels."""
    rows = Rows([], [], [])
    candidates = []
    interned: dict[str, str] = {}
    for number, article in enumerate(articles):
        found = find_candidates(article.layout, cues)
        candidates.append(found)
        for candidate in found:
            by_rule = rule_score(article.layout, candidate)
            names = frame_features(article.layout, candidate, by_rule)
            rows.names.append([interned.setdefault(n, n) for n in names])
            rows.groups.append(number)
        rows.labels.extend(labels(article, found))
    return rows, candidates


def extent_rows(articles: Sequence[Annotated], scored: Sequence[list[Scored]]) -> Rows:
    """Return the extents of each cue that has a right one, and which are right."""
    rows = Rows([], [], [])
    for number, (article, candidates) in enumerate(zip(articles, scored, strict=True)):
        for rivals in by_head(candidates):
            if max(s.score for s in rivals) < LEAST or rivals[0].candidate.frame.pos == "L":
                continue
            options = rival_extents(article.layout, rivals)
            right = extent_labels(article, [o.candidate for o in options])
            if len(options) > 1 and any(right):
                field = Field.of(options)
                for option in options:
                    rows.names.append(extent_features(option, field))
                    rows.groups.append(number)
                rows.labels.extend(right)
    return rows


def gold_decision(article: Annotated, situation: Situation) -> Decision:
    """Return what the annotation makes of a quotation without a cue."""
    layout = article.layout
    region = (layout.quotations[situation.number],)
    size = layout.size(region)
    for gold in article.gold:
        shared = layout.overlap(gold.content, region)
        if shared <= 0.5 * size:
            continue
        previous = situation.previous
        if previous is not None:
            common = layout.overlap(previous.content, gold.content)
            if common > 0.5 * min(layout.size(previous.content), gold.size):
                return "join"
        return "free" if shared >= 0.3 * gold.size else "none"
    return "none"


def turn_rows(
    articles: Sequence[Annotated], scored: Sequence[list[Scored]], threshold: float
) -> tuple[Rows, list[Decision], list[list[Reading]]]:
    """Return the quotations without a cue, what becomes of each, and the readings then."""
    rows, outcome = Rows([], [], []), []
    decisions: list[Decision] = []
    for number, (article, candidates) in enumerate(zip(articles, scored, strict=True)):
        chosen = decode(article.layout, candidates, threshold)
        readings = [Reading(s.candidate, s.score, s.candidate.content) for s in chosen]

        def decide(
            layout: Layout,
            situation: Situation,
            article: Annotated = article,
            candidates: list[Scored] = candidates,
            number: int = number,
        ) -> tuple[Decision, float]:
            decision = gold_decision(article, situation)
            rivals = rivals_of(layout, situation.number, candidates)
            rows.names.append(turn_features(layout, situation, rivals))
            rows.groups.append(number)
            decisions.append(decision)
            return decision, 0.5

        outcome.append(take_turns(article.layout, readings, decide))
    return rows, decisions, outcome


def fit_turns(
    rows: Rows, decisions: Sequence[Decision]
) -> tuple[dict[str, float], dict[str, float]]:
    """Fit the choice among join, free and none; the weights are against none."""
    kept: list[str] = []
    for decision in ("join", "free"):
        binary = Rows(rows.names, [int(d == decision) for d in decisions], [])
        kept += select(binary, BUDGET["turn"] // 2, 0.4)
    columns = {name: i for i, name in enumerate(sorted({*kept, "bias"}))}
    model = LogisticRegression(C=0.5, max_iter=500, tol=1e-3)
    model.fit(matrix(rows.names, columns), decisions)
    at = {str(name): i for i, name in enumerate(model.classes_)}
    parts = []
    for decision in ("join", "free"):
        values = model.coef_[at[decision]] - model.coef_[at["none"]]
        weights = {n: float(v) for n, v in zip(columns, values, strict=True)}
        weights["bias"] += float(model.intercept_[at[decision]] - model.intercept_[at["none"]])
        parts.append(weights)
    return parts[0], parts[1]


def speaker_rows(articles: Sequence[Annotated], readings: Sequence[list[Reading]]) -> Rows:
    """Return the options for the source of each right reading, and which are right."""
    rows = Rows([], [], [])
    for number, (article, found) in enumerate(zip(articles, readings, strict=True)):
        layout = article.layout
        earlier: list[int | None] = []
        for reading in found:
            token = None
            if reading.candidate is None or not reading.candidate.frame.source:
                gold = max(
                    article.gold,
                    key=lambda g: jaccard(layout, g.content, reading.content),
                    default=None,
                )
                right = gold is not None and jaccard(layout, gold.content, reading.content) >= 0.5
                anchor = anchor_of(reading)
                options = source_options(layout, reading, earlier, anchor)
                kinds = offered(options)
                for option in options.items() if right else ():
                    rows.names.append(speaker_features(layout, reading, option, anchor, kinds))
                    rows.labels.append(int(gold is not None and holds(gold.source, option[0])))
                    rows.groups.append(number)
                    if rows.labels[-1] and token is None:
                        token = option[0]
                if not right and reading.candidate and reading.candidate.frame.subject:
                    token = reading.candidate.frame.subject.token
            earlier.append(token)
    return rows


def learn(articles: Sequence[Annotated]) -> Weights:
    """Return the weights that the training articles teach."""
    # Any verb is a candidate here, so that the weights know what is no cue.
    cues = load_lexicon().lemmas | cue_lemmas(articles, least=2) | verb_lemmas(articles)
    print("candidates")
    rows, candidates = candidate_rows(articles, cues)
    kept = select(rows, BUDGET["frame"], 0.4)
    frame = fit(rows, kept)
    scores = iter(cross_fitted(rows, kept))
    scored = [[Scored(c, float(next(scores))) for c in found] for found in candidates]
    print("extents")
    rivals = extent_rows(articles, scored)
    extent = fit(rivals, select(rivals, BUDGET["extent"], 0.2))
    partial = Weights(extent=extent.weights)
    scored = [
        best_extents(a.layout, found, partial) for a, found in zip(articles, scored, strict=True)
    ]
    print("quotations without a cue")
    quotations, decisions, readings = turn_rows(articles, scored, SETTING["threshold"])
    join, free = fit_turns(quotations, decisions)
    print("sources")
    options = speaker_rows(articles, readings)
    speaker = fit(options, select(options, BUDGET["speaker"], 0.3))
    return Weights(frame.weights, extent.weights, join, free, speaker.weights, dict(SETTING))


def evaluate(articles: Sequence[Annotated], weights: Weights | None, scorer: Path) -> str:
    """Return the scorer's main figures on articles, as one line."""
    score = runpy.run_path(str(scorer))
    counts = []
    for article in articles:
        predicted = [
            {
                role: [[s.start, s.end] for s in getattr(found, role)]
                for role in ("source", "cue", "content")
            }
            for found in find_attributions(article.layout.parse, weights)
        ]
        counts.append(score["score_doc"](article.record, predicted, True))
    report = score["report"](counts)
    relations, core = report["relations"], report["core"]["content+source"]
    both = relations["content+source"]
    return (
        f"content F1 {100 * relations['content']['F1']:.1f}, content+source F1"
        f" {100 * both['F1']:.1f} (P {100 * both['P']:.1f}, R {100 * both['R']:.1f}),"
        f" core content+source F1 {100 * core['F1']:.1f}"
    )


def rounded(weights: Weights) -> Weights:
    """Return the weights with two decimals, as they are written, and without zeros."""
    parts = {
        part: {n: round(w, 2) for n, w in getattr(weights, part).items() if round(w, 2)}
        for part in (*PARTS, "setting")
    }
    return Weights(**parts)


def table(weights: Weights, header: Sequence[str]) -> str:
    """Return the text of a table of weights: by part, the heaviest first."""
    lines = [f"# {line}".rstrip() for line in header]
    for part in ("setting", *PARTS):
        values: dict[str, float] = getattr(weights, part)
        heaviest = sorted(values, key=lambda n: (-abs(values[n]), n))
        lines += [f"{part}\t{name}\t{values[name]:g}" for name in heaviest]
    return "\n".join(lines) + "\n"


def parsed(records: Sequence[dict[str, Any]], cache: Path | None, name: str) -> list[Parse]:
    """Return the parse of each record, from the cache if there is one."""
    path = cache / f"{name}.pkl" if cache else None
    if path and path.is_file():
        with path.open("rb") as file:
            return list(pickle.load(file))
    parses = list(parse_texts(load_pipeline(), (r["text"] for r in records)))
    if path:
        with path.open("wb") as file:
            pickle.dump(parses, file)
    return parses


def main() -> None:
    """Learn, measure on both splits, and write the table."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("evaldir", type=Path)
    options.add_argument("--output", type=Path, default=OUTPUT)
    options.add_argument("--parses", type=Path, help="folder to keep the parses in")
    given = options.parse_args()
    splits = {}
    for name in ("train", "dev"):
        records = read_records(given.evaldir / f"{name}.jsonl")
        parses = parsed(records, given.parses, name)
        splits[name] = [annotate(r, p) for r, p in zip(records, parses, strict=True)]
    weights = rounded(learn(splits["train"]))
    scorer = given.evaldir / "score_attribution.py"
    figures = {name: evaluate(articles, weights, scorer) for name, articles in splits.items()}
    count = sum(len(getattr(weights, part)) for part in PARTS)
    header = [
        "Weights of attribution, learned by scripts/learn_attribution_weights.py.",
        f"Data: PolNeAR v1 (Newell et al. 2018), {len(splits['train'])} training articles of US",
        "political news. It states no licence; no text of it is here, only what was counted.",
        f"Date: {datetime.now(UTC).date()}. Pipeline: {pipeline_name(load_pipeline())}.",
        f"Weights: {count}.",
        *(f"Figure on {name}: {line}." for name, line in figures.items()),
        "",
        "Columns (tab): part, feature (family=value=value), weight; see weights.py.",
    ]
    given.output.write_text(table(weights, header), "utf-8")
    print(count, "weights", *figures.items(), sep="\n")


if __name__ == "__main__":
    main()
