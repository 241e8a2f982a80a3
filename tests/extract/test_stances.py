"""What the words of a report do to those whom they name."""

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.attribution import find_attributions
from politigraph.extract.entities import link_entities
from politigraph.extract.event_model import StanceWeights
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Event, Extraction
from politigraph.extract.references import References
from politigraph.extract.stance_features import stance_features, valences
from politigraph.extract.stance_targets import Targeted, find_targets
from politigraph.extract.stances import RULE, Said, find_said, stance_events, without_told
from politigraph.extract.weights import load_weights
from politigraph.ontology.authority import load_authority

PADDING = (
    " The road to the harbour stayed open. Ferries ran on time. Nobody was hurt. Rain is expected."
)


def targets(nlp: Language, text: str) -> list[Targeted]:
    parse = parse_text(nlp, text)
    authority = load_authority()
    article = Article("a", text, published="2024-03-12")
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
    return extractor.extract(Article("a", text, published="2024-03-12"))


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


class Undated:
    def of(self, head: int) -> str:
        return ""


def test_what_is_said_again_is_no_new_act(nlp: Language) -> None:
    one, two = targets(
        nlp, "Mara Lindqvist said Olaf Berg lied. Mara Lindqvist added that Olaf Berg cheated."
    )
    events = stance_events([Said(one, "ACCUSE", 0.6), Said(two, "ACCUSE", 0.8)], Undated())
    assert [event.confidence for event in events] == [0.8]


def test_the_same_words_against_two_are_one_act(nlp: Language) -> None:
    found = targets(nlp, "Mara Lindqvist said Olaf Berg had misled Latvia.")
    [event] = stance_events([Said(x, "ACCUSE", 0.7) for x in found], Undated())
    assert set(event.targets) == {"person/Olaf_Berg", "country/LVA"}


def test_an_act_that_a_trigger_tells_is_not_told_again(nlp: Language) -> None:
    [one] = targets(nlp, "Mara Lindqvist said Olaf Berg lied.")
    [stance] = stance_events([Said(one, "ACCUSE", 0.7)], Undated())
    other = Event(
        "v0", "ACCUSE", "", stance.trigger, stance.agents, (), "", "", "positive", "actual", ""
    )
    assert without_told([other], [stance]) == (other,)


def test_nothing_is_found_without_reports(nlp: Language) -> None:
    weights = StanceWeights(("-", "ACCUSE"), {})
    parse = parse_text(nlp, "The road is open.")
    authority = load_authority()
    article = Article("a", parse.text)
    references = References(parse, article, link_entities(parse, article, authority), authority)
    assert find_said(parse, (), references, weights) == []
