"""The tables of events: what they hold can be found in a text."""

import pytest
from spacy.language import Language

from politigraph.extract.event_lexicon import EventLexicon, load_event_lexicon


@pytest.fixture(scope="module")
def lexicon() -> EventLexicon:
    return load_event_lexicon()


def test_every_word_is_a_token(nlp: Language, lexicon: EventLexicon) -> None:
    # The tokenizer splits "air-strike": a table that has it finds nothing.
    beside = {w for listed in lexicon.collocations.values() for one in listed for w in one.words}
    words = {*lexicon.verbs, *lexicon.nouns, *lexicon.collocations, *beside}
    parts = {part for word in words for part in word.split("_") if not part.startswith("@")}
    assert {part for part in parts if len(nlp.tokenizer(part)) != 1} == set()


def test_nouns_are_single_words(lexicon: EventLexicon) -> None:
    assert [noun for noun in lexicon.nouns if "_" in noun] == []


def test_what_is_named_goes_before_anybody(lexicon: EventLexicon) -> None:
    for listed in lexicon.collocations.values():
        anybody = ["@any" in one.words for one in listed]
        assert anybody == sorted(anybody)
