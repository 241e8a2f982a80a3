"""Put the rules in their order: the only module that names them all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from politigraph.extract.annotate import DEFAULT_MODEL, load_pipeline, parse_texts, pipeline_name
from politigraph.extract.attribution import find_attributions
from politigraph.extract.claims import build_claims
from politigraph.extract.dates import find_dates
from politigraph.extract.domestic import with_implied_countries
from politigraph.extract.entities import link_entities
from politigraph.extract.errors import InvalidArticle, PolitigraphError
from politigraph.extract.event_weights import load_event_weights
from politigraph.extract.events import find_events
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article, Claim, Event, Extraction, Skipped
from politigraph.extract.references import References
from politigraph.extract.toponyms import toponym_weights
from politigraph.extract.weights import NO_WEIGHTS, load_weights
from politigraph.ontology.authority import load_authority

BATCH = 32
"""Articles that are parsed together; more needs memory and gains no time."""


class Extractor:
    """Turns articles into extractions; load it once and use it for many.

    ``model`` is the name of an installed spaCy pipeline. ``weights`` is ``default``
    for the packaged tables, the path of another table of attribution weights, or
    ``none`` for what is written by hand alone, in attribution, events and places.
    """

    def __init__(self, model: str = DEFAULT_MODEL, weights: str = "default") -> None:
        self._nlp = load_pipeline(model)
        self._weights = load_weights(weights)
        learned = weights != NO_WEIGHTS
        self._event_weights = load_event_weights() if learned else None
        self._place_weights = toponym_weights(learned)
        self._authority = load_authority()
        self._name = (
            f"politigraph {version('politigraph')}; {pipeline_name(self._nlp)}; "
            f"weights {Path(weights).name}"
        )

    def extract(self, article: Article) -> Extraction:
        """Return what one article says; the same article gives the same result.

        Raises `InvalidArticle` when there is no sentence in it.
        """
        [parse] = parse_texts(self._nlp, [article.text])
        return self.apply_rules(article, parse)

    def extract_all(self, items: Iterable[Article | Skipped]) -> Iterator[Extraction | Skipped]:
        """Yield an extraction, or why there is none, for each item, in order.

        What was skipped before passes through.
        """
        queue = iter(items)
        while batch := list(islice(queue, BATCH)):
            texts = [item.text for item in batch if isinstance(item, Article)]
            parses = parse_texts(self._nlp, texts)
            for item in batch:
                if isinstance(item, Article):
                    yield self._try_rules(item, next(parses))
                else:
                    yield item

    def _try_rules(self, article: Article, parse: Parse) -> Extraction | Skipped:
        name = article.source or article.id
        try:
            return self.apply_rules(article, parse)
        except PolitigraphError as error:
            return Skipped(name, str(error), error.hint)
        except Exception as error:  # One article's surprise must not cost the other 9,999.
            reason = f"internal error: {type(error).__name__}: {error}"
            return Skipped(name, reason, "please report it together with the article")

    def apply_rules(self, article: Article, parse: Parse) -> Extraction:
        """Return what the rules find in one article that is parsed already."""
        if not {"VERB", "AUX"} & set(parse.pos):
            raise InvalidArticle("no sentence in it", hint="check that it holds English prose")
        linking = link_entities(parse, article, self._authority, self._place_weights)
        references = References(parse, article, linking, self._authority)
        dates = find_dates(parse, article.published)
        attributions = find_attributions(parse, self._weights)
        events = find_events(parse, references, dates, self._event_weights)
        claims = build_claims(parse, attributions, references, dates, events)
        mentions = sorted(
            (*references.mentions, *dates.mentions), key=lambda m: (m.span, m.entity, m.kind)
        )
        return Extraction(
            article=article,
            entities=with_implied_countries(events, references.entities),
            mentions=tuple(mentions),
            claims=claims,
            events=tuple(_with_reporter(event, claims) for event in events),
            extractor="; ".join(filter(None, (self._name, article.reader))),
        )


def _with_reporter(event: Event, claims: tuple[Claim, ...]) -> Event:
    """Name the innermost claim whose content holds the event's trigger."""
    holding = [c for c in claims if any(event.trigger in span for span in c.content)]
    if not holding:
        return event
    innermost = min(holding, key=lambda claim: sum(map(len, claim.content)))
    return replace(event, claim=innermost.id)
