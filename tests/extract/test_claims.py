"""What a claim says of its act, stance, speaker and place among other claims."""

import re
from collections.abc import Sequence

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.attribution import find_attributions
from politigraph.extract.claims import build_claims
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Claim, Event, Mention, Span
from politigraph.extract.weights import load_weights


class ByName:
    """References that know each capitalised name, by its last word."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        self.mentions = tuple(
            Mention(Span(*m.span()), f"person/{m[0]}", "name")
            for m in re.finditer(r"(?<!^)\b(?:Aalto|Lindqvist|Oslo|Norlund)\b", parse.text)
        )

    def entity_of(self, head: int) -> str:
        word = self._parse.word[head]
        return "" if word in ("I", "We") else f"person/{word}"

    def speaker_of(self, attribution: Attribution) -> str:
        return "" if attribution.source_head is None else self.entity_of(attribution.source_head)


class Weekdays:
    """Dates that know a weekday below a verb."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse

    def of(self, head: int) -> str:
        below = self._parse.subtree(head)
        return "2024-05-07" if any(self._parse.word[i] == "Tuesday" for i in below) else ""


def claims_of(nlp: Language, text: str, events: Sequence[Event] = ()) -> tuple[Claim, ...]:
    parse = parse_text(nlp, text)
    found = find_attributions(parse, load_weights())
    return build_claims(parse, found, ByName(parse), Weekdays(parse), events)


def outermost(nlp: Language, text: str) -> Claim:
    [claim] = [c for c in claims_of(nlp, text) if not c.embedded_in]
    return claim


ACTS = [
    ("The minister said that he would resign.", "assert"),
    ("The minister denied that he would resign.", "deny"),
    ("The minister did not deny that he would resign.", "decline"),
    ("The minister promised that he would resign.", "promise"),
    ("The minister admitted that he had lied.", "admit"),
    ("The minister predicted that prices would fall.", "predict"),
    ("The minister warned that prices would rise.", "warn"),
    ("The minister asked whether prices would rise.", "ask"),
    ("“Who gave the order to fire?” the minister said.", "ask"),
    ("The minister believes that prices will rise.", "believe"),
    ("The minister refused to comment on the report.", "decline"),
    ("The minister alleged that the vote was bought.", "accuse"),
    ("The minister announced that the port would close.", "announce"),
    ("The minister agreed that the port should close.", "agree"),
    ("The minister proposed that the port be closed.", "propose"),
]


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_speech_act(nlp: Language, text: str, act: str) -> None:
    assert outermost(nlp, text).speech_act == act


POLARITIES = [
    ("The minister said that the port was open.", "positive"),
    ("The minister said that the port was not open.", "negative"),
    ("The minister said that Oslo would never recognise the vote.", "negative"),
    ("The minister said that nobody had been hurt.", "negative"),
    ("The minister denied that the port was open.", "negative"),
    ("The minister said that he did not reject the offer.", "positive"),
    ("“We are ready to talk. We do not reject the offer,” the minister said.", "positive"),
    ("The minister does not believe that the port is open.", "negative"),
]


@pytest.mark.parametrize(("text", "polarity"), POLARITIES)
def test_polarity(nlp: Language, text: str, polarity: str) -> None:
    assert outermost(nlp, text).polarity == polarity


CERTAINTIES = [
    ("The minister said that the port was open.", "certain"),
    ("The minister said that the port might open soon.", "possible"),
    ("The minister said that the port could be open.", "possible"),
    ("The minister said that the port would probably open.", "probable"),
    ("The minister believes that the port is open.", "probable"),
    ("The minister hinted that the port was open.", "possible"),
    ("The minister asked whether the port was open.", "underspecified"),
]


@pytest.mark.parametrize(("text", "certainty"), CERTAINTIES)
def test_certainty(nlp: Language, text: str, certainty: str) -> None:
    assert outermost(nlp, text).certainty == certainty


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The port is open for all ships,” the minister said.", "direct"),
        ("The minister said that the port was open.", "indirect"),
        ("The minister said the port was “wide open for all ships.”", "mixed"),
    ],
)
def test_quote_type(nlp: Language, text: str, kind: str) -> None:
    assert outermost(nlp, text).quote_type == kind


def test_addressee_and_date_of_saying(nlp: Language) -> None:
    claim = outermost(nlp, "The minister told Aalto on Tuesday that the port was open.")
    assert claim.addressee == "person/Aalto"
    assert claim.said_on == "2024-05-07"
    claim = outermost(nlp, "The minister said that the port was open.")
    assert (claim.addressee, claim.said_on) == ("", "")


def test_according_to_names_a_source_and_no_addressee(nlp: Language) -> None:
    claim = outermost(nlp, "According to Aalto, the port was open.")
    assert (claim.speaker, claim.addressee) == ("person/Aalto", "")


def test_a_claim_in_a_claim_is_embedded(nlp: Language) -> None:
    text = "The minister said that Aalto had denied that Lindqvist was in Oslo."
    outer, inner = claims_of(nlp, text)
    assert (outer.embedded_in, inner.embedded_in) == ("", outer.id)
    assert (outer.speech_act, inner.speech_act) == ("assert", "deny")
    assert inner.speaker == "person/Aalto"
    assert outer.about == ("person/Aalto", "person/Lindqvist", "person/Oslo", inner.id)
    assert inner.about == ("person/Lindqvist", "person/Oslo")


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“I think that the vote was fair,” Aalto said.", ["person/Aalto", "person/Aalto"]),
        ("“We think that the vote was fair,” Aalto said.", ["person/Aalto", ""]),
        ("Aalto said that I thought the vote was fair.", ["person/Aalto", ""]),
    ],
    ids=["I, quoted", "we, quoted", "I, not quoted"],
)
def test_i_in_a_quotation_is_whoever_is_quoted(
    nlp: Language, text: str, speakers: list[str]
) -> None:
    assert [c.speaker for c in claims_of(nlp, text)] == speakers


def test_events_in_the_content_are_what_it_is_about(nlp: Language) -> None:
    text = "The minister said that Lindqvist had visited Oslo."
    trigger = Span(text.index("visited"), text.index(" Oslo"))
    outside = Span(0, 3)
    events = [
        Event(name, "CONSULT", "visit", span, (), (), "", "", "positive", "actual", "")
        for name, span in (("v1", trigger), ("v2", outside))
    ]
    [claim] = claims_of(nlp, text, events)
    assert claim.about == ("person/Lindqvist", "person/Oslo", "v1")


def test_ids_come_from_offsets(nlp: Language) -> None:
    text = "The minister said that the port was open."
    [claim] = claims_of(nlp, text)
    content = text.index("that")
    assert claim.id == f"c{content}-{len(text) - 1}-{text.index('said')}"
