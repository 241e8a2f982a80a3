"""Write the events of labelled sentences, for ``score_events.py`` to score.

    python scripts/eval_events.py GOLD.jsonl -o PRED.jsonl [--weights default|none|FILE]
    python scripts/eval_events.py GOLD.jsonl -o PRED.jsonl --fold-weights FOLDER

Each text is an article of its own and goes through linking, dates and events as in the
pipeline. The gold has one event a sentence, so the most probable and central one is written; with
``--all`` every event that the product shows. ``--fold-weights`` takes the tables that
``learn_event_weights.py --fold-weights`` wrote, and reads each text with the one that
never saw it.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from event_folds import fold_of

from politigraph.extract.annotate import load_pipeline, parse_texts
from politigraph.extract.attribution import find_attributions
from politigraph.extract.dates import find_dates
from politigraph.extract.domestic import domestic_countries
from politigraph.extract.entities import link_entities
from politigraph.extract.event_model import EventModel, load_event_model
from politigraph.extract.event_trust import central
from politigraph.extract.event_weights import load_event_weights
from politigraph.extract.events import find_events
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article, Entity, Event
from politigraph.extract.references import References
from politigraph.extract.weights import NO_WEIGHTS, Weights, load_weights
from politigraph.ontology.authority import Authority, load_authority


def events_of(
    article: Article,
    parse: Parse,
    tables: tuple[Authority, EventModel | None, Weights | None],
    threshold: float | None = None,
) -> tuple[tuple[Event, ...], dict[str, Entity]]:
    """Return the events of one text and its entities by id."""
    authority, model, weights = tables
    linking = link_entities(parse, article, authority)
    references = References(parse, article, linking, authority)
    dates = find_dates(parse, article.published)
    attributions = find_attributions(parse, weights)
    events = find_events(parse, references, dates, model, threshold, attributions)
    return events, {entity.id: entity for entity in references.entities}


def as_prediction(event: Event, entities: dict[str, Entity]) -> dict[str, object]:
    """Return an event as the scorer reads it, actors by country."""
    countries = domestic_countries((event,), entities)

    def codes(ids: tuple[str, ...]) -> list[str]:
        found = []
        for entity in (entities[i] for i in ids if i in entities):
            is_international = entity.sector == "IGO" and not entity.iso3
            found.append("IGO" if is_international else countries.get(entity.id, entity.iso3))
        return [code for code in found if code]

    return {"type": event.type, "source": codes(event.agents), "target": codes(event.targets)}


def main() -> None:
    """Read the gold file's texts, write one line of predictions for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--weights", default="default")
    parser.add_argument("--fold-weights", type=Path)
    parser.add_argument("--all", action="store_true", help="every event that the product shows")
    arguments = parser.parse_args()
    pick = _models(arguments.weights, arguments.fold_weights)
    rows = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines() if line]
    authority = load_authority()
    weights = load_weights(arguments.weights)
    lines = []
    for row, parse in zip(
        rows, parse_texts(load_pipeline(), [r["text"] for r in rows]), strict=True
    ):
        model = pick(row["text"])
        article = Article(row["id"], row["text"])
        threshold = None if arguments.all else -1.0
        events, entities = events_of(article, parse, (authority, model, weights), threshold)
        if not arguments.all:
            events = _main_event(events, parse)
        predictions = [as_prediction(event, entities) for event in events]
        lines.append(json.dumps({"id": row["id"], "events": predictions}))
    arguments.out.write_text("\n".join(lines) + "\n", "utf-8")


def _main_event(events: tuple[Event, ...], parse: Parse) -> tuple[Event, ...]:
    def rank(event: Event) -> tuple[float, int]:
        depth = sum(1 for _ in parse.ancestors(parse.start.index(event.trigger.start)))
        return -central(event.confidence, depth), event.trigger.start

    return tuple(sorted(events, key=rank)[:1])


def _models(name: str, folder: Path | None) -> Callable[[str], EventModel | None]:
    if name == NO_WEIGHTS:
        return lambda _: None
    model = load_event_model()
    if folder is None:
        return lambda _: model
    # The other tables were learned from articles: these texts are not among them.
    found = (load_event_weights(str(path)) for path in sorted(folder.glob("fold*.tsv")))
    folds = [replace(model, types=types) for types in found if types is not None]
    return lambda text: folds[fold_of(text, len(folds))]


if __name__ == "__main__":
    main()
