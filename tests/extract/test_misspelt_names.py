"""Which words are a country's name but for one slip of the pen, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.known_names import known_names
from politigraph.extract.misspelt_names import misspelt_countries, slips
from politigraph.ontology.authority import load_authority
from politigraph.ontology.places import load_places


def found(nlp: Language, text: str) -> list[tuple[str, str]]:
    parse, authority = parse_text(nlp, text), load_authority()
    hits = misspelt_countries(parse, known_names(parse, authority), authority, load_places())
    assert not any(hit.exact for hit in hits)
    return [(parse.word[hit.start], hit.senses[0].entity) for hit in hits]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ukrane asked its neighbours for grain on Monday.", "country/UKR"),
        ("The talks with Kazahkstan began on Monday.", "country/KAZ"),
        ("The Iranain ambassador left on Monday.", "country/IRN"),
        ("Quatar asked for talks on Monday.", "country/QAT"),
    ],
)
def test_one_slip_is_seen_through(text: str, country: str, nlp: Language) -> None:
    assert [entity for _, entity in found(nlp, text)] == [country]


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine asked its neighbours for grain on Monday.",
        "Mr. Greene asked for talks on Monday.",
        "Frances Arvell asked for talks on Monday.",
        "Talks between the two Koreas began on Monday.",
        "The Chin Hills are quiet.",
    ],
)
def test_names_of_their_own_are_left_alone(text: str, nlp: Language) -> None:
    assert found(nlp, text) == []


@given(st.text(alphabet="abcdefghij", min_size=2, max_size=9))
def test_a_slip_drops_a_letter_or_exchanges_two(word: str) -> None:
    for slip in slips(word):
        assert len(slip) == len(word) - 1 or sorted(slip) == sorted(word)
