"""What must hold of the attributions of any text."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract.annotate import load_pipeline, parse_text
from politigraph.extract.attribution import find_attributions
from politigraph.extract.records import Attribution, Span
from politigraph.extract.weights import load_weights

SENTENCES = [
    "The navy said that two ships sank in the storm.",
    "“We are ready,” the minister said. “They are not.”",
    "Prices, the bank said, will rise next year.",
    "According to two officials familiar with the talks, a deal is close.",
    "The ministry said the rebels had denied that they fired first.",
    "The general called the offer “dead on arrival” and refused to sign.",
    "“If they attack,” Lindqvist warned, “we will answer.”",
    "Nobody was hurt.",
    "“The road is open.",
    "He added that the king hoped to return.",
    "The council urged both sides to stop fighting, the paper's editor wrote.",
    "The so-called “peace corridor” is closed",
    "AALTO: We will not sign.",
    "The ship reportedly sank, said the navy’s spokesman.",
]

texts = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from([" ", "\n\n", "\n"])),
    min_size=1,
    max_size=6,
).map(lambda parts: "".join(sentence + gap for sentence, gap in parts))
noise = st.text(alphabet="said he “”\"'‘’.,:–—\nA ", max_size=60)

few = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module", params=["default", "none"])
def weights_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def attributions(text: str, weights: str) -> tuple[Attribution, ...]:
    return find_attributions(parse_text(load_pipeline(), text), load_weights(weights))


def inside(spans: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    return all(any(span in other for other in others) for span in spans)


@given(texts | noise)
@few
def test_spans_lie_inside_the_text(weights_name: str, text: str) -> None:
    for found in attributions(text, weights_name):
        assert found.content
        for span in (*found.source, *found.cue, *found.content):
            assert span.end <= len(text)
            assert span.of(text).strip() == span.of(text)


@given(texts)
@example(
    "“The road is open. The navy said that two ships sank in the storm.\n\n“The road is open. "
)
@few
def test_a_content_never_holds_its_own_cue(weights_name: str, text: str) -> None:
    for found in attributions(text, weights_name):
        assert not any(cue.overlaps(part) for cue in found.cue for part in found.content)


@given(texts)
@few
def test_same_text_same_attributions(weights_name: str, text: str) -> None:
    assert attributions(text, weights_name) == attributions(text, weights_name)


@given(texts)
@few
def test_contents_nest_or_stand_apart(weights_name: str, text: str) -> None:
    found = attributions(text, weights_name)
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            if any(a.overlaps(b) for a in one.content for b in other.content):
                assert inside(one.content, other.content) or inside(other.content, one.content)


@given(texts)
@few
def test_an_unrelated_paragraph_changes_nothing_before_it(weights_name: str, text: str) -> None:
    base = text.strip() + "\n\nRain fell on the hills all night."
    longer = base + "\n\nThe river was high and the fields were wet."
    assert attributions(base, weights_name) == attributions(longer, weights_name)


def test_each_names_its_rule_and_a_score(nlp: Language) -> None:
    parse = parse_text(nlp, " ".join(SENTENCES))
    for found in find_attributions(parse, load_weights()):
        assert found.rule
        assert 0 < found.score <= 1
        assert found.quote_type in ("direct", "indirect", "mixed")
