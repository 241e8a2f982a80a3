"""The labelled events and reports of whole articles, as rows of features to learn from.

``labels/events.tsv`` and ``labels/stances.tsv`` hold what readers said of them, and
``labels/articles.jsonl`` the articles that were written for it; the others are those of the
evaluation data and of the Lee corpus, which the package gensim carries among its test data.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import NamedTuple

from politigraph.extract.attribution import find_attributions
from politigraph.extract.dates import find_dates
from politigraph.extract.entities import link_entities
from politigraph.extract.event_actors import Casting
from politigraph.extract.event_context import cue_words
from politigraph.extract.event_history import days_before
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_model import NO_ACT
from politigraph.extract.event_readings import read_events
from politigraph.extract.event_trust import trust
from politigraph.extract.event_trust_features import Judged, trust_features
from politigraph.extract.event_weights import load_event_weights
from politigraph.extract.event_words import cast_acts
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article
from politigraph.extract.references import References
from politigraph.extract.saying_reality import reality_of_act
from politigraph.extract.stance_features import stance_features
from politigraph.extract.stance_targets import find_targets
from politigraph.extract.toponyms import toponym_weights
from politigraph.extract.weights import load_weights
from politigraph.ontology.authority import load_authority

_LABELS = Path(__file__).parent / "labels"
_LEE = (("lee_background.cor", "lee", "2001-12-20"), ("lee.cor", "lee50", "2002-08-28"))


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate: its article, features, sides, and its class, empty where it has no label.

    Of an event the class is "1" where it is kept and "0" where not, and ``kind`` its type; of
    what a report does it is the type of the act, or `NO_ACT`. ``word`` is the token that tells
    of it, as in `event_context`.
    """

    article: str
    names: list[str]
    label: str
    agents: frozenset[str]
    targets: frozenset[str]
    word: int
    kind: str = ""


class Verdict(NamedTuple):
    """What a reader said of an event: "1" kept, "0" not, "sides" not for its sides alone.

    ``sides`` are those that the reader saw, as ids; empty where they were not written down.
    """

    label: str
    sides: str = ""


EventLabels = dict[tuple[int, str], Verdict]
StanceLabels = dict[tuple[int, int, int], str]


def read_labels() -> tuple[dict[str, EventLabels], dict[str, StanceLabels]]:
    """Return the labels of events and of reports, by article."""
    events: dict[str, EventLabels] = {}
    for article, start, kind, *verdict in _rows("events.tsv"):
        events.setdefault(article, {})[int(start), kind] = Verdict(*verdict)
    stances: dict[str, StanceLabels] = {}
    for article, *rest in _rows("stances.tsv"):
        labels = stances.setdefault(article, {})
        if rest:
            cue, content, target, kind = rest
            labels[int(cue), int(content), int(target)] = kind
    return events, stances


def sides_text(agents: Iterable[str], targets: Iterable[str]) -> str:
    """Return the sides of an event as the labels have them."""
    return f"{' '.join(agents)} > {' '.join(targets)}"


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_LABELS / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def read_articles(folder: Path, wanted: set[str]) -> list[Article]:
    """Return the labelled articles, our own, those of the evaluation data and of the Lee corpus."""
    lee = _lee_corpus() if any(name_of.startswith("lee") for name_of in wanted) else ()
    found = {article.id: article for article in lee if article.id in wanted}
    names = ("places/toponyms_dev", "attribution/dev", "attribution/train")
    own = _LABELS / "articles.jsonl"
    for path in (own, *(folder / f"{name}.jsonl" for name in names)):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            name_of = row.get("doc") or row["id"]
            if name_of in wanted:
                article = Article(name_of, row["text"], published=row.get("date") or "")
                found.setdefault(name_of, article)
    return sorted(found.values(), key=lambda article: article.id)


def _lee_corpus() -> Iterator[Article]:
    """Yield the 350 short news articles of the Lee corpus (Australia, 2001 and 2002).

    Source: M. D. Lee, B. Pincombe and M. Welsh (2005), An empirical evaluation of models of text
    document similarity. The articles bear no dates: each has one day of the weeks that the
    news of its file is from, so that the ages of acts are right to a week or two.
    """
    package = util.find_spec("gensim")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the Lee corpus comes with gensim: pip install '.[learn]'")
    data = Path(package.origin).parent / "test" / "test_data"
    for name, prefix, day in _LEE:
        texts = (data / name).read_text("latin-1").splitlines()
        for number, text in enumerate(filter(str.strip, texts)):
            words = re.sub(" +", " ", text.strip())
            yield Article(f"{prefix}-{number:03}", words, published=day)


class Reader:
    """Makes rows of features out of labelled articles."""

    def __init__(self) -> None:
        self._authority = load_authority()
        self._places = toponym_weights(True)
        self._weights = load_weights()
        self._types = load_event_weights()
        self._lexicon = load_event_lexicon()

    def rows(
        self,
        article: Article,
        parse: Parse,
        events: EventLabels,
        stances: StanceLabels | None,
    ) -> tuple[list[Row], list[Row]]:
        """Return the events of an article and what its reports do, labelled where they were read.

        ``stances`` is None where nobody read the reports.
        """
        linking = link_entities(parse, article, self._authority, self._places)
        references = References(parse, article, linking, self._authority)
        attributions = find_attributions(parse, self._weights)
        reports = find_targets(parse, attributions, references)
        words = cue_words(parse, (targeted.attribution for targeted in reports))
        acts = list(self._events(article, parse, references, events, words))
        said = []
        for targeted in reports:
            label = ""
            if stances is not None:
                cue, content = targeted.attribution.cue, targeted.attribution.content
                near = (k for i in targeted.tokens for k in (i, *parse.children[i]))
                keys = ((cue[0].start, content[0].start, parse.start[k]) for k in near)
                label = next((stances[key] for key in keys if key in stances), NO_ACT)
            sides = frozenset({targeted.speaker}), frozenset({targeted.target})
            head = targeted.attribution.cue_head
            assert head is not None, "a report without a cue is directed at nobody"
            names = stance_features(parse, targeted)
            said.append(Row(article.id, names, label, *sides, words.get(head, head)))
        return acts, said

    def _events(
        self,
        article: Article,
        parse: Parse,
        references: References,
        labels: EventLabels,
        words: dict[int, int],
    ) -> Iterator[Row]:
        dates = find_dates(parse, article.published)
        casting = Casting(parse, references)
        read = read_events(parse, self._lexicon, self._types)
        for found, cast in cast_acts(parse, casting, read):
            kind = found.reading.type
            verdict = labels.get((parse.start[found.trigger], kind), Verdict(""))
            label = verdict.label
            if label == "sides":  # read otherwise now, it may be right
                changed = verdict.sides != sides_text(cast.agents, cast.targets)
                label = "" if changed else "0"
            reality = reality_of_act(parse, found, dates)
            if not reality.happened:
                label = ""
            judged = Judged(trust(found, cast), days_before(dates.published, reality.date))
            names = trust_features(parse, found, cast, judged)
            sides = frozenset(cast.agents), frozenset(cast.targets)
            word = words.get(found.trigger, found.trigger)
            yield Row(article.id, names, label, *sides, word, kind)
