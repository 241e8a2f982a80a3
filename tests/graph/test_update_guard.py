"""What an update may say: nothing is fetched, and WHERE sees what the request names."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from politigraph.graph.errors import InvalidQuery, RefusedQuery
from politigraph.graph.update_guard import guarded

IRI = "http://127.0.0.1:9/"


@pytest.mark.parametrize(
    "update",
    [
        f"LOAD <{IRI}>",
        f"load<{IRI}>into graph<urn:g>",
        f"PREFIX x: <{IRI}> LOAD x:a",
        f"PREFIX x: <{IRI}>LOAD x:a INTO GRAPH x:b",
        f"BASE <{IRI}> LOAD <a>",
        f"CLEAR ALL;LOAD <{IRI}>",
        f"CLEAR ALL ; # a note\n LOAD <{IRI}>",
        f"# a note\rLOAD <{IRI}>",
        f"INSERT DATA {{ <urn:s> <urn:p> 'LOAD <x>' }} ; LOAD <{IRI}>",
    ],
)
def test_load_is_found_wherever_an_operation_begins(update: str) -> None:
    text, refusal = guarded(update)
    assert refusal is not None
    assert "nothing is fetched" in str(refusal)
    ox.Store().update(text)  # What is left is a whole update, and fetches nothing.


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:s> <urn:p> '; LOAD <http://a/>' }",
        "INSERT DATA { <urn:s> <urn:p> '''\nLOAD <http://a/>''' }",
        "# ; LOAD <http://a/>\nCLEAR ALL",
        "PREFIX load: <urn:> INSERT DATA { <urn:s>\nload:bearing 1 }",
        "PREFIX ex: <urn:> INSERT DATA { ex:workload ex:p ex:load }",
        "INSERT DATA { <urn:LOAD> <urn:p> 1 }",
        "",
    ],
)
def test_the_word_alone_is_no_load(update: str) -> None:
    text, refusal = guarded(update)
    assert refusal is None
    assert text == update
    ox.Store().update(text)


def test_a_silent_load_does_nothing_and_the_rest_is_done() -> None:
    store = ox.Store()
    text, refusal = guarded(
        f"LOAD SILENT <{IRI}> INTO GRAPH <urn:g> ; INSERT DATA {{ <urn:s> <urn:p> 1 }}"
    )
    assert refusal is None
    store.update(text)
    assert len(store) == 1


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{IRI}> {{ ?s ?p ?o }} }}",
        f"DELETE {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{IRI}>{{ ?s ?p ?o }} }}",
        f"PREFIX x: <{IRI}> INSERT {{}} WHERE {{ SERVICE x:{{ }} }}",
        # The text after "<" can be read in two ways.
        f"INSERT {{}} WHERE {{ FILTER(1 <'x>y') }} ; LOAD <{IRI}>",
    ],
)
def test_what_calls_or_may_call_out_is_refused(update: str) -> None:
    with pytest.raises(RefusedQuery):
        guarded(update)


@pytest.mark.parametrize("update", ["LOAD x", "LOAD SILENT", "LOAD 'a'", "load:x <urn:a>"])
def test_a_load_of_nothing_never_reaches_the_store(update: str) -> None:
    try:
        text, refusal = guarded(f"CLEAR ALL ; {update}")
    except (InvalidQuery, RefusedQuery):
        return
    assert refusal is None
    with pytest.raises(SyntaxError):
        ox.Store().update(text)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }",
        "DELETE { ?s <urn:x> ?o } INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }",
        "PREFIX u: <urn:> insert { ?s u:q ?o } where { ?s u:p ?o } ;",
        "CLEAR SILENT GRAPH <urn:no> ; INSERT { ?s <urn:q> ?o } WHERE { { ?s <urn:p> ?o } }",
        "INSERT { ?s <urn:q> ?o } # WHERE {\n WHERE { ?s <urn:p> ?o }",
    ],
)
def test_where_sees_the_graphs_of_the_request(update: str) -> None:
    store = ox.Store()
    store.update(
        "INSERT DATA { <urn:0> <urn:p> 0 GRAPH <urn:a> { <urn:1> <urn:p> 1 } "
        "GRAPH <urn:b> { <urn:2> <urn:p> 2 } GRAPH <urn:c> { <urn:3> <urn:p> 3 } }"
    )
    text, _ = guarded(update, ["urn:a", "urn:b"])
    store.update(text)
    made = store.quads_for_pattern(None, ox.NamedNode("urn:q"), None, None)
    assert {quad.object.value for quad in made} == {"1", "2"}  # type: ignore[union-attr]


def test_a_short_deletion_sees_them_too() -> None:
    store = ox.Store()
    data = "<urn:1> <urn:p> 1 GRAPH <urn:a> { <urn:1> <urn:p> 1 }"
    store.update(f"INSERT DATA {{ {data} }}")
    text, _ = guarded("DELETE WHERE { ?s ?p ?o }", ["urn:a"])
    store.update(text)
    assert [str(quad.graph_name) for quad in store] == ["<urn:a>"]


@pytest.mark.parametrize(
    "update",
    [
        "WITH <urn:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 } USING <urn:a> WHERE { ?s ?p ?o }",
        "CLEAR ALL ; INSERT { ?s ?p 1 } USING NAMED <urn:a> WHERE { ?s ?p ?o }",
        "PREFIX u: <urn:> WITH u:a DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_two_datasets_are_an_error(update: str) -> None:
    with pytest.raises(InvalidQuery, match="dataset"):
        guarded(update, using_named=["urn:a"])
    assert guarded(update) == (update, None)


@given(st.text(alphabet="LOADload<>{};:. \n#'\"x\\"))
def test_nothing_is_fetched_whatever_the_text(update: str) -> None:
    try:
        text, refusal = guarded(update)
    except (InvalidQuery, RefusedQuery):
        return
    if refusal is None:
        try:
            ox.Store().update(text, base_iri="urn:x-no-scheme:")
        except SyntaxError:
            return
        except (RuntimeError, OSError, ValueError) as error:
            pytest.fail(f"{update!r} made {text!r}, which fetched: {error}")
