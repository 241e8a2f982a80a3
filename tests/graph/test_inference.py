"""Copies, contradictions and agreement: found by rules, kept apart, and never in the way."""

from random import Random
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from politigraph.extract.records import Extraction
from politigraph.graph.clauses import clauses
from politigraph.graph.errors import StoreReadOnly
from politigraph.graph.inference import Inferred, drop, infer, linked_claims
from politigraph.graph.iris import INFERRED_GRAPH, graph_iri
from politigraph.graph.mapping import article_quads
from politigraph.graph.near_duplicates import Dated, near_duplicates
from politigraph.graph.network import network
from politigraph.graph.store import Store
from tests.conftest import ROOT
from tests.graph.extractions import extractions
from tests.graph.press import HARBOUR, MARA, NORWAY, SWEDEN, TOMAS, Press

COERCE = {"agents": (NORWAY.id,), "targets": (HARBOUR.id,), "claim": "c0"}


def store_of(*parts: Press | Extraction) -> Store:
    store = Store.memory()
    for part in parts:
        extraction = part.extraction() if isinstance(part, Press) else part
        store.put(article_quads(extraction))
    return store


def pair(first: str, second: str, day: str = "2024-05-16", **fields: Any) -> tuple[Press, Press]:
    """Return two articles of two outlets in which two people say something each."""
    one, other = Press("a", "Baltic Herald", "2024-05-14"), Press("b", "Coast Courier", day)
    one.says(MARA, first, about=(HARBOUR,))
    other.says(TOMAS, second, about=(HARBOUR,), **fields)
    return one, other


def drawn(store: Store) -> list[tuple[str, str]]:
    infer(store)
    return [
        (row.relation, row.method)
        for relation in ("contradicts", "agreesWith")
        for row in linked_claims(store, relation)
    ]


def told(verb: str, *, day: str = "", doubtful: bool = False, **fields: Any) -> Press:
    """Return an article in which somebody says that Norway closed the port, or denies it."""
    name = f"{verb}-{day}"
    press = Press(name, "Coast Courier", "2024-05-16")
    speaker = MARA if fields.get("speech_act") == "deny" else TOMAS
    press.says(speaker, f"Norwegian ships {verb} Vesterholm", about=(HARBOUR, "v0"), **fields)
    negative = "not" in verb
    press.happens(
        "COERCE",
        verb.split()[-1],
        date=day,
        polarity="negative" if negative else "positive",
        doubtful=doubtful,
        **COERCE,
    )
    return press


# -- events


@pytest.mark.parametrize(
    ("fields", "method"),
    [({}, "event-denied"), ({"speech_act": "accuse"}, "accusation-denied")],
    ids=["assertion", "accusation"],
)
def test_a_denial_contradicts_who_says_it_happened(fields: dict[str, Any], method: str) -> None:
    denial = told("blocked", speech_act="deny", polarity="negative")
    store = store_of(told("closed", **fields), denial)
    assert drawn(store) == [("contradicts", method)]
    [row] = linked_claims(store)
    assert {row.first.evidence.sentence, row.second.evidence.sentence} == {
        "Tomas Vael said that Norwegian ships closed Vesterholm.",
        "Mara Lindqvist said that Norwegian ships blocked Vesterholm.",
    }
    assert 0 < row.confidence < 1


def test_not_doing_it_contradicts_doing_it_and_denying_that_agrees_with_neither() -> None:
    store = store_of(told("closed"), told("did not block"))
    assert drawn(store) == [("contradicts", "event-denied")]
    # To deny that it did not happen is to say that it did.
    double = told("did not block", speech_act="deny", polarity="negative")
    assert drawn(store_of(told("closed"), double)) == [("agreesWith", "same-event")]


@pytest.mark.parametrize(
    "fields",
    [{"certainty": "possible"}, {"speech_act": "demand"}, {"speech_act": "promise"}],
    ids=str,
)
def test_what_is_only_possible_or_wished_for_contradicts_nothing(fields: dict[str, Any]) -> None:
    assert drawn(store_of(told("closed", **fields), told("did not block"))) == []


def test_a_doubtful_event_is_nothing_to_disagree_about() -> None:
    assert drawn(store_of(told("closed", doubtful=True), told("did not block"))) == []


def test_another_day_is_another_event() -> None:
    march, may = told("closed", day="2024-03-01"), told("did not block", day="2024-05-15")
    assert drawn(store_of(march, may)) == []
    month = told("did not block", day="2024-03-01/2024-03-31")
    assert drawn(store_of(march, month)) == [("contradicts", "event-denied")]


# -- words


def test_the_same_words_with_a_not_contradict() -> None:
    store = store_of(*pair("Vesterholm is a Swedish port", "Vesterholm is not a Swedish port"))
    assert drawn(store) == [("contradicts", "words-negated")]


def test_denying_the_same_words_contradicts() -> None:
    words = "the harbour master opened the Vesterholm lock"
    store = store_of(*pair(words, words, speech_act="deny", polarity="negative"))
    assert drawn(store) == [("contradicts", "words-negated")]


def test_the_same_words_by_two_people_agree() -> None:
    words = "the harbour master opened the Vesterholm lock"
    assert drawn(store_of(*pair(words, words))) == [("agreesWith", "same-words")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # What «we» and «it» are depends on who speaks.
        ("we will never leave the harbour talks", "we will leave the harbour talks"),
        ("Vesterholm is a Swedish port", "Sandholm is not a Swedish port"),
        ("Vesterholm would be a Swedish port", "Vesterholm is not a Swedish port"),
        ("the talks failed", "the talks have not failed"),
        (
            "Mara Lindqvist, Norway's deputy foreign minister, opened the lock",
            "Mara Lindqvist, Norway's deputy foreign minister, went to Sandholm",
        ),
    ],
)
def test_unlike_claims_are_not_linked(first: str, second: str) -> None:
    assert drawn(store_of(*pair(first, second))) == []


def test_a_claim_does_not_contradict_the_one_it_stands_in() -> None:
    press = Press("a", "Baltic Herald", "2024-05-14")
    press.says(MARA, "Vesterholm is a Swedish port")
    press.says(TOMAS, "Vesterholm is not a Swedish port", embedded_in="c0")
    assert drawn(store_of(press)) == []


# -- numbers


@pytest.mark.parametrize(
    ("first", "second", "linked"),
    [
        ("eleven ships left Vesterholm harbour", "thirteen ships left Vesterholm harbour", True),
        ("11 ships left Vesterholm harbour", "eleven ships left Vesterholm harbour", False),
        (
            "eleven ships left Vesterholm harbour",
            "at least 13 ships left Vesterholm harbour",
            False,
        ),
        ("eleven ships left Vesterholm harbour", "thirteen buses left Vesterholm harbour", False),
        ("ships left Vesterholm harbour on 3 May", "ships left Vesterholm harbour on 5 May", False),
    ],
)
def test_two_counts_of_the_same_contradict(first: str, second: str, linked: bool) -> None:
    found = drawn(store_of(*pair(first, second)))
    assert (("contradicts", "numbers-differ") in found) == linked


def test_a_month_later_another_count_is_no_contradiction() -> None:
    first, second = "eleven ships left Vesterholm harbour", "nine ships left Vesterholm harbour"
    assert drawn(store_of(*pair(first, second, day="2024-06-20"))) == []


# -- copies


def story(number: str = "eleven", article: str = "a", day: str = "2024-05-14") -> Press:
    press = Press(article, f"Outlet {article}", day)
    press.says(MARA, f"{number} ships left the harbour before the storm")
    press.says(TOMAS, "the harbour master opened the Vesterholm lock", about=(SWEDEN,))
    press.tells("The storm had come from the north in the night and broke two of the oldest piers.")
    press.tells("Nobody was hurt, and the ferries to the islands went again in the afternoon.")
    return press


def test_a_copy_is_found_and_its_changed_number_too_but_it_does_not_agree_with_itself() -> None:
    store = store_of(story(), story("thirteen", "b", "2024-05-16"))
    assert drawn(store) == [("contradicts", "number-changed-in-copy")]
    [row] = store.query("SELECT ?copy ?original { ?copy :duplicateOf ?original }")
    assert [str(row[name])[-1] for name in ("copy", "original")] == ["b", "a"]


def test_a_copy_counts_once_in_networks() -> None:
    store = store_of(story(), story("eleven", "b", "2024-05-16"))
    infer(store)
    key = (TOMAS.id, SWEDEN.id, "said")
    assert network(store, "speech").edges[key]["evidence"] == ("a/claim/c1",)
    assert network(store, "speech", copies=True).edges[key]["weight"] == 2


words = st.lists(st.sampled_from(["port", "lock", "ship", "pier", "quay"]), max_size=40)


@given(st.lists(words, max_size=6), st.randoms(use_true_random=False))
def test_copies_do_not_depend_on_the_order_and_originals_are_no_copies(
    texts: list[list[str]], random: Random
) -> None:
    dated = [Dated(str(number), "", " ".join(text)) for number, text in enumerate(texts)]
    found = near_duplicates(dated)
    random.shuffle(dated)
    assert near_duplicates(dated) == found
    assert not {copy.copy for copy in found} & {copy.original for copy in found}


# -- the inferred graph


def content(store: Store) -> set[str]:
    return {str(quad) for quad in store.oxigraph}


def test_inferring_twice_changes_nothing_and_dropping_restores() -> None:
    store = store_of(story(), story("thirteen", "b", "2024-05-16"))
    before = content(store)
    assert infer(store) == Inferred(duplicates=1, contradictions=1, agreements=0)
    after, name = content(store), store.fingerprint
    infer(store)
    assert (content(store), store.fingerprint) == (after, name)
    assert {quad.split()[-1] for quad in after - before} == {f"<{INFERRED_GRAPH}>"}
    drop(store)
    assert content(store) == before


@settings(deadline=None, max_examples=20)
@given(extractions("a"), extractions("b"))
def test_adding_two_and_deleting_one_is_adding_the_other(
    first: Extraction, second: Extraction
) -> None:
    store, alone = store_of(first, second), store_of(first)
    infer(store)
    store.delete(graph_iri("b"))
    for one in (store, alone):
        infer(one)
    assert content(store) == content(alone)


def test_the_inferred_graph_keeps_to_the_shapes() -> None:
    store = store_of(*pair("Vesterholm is a Swedish port", "Vesterholm is not a Swedish port"))
    infer(store)
    triples = ox.serialize((quad.triple for quad in store.oxigraph), format=ox.RdfFormat.N_TRIPLES)
    union = Graph().parse(data=triples, format="nt")
    shapes = Graph().parse(ROOT / "ontology" / "shapes.ttl")
    conforms, _, report = pyshacl.validate(union, shacl_graph=shapes, advanced=True)
    assert conforms, report


def test_links_can_be_chosen_by_speaker_and_outlet() -> None:
    store = store_of(*pair("Vesterholm is a Swedish port", "Vesterholm is not a Swedish port"))
    infer(store)
    assert len(linked_claims(store, speaker="Mara Lindqvist")) == 1
    assert len(linked_claims(store, publisher="Coast Courier")) == 1
    assert linked_claims(store, "agreesWith") == []


def test_a_store_open_for_reading_is_not_written(tmp_path: object) -> None:
    folder = f"{tmp_path}/kg"
    with Store.open(folder, writable=True) as store:
        store.put(article_quads(story().extraction()))
    with Store.open(folder) as store, pytest.raises(StoreReadOnly):
        infer(store)


# -- clauses


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Norway did not close the port", True),
        ("Norway didn't close the port", True),
        ("Nobody never left", False),
        ("Norway closed the port", False),
    ],
)
def test_negation_of_a_clause(text: str, negated: bool) -> None:
    assert [clause.negated for clause in clauses(text)] == [negated]


@given(st.text())
def test_any_text_has_clauses_with_words(text: str) -> None:
    assert all(clause.words for clause in clauses(text))
