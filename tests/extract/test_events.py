"""Events by construction: the type, whether it happened, and who took part."""

from dataclasses import replace
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.dates import find_dates
from politigraph.extract.entities import link_entities
from politigraph.extract.event_lexicon import TYPES
from politigraph.extract.event_model import TrustWeights, load_event_model
from politigraph.extract.events import RULED_THRESHOLD, SHORT_TEXT, find_events
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article, Attribution, Event
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

    def speaker_of(self, attribution: Attribution) -> str:
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
    ("Norway arrested after a brawl in Riga.", "COERCE", (), ("Norway",)),
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
    ("Norway, which had previously attacked Latvia, paid.", "ASSAULT", "positive", "historical"),
    ("Norway often attacked Latvia.", "ASSAULT", "positive", "hypothetical"),
    ("Norway's attack on Latvia is expected.", "ASSAULT", "positive", "future"),
    ("Envoys recalled Norway's 1967 attack on Latvia.", "ASSAULT", "positive", "historical"),
    ("Norway attacked Latvia in March.", "ASSAULT", "positive", "actual"),
    ("Norway attacked Latvia in February.", "ASSAULT", "positive", "historical"),
    ("Norway attacked Latvia last month.", "ASSAULT", "positive", "actual"),
    ("Norway attacked Latvia on March 1.", "ASSAULT", "positive", "historical"),
    ("Norway has occupied Latvia since February.", "COERCE", "positive", "actual"),
    ("It was marked by survivors of an attack by Norway.", "ASSAULT", "positive", "historical"),
    ("Norway is reported to have attacked Latvia.", "ASSAULT", "positive", "actual"),
    ("Norway is believed to have attacked Latvia.", "ASSAULT", "positive", "hypothetical"),
    ("Norway is not known to have attacked Latvia.", "ASSAULT", "positive", "hypothetical"),
    ("Norway was wrongly reported to have attacked Latvia.", "ASSAULT", "positive", "hypothetical"),
    ("Norway could be found to have attacked Latvia.", "ASSAULT", "positive", "hypothetical"),
    ("Norway tried to storm Latvia.", "ASSAULT", "positive", "hypothetical"),
    ("Norway tried to arrest Lindqvist.", "COERCE", "positive", "hypothetical"),
    ("Norway tried to kill Lindqvist.", "ASSAULT", "positive", "actual"),
    ("Norway marked the day by attacking Latvia.", "ASSAULT", "positive", "actual"),
    ("A court found Lindqvist guilty of attacking Latvia.", "ASSAULT", "positive", "hypothetical"),
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
    found = find_events(parse, references, find_dates(parse, PUBLISHED), load_event_model())
    shown = [e for e in found if e.polarity == "positive" and e.realis == "actual"]
    labels = {entity.id: entity.label for entity in references.entities}
    meeting, talks = (e for e in shown if e.type == "CONSULT")
    assert [labels[x] for x in meeting.agents] == ["Vladimir Putin"]
    assert [labels[x] for x in meeting.targets] == ["António Guterres"]
    assert (labels[meeting.place], meeting.date) == ("Moscow", PUBLISHED)
    assert [labels[x] for x in talks.agents] == ["Russia", "Ukraine"]
    assert labels[talks.place] == "Istanbul"
    assert not [e for e in shown if e.type == "REJECT"]


def sentence_table(name: str) -> list[ParameterSet]:
    path = Path(__file__).parent / name
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
    return find_events(parse, references, find_dates(parse, PUBLISHED), load_event_model())


@pytest.mark.parametrize(("kind", "verdict", "text"), sentence_table("event_sentences.tsv"))
def test_our_own_sentences(nlp: Language, kind: str, verdict: str, text: str) -> None:
    found = [e for e in weighed_events(nlp, text) if not e.doubtful]
    shown = {e.type for e in found if e.polarity == "positive" and e.realis in {"actual", "future"}}
    assert (kind in shown) == (verdict == "yes")


@pytest.mark.parametrize(("kind", "verdict", "text"), sentence_table("event_phrases.tsv"))
def test_phrases_of_acts(nlp: Language, kind: str, verdict: str, text: str) -> None:
    found = [e for e in weighed_events(nlp, text) if not e.doubtful]
    shown = {e.type for e in found if e.polarity == "positive" and e.realis in {"actual", "future"}}
    if verdict == "no":
        assert not shown
    else:
        assert kind in shown


def test_the_table_has_enough_of_every_type() -> None:
    path = Path(__file__).parent / "event_sentences.tsv"
    rows = [x.split("\t") for x in path.read_text("utf-8").splitlines() if not x.startswith("#")]
    assert len(rows) >= 160
    for kind in TYPES:
        verdicts = [verdict[-3:].strip(":") for k, verdict, _ in rows if k == kind]
        assert len(verdicts) >= 10
        assert verdicts.count("no") >= 5


UNSURE = "The drought threatens the harvest."
WEATHER = "The sky over the river was grey."


def test_the_main_event_of_a_short_text_is_doubtful_where_it_is_not_sure(nlp: Language) -> None:
    [event] = weighed_events(nlp, UNSURE)
    assert (event.type, event.doubtful, event.agents, event.targets) == ("THREATEN", True, (), ())
    assert 0 <= event.confidence < RULED_THRESHOLD


def test_a_longer_text_has_only_sure_events(nlp: Language) -> None:
    assert not weighed_events(nlp, " ".join([UNSURE, *[WEATHER] * SHORT_TEXT]))
    [sure] = weighed_events(nlp, " ".join(["Norway attacked Latvia.", *[WEATHER] * SHORT_TEXT]))
    assert not sure.doubtful


def test_a_longer_text_has_no_event_of_nobody(nlp: Language) -> None:
    shootout = "A shootout in the night was heard by all."
    assert not weighed_events(nlp, " ".join([shootout, *[WEATHER] * SHORT_TEXT]))


@pytest.mark.parametrize("bias", [-9.0, 9.0])
def test_of_what_did_not_happen_the_rules_judge(nlp: Language, bias: float) -> None:
    text = " ".join(["Norway did not attack Latvia. Oslo attacked Riga.", *[WEATHER] * SHORT_TEXT])
    parse = parse_text(nlp, text)
    model = load_event_model()
    trust = TrustWeights({"bias": bias}, {False: {"own": 1.0}, True: {}}, model.trust.threshold)
    found = find_events(
        parse, Names(parse), find_dates(parse, PUBLISHED), replace(model, trust=trust)
    )
    told = {event.trigger.start for event in found if event.polarity == "positive"}
    assert [event.polarity for event in found].count("negative") == 1
    assert bool(told) == (bias > 0)


def test_a_text_without_any_act_has_no_event(nlp: Language) -> None:
    assert not weighed_events(nlp, WEATHER)
    assert not weighed_events(nlp, "Ministers must strike a balance.")


def test_a_short_text_has_no_doubtful_event_beside_a_main_one_that_is_sure(nlp: Language) -> None:
    text = f"Norwegian troops attacked a Latvian village. {UNSURE}"
    assert [(e.type, e.doubtful) for e in weighed_events(nlp, text)] == [("ASSAULT", False)]


def test_a_doubtful_main_event_stands_beside_a_sure_one_of_a_clause_below(nlp: Language) -> None:
    text = "The drought threatens the harvest, said Ane Lindqvist, who met Tomas Vael in Riga."
    found = {e.type: e.doubtful for e in weighed_events(nlp, text)}
    assert found == {"THREATEN": True, "CONSULT": False}


def test_a_confidence_is_never_below_nothing(nlp: Language) -> None:
    [event] = weighed_events(nlp, "The museum opens a new wing in May.")
    assert (event.confidence, event.doubtful) == (0.0, True)


def test_by_the_rules_alone_events_are_doubtful_too(nlp: Language) -> None:
    [event] = events(nlp, "The drought threatens the harvest.")
    assert event.doubtful


LONGER = (
    "Norway condemned the shelling of Kyiv on Monday. The road to the harbour stayed open. "
    "Ferries ran on time. Rain is expected on Tuesday. {} Nobody was hurt."
)


def test_an_act_that_a_text_tells_again_is_one_event(nlp: Language) -> None:
    again = LONGER.format("On Monday Norway condemned the shelling of Kyiv.")
    found = [e for e in weighed_events(nlp, again) if e.type == "ACCUSE"]
    assert len(found) == 1


def test_the_same_act_by_another_is_another_event(nlp: Language) -> None:
    again = LONGER.format("On Monday Latvia condemned the shelling of Kyiv.")
    found = [e for e in weighed_events(nlp, again) if e.type == "ACCUSE"]
    assert [e.agents for e in found] == [("country/NOR",), ("country/LVA",)]


def test_who_is_called_on_is_asked_and_nobody_further_on(nlp: Language) -> None:
    text = "Norway called on fellow Scandinavians to disown Latvia."
    [event] = [e for e in weighed_events(nlp, text) if e.type == "REQUEST"]
    assert "country/LVA" not in event.targets


def test_who_is_asked_does_not_ask(nlp: Language) -> None:
    text = "When asked about the treaty, Norway said it was being discussed."
    assert all(
        e.agents != ("country/NOR",) for e in weighed_events(nlp, text) if e.type == "REQUEST"
    )


def test_who_met_with_others_met_them(nlp: Language) -> None:
    [event] = weighed_events(nlp, "Norway met with Latvia in Riga on Monday.")
    assert (event.type, event.agents) == ("CONSULT", ("country/NOR",))


def test_what_did_not_happen_stays_in_the_record_of_a_longer_text(nlp: Language) -> None:
    text = LONGER.format("Latvia did not attack Norway.")
    [event] = [e for e in weighed_events(nlp, text) if e.type == "ASSAULT" and e.agents]
    assert (event.polarity, event.agents) == ("negative", ("country/LVA",))
