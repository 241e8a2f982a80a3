"""What the words of a report do to those whom they name."""

from dataclasses import replace

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.attribution import find_attributions
from politigraph.extract.dates import find_dates
from politigraph.extract.entities import link_entities
from politigraph.extract.event_model import StanceWeights, load_event_model
from politigraph.extract.events import find_events
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Event, Extraction, Span
from politigraph.extract.references import References
from politigraph.extract.saying_reality import reality_of_saying
from politigraph.extract.stance_features import stance_features, valences
from politigraph.extract.stance_targets import Targeted, find_targets
from politigraph.extract.stances import (
    RULE,
    Said,
    Stance,
    find_said,
    stance_events,
    with_speakers,
    without_told,
)
from politigraph.extract.weights import load_weights
from politigraph.ontology.authority import load_authority

PUBLISHED = "2024-03-12"
PADDING = (
    " The road to the harbour stayed open. Ferries ran on time. Nobody was hurt. Rain is expected."
)


def targets(nlp: Language, text: str) -> list[Targeted]:
    parse = parse_text(nlp, text)
    authority = load_authority()
    article = Article("a", text, published=PUBLISHED)
    references = References(parse, article, link_entities(parse, article, authority), authority)
    return find_targets(parse, find_attributions(parse, load_weights()), references)


def features(nlp: Language, text: str, target: str) -> set[str]:
    parse = parse_text(nlp, text)
    [one] = [x for x in targets(nlp, text) if x.target == target]
    return set(stance_features(parse, one))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def said(extraction: Extraction) -> list[Event]:
    return [event for event in extraction.events if event.rule == RULE]


def extract(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(Article("a", text, published=PUBLISHED))


def test_a_report_is_about_those_whom_its_content_names(nlp: Language) -> None:
    found = targets(nlp, "Mara Lindqvist said Olaf Berg had misled Latvia.")
    assert {(x.speaker, x.target) for x in found} == {
        ("person/Mara_Lindqvist", "person/Olaf_Berg"),
        ("person/Mara_Lindqvist", "country/LVA"),
    }


def test_a_pronoun_in_the_content_is_whom_it_means(nlp: Language) -> None:
    text = "Olaf Berg resigned on Monday. “He is a coward,” said Mara Lindqvist."
    assert ("person/Mara_Lindqvist", "person/Olaf_Berg") in {
        (x.speaker, x.target) for x in targets(nlp, text)
    }


def test_nobody_is_the_target_of_their_own_words(nlp: Language) -> None:
    found = targets(nlp, "Mara Lindqvist said Mara Lindqvist would win.")
    assert all(x.speaker != x.target for x in found)


def test_features_say_where_the_target_stands_and_how_bad_the_words_are(nlp: Language) -> None:
    names = features(nlp, "Mara Lindqvist said Olaf Berg was a liar.", "person/Olaf_Berg")
    assert {"cue=say", "role=nsubj", "is=liar", "role+is tone=nsubj|--|False"} <= names


def test_what_must_be_done_is_in_the_features(nlp: Language) -> None:
    names = features(nlp, "Mara Lindqvist said Olaf Berg must resign.", "person/Olaf_Berg")
    assert {"aux=must", "role+aux=nsubj|must"} <= names


def test_no_feature_names_anybody(nlp: Language) -> None:
    text = "Mara Lindqvist said Olaf Berg had lied to the voters of Riga about Kyiv."
    names = features(nlp, text, "person/Olaf_Berg")
    assert not any(word in name.lower() for name in names for word in ("berg", "riga", "kyiv"))


def test_valences_are_between_minus_four_and_four() -> None:
    assert all(-4 <= value <= 4 for value in valences().values())


def test_who_is_called_a_traitor_is_accused(extractor: Extractor) -> None:
    text = "“Olaf Berg has betrayed this country and must resign,” Mara Lindqvist said."
    [event] = said(extract(extractor, text))
    assert (event.type, event.agents, event.targets) == (
        "ACCUSE",
        ("person/Mara_Lindqvist",),
        ("person/Olaf_Berg",),
    )
    assert event.trigger.of(text) == "said"
    assert not event.doubtful


def test_a_plain_report_does_nothing_to_whom_it_names(extractor: Extractor) -> None:
    text = "Mara Lindqvist said Olaf Berg had arrived in Riga by train." + PADDING
    assert not said(extract(extractor, text))


def test_rules_alone_read_no_acts_in_words() -> None:
    text = "“Olaf Berg has betrayed this country and must resign,” Mara Lindqvist said."
    assert not said(extract(Extractor(weights="none"), text))


def acts(nlp: Language, text: str, *said: Said) -> list[Stance]:
    return stance_events(parse_text(nlp, text), said, find_dates(parse_text(nlp, text), PUBLISHED))


LIED = "Mara Lindqvist said Olaf Berg lied."


def test_what_is_said_again_is_no_new_act(nlp: Language) -> None:
    text = "Mara Lindqvist said Olaf Berg lied. Mara Lindqvist added that Olaf Berg cheated."
    one, two = targets(nlp, text)
    events = acts(nlp, text, Said(one, "ACCUSE", 0.6), Said(two, "ACCUSE", 0.8))
    assert [stance.event.confidence for stance in events] == [0.8]


def test_the_same_words_against_two_are_one_act(nlp: Language) -> None:
    text = "Mara Lindqvist said Olaf Berg had misled Latvia."
    found = targets(nlp, text)
    [stance] = acts(nlp, text, *(Said(x, "ACCUSE", 0.7) for x in found))
    assert set(stance.event.targets) == {"person/Olaf_Berg", "country/LVA"}


def test_one_word_by_two_speakers_is_one_act_with_one_id(nlp: Language) -> None:
    [one] = targets(nlp, LIED)
    other = replace(one, speaker="person/Tomas_Vael")
    [stance] = acts(nlp, LIED, Said(one, "ACCUSE", 0.7), Said(other, "ACCUSE", 0.6))
    assert stance.event.agents == ("person/Mara_Lindqvist", "person/Tomas_Vael")
    assert stance.event.confidence == 0.7


REALITIES = [
    (LIED, "positive", "actual"),
    ("Mara Lindqvist never said that Olaf Berg lied.", "negative", "actual"),
    ("Mara Lindqvist has not said that Olaf Berg lied.", "negative", "actual"),
    ("No minister said that Olaf Berg lied.", "negative", "actual"),
    ("Mara Lindqvist said no minister had trusted Olaf Berg.", "positive", "actual"),
    ("Mara Lindqvist will say on Friday that Olaf Berg lied.", "positive", "future"),
    ("Mara Lindqvist might say that Olaf Berg lied.", "positive", "hypothetical"),
    (
        "If Mara Lindqvist says that Olaf Berg is a liar, voters will cheer.",
        "positive",
        "hypothetical",
    ),
    ("Did Mara Lindqvist say that Olaf Berg lied?", "positive", "hypothetical"),
    ("Mara Lindqvist said: “Who would trust Olaf Berg?”", "positive", "actual"),
    ("In 1998 Mara Lindqvist said that Olaf Berg lied.", "positive", "historical"),
]


@pytest.mark.parametrize(("text", "polarity", "realis"), REALITIES)
def test_an_act_in_words_is_as_real_as_its_report(
    nlp: Language, text: str, polarity: str, realis: str
) -> None:
    parse = parse_text(nlp, text)
    cue = parse.lemma.index("say")
    content = parse.subtree(next(k for k in parse.children[cue] if parse.dep[k] == "ccomp"))
    dates = find_dates(parse, PUBLISHED)
    reality = reality_of_saying(parse, cue, tuple(content), "ACCUSE", dates)
    assert (reality.polarity, reality.realis) == (polarity, realis)


def told(trigger: Span, **properties: object) -> Event:
    fields: dict[str, object] = {
        "id": "v0",
        "type": "ACCUSE",
        "mode": "",
        "trigger": trigger,
        "agents": ("person/Mara_Lindqvist",),
        "targets": ("person/Olaf_Berg",),
        "place": "",
        "date": "",
        "polarity": "positive",
        "realis": "actual",
        "claim": "",
    }
    return Event(**{**fields, **properties})  # type: ignore[arg-type]


AGAIN = [
    pytest.param({}, True, id="the same"),
    pytest.param({"type": "REQUEST"}, False, id="another type"),
    pytest.param({"agents": ("person/Tomas_Vael",)}, False, id="another agent"),
    pytest.param({"targets": ("person/Tomas_Vael",)}, False, id="another target"),
    pytest.param({"polarity": "negative"}, False, id="denied"),
    pytest.param({"realis": "future"}, False, id="to come"),
    pytest.param({"doubtful": True}, False, id="doubtful"),
    pytest.param({"targets": ()}, True, id="no target, one sentence"),
    pytest.param({"targets": (), "trigger": Span(900, 907)}, False, id="no target, far off"),
    pytest.param({"trigger": Span(900, 907)}, True, id="the same, far off"),
]


@pytest.mark.parametrize(("properties", "hidden"), AGAIN)
def test_an_act_that_an_event_tells_is_not_told_again(
    nlp: Language, properties: dict[str, object], hidden: bool
) -> None:
    [one] = targets(nlp, LIED)
    [stance] = acts(nlp, LIED, Said(one, "ACCUSE", 0.7))
    event = told(**{"trigger": Span(30, 34), **properties})  # type: ignore[arg-type]
    assert (stance.event not in without_told([event], [stance])) == hidden


def test_one_word_does_one_act(nlp: Language) -> None:
    [one] = targets(nlp, LIED)
    [stance] = acts(nlp, LIED, Said(one, "ACCUSE", 0.7))
    attack = told(stance.event.trigger, type="ASSAULT")
    assert with_speakers([attack], [stance]) == ((attack,), [])
    doubtful = told(stance.event.trigger, type="ASSAULT", doubtful=True)
    assert with_speakers([doubtful], [stance]) == ((doubtful,), [stance])


def test_a_speaker_is_the_agent_of_an_event_that_has_none(nlp: Language) -> None:
    [one] = targets(nlp, LIED)
    [stance] = acts(nlp, LIED, Said(one, "ACCUSE", 0.7))
    [event] = with_speakers([told(stance.event.trigger, agents=())], [stance])[0]
    assert event.agents == stance.event.agents
    [event] = with_speakers([told(stance.event.trigger, targets=())], [stance])[0]
    assert event.targets == stance.event.targets
    turned = told(stance.event.trigger, agents=("person/Olaf_Berg",), targets=())
    assert with_speakers([turned], [stance]) == ((turned,), [])


def test_an_armed_attack_is_no_accusation_too(extractor: Extractor) -> None:
    for text in ("Norway attacked Latvia on Saturday.", f"Norway attacked Latvia.{PADDING}"):
        assert [e.type for e in extract(extractor, text).events] == ["ASSAULT"]


def test_an_accusation_by_somebody_without_a_name_is_told_once(extractor: Extractor) -> None:
    [event] = extract(extractor, f"The group accused the United States.{PADDING}").events
    assert (event.agents, event.targets) == (("anonymous/a/4",), ("country/USA",))


def test_a_short_text_has_no_doubtful_event_beside_an_act_in_words(nlp: Language) -> None:
    text = "Mara Lindqvist said the drought threatens the harvest of Olaf Berg."
    parse = parse_text(nlp, text)
    authority = load_authority()
    article = Article("a", text, published=PUBLISHED)
    references = References(parse, article, link_entities(parse, article, authority), authority)
    dates, reports = find_dates(parse, PUBLISHED), find_attributions(parse, load_weights())
    model = replace(load_event_model(), stance=StanceWeights(("-", "ACCUSE"), {"bias": (-3, 3)}))
    [alone] = find_events(parse, references, dates, model)
    assert alone.doubtful
    beside = find_events(parse, references, dates, model, attributions=reports)
    assert [(e.rule, e.doubtful) for e in beside] == [(RULE, False)]


@pytest.mark.parametrize(
    ("report", "polarity", "realis"),
    [
        ("said on Friday", "positive", "actual"),
        ("never said", "negative", "actual"),
        ("might say", "positive", "hypothetical"),
    ],
)
def test_what_must_be_done_is_asked_for_by_being_said(
    extractor: Extractor, report: str, polarity: str, realis: str
) -> None:
    text = f"Olaf Berg {report} that Mara Lindqvist must resign."
    [event] = [e for e in extract(extractor, text).events if e.rule == "must+X"]
    assert event.agents == ("person/Olaf_Berg",)
    assert (event.polarity, event.realis) == (polarity, realis)


def test_an_act_in_words_names_the_claim_that_does_it(extractor: Extractor) -> None:
    text = "“Olaf Berg has betrayed this country and must resign,” Mara Lindqvist said."
    extraction = extract(extractor, text)
    [event], [claim] = said(extraction), extraction.claims
    assert event.claim == claim.id
    assert event.id not in claim.about  # The claim does it; its content does not tell it.


def test_a_denial_is_not_reported_in_itself(nlp: Language) -> None:
    text = "Mara Lindqvist denied that Olaf Berg lied."
    [one] = targets(nlp, text)
    [stance] = acts(nlp, text, Said(one, "SUPPORT", 0.7))
    assert stance.event.claim == ""


def test_nothing_is_found_without_reports(nlp: Language) -> None:
    weights = StanceWeights(("-", "ACCUSE"), {})
    parse = parse_text(nlp, "The road is open.")
    authority = load_authority()
    article = Article("a", parse.text)
    references = References(parse, article, link_entities(parse, article, authority), authority)
    assert find_said(parse, (), references, weights) == []
