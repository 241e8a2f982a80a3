"""Write the places found in the toponym evaluation texts, for score_toponyms.py.

    python scripts/eval_places.py GOLD.jsonl PRED.jsonl [--rules]

GOLD has one JSON object a line with `doc` and `text`. A country or a demonym gets the
country's point, a capital that stands for a government its own.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from politigraph.extract.annotate import load_pipeline, parse_texts
from politigraph.extract.entities import link_entities
from politigraph.extract.linking import Linking
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article
from politigraph.extract.toponyms import ToponymWeights, toponym_weights
from politigraph.ontology.authority import load_authority

# The gold gives the union the continent's point.
AREAS = {"organization/European_Union": "place/6255148"}


def predicted(parse: Parse, linking: Linking) -> Iterator[dict[str, Any]]:
    """Yield each name of a place as the scorer reads it: people and buildings left out.

    A town or country inside a body's name counts too, as in the gold.
    """
    authority = load_authority()
    for link in sorted((*linking.links, *linking.inner), key=lambda k: k.start):
        known = authority.entity(AREAS.get(link.entity, link.entity))
        if link.place is not None:
            geonames, lat, lon = str(link.place.geonames), link.place.lat, link.place.lon
        elif (
            known is None
            or known.lat is None
            or known.lon is None
            or link.rule in ("authority: noun", "authority: metonym")
        ):
            continue
        else:
            geonames, lat, lon = known.geonames, known.lat, known.lon
        span = parse.span(link.start, link.end)
        country = link.country or (known.iso2 if known else "")
        yield {
            "start": span.start,
            "end": span.end,
            "country": country,
            "geonameid": geonames,
            "lat": lat,
            "lon": lon,
        }


def link_all(
    texts: Iterable[tuple[str, Parse]], weights: ToponymWeights | None = None
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each document's name and its places."""
    authority = load_authority()
    for doc, parse in texts:
        linking = link_entities(parse, Article(doc, parse.text), authority, weights)
        yield doc, list(predicted(parse, linking))


def main() -> None:
    """Parse the texts, link them and write the predictions."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("pred", type=Path)
    arguments.add_argument("--rules", action="store_true", help="weights set by hand alone")
    options = arguments.parse_args()
    weights = toponym_weights(learned=not options.rules)
    rows = [json.loads(line) for line in options.gold.read_text("utf-8").splitlines() if line]
    parses = parse_texts(load_pipeline(), (row["text"] for row in rows))
    pairs = zip((row["doc"] for row in rows), parses, strict=True)
    lines = [json.dumps({"doc": doc, "toponyms": found}) for doc, found in link_all(pairs, weights)]
    options.pred.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
