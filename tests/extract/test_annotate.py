"""Parses: offsets, paragraphs, trees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract.annotate import load_pipeline, parse_text, parse_texts
from politigraph.extract.errors import UnknownModel


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Talks resume in Ankara\n\nThe two sides met on Monday.", 2),
        ("They met on Monday.\nThey parted on Tuesday.", 2),
        ("“They met.”\nHe left.", 2),
        ("They met on a cold\nMonday in March.", 1),
        ("They met. They parted.", 1),
    ],
)
def test_paragraphs_end_at_blank_lines_and_finished_lines(
    nlp: Language, text: str, paragraphs: int
) -> None:
    parse = parse_text(nlp, text)
    assert parse.paragraph_of[-1] + 1 == paragraphs


def test_a_headline_is_a_sentence_of_its_own(nlp: Language) -> None:
    parse = parse_text(nlp, "Talks resume in Ankara\n\nThe two sides met on Monday.")
    assert [parse.span(*s).of(parse.text) for s in parse.sentences] == [
        "Talks resume in Ankara",
        "The two sides met on Monday.",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("MOSCOW, March 14 - Russia will not talk, Arkady Velin said.", "MOSCOW, March 14 -"),
        ("NEW YORK (Black Sea Wire) — They met.", "NEW YORK (Black Sea Wire) —"),
        ("THE HAGUE – They met.", "THE HAGUE –"),
        ("NATO - the alliance - met.", "NATO - the alliance - met."),
        ("RT-MOSCOW does not talk.", "RT-MOSCOW does not talk."),
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(nlp: Language, text: str, first: str) -> None:
    parse = parse_text(nlp, text)
    assert parse.span(*parse.sentences[0]).of(text) == first


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet="Kyiv said “no”. \n\t’–ü😀1", min_size=1, max_size=80))
def test_every_token_is_the_text_at_its_offsets(nlp: Language, text: str) -> None:
    parse = parse_text(nlp, text)
    for i in range(parse.length):
        assert text[parse.start[i] : parse.end[i]] == parse.word[i]
        assert i in parse.subtree(i)
        low, high = parse.edges(i)
        assert {low, high - 1} <= set(parse.subtree(i))


def test_neighbouring_tokens_join_into_one_span(nlp: Language) -> None:
    parse = parse_text(nlp, "Kyiv said no again.")
    assert [s.of(parse.text) for s in parse.spans([0, 1, 3])] == ["Kyiv said", "again"]


def test_a_range_of_whitespace_is_no_span(nlp: Language) -> None:
    parse = parse_text(nlp, "Kyiv.\n\nMoscow.")
    [space] = [i for i in range(parse.length) if parse.is_space[i]]
    with pytest.raises(ValueError, match="empty token range"):
        parse.span(space, space + 1)


def test_a_batch_gives_what_single_texts_give(nlp: Language) -> None:
    texts = ["Kyiv said no.", "Two officials denied it on Tuesday.", "They met in Ankara."]
    together = [p.head for p in parse_texts(nlp, texts)]
    assert together == [parse_text(nlp, text).head for text in texts]


def test_an_unknown_model_is_one_error_with_a_hint() -> None:
    with pytest.raises(UnknownModel, match="no spaCy pipeline named 'xx_none'") as caught:
        load_pipeline("xx_none")
    assert "install it" in caught.value.hint
