"""What a query may ask, what it may not, and what its errors say."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from io import BytesIO

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from politigraph.graph.answer import Iri
from politigraph.graph.errors import (
    InvalidQuery,
    QueryError,
    RefusedQuery,
    UnknownFormat,
    UnknownQuery,
)
from politigraph.graph.iris import ENTITIES_GRAPH, graph_iri
from politigraph.graph.mapping import article_quads
from politigraph.graph.queries import named_query, query_names
from politigraph.graph.read_only import outline
from politigraph.graph.store import Store
from tests.graph.extractions import sample
from tests.servers import KINDS, empty_store


@pytest.fixture(scope="module", params=KINDS)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    with empty_store(request.param, tmp_path_factory.mktemp("store")) as store:
        for article_id in ("one", "other"):
            store.put(article_quads(sample(article_id)))
        yield store


# -- the union of graphs


def test_queries_see_all_articles_without_naming_graphs(store: Store) -> None:
    rows = list(
        store.query(
            "SELECT ?c { person:x :said ?y } ORDER BY ?c".replace("person:x", "?p").replace(
                "?y", "?c"
            )
        )
    )
    assert [row["c"] for row in rows] == [
        f"https://w3id.org/politigraph/id/article/{a}/claim/{c}"
        for a in ("one", "other")
        for c in ("c1", "c2")
    ]


@pytest.mark.parametrize("how", ["in the query", "beside it"])
def test_from_chooses_graphs_of_the_store(store: Store, how: str) -> None:
    graph = graph_iri("one")
    clause = f"FROM <{graph}>" if how == "in the query" else ""
    query = f"SELECT (COUNT(*) AS ?n) {clause} {{ ?s :said ?c }}"
    answer = store.query(query, default_graphs=() if clause else (graph,))
    assert list(answer) == [{"n": 2}]


def test_from_named_and_prefixes_choose_graphs(store: Store) -> None:
    query = """
        PREFIX g: <https://w3id.org/politigraph/id/graph/>
        SELECT (COUNT(*) AS ?n) FROM g:entities FROM NAMED g:one { GRAPH ?g { ?s :said ?c } }"""
    assert list(store.query(query)) == [{"n": 2}]
    assert list(store.query(query.replace("GRAPH ?g", ""))) == [{"n": 0}]


def test_a_graph_elsewhere_is_refused_and_not_fetched(store: Store, endpoint: "Endpoint") -> None:
    with pytest.raises(RefusedQuery, match="not fetched"):
        store.query(f"SELECT * FROM <{endpoint.url}> {{ ?s ?p ?o }}")
    with pytest.raises(RefusedQuery, match="no graph"):
        store.query("ASK { ?s ?p ?o }", default_graphs=["not an IRI"])
    assert endpoint.calls == 0


# -- answers


def test_rows_hold_python_values(store: Store) -> None:
    mention = "<https://w3id.org/politigraph/id/article/one#char=89,103>"
    [row] = store.query(
        f"""SELECT ?m ?begin ?score ?words ?day ?nothing
        {{ BIND({mention} AS ?m) ?m nif:beginIndex ?begin ; :confidence ?score ;
           nif:anchorOf ?words ; nif:referenceContext/schema:datePublished ?day }}"""
    )
    assert row == {
        "m": mention[1:-1],
        "begin": 89,
        "score": Decimal("0.75"),
        "words": "Mara Lindqvist",
        "day": date(2024, 5, 14),
    }
    assert isinstance(row["m"], Iri)
    assert not isinstance(row["words"], Iri)


def test_ill_typed_literals_stay_texts(store: Store) -> None:
    [row] = store.query('SELECT ("never"^^xsd:date AS ?day) ("x"^^xsd:integer AS ?n) {}')
    assert row == {"day": "never", "n": "x"}


def test_the_four_forms_answer_in_their_formats(store: Store) -> None:
    select = store.query("SELECT ?p { ?p :said ?c }")
    assert (select.form, select.variables) == ("SELECT", ("p",))
    assert select.serialize("csv").startswith(b"p\r\n")
    ask = store.query("ASK { ?p :said ?c }")
    assert ask.form == "ASK"
    assert ask.boolean
    assert b"true" in store.query("ASK { ?p :said ?c }").serialize("json")
    construct = store.query("CONSTRUCT WHERE { ?p :denied ?c }")
    assert construct.form == "CONSTRUCT"
    output = BytesIO()
    construct.serialize("nt", output)
    assert output.getvalue().count(b"\n") == 2
    describe = store.query("DESCRIBE <https://w3id.org/politigraph/id/entity/country/NOR>")
    assert describe.form == "DESCRIBE"
    assert {row["predicate"] for row in describe} >= {"https://schema.org/name"}


def test_a_format_of_another_form_is_refused(store: Store) -> None:
    with pytest.raises(UnknownFormat, match="SELECT") as error:
        store.query("SELECT * { ?s ?p ?o }").serialize("ttl")
    assert "csv" in error.value.hint
    with pytest.raises(UnknownFormat):
        store.query("CONSTRUCT WHERE { ?s ?p ?o }").serialize("csv")
    with pytest.raises(QueryError, match="yes or no"):
        _ = store.query("SELECT * { ?s ?p ?o }").boolean


def test_values_are_bound_and_never_read_as_sparql(store: Store) -> None:
    hostile = ox.Literal('" . } DROP ALL # ')
    query = "SELECT ?name { ?p schema:name ?name }"
    assert list(store.query(query, {"name": hostile})) == []
    assert len(list(store.query(query, {"name": ox.Literal("Mara Lindqvist")}))) == 1


# -- errors


@pytest.mark.parametrize(
    ("query", "line", "column", "message", "hint"),
    [
        ("SELECT *\n{ ?s ?p ?o .\n FILTER(?o > ) }", 3, 17, "expected ABS", "w3.org"),
        ("SELECT * { ?s ?p }", 1, 19, "expected LATERAL", "w3.org"),
        ("SELECT * { ?s ex:p ?o }", 1, 20, "prefix ex: is not", "begin with PREFIX ex:"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, 40, "unbound", "w3.org"),
        ("", 1, 1, "expected SELECT, ASK", "w3.org"),
        ("Putin said what?", 1, 10, "expected SELECT, ASK", "w3.org"),
        ("SELECT * { ?s ?p '''open }", 1, 27, "", "w3.org"),
    ],
)
def test_a_syntax_error_names_its_place(
    store: Store, query: str, line: int, column: int, message: str, hint: str
) -> None:
    with pytest.raises(InvalidQuery) as error:
        store.query(query)
    assert message in str(error.value)
    assert (error.value.line, error.value.column) == (line, column)
    assert hint in error.value.hint
    assert "[" not in str(error.value)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }",
        "# SELECT\nclear all",
        "LOAD <http://127.0.0.1/x>",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "BASE <urn:x> DROP ALL",
    ],
)
def test_updates_are_refused(store: Store, update: str) -> None:
    before = len(store)
    with pytest.raises(RefusedQuery, match="would change the store"):
        store.query(update)
    assert len(store) == before


# -- SERVICE


class Endpoint:
    """A listener on the loopback interface that counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.calls = 0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.close()


# Texts that Oxigraph reads as a call, U standing for an address; most call it at once.
CALLS = [
    "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { service silent <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE<U>{ ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<U>{ ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { SERVICEx:y { ?s ?p ?o } }",
    "PREFIX : <U> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { BIND(<U> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { BIND(<U> AS ?e·) SERVICE ?e· { ?s ?p ?o } }",
    "SELECT * { # a comment that ends here \r SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE # why? }\n <U> # { \r\n { ?s ?p ?o } }",
    "SELECT * { FILTER(1 <'x>y') SERVICE <U> { ?s ?p ?o } FILTER('z' != 'z') # '\n }",
    "SELECT * { BIND(1 AS ?a) FILTER(?a<?b)SERVICE?e#>\n{ ?s ?p ?o } }",
    "SELECT * { FILTER(1 <2#>'''\n) SERVICE <U> { ?s ?p ?o } #'''\n }",
    "PREFIX x: <U> SELECT * { ?s ?p x:a\\' SERVICE <U> { ?s ?p ?o } ?s ?p x:a\\' }",
    "PREFIX x: <U> SELECT * { SERVICE x:a\\(b { ?s ?p ?o } }",
    "SELECT * { ?s ?p true SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<U>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<U>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.SERVICE<U>{ ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p \"\"\"a\"\" \\\"\"\"\" . SERVICE <U> { ?s ?p ?o } ?s ?p \"\"\"x\"\"\" }",
]  # fmt: skip


@pytest.mark.parametrize("query", CALLS)
def test_no_other_endpoint_is_called(store: Store, endpoint: Endpoint, query: str) -> None:
    with pytest.raises(RefusedQuery, match="no other endpoint"):
        store.query(query.replace("U", endpoint.url))
    assert endpoint.calls == 0


def test_oxigraph_by_itself_would_call(endpoint: Endpoint) -> None:
    store = Store.memory()
    for query in CALLS:
        with suppress(OSError, RuntimeError):  # Some leave the address unbound.
            store.oxigraph.query(query.replace("U", endpoint.url))
    assert endpoint.calls > len(CALLS) / 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service a ?Service }",
        'SELECT * { ?s ?p "SERVICE <http://example.org/> { ?s ?p ?o }" }',
        "SELECT * { ?s ?p '''it's SERVICE <http://example.org/> { ?s ?p ?o }''' }",
        "# SERVICE <http://example.org/> {\nSELECT * { ?s ?p ?o }",
        "PREFIX service: <urn:s> SELECT * { service:a service:b ?x FILTER(?x > 1) }",
        "PREFIX service: <urn:s> SELECT * { GRAPH service:a { ?s ?p ?o } }",
        "SELECT * { GRAPH <http://example.org/service/a> { ?s ?p ?o } }",
        "SELECT * { ?service <http://example.org/service#x> ?y . ?y ?z 'secret service' }",
        "SELECT * { VALUES ?service { 1 2 } }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) ?s ?p 'SERVICE <urn:x> {' }",
    ],
)
def test_the_word_service_alone_is_no_call(store: Store, query: str) -> None:
    list(store.query(query))


@given(st.text(alphabet="SERVICEservice <>'\"#\\\n\r{}()?:ax.", max_size=40))
@example("SERVICE")
def test_no_text_breaks_the_outline(text: str) -> None:
    with suppress(RefusedQuery):
        outline(text)


@given(
    st.text(alphabet="<>'\"#\\\n\r{}()?:ax. ", max_size=30),
    st.sampled_from(["SERVICE <http://127.0.0.1:1/> {", "service?a{", "SERVICE\r:x #\n{"]),
    st.text(alphabet="<>'\"#\\\n\r{}()?:ax. ", max_size=30),
)
def test_whatever_surrounds_a_call_oxigraph_never_sees_it(
    before: str, call: str, after: str
) -> None:
    query = f"SELECT * {{ {before} {call} ?s ?p ?o }} {after} }}"
    try:
        outline(query)
    except RefusedQuery:
        return
    # It passed: then the call stands in a string or a comment, or nothing can run at all.
    with suppress(SyntaxError):
        ox.Store().query(query)


# -- named queries


@pytest.mark.parametrize("name", query_names())
def test_every_named_query_runs_and_says_what_it_answers(store: Store, name: str) -> None:
    query = named_query(name)
    assert query.answers
    assert query.text.startswith("# ")
    list(store.query(query.text))
    list(store.query(query.bound(())))
    for parameter in query.parameters:
        list(store.query(query.bound([parameter]), {parameter: ox.Literal("x")}))


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownQuery, match="'clams'") as error:
        named_query("clams")
    assert "claims" in error.value.hint


def test_the_entities_graph_is_one_of_the_store(store: Store) -> None:
    answer = store.query(
        f"SELECT (COUNT(*) AS ?n) FROM <{ENTITIES_GRAPH}> {{ ?e schema:name ?n_ }}"
    )
    [row] = answer
    assert row["n"] == 10
