"""Events by construction: the type, whether it happened, and who took part."""

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.dates import find_dates
from politigraph.extract.entities import link_entities
from politigraph.extract.event_lexicon import TYPES
from politigraph.extract.event_weights import load_event_weights
from politigraph.extract.events import SHORT_TEXT, find_events
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article, Event
from politigraph.extract.references import References
from politigraph.ontology.authority import load_authority

PUBLISHED = "2022-04-26"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_4a2777e948f09525.txt"


class Names:
    """The simplest resolver: each proper noun or demonym is its own entity."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse

    def entity_of(self, head: int) -> str:
        tag, word = self._parse.tag[head], self._parse.word[head]
        if tag in {"NNP", "NNPS"} or (tag == "JJ" and word.istitle()):
            before = self._parse.lower[head - 1] if head else ""
            return f"place/{word}" if before in {"in", "at", "near"} else f"actor/{word}"
        return ""


def events(nlp: Language, text: str, published: str = PUBLISHED) -> tuple[Event, ...]:
    parse = parse_text(nlp, text)
    return find_events(parse, Names(parse), find_dates(parse, published))


PARTICIPANTS = [
    ("Norway's foreign minister met Lindqvist in Oslo.", "CONSULT", ("Norway",), ("Lindqvist",)),
    ("Norway expelled three diplomats of Latvia.", "SANCTION", ("Norway",), ("Latvia",)),
    ("Two activists were arrested by Norway.", "COERCE", ("Norway",), ()),
    ("Norway urged Latvia to release the captain.", "REQUEST", ("Norway",), ("Latvia",)),
    ("Norway called for tariffs on goods from Latvia.", "REQUEST", ("Norway",), ()),
    ("Norway called for Latvia's help.", "REQUEST", ("Norway",), ("Latvia",)),
    ("Norway refused to meet Latvia.", "REJECT", ("Norway",), ("Latvia",)),
    ("Norway threatened to attack Latvia.", "THREATEN", ("Norway",), ("Latvia",)),
    ("Norway and Latvia held talks in Riga.", "CONSULT", ("Norway", "Latvia"), ()),
    ("The talks between Norway and Latvia lasted a day.", "CONSULT", ("Norway", "Latvia"), ()),
    ("The annexation of Latvia by Norway was condemned.", "COERCE", ("Norway",), ("Latvia",)),
    ("Leaders of Norway and Latvia met in Riga.", "CONSULT", ("Norway", "Latvia"), ()),
]


@pytest.mark.parametrize(("text", "kind", "agents", "targets"), PARTICIPANTS)
def test_who_did_it_to_whom(
    nlp: Language, text: str, kind: str, agents: tuple[str, ...], targets: tuple[str, ...]
) -> None:
    [event] = [e for e in events(nlp, text) if e.type == kind]
    assert event.agents == tuple(f"actor/{name}" for name in agents)
    assert event.targets == tuple(f"actor/{name}" for name in targets)


def test_place_and_date_are_those_of_the_event(nlp: Language) -> None:
    [event] = events(nlp, "Norway held talks with Latvia in Riga on Monday.")
    assert (event.place, event.date) == ("place/Riga", "2022-04-25")


MARKS = [
    ("Norway attacked Latvia.", "ASSAULT", "positive", "actual"),
    ("Norway did not attack Latvia.", "ASSAULT", "negative", "actual"),
    ("Norway does not refuse to hold talks with Latvia.", "REJECT", "negative", "actual"),
    ("Norway could attack Latvia.", "ASSAULT", "positive", "hypothetical"),
    ("If Norway attacks Latvia, prices rise.", "ASSAULT", "positive", "hypothetical"),
    ("Norway will visit Latvia in June.", "AGREE", "positive", "future"),
    ("Norway attacked Latvia in 1971.", "ASSAULT", "positive", "historical"),
    ("Envoys recalled Norway's 1967 attack on Latvia.", "ASSAULT", "positive", "historical"),
]


@pytest.mark.parametrize(("text", "kind", "polarity", "realis"), MARKS)
def test_an_event_says_whether_it_happened(
    nlp: Language, text: str, kind: str, polarity: str, realis: str
) -> None:
    [event] = [e for e in events(nlp, text) if e.type == kind]
    assert (event.polarity, event.realis) == (polarity, realis)


@pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
def test_the_seed_article(nlp: Language) -> None:
    article = Article("seed", SEED.read_text("utf-8"), published=PUBLISHED)
    parse = parse_text(nlp, article.text)
    authority = load_authority()
    references = References(parse, article, link_entities(parse, article, authority), authority)
    found = find_events(parse, references, find_dates(parse, PUBLISHED), load_event_weights())
    shown = [e for e in found if e.polarity == "positive" and e.realis == "actual"]
    labels = {entity.id: entity.label for entity in references.entities}
    meeting, talks = (e for e in shown if e.type == "CONSULT")
    assert [labels[x] for x in meeting.agents] == ["Vladimir Putin"]
    assert [labels[x] for x in meeting.targets] == ["António Guterres"]
    assert (labels[meeting.place], meeting.date) == ("Moscow", PUBLISHED)
    assert [labels[x] for x in talks.agents] == ["Russia", "Ukraine"]
    assert labels[talks.place] == "Istanbul"
    assert not [e for e in shown if e.type == "REJECT"]


def sentence_table() -> list[ParameterSet]:
    path = Path(__file__).parent / "event_sentences.tsv"
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, verdict, text = line.split("\t")
            miss = verdict.startswith("miss:")
            known = pytest.mark.xfail(reason="see the table's header", strict=True)
            rows.append(
                pytest.param(kind, verdict.removeprefix("miss:"), text, marks=known if miss else ())
            )
    return rows


def weighed_events(nlp: Language, text: str) -> tuple[Event, ...]:
    article = Article("a", text, published=PUBLISHED)
    parse = parse_text(nlp, text)
    authority = load_authority()
    references = References(parse, article, link_entities(parse, article, authority), authority)
    return find_events(parse, references, find_dates(parse, PUBLISHED), load_event_weights())


@pytest.mark.parametrize(("kind", "verdict", "text"), sentence_table())
def test_our_own_sentences(nlp: Language, kind: str, verdict: str, text: str) -> None:
    found = weighed_events(nlp, text)
    shown = {e.type for e in found if e.polarity == "positive" and e.realis in {"actual", "future"}}
    assert (kind in shown) == (verdict == "yes")


def test_the_table_has_enough_of_every_type() -> None:
    path = Path(__file__).parent / "event_sentences.tsv"
    rows = [x.split("\t") for x in path.read_text("utf-8").splitlines() if not x.startswith("#")]
    assert len(rows) >= 160
    for kind in TYPES:
        verdicts = [verdict[-3:].strip(":") for k, verdict, _ in rows if k == kind]
        assert len(verdicts) >= 10
        assert verdicts.count("no") >= 5


def test_a_short_text_shows_its_likeliest_event_and_a_long_one_only_sure_ones(
    nlp: Language,
) -> None:
    unsure = "The drought threatens the harvest."
    weather = "The sky over the river was grey."
    assert [event.type for event in weighed_events(nlp, unsure)] == ["THREATEN"]
    assert not weighed_events(nlp, " ".join([unsure, *[weather] * SHORT_TEXT]))


def test_a_short_text_with_a_sure_event_shows_no_unsure_one(nlp: Language) -> None:
    text = "Norwegian troops attacked a Latvian village. The drought threatens the harvest."
    assert [event.type for event in weighed_events(nlp, text)] == ["ASSAULT"]
