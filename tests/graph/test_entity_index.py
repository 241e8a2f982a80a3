"""Entities are found by what people type: names, parts of them, and slips of the pen."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politigraph.graph.entity_index import CLOSE, EXACT, PART, PREFIX, WORD, EntityIndex
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.who import HERALD, PRESS, REPORTER

NAMES = {
    "mara lindqvist": {"urn:mara"},
    "lindqvist": {"urn:mara", "urn:firm"},
    "mara vael": {"urn:vael"},
    "amarante": {"urn:town"},
}
INDEX = EntityIndex(NAMES, {"urn:vael": 7, "urn:mara": 3})
words = st.text(string.ascii_lowercase, min_size=4, max_size=10)


def fits(text: str) -> dict[str, int]:
    return {iri: fit for fit, _, iri in INDEX.find(text)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mara Lindqvist", {"urn:mara": EXACT}),
        ("LINDQVIST", {"urn:mara": EXACT, "urn:firm": EXACT}),
        ("mar", {"urn:mara": PREFIX, "urn:vael": PREFIX, "urn:town": PART}),
        ("vae", {"urn:vael": WORD}),
        ("mara lindqvsit", {"urn:mara": CLOSE}),
        ("lindqvst", {"urn:mara": CLOSE, "urn:firm": CLOSE}),
        ("vale", {"urn:vael": CLOSE}),
        ("val", {}),  # Three letters with a slip would be anything.
        ("", {}),
    ],
)
def test_a_name_fits_as_well_as_it_can(text: str, found: dict[str, int]) -> None:
    assert fits(text) == found


def test_of_equal_fits_who_is_mentioned_more_comes_first() -> None:
    assert [iri for *_, iri in INDEX.find("mara")] == ["urn:vael", "urn:mara", "urn:town"]


@given(words, st.data())
@settings(max_examples=50, deadline=None)
def test_one_slip_is_forgiven_anywhere(word: str, data: st.DataObject) -> None:
    index = EntityIndex({word: {"urn:x"}})
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    changed = word[:place] + letter + word[place + 1 :]
    added = word[:place] + letter + word[place:]
    for typed in (word, changed, added, word[:-1]):
        if len(typed) >= 4:
            assert [iri for *_, iri in index.find(typed)] == ["urn:x"]


def test_the_index_is_that_of_the_present_state() -> None:
    graph = KnowledgeGraph.memory()
    graph.add(HERALD)
    assert [row.id for row in graph.entities(q="hagen")] == []
    graph.add(REPORTER)
    assert [row.id for row in graph.entities(q="hagen")] == ["person/Jon_Hagen"]
    assert graph.entity_index is graph.entity_index


def test_the_label_of_who_was_merged_still_finds_its_node() -> None:
    graph = KnowledgeGraph.memory()
    for extraction in PRESS:
        graph.add(extraction)
    graph.merge("Mara Lindqvist", "Tomas Vael")
    assert [row.id for row in graph.entities(q="Tomas Vael")] == ["person/Mara_Lindqvist"]
