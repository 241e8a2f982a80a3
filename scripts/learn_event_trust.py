"""Learn which events of whole articles to trust, and what reports do to those they name.

    python scripts/learn_event_trust.py EVAL [--write] [--cache FILE]

EVAL is the folder of the evaluation data, whose articles most labels in ``scripts/labels`` are
about. Prints, for articles that the weights have not seen (ten-fold), what share of the surest
events is kept; ``--write`` writes ``event_trust.tsv`` and ``stance_weights.tsv``.

Needs scikit-learn (the optional dependency ``learn``), which extraction does not.
"""

import argparse
import pickle
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from event_labels import Reader, Row, read_articles, read_labels
from linear_models import columns_of, matrix
from sklearn.linear_model import LogisticRegression

from politigraph.extract.annotate import load_pipeline, parse_texts
from politigraph.extract.event_context import Told, context_chance, context_features, of_somebody
from politigraph.extract.event_model import NO_ACT
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article

FOLDS = 10
TRUST_COUNT = 8
"""In how many labelled events a feature must stand."""
STANCE_COUNT = 10
TRUST_KEPT = 1500
STANCE_KEPT = 4000
"""How many weights are kept, the largest; more make no difference on unseen articles."""
STRENGTH = 0.1
THRESHOLD = 0.47
_DATA = Path(__file__).parent.parent / "extract" / "data"
_SHOWN = (100, 200, 400, 600, 800, 1000, 1200, 1500, 2000, 2500, 3000, 3500, 4000)


def fit(rows: Sequence[Row], rarest: int) -> dict[str, dict[str, float]]:
    """Return, for each class, its weights by feature, with its intercept as "bias"."""
    columns = columns_of([row.names for row in rows], rarest)
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(matrix([row.names for row in rows], columns), [row.label for row in rows])
    classes = [str(name) for name in model.classes_]
    tables: dict[str, dict[str, float]] = {}
    for name, weights, bias in zip(
        classes[1:] if len(classes) == 2 else classes, model.coef_, model.intercept_, strict=True
    ):
        table = {feature: float(weights[i]) for feature, i in columns.items()}
        table["bias"] = table.get("bias", 0.0) + float(bias)
        tables[name] = table
    return tables


def largest(tables: dict[str, dict[str, float]], kept: int) -> dict[str, dict[str, float]]:
    """Return the tables with their largest weights alone, and the intercepts."""
    sizes = sorted((abs(w) for table in tables.values() for w in table.values()), reverse=True)
    least = sizes[min(kept, len(sizes)) - 1]
    return {
        name: {f: w for f, w in table.items() if abs(w) >= least or f == "bias"}
        for name, table in tables.items()
    }


def likeliest(tables: dict[str, dict[str, float]], names: list[str]) -> tuple[str, float]:
    """Return the likeliest class of `fit` that is an act, and its chance."""
    scores = {c: sum(table.get(name, 0.0) for name in set(names)) for c, table in tables.items()}
    if len(scores) == 1:
        scores["0"] = 0.0
    top = max(scores.values())
    powers = {c: float(np.exp(score - top)) for c, score in scores.items()}
    best = max((c for c in powers if c not in {NO_ACT, "0"}), key=powers.__getitem__)
    return best, powers[best] / sum(powers.values())


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as weights that never saw its article see it: as an act, and whether it is right."""

    row: Row
    told: Told
    right: bool


def fit_acts(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return the weights of the trust in events."""
    return largest(fit(rows, TRUST_COUNT), TRUST_KEPT)


def fit_words(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return the weights of what reports do."""
    return largest(fit(rows, STANCE_COUNT), STANCE_KEPT)


def cross_fitted(rows: Sequence[Row], in_words: bool) -> list[Seen]:
    """Return each row as seen by weights that have not seen its article."""
    found = []
    for number in range(FOLDS):
        inside = [row for row in rows if row.label and _fold(row.article) != number]
        tables = fit_words(inside) if in_words else fit_acts(inside)
        for row in rows:
            if _fold(row.article) == number:
                best, chance = likeliest(tables, row.names)
                chance = of_somebody(chance, row.agents, row.targets)
                told = Told(row.kind or best, row.agents, row.targets, chance, in_words, row.word)
                found.append(Seen(row, told, row.label == best))
    return found


Contexts = list[tuple[Seen, dict[str, float]]]


def contexts(seen: Iterable[Seen]) -> Contexts:
    """Return each row with the numbers of its context in its article."""
    by_article: dict[str, list[Seen]] = {}
    for one in seen:
        by_article.setdefault(one.row.article, []).append(one)
    return [
        pair
        for article in by_article.values()
        for pair in zip(article, context_features([one.told for one in article]), strict=True)
    ]


def fit_context(pairs: Contexts, in_words: bool) -> dict[str, float]:
    """Return the weights of the context's numbers, for acts in words or for the others."""
    used = [
        (seen, numbers)
        for seen, numbers in pairs
        if numbers and seen.row.label and seen.told.in_words == in_words
    ]
    names = sorted({name for _, numbers in used for name in numbers} - {"bias"})
    values = np.array([[numbers.get(name, 0.0) for name in names] for _, numbers in used])
    model = LogisticRegression(max_iter=500).fit(values, [seen.right for seen, _ in used])
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return {"bias": float(model.intercept_[0]), **weights}


def context_chances(pairs: Contexts) -> list[tuple[float, Seen]]:
    """Return each labelled row with its chance in context, by weights not of its article."""
    found = []
    for number in range(FOLDS):
        inside = [pair for pair in pairs if _fold(pair[0].row.article) != number]
        tables = {in_words: fit_context(inside, in_words) for in_words in (False, True)}
        for seen, numbers in pairs:
            if _fold(seen.row.article) == number and seen.row.label:
                table = tables[seen.told.in_words]
                found.append(
                    (context_chance(numbers, table) if numbers else seen.told.chance, seen)
                )
    return sorted(found, key=lambda pair: -pair[0])


def _fold(article: str) -> int:
    return zlib.crc32(article.encode()) % FOLDS


def report(title: str, scored: list[tuple[float, Seen]]) -> str:
    """Print the share kept among the surest; return that from the threshold on, for a header."""
    right = sum(seen.right for _, seen in scored)
    print(f"{title}: {len(scored)} candidates, {right} kept or acts")
    for shown in _SHOWN:
        if shown <= len(scored):
            kept = sum(seen.right for _, seen in scored[:shown])
            least = scored[shown - 1][0]
            print(f"  {shown:5} shown, from {least:.2f} on: {kept / shown:.3f} kept, "
                  f"{kept / right:.3f} of all")  # fmt: skip
    above = [seen.right for chance, seen in scored if chance >= THRESHOLD]
    line = f"from {THRESHOLD} on {sum(above) / len(above):.2f} of {len(above)} kept"
    print(f"  {line}")
    return f"{line}, {FOLDS}-fold by article"


def write(path: Path, title: str, tables: dict[str, dict[str, float]], note: str) -> None:
    """Write a table, by class and then by weight."""
    lines = [
        f"# {title}",
        f"# Made by scripts/learn_event_trust.py on {datetime.now(UTC).date()} from {note}.",
        "# Only counts learned from those texts are here, none of their sentences.",
    ]
    for part, table in tables.items():
        cells = sorted((-round(w, 3), feature) for feature, w in table.items())
        lines += (f"{part}\t{feature}\t{-w:g}" for w, feature in cells if w)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Learn both tables and measure them on articles that they have not seen."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("eval", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cache", type=Path, help="where to keep the parses, of one parser only")
    arguments = parser.parse_args()
    acts, said = _read(arguments.eval, arguments.cache)
    seen = [*cross_fitted(acts, in_words=False), *cross_fitted(said, in_words=True)]
    pairs = contexts(seen)
    scored = context_chances(pairs)
    kept = report("Events", [pair for pair in scored if not pair[1].told.in_words])
    done = report("Acts in words", [pair for pair in scored if pair[1].told.in_words])
    if not arguments.write:
        return
    acts = [row for row in acts if row.label]
    said = [row for row in said if row.label]
    write(
        _DATA / "event_trust.tsv",
        "Learned weights of the trust in an event; see event_trust_features.py.",
        {
            "setting": {"threshold": THRESHOLD},
            "act": fit_context(pairs, False),
            "words": fit_context(pairs, True),
            "trust": fit_acts(acts)["1"],
        },
        f"{len(acts)} labelled events of {len({row.article for row in acts})} articles "
        f"(toponyms_dev, PolNeAR, Lee corpus, our own); {kept}",
    )
    write(
        _DATA / "stance_weights.tsv",
        "Learned weights of what a report does to whom it names; see stance_features.py.",
        fit_words(said),
        f"{len(said)} reports about somebody in {len({row.article for row in said})} articles "
        f"(toponyms_dev, PolNeAR, Lee corpus, our own); {done}",
    )


def _read(folder: Path, cache: Path | None) -> tuple[list[Row], list[Row]]:
    events, stances = read_labels()
    articles = read_articles(folder, set(events) | set(stances))
    acts: list[Row] = []
    said: list[Row] = []
    reader = Reader()
    for article, parse in zip(articles, _parses(articles, cache), strict=True):
        found, reports = reader.rows(
            article, parse, events.get(article.id, {}), stances.get(article.id)
        )
        acts += found
        said += reports
    return acts, said


def _parses(articles: list[Article], cache: Path | None) -> list[Parse]:
    """Return the parses of the articles, those in the cache for texts that are still the same."""
    known: dict[str, Parse] = {}
    if cache is not None and cache.exists():
        kept: list[Parse] = pickle.loads(cache.read_bytes())
        known = {parse.text: parse for parse in kept}
    new = list(dict.fromkeys(article.text for article in articles if article.text not in known))
    for text, parse in zip(new, parse_texts(load_pipeline(), new), strict=True):
        if parse.text != text:
            raise ValueError(f"the parse has another text than the article: {text[:60]!r}")
        known[text] = parse
    parses = [known[article.text] for article in articles]
    if cache is not None and new:
        cache.write_bytes(pickle.dumps(parses))
    return parses


if __name__ == "__main__":
    main()
