"""Whatever the articles and judgements, and in whatever order they came: the same graph."""

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from politigraph.extract.records import Entity, Extraction
from politigraph.graph.entity_mapping import country, entity_triples
from politigraph.graph.identity_judgements import Judgement, JudgementKind
from politigraph.graph.mapping import article_quads
from politigraph.graph.store import Store
from tests.graph.extractions import extractions

PERSON, KNOWN, NEW = "person/Mara_Lindqvist", "person/Q0", "person/Mara_Lindqvist~2"
DESCRIBED = {
    KNOWN: Entity(KNOWN, "Tomas Vael", "person", same_as=("https://e.example/Q0",)),
    PERSON: Entity(PERSON, "Mara Lindqvist", "person"),
    NEW: Entity(NEW, "Mara Lindqvist", "person"),
    "organization/Board": Entity("organization/Board", "Board", "organization"),
    "country/NOR": country("NOR"),
}


def held(kind: JudgementKind, entity: str, into: str, *articles: str) -> Judgement:
    triples = [ox.Triple(*triple) for triple in entity_triples(DESCRIBED[into])]
    description = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    return Judgement(kind, entity, into, articles, description=description)


JUDGEMENTS = (
    held("merge", PERSON, KNOWN),
    held("merge", KNOWN, "organization/Board"),
    held("merge", "place/1", "country/NOR"),
    held("split", PERSON, NEW, "a"),
    held("split", KNOWN, NEW, "b"),
    held("merge", KNOWN, PERSON, "b"),
    held("merge", "anonymous/a/0", PERSON),
)
some_judgements = st.lists(st.sampled_from(JUDGEMENTS), unique=True).map(tuple)
articles = st.tuples(extractions("a"), extractions("b"))


def store_of(*parts: Extraction | tuple[Judgement, ...]) -> Store:
    """Return a store in which articles and judgements came in this order."""
    store = Store.memory()
    for part in parts:
        if isinstance(part, Extraction):
            store.put(article_quads(part))
        else:
            store.judge(part)
    return store


def content(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.oxigraph)


@given(articles, some_judgements)
@settings(max_examples=30, deadline=None)
def test_taking_judgements_back_restores_every_byte(
    pair: tuple[Extraction, Extraction], judgements: tuple[Judgement, ...]
) -> None:
    assert content(store_of(*pair, judgements, ())) == content(store_of(*pair))


@given(articles, some_judgements, some_judgements)
@settings(max_examples=30, deadline=None)
def test_what_was_judged_before_does_not_matter(
    pair: tuple[Extraction, Extraction],
    before: tuple[Judgement, ...],
    judgements: tuple[Judgement, ...],
) -> None:
    expected = content(store_of(*pair, judgements))
    assert content(store_of(*pair, before, judgements)) == expected


@given(articles, some_judgements)
@settings(max_examples=30, deadline=None)
def test_an_article_may_come_before_the_judgement_or_after(
    pair: tuple[Extraction, Extraction], judgements: tuple[Judgement, ...]
) -> None:
    one, other = pair
    expected = content(store_of(one, other, judgements))
    assert content(store_of(judgements, other, one)) == expected
    assert content(store_of(one, judgements, other)) == expected


@given(articles, some_judgements)
@settings(max_examples=30, deadline=None)
def test_the_same_article_is_unchanged_and_a_deleted_one_leaves_no_trace(
    pair: tuple[Extraction, Extraction], judgements: tuple[Judgement, ...]
) -> None:
    one, other = pair
    store = store_of(one, other, judgements)
    assert store.put(article_quads(one)) == "unchanged"
    store.delete(article_quads(other).graph)
    assert content(store) == content(store_of(one, judgements))


@given(articles, some_judgements, extractions("a"))
@settings(max_examples=30, deadline=None)
def test_a_replaced_article_leaves_no_trace(
    pair: tuple[Extraction, Extraction], judgements: tuple[Judgement, ...], newer: Extraction
) -> None:
    one, other = pair
    replaced = store_of(one, other, judgements, newer)
    assert content(replaced) == content(store_of(newer, other, judgements))


@given(articles, some_judgements)
@settings(max_examples=15, deadline=None)
def test_no_triple_stands_in_two_graphs(
    pair: tuple[Extraction, Extraction], judgements: tuple[Judgement, ...]
) -> None:
    store = store_of(*pair, judgements)
    quads = list(store.oxigraph)
    assert len({quad.triple for quad in quads}) == len(quads)
