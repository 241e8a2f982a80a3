"""What patterns find in two small articles, and whom their names mean."""

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph, Variable

from politigraph.graph.close_names import close_names
from politigraph.graph.errors import AmbiguousName, InvalidFilter, UnknownItem
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.pattern_relation import relation_pattern
from tests.graph.press import AINO, FINLAND, HARBOUR, MARA, NORWAY, SWEDEN, TOMAS, Press
from tests.servers import KINDS, empty_store


@pytest.fixture(scope="module", params=KINDS)
def graph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    herald = Press("a1", "Baltic Herald", "2024-05-14")
    herald.says(MARA, "Norway closed the port", about=(NORWAY, "v0"), said_on="2024-05-13")
    herald.happens("COERCE", "closed", mode="restrict", agents=(NORWAY.id,), date="2024-05-10")
    herald.says(
        TOMAS,
        "Sweden attacked Norway",
        cue="denied",
        speech_act="deny",
        polarity="negative",
        about=(SWEDEN, "v1"),
    )
    herald.happens("ASSAULT", "attacked", agents=(SWEDEN.id,), targets=(NORWAY.id,), claim="c1")
    herald.tells("Sweden will attack Finland.")
    herald.happens("ASSAULT", "attack", agents=(SWEDEN.id,), targets=(FINLAND.id,), realis="future")
    herald.tells("Norway did not shell Finland.")
    herald.happens(
        "ASSAULT", "shell", agents=(NORWAY.id,), targets=(FINLAND.id,), polarity="negative"
    )
    courier = Press("b2", "Coast Courier", "2024-06-02")
    outer = courier.says(AINO, "Mara Lindqvist had warned that Norway was weak", about=(MARA,))
    courier.says(
        MARA,
        "Norway was weak",
        cue="warned",
        speech_act="warn",
        certainty="possible",
        about=(NORWAY,),
        embedded_in=outer,
        addressee=SWEDEN.id,
    )
    courier.says(MARA, "Finland should hurry", cue="warned", speech_act="warn", about=(FINLAND,))
    courier.tells("Sweden and Finland met in Vesterholm.")
    courier.happens(
        "CONSULT",
        "met",
        agents=(SWEDEN.id, FINLAND.id),
        place=HARBOUR.id,
        date="2024-05-30/2024-06-01",
    )
    courier.tells("Norway shelled Finland.")
    courier.happens("ASSAULT", "shelled", agents=(NORWAY.id,), targets=(FINLAND.id,))
    with empty_store(request.param, tmp_path_factory.mktemp("kg")) as store:
        kg = KnowledgeGraph(store)
        kg.add(herald.extraction())
        kg.add(courier.extraction())
        yield kg


def column(graph: KnowledgeGraph, pattern: str, name: str) -> list[str]:
    return [row[name] for row in graph.ask(pattern)]


@pytest.mark.parametrize(
    ("pattern", "contents"),
    [
        ("Mara Lindqvist said ?c", ["Norway closed the port", "Finland should hurry"]),
        ("Tomas Vael said ?c", []),
        ("?who denied ?c", ["Sweden attacked Norway"]),
        ("Mara Lindqvist reportedlySaid ?c", ["Norway was weak"]),
        ("?who said ?c about Norway", ["Norway closed the port"]),
        ("?who claimed ?c . ?c about Norway", ["Norway closed the port", "Norway was weak"]),
        ("?c to Sweden", ["Norway was weak"]),
        ("?c inside ?d . Aino Salmi said ?d", ["Norway was weak"]),
        ("?who from Norway . ?who said ?c", ["Norway closed the port", "Finland should hurry"]),
        ("?who said ?c as warn", ["Finland should hurry"]),
        ("?who claimed ?c as warn, deny until 2024-05", ["Sweden attacked Norway"]),
        ("Mara Lindqvist said ?c since 2024-06", ["Finland should hurry"]),
        ("Mara Lindqvist said ?c until 2024-05-14", ["Norway closed the port"]),
        ("Mara Lindqvist said ?c until 2024-05-13", []),
        ("?who said ?c on 2024-05-13", ["Norway closed the port"]),
        ("?who said ?c on 2024-04", []),
        ("Mara Lindqvist said ?c in coast courier", ["Finland should hurry"]),
        ("?who claimed ?c is negative", ["Sweden attacked Norway"]),
        ("?who claimed ?c is possible, probable", ["Norway was weak"]),
        ("?who claimed ?c is possible, negative", []),
        ('?who said ?c saying "SHOULD hurry"', ["Finland should hurry"]),
        ("_ said ?c about Finland", ["Finland should hurry"]),
        ("?who denied ?c about ?e . ?e = Sweden -ASSAULT-> ?b", ["Sweden attacked Norway"]),
        ("?who said ?c . ?c about ?e . ?e = Norway -COERCE-> _", ["Norway closed the port"]),
    ],
)
def test_claims(graph: KnowledgeGraph, pattern: str, contents: list[str]) -> None:
    assert column(graph, pattern, "c_content") == contents


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("?a -ASSAULT-> ?b", ["shelled"]),
        ("?a -ASSAULT-> ?b is any", ["attack", "attacked", "shell", "shelled"]),
        ("?a -ASSAULT-> ?b is future", ["attack"]),
        ("?a -ASSAULT-> ?b is negative", ["shell"]),
        ("?a -ASSAULT-> ?b is positive", ["attacked", "shelled"]),
        ("Norway -ASSAULT-> Finland until 2024-05 is any", ["shell"]),
        ("Norway -?what-> _", ["closed", "shelled"]),
        ("_ -coerce-restrict-> _", ["closed"]),
        ("_ -COERCE-arrest-> _", []),
        ("?a -COERCE-> ?b", []),
        ("Sweden -CONSULT-> ?b", []),
        ("Finland <-CONSULT-> ?b", ["met"]),
        ("Finland <-CONSULT-> Sweden", ["met"]),
        ("_ <-ASSAULT-> Finland", ["shelled"]),
        ("?a -CONSULT-> _ in Vesterholm", ["met", "met"]),
        ("_ -CONSULT-> _ in Coast Courier", ["met"]),
        ("_ -CONSULT-> _ on 2024-05", ["met"]),
        ("_ -CONSULT-> _ on 2024-05-31", ["met"]),
        ("_ -CONSULT-> _ on 2024-06-02", []),
    ],
)
def test_events(graph: KnowledgeGraph, pattern: str, words: list[str]) -> None:
    assert sorted(column(graph, pattern, "event_words")) == words


def test_two_that_met_are_one_row(graph: KnowledgeGraph) -> None:
    [row] = graph.ask("?a <-CONSULT-> ?b")
    assert {row["a_name"], row["b_name"]} == {"Finland", "Sweden"}


def test_an_event_says_who_tells_it(graph: KnowledgeGraph) -> None:
    tellers = {
        row["event_words"]: (row["event_speaker"], row["event_act"])
        for row in graph.ask("?a -ASSAULT-> ?b is any")
    }
    assert tellers["attacked"] == ("Tomas Vael", "deny")
    assert tellers["shelled"] == ("", "")


def test_a_row_says_who_where_when_and_in_which_sentence(graph: KnowledgeGraph) -> None:
    [row] = graph.ask("?who denied ?c")
    start = 50
    assert row == {
        "who": "https://w3id.org/politigraph/id/entity/person/Tomas_Vael",
        "who_name": "Tomas Vael",
        "c": "https://w3id.org/politigraph/id/article/a1/claim/c1",
        "c_date": "2024-05-14",
        "c_speaker": "Tomas Vael",
        "c_act": "deny",
        "c_polarity": "negative",
        "c_certainty": "certain",
        "c_quoteType": "indirect",
        "c_content": "Sweden attacked Norway",
        "c_on": "",
        "c_outlet": "Baltic Herald",
        "c_evidence": f"https://w3id.org/politigraph/id/article/a1#char={start + 23},{start + 45}",
        "c_sentence": "Tomas Vael denied that Sweden attacked Norway.",
    }


def test_an_answer_says_whom_its_names_mean(graph: KnowledgeGraph) -> None:
    answer = graph.ask("mara lindqvist said ?c in Baltic Herald . ?c about country/NOR")
    assert [(meaning.text, meaning.node.id, meaning.node.label) for meaning in answer.meanings] == [
        ("mara lindqvist", "person/Mara_Lindqvist", "Mara Lindqvist"),
        ("country/NOR", "country/NOR", "Norway"),
        ("Baltic Herald", "Baltic_Herald", "Baltic Herald"),
    ]
    assert len(answer) == 1


def test_the_rows_become_a_data_frame(graph: KnowledgeGraph) -> None:
    pytest.importorskip("pandas")
    answer = graph.ask("?who claimed ?c")
    frame = answer.df()
    assert list(frame.columns) == list(answer.columns)
    assert len(frame) == len(answer)


def test_a_notebook_shows_names_and_words_but_no_identifiers(graph: KnowledgeGraph) -> None:
    page = graph.ask("?who denied ?c")._repr_html_()
    assert "<th>who</th><th>c date</th>" in page
    assert "<td>Tomas Vael</td>" in page
    assert "https://" not in page
    assert graph.ask("Tomas Vael said _")._repr_html_() == "<p>no</p>"


PATTERNS = [
    "?who claimed ?c about ?x",
    "?a -ASSAULT-> ?b is any",
    "?who said ?c since 2024 . ?c about ?topic",
    "Sweden <-CONSULT-> ?b in Vesterholm",
    '?x said ?c saying "o"',
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_sparql_of_an_answer_gives_the_same_rows_by_itself(
    graph: KnowledgeGraph, pattern: str
) -> None:
    answer = graph.ask(pattern)
    assert len(answer) > 0
    columns = [name for name in answer.columns if not name.endswith("_sentence")]
    expected = [tuple(row[name] for name in columns) for row in answer]
    results: Any = graph.store.oxigraph.query(answer.sparql, use_default_graph_as_union=True)
    assert [v.value for v in results.variables] == columns
    assert [tuple(term.value if term else "" for term in row) for row in results] == expected


def test_another_engine_finds_the_same(graph: KnowledgeGraph) -> None:
    triples = [quad.triple for quad in graph.store.oxigraph]
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    elsewhere = Graph().parse(data=data or b"", format="nt")
    for pattern in ("?who denied ?c about Sweden", "_ -ASSAULT-> Finland"):
        answer = graph.ask(pattern)
        columns = [name for name in answer.columns if not name.endswith("_sentence")]
        expected = [tuple(row[name] for name in columns) for row in answer]
        found = elsewhere.query(answer.sparql).bindings
        assert [tuple(str(row.get(Variable(c), "")) for c in columns) for row in found] == expected


@pytest.mark.parametrize("pattern", PATTERNS[:3])
@pytest.mark.parametrize("limit", [1, 2])
def test_pages_put_together_are_the_whole_answer(
    graph: KnowledgeGraph, pattern: str, limit: int
) -> None:
    whole = list(graph.ask(pattern, limit=500))
    rows: list[Any] = []
    cursor = ""
    while not rows or cursor:
        page = graph.ask(pattern, limit=limit, cursor=cursor)
        rows += page
        cursor = page.cursor
    assert rows == whole
    assert len(whole) > limit


@pytest.mark.parametrize("cursor", ["!", "W10", "WzFd", "W1tb", "é", "WyJhIiwgImIiLCAiXHVkODAwIl0"])
def test_a_cursor_of_another_pattern_is_refused(graph: KnowledgeGraph, cursor: str) -> None:
    with pytest.raises(InvalidFilter, match="cursor"):
        graph.ask("?who said ?c", cursor=cursor)


@pytest.mark.parametrize(
    ("pattern", "holds"),
    [
        ("Mara Lindqvist said _", True),
        ("Tomas Vael said _", False),
        ("Tomas Vael claimed _ is negative", True),
        ("Tomas Vael claimed _ since 2025", False),
        ("Mara Lindqvist from Norway", True),
    ],
)
def test_without_variables_it_is_a_question_of_yes_or_no(
    graph: KnowledgeGraph, pattern: str, holds: bool
) -> None:
    answer = graph.ask(pattern)
    assert answer.holds is holds
    assert answer.sparql.endswith("}")
    assert not answer.rows


def test_an_unknown_name_is_answered_with_close_ones_and_its_place(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownItem, match="column 10: the graph has no entity 'Norwey'") as caught:
        graph.ask("?who said ?c .\n?c about Norwey since 2022")
    assert caught.value.hint == "did you mean Norway?"
    assert caught.value.__notes__ == ["?c about Norwey since 2022\n         ^^^^^^"]


def test_close_names_compare_words_too(graph: KnowledgeGraph) -> None:
    assert close_names(graph.store, "Lindquist") == ("Mara Lindqvist",)
    assert close_names(graph.store, "Zanzibar") == ()


def test_a_name_of_an_outlet_and_a_place_is_ambiguous_where_both_can_stand() -> None:
    press = Press("c3", "Vesterholm", "2024-01-01")
    press.says(MARA, "Norway is far", about=(NORWAY,))
    press.tells("Vesterholm is a town.")
    with KnowledgeGraph.memory() as kg:
        kg.add(press.extraction())
        with pytest.raises(AmbiguousName, match="an outlet and a place") as caught:
            kg.ask("?a -CONSULT-> ?b in Vesterholm")
        assert len(caught.value.choices) == 2
        assert caught.value.__notes__[0].splitlines()[1].index("^") == 20
        assert kg.ask("?a -CONSULT-> ?b in place/Vesterholm").rows == ()
        assert len(kg.ask("?who said ?c in Vesterholm")) == 1


@pytest.mark.parametrize(
    ("parts", "pattern"),
    [
        (("Putin", "said", "?", "Crimea"), "Putin said ?object . ?object about Crimea"),
        (("?x", "denied", "_"), "?x denied ?object"),
        (("", "about", "Crimea"), "?subject about Crimea"),
        (("", "about", "Crimea", "Kyiv"), "?subject about Crimea . ?subject about Kyiv"),
        (("A said ?c .", "from", "?"), '"A said ?c ." from ?object'),
        (("?", "consult-phone", "_"), "?subject -CONSULT-phone-> _"),
    ],
)
def test_a_relation_is_a_pattern(parts: tuple[str, ...], pattern: str) -> None:
    subject, predicate, target, about = (*parts, "")[:4]
    assert relation_pattern(subject, predicate, target, about) == pattern


@pytest.mark.parametrize(
    ("parts", "hint"),
    [
        (("?", "sayd", "?"), "said"),
        (("?", "CONSULT-shout", "?"), "CONSULT"),
        (("?", "CONSULT", "?", "Crimea"), "leave out about"),
        (("?", "from", "?", "Crimea"), "leave out about"),
    ],
)
def test_an_impossible_relation_is_an_error(parts: tuple[str, ...], hint: str) -> None:
    subject, predicate, target, about = (*parts, "")[:4]
    with pytest.raises(InvalidFilter) as caught:
        relation_pattern(subject, predicate, target, about)
    assert hint in caught.value.hint


def test_a_slip_in_the_speech_act_of_a_relation_is_an_error() -> None:
    with pytest.raises(InvalidFilter, match="no speech act"):
        relation_pattern("?", "said", "?", filters={"as": "warn . ?x said ?y"})
