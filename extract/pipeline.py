"""Put the rules in their order: the only module that names them all."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from os import PathLike
from pathlib import Path

from politigraph.extract.annotate import DEFAULT_MODEL, load_pipeline, parse_texts, pipeline_name
from politigraph.extract.attribution import find_attributions
from politigraph.extract.authority_file import LocalActors, local_actors
from politigraph.extract.batches import batches
from politigraph.extract.claims import build_claims
from politigraph.extract.dates import find_dates
from politigraph.extract.domestic import with_implied_countries
from politigraph.extract.entities import link_entities
from politigraph.extract.errors import InvalidArticle, PolitigraphError
from politigraph.extract.event_model import load_event_model
from politigraph.extract.events import find_events
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article, Claim, Event, Extraction, Skipped
from politigraph.extract.references import References
from politigraph.extract.starts import Starts
from politigraph.extract.toponyms import toponym_weights
from politigraph.extract.weights import NO_WEIGHTS, load_weights
from politigraph.ontology.authority import load_authority


class Extractor:
    """Turns articles into extractions; load it once and use it for many.

    ``model`` is the name of an installed spaCy pipeline. ``weights`` is ``default``
    for the packaged tables, the path of another table of attribution weights, or
    ``none`` for what is written by hand alone, in attribution, events and places.
    ``authority`` is the path of a CSV file of local actors, or what
    `read_local_actors` made of one; that function's errors are raised.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        weights: str = "default",
        authority: str | PathLike[str] | LocalActors | None = None,
    ) -> None:
        # First: what is wrong with it is said before the model is loaded.
        local = local_actors(authority)
        self._nlp = load_pipeline(model)
        self._weights = load_weights(weights)
        learned = weights != NO_WEIGHTS
        self._event_model = load_event_model() if learned else None
        self._place_weights = toponym_weights(learned)
        self._authority = local.authority() if local else load_authority()
        self._name = (
            f"politigraph {version('politigraph')}; {pipeline_name(self._nlp)}; "
            f"weights {Path(weights).name}{f'; {local.name}' if local else ''}"
        )
        # The tables live as long as the process: let the collector not walk through them
        # again and again, which takes a quarter of the rules' time.
        gc.collect()
        gc.freeze()

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
        for batch in batches(items):
            yield from self._extract_batch(batch)

    def _extract_batch(self, batch: list[Article | Skipped]) -> list[Extraction | Skipped]:
        parses = self._parse([item for item in batch if isinstance(item, Article)])
        parses.reverse()
        # Once a batch, when its parses are gone, the collector has little to walk through.
        with _uncollected():
            return [
                self._try_rules(item, parses.pop()) if isinstance(item, Article) else item
                for item in batch
            ]

    def _parse(self, articles: list[Article]) -> list[Parse | Exception]:
        """Parse a batch; where that fails, find the article that it fails on."""
        try:
            return list(parse_texts(self._nlp, [article.text for article in articles]))
        except Exception as error:  # One article's surprise must not cost the other 9,999.
            if len(articles) == 1:
                return [error]
            return [parse for article in articles for parse in self._parse([article])]

    def _try_rules(self, article: Article, parse: Parse | Exception) -> Extraction | Skipped:
        if isinstance(parse, Exception):
            return _fault(article, parse)
        try:
            return self.apply_rules(article, parse)
        except PolitigraphError as error:
            return Skipped(article.source or article.id, str(error), error.hint)
        except Exception as error:  # The same for the rules.
            return _fault(article, error)

    def apply_rules(self, article: Article, parse: Parse) -> Extraction:
        """Return what the rules find in one article that is parsed already."""
        if not {"VERB", "AUX"} & set(parse.pos):
            raise InvalidArticle("no sentence in it", hint="check that it holds English prose")
        with _uncollected():
            return self._apply_rules(article, parse)

    def _apply_rules(self, article: Article, parse: Parse) -> Extraction:
        linking = link_entities(parse, article, self._authority, self._place_weights)
        references = References(parse, article, linking, self._authority)
        dates = find_dates(parse, article.published)
        attributions = find_attributions(parse, self._weights)
        events = find_events(parse, references, dates, self._event_model, attributions=attributions)
        claims = build_claims(parse, attributions, references, dates, events)
        # By numbers: the comparison of two spans takes several times as long.
        mentions = sorted(
            (*references.mentions, *dates.mentions),
            key=lambda m: (m.span.start, m.span.end, m.entity, m.kind),
        )
        return Extraction(
            article=article,
            entities=with_implied_countries(events, references.entities),
            mentions=tuple(mentions),
            claims=claims,
            events=_with_reporters(events, claims),
            extractor="; ".join(filter(None, (self._name, article.reader))),
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the garbage collector off for a while: rules make many records and no cycles."""
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


def _fault(article: Article, error: Exception) -> Skipped:
    reason = f"internal error: {type(error).__name__}: {error}"
    hint = "please report it together with the article"
    return Skipped(article.source or article.id, reason, hint)


def _with_reporters(events: tuple[Event, ...], claims: tuple[Claim, ...]) -> tuple[Event, ...]:
    """Name, for each event, the innermost claim whose content holds its trigger.

    An act in words names the claim that does it already.
    """
    triggers = Starts([event.trigger.start for event in events])
    innermost: dict[int, Claim] = {}
    for claim in sorted(claims, key=lambda claim: sum(map(len, claim.content))):
        for number in triggers.within((span.start, span.end) for span in claim.content):
            if any(events[number].trigger in span for span in claim.content):
                innermost.setdefault(number, claim)
    return tuple(
        replace(event, claim=innermost[number].id)
        if number in innermost and not event.claim
        else event
        for number, event in enumerate(events)
    )
