"""Score what the extractors find on the evaluation data, and print one table.

    python scripts/evaluate.py EVAL [--weights none] [--details] [--keep FOLDER]

EVAL is the folder with `attribution/`, `events/` and `places/`, each with its data
and its own scorer, which defines the figures. The predictions are taken from the
same `Extraction` that users get, so nothing is tuned for a scorer here.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Entity, Event, Extraction, Skipped, Span

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a share (0..1) and the bar it is held against.

    ``seen`` says that the packaged weights were learned from the same cases, so that
    the figure is no forecast; docs/measurements.md has the cross-validated ones.
    """

    task: str
    name: str
    value: float
    bar: float | None = None
    seen: bool = False


def attribution_record(extraction: Extraction) -> Record:
    """Return a line as `score_attribution.py` reads it."""

    def pairs(spans: Iterable[Span]) -> list[list[int]]:
        return [[s.start, s.end] for s in spans]

    claims = [
        {"source": pairs(c.source), "cue": pairs(c.cue), "content": pairs(c.content)}
        for c in extraction.claims
    ]
    return {"id": extraction.article.id, "attributions": claims}


def event_record(extraction: Extraction) -> Record:
    """Return a line as `score_events.py` reads it."""
    entities = {entity.id: entity for entity in extraction.entities}

    def codes(ids: Iterable[str]) -> list[str]:
        return [code for i in ids if i in entities and (code := _code(entities[i]))]

    def fields(event: Event) -> Record:
        return {"type": event.type, "source": codes(event.agents), "target": codes(event.targets)}

    return {"id": extraction.article.id, "events": [fields(e) for e in extraction.events]}


def _code(entity: Entity) -> str:
    return entity.iso3 or ("IGO" if entity.sector == "IGO" else "")


def place_record(extraction: Extraction) -> Record:
    """Return a line as `score_toponyms.py` reads it."""
    entities = {entity.id: entity for entity in extraction.entities}
    places = []
    for mention in extraction.mentions:
        entity = entities.get(mention.entity)
        if entity and entity.type in ("country", "place") and mention.kind in ("name", "demonym"):
            places.append(
                {
                    "start": mention.span.start,
                    "end": mention.span.end,
                    "lat": entity.lat,
                    "lon": entity.lon,
                    "geonameid": entity.geonames,
                    "country": mention.country,
                }
            )
    return {"doc": extraction.article.id, "toponyms": places}


def article_of(record: Record) -> Article:
    """Return the article in a line of gold, which has its text unchanged."""
    return Article(
        id=str(record.get("id") or record.get("doc")),
        text=record["text"],
        published=record.get("date") or "",
    )


class Scorers:
    """Runs the extractor over gold files and their scorers over the result."""

    def __init__(self, extractor: Extractor, data: Path, keep: Path) -> None:
        self._extractor = extractor
        self._data = data
        self._keep = keep

    def score(
        self, gold: str, scorer: str, line: Callable[[Extraction], Record], *options: str
    ) -> str:
        """Return what the scorer prints for our predictions on a gold file."""
        gold_path = self._data / gold
        predicted = self._keep / f"{gold_path.stem}.pred.jsonl"
        records = [json.loads(row) for row in gold_path.read_text("utf-8").splitlines() if row]
        with predicted.open("w", encoding="utf-8") as out:
            for extraction in self._extractor.extract_all(map(article_of, records)):
                if isinstance(extraction, Skipped):
                    print(f"skipped {extraction.source}: {extraction.reason}", file=sys.stderr)
                    continue
                out.write(json.dumps(line(extraction)) + "\n")
        command = [sys.executable, str(self._data / scorer), str(gold_path), str(predicted)]
        done = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
        return done.stdout

    def figures(self) -> Iterator[Figure]:
        """Yield every figure that has a bar."""
        yield from self._attribution()
        yield from self._events()
        yield from self._places()

    def _attribution(self) -> Iterator[Figure]:
        options = ("--flatten", "--json")
        found = json.loads(
            self.score(
                "attribution/dev.jsonl",
                "attribution/score_attribution.py",
                attribution_record,
                *options,
            )
        )
        task = "attribution"
        yield Figure(task, "content F1", found["relations"]["content"]["F1"])
        yield Figure(task, "content+source F1", found["relations"]["content+source"]["F1"], 0.66)
        yield Figure(task, "core content+source F1", found["core"]["content+source"]["F1"], 0.73)
        yield Figure(task, "source accuracy", found["source_acc"], 0.91)
        for kind, bar in (("direct", 0.88), ("mixed", 0.78), ("indirect", 0.56)):
            recall = found["by_quote_type"][kind]["content"]["R"]
            yield Figure(task, f"content recall, {kind}", recall, bar)

    def _events(self) -> Iterator[Figure]:
        scorer = "events/score_events.py"
        found = json.loads(self.score("events/plover_dev.jsonl", scorer, event_record, "--json"))
        summary = found["summary"]
        for key, name, bar in (
            ("F1_type", "F1(type)", 0.74),
            ("Acc_first", "Acc(first)", 0.72),
            ("macroF1_type", "macro F1(type)", 0.66),
            ("R_dyad_sym", "R(dyad), direction-insensitive", 0.56),
            ("R_type_src_sym", "R(type+source), direction-insensitive", 0.65),
            ("R_src_any", "R(source actor, any type)", 0.86),
        ):
            if key in summary:
                yield Figure("events", name, summary[key], bar, seen=True)
        extra = json.loads(
            self.score("events/plv_extra_dev.jsonl", scorer, event_record, "--yield", "--json")
        )
        first = extra["summary"]["Acc_first"]
        yield Figure("events", "Acc(first), extra sentences", first, 0.79, seen=True)

    def _places(self) -> Iterator[Figure]:
        printed = self.score(
            "places/toponyms_dev.jsonl", "places/score_toponyms.py", place_record, "--spans"
        )
        row = next(line.split() for line in printed.splitlines() if line.startswith("ALL"))
        figures = [
            ("Acc@161, all gold", float(row[3]), 0.81),
            ("Acc@161, of predicted", float(row[4]), 0.93),
            ("country, all gold", float(row[5]), 0.80),
        ]
        if span := re.search(r"span exact .* F1 ([\d.]+)", printed):
            figures.append(("span F1, exact", float(span.group(1)), 0.83))
        for name, value, bar in figures:
            yield Figure("places", name, value, bar, seen=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", default="default")
    parser.add_argument("--keep", type=Path, help="keep the predictions in this folder")
    args = parser.parse_args()
    if not args.data.is_dir():
        sys.exit(f"no evaluation data in {args.data}: make eval EVAL=path/to/eval")
    with TemporaryDirectory() as scratch:
        keep = args.keep or Path(scratch)
        keep.mkdir(parents=True, exist_ok=True)
        scorers = Scorers(Extractor(weights=args.weights), args.data, keep)
        print(f"{'task':12} {'figure':40} {'value':>6} {'bar':>6}")
        for figure in scorers.figures():
            bar = f"{figure.bar:6.2f}" if figure.bar is not None else " " * 6
            seen = "  learned from these" if figure.seen and args.weights != "none" else ""
            print(f"{figure.task:12} {figure.name:40} {figure.value:6.3f} {bar}{seen}", flush=True)


if __name__ == "__main__":
    main()
