"""What is learned about events: each property of an act counts once, as when it was learned."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.entities import link_entities
from politigraph.extract.event_actors import Casting
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_model import StanceWeights, load_event_model
from politigraph.extract.event_readings import read_events
from politigraph.extract.event_trust_features import Judged, trust_features
from politigraph.extract.records import Article
from politigraph.extract.references import References
from politigraph.ontology.authority import load_authority

phrases = st.sampled_from(
    ["in Riga", "in March", "in 2019", "in 2021", "at sea", "on Monday", "not", "never", "again",
     "with Latvia", "by Latvia", "and Latvia", "the army", "the port", "over the port"]
)  # fmt: skip
acts = st.sampled_from(
    [
        "Norway attacked",
        "Norway has not been",
        "Norway's attack",
        "talks",
        "Norway met",
        "the raids",
    ]
)


def features_of(nlp: Language, text: str) -> list[list[str]]:
    parse = parse_text(nlp, text)
    article = Article("a", text, published="2024-03-12")
    authority = load_authority()
    references = References(parse, article, link_entities(parse, article, authority), authority)
    casting = Casting(parse, references)
    return [
        trust_features(
            parse,
            found,
            casting.cast(found.candidate, found.reading.type, found.trigger, False),
            Judged(0.5, None),
        )
        for found in read_events(parse, load_event_lexicon(), load_event_model().types)
    ]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(acts, st.lists(phrases, max_size=5)), min_size=1, max_size=3))
def test_no_property_of_an_act_is_named_twice(
    nlp: Language, clauses: list[tuple[str, list[str]]]
) -> None:
    text = " ".join(" ".join((act, *rest)) + "." for act, rest in clauses)
    for names in features_of(nlp, text):
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norway attacked Latvia in March in Riga.", "prep=in"),
        ("Norway attacked Latvia in 2019 and 2021.", "date=<year>"),
    ],
)
def test_a_second_phrase_of_the_same_form_adds_no_second_weight(
    nlp: Language, text: str, name: str
) -> None:
    [names] = features_of(nlp, text)
    assert names.count(name) == 1


named = st.lists(st.sampled_from(["is=liar", "is=brave", "act=ask", "unknown"]), max_size=4)


@given(named, named)
def test_a_property_of_a_report_that_is_given_twice_counts_once(
    names: list[str], again: list[str]
) -> None:
    table: dict[str, tuple[float, ...]] = {
        "is=liar": (-1.0, 1.0),
        "is=brave": (0.25, -0.5),
        "act=ask": (0.5, 0.125),
    }
    weights = StanceWeights(("-", "ACCUSE"), table)
    repeated = [*names, *(name for name in again if name in names)]
    assert weights.likeliest(repeated) == weights.likeliest(list(dict.fromkeys(names)))
