"""Which queries are light, and that their answers are those that the store gives otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from politigraph.graph import light_answers
from politigraph.graph.bounded_query import BoundedQuery, QueryLimits
from politigraph.graph.light_answers import MOST_BYTES, answer_at_once
from politigraph.graph.light_queries import light_query
from politigraph.graph.mapping import article_quads
from politigraph.graph.store import Store
from tests.graph.extractions import sample

MARA = "<https://w3id.org/politigraph/id/entity/person/Mara_Lindqvist>"
LIMITS = QueryLimits()

LIGHT = [
    f"SELECT ?p ?o {{ {MARA} ?p ?o }}",
    f"SELECT * WHERE {{ {MARA} :said ?claim . }} LIMIT 5",
    f"select ?n where {{ {MARA} schema:name ?n ; a ?kind . {MARA} :said ?c }}",
    f"SELECT DISTINCT ?p {{ {MARA} ?p ?o }}",
    f"SELECT ?a ?b {{ {MARA} :said ?a, ?b }}",
    'SELECT ?e { ?e schema:name "Mara Lindqvist" }',
    'SELECT ?e { ?e schema:name "Mara Lindqvist"@en }',
    'SELECT ?m { ?m nif:beginIndex "7"^^xsd:integer }',
    "ASK { ?anyone :denied ?c } # what follows a hash is no part of it",
    "PREFIX e: <https://w3id.org/politigraph/id/entity/> SELECT ?p { <urn:a> ?p e:Mara_Lindqvist }",
    "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 200",
    f"ASK {{ {MARA} ?p ?p }}",
]
NOT_LIGHT = [
    "",
    "SELECT",
    "SELECT ?p { }",
    "SELECT ?c { ?p :said ?c . ?c :about ?x }",
    f"SELECT ?n {{ {MARA} :said ?c . ?c :contentText ?n }}",
    f"SELECT ?o {{ {MARA} :said/:contentText ?o }}",
    f"SELECT ?o {{ {MARA} :said* ?o }}",
    f"SELECT ?o {{ {MARA} ^:speaker ?o }}",
    f"SELECT ?o {{ {MARA} (:said|:denied) ?o }}",
    f"SELECT ?p {{ {MARA} ?p ?o FILTER(?o > 5) }}",
    f"SELECT ?p {{ {MARA} ?p ?o OPTIONAL {{ ?o ?q ?r }} }}",
    f"SELECT ?p {{ {MARA} ?p ?o }} ORDER BY ?p",
    f"SELECT ?p {{ {MARA} ?p ?o }} OFFSET 10",
    f"SELECT ?p {{ {MARA} ?p ?o }} GROUP BY ?p",
    f"SELECT (COUNT(*) AS ?n) {{ {MARA} ?p ?o }}",
    f"SELECT ?p FROM <urn:g> {{ {MARA} ?p ?o }}",
    f"SELECT ?p {{ GRAPH ?g {{ {MARA} ?p ?o }} }}",
    f"SELECT ?p {{ {MARA} ?p [] }}",
    f"SELECT ?p {{ {MARA} ?p _:b }}",
    f"SELECT ?p {{ {MARA} ?p ?o }} VALUES ?p {{ :said }}",
    f"SELECT ?p {{ {{ {MARA} ?p ?o }} UNION {{ {MARA} ?o ?p }} }}",
    f"BASE <urn:x> SELECT ?p {{ {MARA} ?p ?o }}",
    "SELECT ?p { <relative> ?p ?o }",
    "SELECT ?p { unknown:name ?p ?o }",
    "SELECT ?o { :a.b:c ?p ?o }",
    "SELECT ?p { ?x ?p 'it\\u0027s' }",
    "SELECT ?p { SERVICE <https://example.org/> { ?s ?p ?o } }",
    'SELECT ?s { ?s ?p "SERVICE" }',
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {MARA} ?p ?o }}",
    f"DESCRIBE {MARA}",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    f"SELECT ?p {{ {MARA} ?p ?o }} ; SELECT ?p {{ ?p ?p ?p }}",
    f"SELECT ?p {{ {MARA} ?p ?o }}{' ' * 3000}",
    f"SELECT\u00a0?p {{ {MARA} ?p ?o }}",
    "SELECT ?p {\x0b?s ?p ?o }",
]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.memory() as made:
        made.put(article_quads(sample()))
        yield made


def at_once(store: Store, asked: BoundedQuery, limits: QueryLimits = LIMITS) -> bytes | None:
    light = light_query(asked.sparql)
    assert light
    return answer_at_once(store, asked, light, limits)


@pytest.mark.parametrize("sparql", LIGHT)
@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_a_light_query_is_answered_as_the_store_answers_it(
    store: Store, sparql: str, format_: str
) -> None:
    if format_ in ("csv", "tsv") and sparql.startswith("ASK"):
        format_ = "json"
    found = at_once(store, BoundedQuery(sparql, solutions=format_))
    assert found == store.query(sparql).serialize(format_)


@pytest.mark.parametrize("sparql", NOT_LIGHT)
def test_what_is_more_than_patterns_of_one_subject_is_not_light(sparql: str) -> None:
    assert light_query(sparql) is None


_PIECES = ["SELECT", "ASK", "?x", "?y", "*", "{", "}", "a", ":said", "<urn:a>", '"x"', ".", ";"]
_PIECES += [",", "LIMIT", "7", "DISTINCT", "/", "+", "(", ")", "#", "\n", "FILTER", "_:b", "'", "<"]


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join))
def test_no_text_is_light_and_means_something_else(sparql: str) -> None:
    """What is taken for light is either no SPARQL, or has the algebra of a few patterns."""
    light = light_query(sparql)
    if light:
        with Store.memory() as store:
            store.oxigraph.add(ox.Quad(*(ox.NamedNode("urn:a"),) * 3, ox.NamedNode("urn:g")))
            found = answer_at_once(store, BoundedQuery(sparql), light, LIMITS)
            assert found is None or found == store.query(sparql).serialize("json")


_SPACES = st.sampled_from([" ", "\n  ", "\t", "\u3000"])
_TERMS = st.sampled_from(
    ["?x", "<urn:a>", "<urn:a\u3000b>", "<urn:é:b>", "<a>", ":said", "a", '"x"']
)
_PLAIN = st.tuples(
    *(st.just(word) for word in ("SELECT", "?x", "?y", "WHERE", "{")),
    *(st.sampled_from(["?x", "$x", "<urn:a>", "<a>", ":said"]), _TERMS, _TERMS),
    *(st.sampled_from(words) for words in (["", "."], ["}", "} LIMIT 7", "} LIMIT", ""])),
)


@given(_PLAIN, st.lists(_SPACES, min_size=10, max_size=10))
@example(("SELECT", "?x", "", "", "{", "<urn:a>", "?x", "?y", "", "}"), [" "] * 10)
def test_the_commonest_form_is_read_as_all_others_are(
    words: Sequence[str], gaps: list[str]
) -> None:
    """A comment is not in that form, and changes nothing."""
    sparql = "".join(chain.from_iterable(zip(gaps, words, strict=True)))
    light = light_query(sparql)
    by_tokens = light_query(f"{sparql} # so")
    assert (light and light.patterns) == (by_tokens and by_tokens.patterns)
    if light and by_tokens and '"' not in sparql:
        assert light == by_tokens


def hub(triples: int) -> Store:
    """Return a store of one subject with many triples of each of three properties."""
    store = Store.memory()
    subject, graph = ox.NamedNode("urn:hub"), ox.NamedNode("urn:g")
    properties = [ox.NamedNode(f"urn:p{n}") for n in range(3)]
    store.oxigraph.bulk_extend(
        ox.Quad(subject, p, ox.NamedNode(f"urn:o{n}"), graph)
        for p in properties
        for n in range(triples)
    )
    return store


def test_what_would_be_long_is_left_to_another_process() -> None:
    with hub(20_000) as store:
        assert at_once(store, BoundedQuery("SELECT * { ?s ?p ?o }")) is None
        assert at_once(store, BoundedQuery("SELECT ?nothing { ?s ?p ?o }")) is None
        short = at_once(store, BoundedQuery("SELECT * { ?s ?p ?o } LIMIT 100"))
        assert short
        assert len(short) < MOST_BYTES
        assert at_once(store, BoundedQuery("ASK { ?s ?p ?o }"))


def test_patterns_that_could_be_joined_for_long_are_left_to_another_process() -> None:
    pairs = BoundedQuery("SELECT ?a { <urn:hub> <urn:p0> ?a ; <urn:p1> ?b ; <urn:none> ?c }")
    repeated = BoundedQuery("SELECT ?x { <urn:hub> ?x ?x }")
    distinct = BoundedQuery("SELECT DISTINCT ?s { <urn:hub> ?s ?o }")
    everywhere = [BoundedQuery("SELECT ?x { ?x ?p ?x }"), BoundedQuery("ASK { ?x ?p ?x }")]
    with hub(21) as small, hub(22) as large:
        assert all(at_once(small, asked) for asked in (pairs, repeated, distinct))
        assert not any(at_once(large, asked) for asked in (pairs, repeated, distinct))
        assert not any(at_once(small, asked) for asked in everywhere)
        # 21 × 21 × 21 steps are too many, though nothing else is.
        many = "SELECT ?a { <urn:hub> <urn:p0> ?a ; <urn:p1> ?b ; <urn:p2> ?c }"
        assert at_once(small, BoundedQuery(many)) is None


def test_writing_that_takes_long_is_left_to_another_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = BoundedQuery("SELECT * { ?s ?p ?o } LIMIT 300")
    with hub(200) as store:
        assert at_once(store, asked)
        monkeypatch.setattr(light_answers, "MOST_SECONDS", -1.0)
        assert at_once(store, asked) is None


def test_the_row_limit_holds(store: Store) -> None:
    asked = BoundedQuery(LIGHT[0])
    rows = len(list(store.query(LIGHT[0])))
    assert at_once(store, asked, replace(LIMITS, rows=rows))
    assert at_once(store, asked, replace(LIMITS, rows=rows - 1)) is None


def test_chosen_graphs_are_left_to_another_process(store: Store) -> None:
    asked = BoundedQuery(LIGHT[0], default_graphs=("urn:g",))
    assert at_once(store, asked) is None
