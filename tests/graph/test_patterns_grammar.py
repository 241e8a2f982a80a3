"""The pattern language: what is read, what is written, what SPARQL it becomes."""

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery

from politigraph.graph.pattern_grammar import (
    ANY,
    CLAIM_FACETS,
    CLAIM_FILTERS,
    EDGES,
    EVENT_FACETS,
    EVENT_FILTERS,
    Anything,
    Filter,
    Happening,
    Name,
    Node,
    Pattern,
    Relation,
    Statement,
    Variable,
)
from politigraph.graph.pattern_kinds import must_hang_together, variable_kinds
from politigraph.graph.pattern_parser import parse_pattern
from politigraph.graph.pattern_sparql import Compiled, compile_pattern
from politigraph.graph.pattern_tokens import PatternError
from politigraph.ontology.schemes import event_types, speech_acts
from politigraph.ontology.terms import ID, PREFIXES

texts = st.text(min_size=1, max_size=12)
names = st.builds(
    Name,
    st.one_of(
        texts.filter(str.strip),
        st.sampled_from(["Bank of England", "in", "U.S.", "J.S", "_", "__", "a-b", '"', "said so"]),
    ),
)
types = st.sampled_from(
    list(event_types()) + [f"{t}-{m}" for t, ms in event_types().items() for m in ms]
)
dates = st.one_of(
    st.dates().map(str), st.dates().map(lambda d: str(d)[:7]), st.dates().map(lambda d: str(d)[:4])
)
words = st.lists(texts, min_size=1, max_size=1).map(tuple)


def filters(allowed: tuple[str, ...], facets: list[str]) -> st.SearchStrategy[tuple[Filter, ...]]:
    values = {
        **dict.fromkeys(("since", "until", "on"), dates.map(lambda date: (date,))),
        "in": names.map(lambda name: (name.text,)),
        "as": st.lists(st.sampled_from(speech_acts()), min_size=1, unique=True).map(tuple),
        "is": st.lists(st.sampled_from(facets), min_size=1, unique=True).map(tuple),
        "saying": words,
    }
    one = [st.builds(Filter, st.just(word), values[word]) for word in allowed]
    return st.lists(st.one_of(one), max_size=3, unique_by=lambda f: f.word).map(tuple)


claim_filters = filters(CLAIM_FILTERS, list(CLAIM_FACETS))
event_filters = st.one_of(
    filters(EVENT_FILTERS, [facet for facet in EVENT_FACETS if facet != ANY]),
    st.just((Filter("is", (ANY,)),)),
)
C, E, WHO = Variable("c"), Variable("e"), Variable("who")


def nodes(*variables: Variable) -> st.SearchStrategy[Node]:
    return st.one_of(st.sampled_from(variables), names, st.builds(Anything))


relations = st.one_of(
    *(
        st.builds(Relation, nodes(WHO), st.just(edge), st.just(C), claim_filters)
        for edge in ("said", "denied", "reportedlySaid", "claimed")
    ),
    st.builds(
        Relation,
        st.just(C),
        st.just("about"),
        nodes(Variable("x"), E, Variable("d")),
        claim_filters,
    ),
    st.builds(Relation, st.just(C), st.just("to"), nodes(WHO), claim_filters),
    *(
        st.builds(Relation, st.just(C), st.just(edge), st.just(Variable("d")), claim_filters)
        for edge in ("inside", "contradicts", "agreesWith")
    ),
)
happenings = st.builds(
    Happening,
    st.just(E),
    nodes(WHO),
    st.one_of(types, st.just(Variable("t"))),
    nodes(WHO, Variable("b")),
    st.booleans(),
    event_filters,
)
about_the_event: Statement = Relation(C, "about", E)


def together(relations: list[Relation], events: list[Happening]) -> Pattern:
    return Pattern((*relations, *((about_the_event, *events) if events else ())))


patterns = st.builds(
    together, st.lists(relations, min_size=1, max_size=3), st.lists(happenings, max_size=2)
)


def compiled(text: str) -> Compiled:
    return compile_pattern(parse_pattern(text), lambda _, kind: f"{ID}{kind}/x")


@given(patterns)
def test_a_pattern_that_is_written_and_read_is_the_same(pattern: Pattern) -> None:
    assert parse_pattern(str(pattern)) == pattern


@given(st.text(max_size=60))
@example("?x said ?c . ?c about \ud800")
@example("a-a-a-a-a-a-a-a->")
def test_any_text_is_a_pattern_or_an_error_with_a_place_in_it(text: str) -> None:
    found = pattern_or_error(text)
    if isinstance(found, Pattern):
        assert parse_pattern(str(found)) == found
        return
    lines = text.split("\n")
    assert 1 <= found.line <= len(lines)
    assert 1 <= found.column <= len(lines[found.line - 1]) + 1
    assert found.__notes__[0].splitlines()[-1].strip("^ ") == ""


def pattern_or_error(text: str) -> Pattern | PatternError:
    try:
        return parse_pattern(text)
    except PatternError as error:
        return error


@given(patterns, st.integers(0, 9), st.booleans())
def test_a_pattern_becomes_sparql_that_oxigraph_runs(
    pattern: Pattern, limit: int, later: bool
) -> None:
    query = compiled(str(pattern))
    text = query.text(limit, ["\"'\\\n"] * len(query.keys) if later else ())
    answer = ox.Store().query(text, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    assert [variable.value for variable in answer.variables] == list(query.columns)
    assert list(answer) == []


@pytest.mark.parametrize(
    "text",
    [
        '?who said ?c saying "it\'s" as warn in "Harbour Post" until 2022 is negative',
        "?a <-CONSULT-> ?b in Istanbul on 2022-04",
        "?c about ?x . ?c inside ?d . ?who from Russia . ?who said ?c",
        "Putin said _",
    ],
)
def test_other_engines_can_read_the_sparql(text: str) -> None:
    prepareQuery(compiled(text).text(5))


@given(texts)
@example('" . } ; DROP ALL #')
@example("\\")
@example("\x00")
@example("SERVICE <http://example.org/> {")
def test_no_quoted_text_can_become_a_part_of_the_query(words: str) -> None:
    store = ox.Store()
    claim, article = ox.NamedNode(f"{ID}article/a/claim/c"), ox.NamedNode(f"{ID}article/a")
    ns = PREFIXES[""]
    values: dict[str, ox.NamedNode | ox.Literal] = {
        "contentText": ox.Literal(words),
        "speechAct": ox.NamedNode(f"{PREFIXES['act']}Assert"),
        "polarity": ox.Literal("positive"),
        "certainty": ox.Literal("certain"),
        "quoteType": ox.Literal("direct"),
        "content": ox.NamedNode(f"{ID}article/a#char=0,1"),
        "inArticle": article,
        "about": article,
    }
    store.extend(
        ox.Quad(claim, ox.NamedNode(ns + name), value, article) for name, value in values.items()
    )
    pattern = Pattern((Relation(C, "about", Anything(), (Filter("saying", (words,)),)),))
    query = compiled(str(pattern)).text(5)
    results = store.query(query, use_default_graph_as_union=True)
    assert isinstance(results, ox.QuerySolutions)
    [row] = results
    assert row["c_content"] == ox.Literal(words)


@pytest.mark.parametrize(
    ("text", "place", "reason", "hint"),
    [
        ("", "1:1", "expected a variable or a name", "write ?who"),
        ("Putin sayd ?c", "1:7", "'sayd' is no edge", "did you mean said?"),
        ("Putin warned ?c", "1:7", "'warned' is no edge", "write said ?c as warn"),
        ("?x ?y ?c", "1:4", "expected an edge", "events are written"),
        ("Committee on Trade said ?c", "1:11", "expected an edge", "quotation marks"),
        ("?x said", "1:8", "expected what 'said' leads to, but the pattern ends", "write ?who"),
        ('?x said ?c saying "gas', "1:19", "a quotation is not closed", "end it"),
        ("?x said ?c saying gas", "1:19", "expected words in quotation marks", 'saying "'),
        ("?x said ?c since May", "1:18", "expected a date", "2022-04"),
        ("?x said ?c since 2022-13", "1:18", "expected a date", "2022-04"),
        ("?x said ?c as wurn", "1:15", "expected a speech act", "did you mean warn?"),
        ("?x said ?c is probably", "1:15", "expected one of", "did you mean probable?"),
        ("?x said ?c in ?where", "1:15", "'in' takes a name", "leave the filter out"),
        ("?x said ?c since 2022 since 2023", "1:23", "stands here twice", "keep one"),
        ("?x said ?c ?d", "1:12", "expected a filter or a full stop", "filters are"),
        ("?x from Russia since 2022", "1:16", "takes no filter", "after the claim"),
        ("?a -CONSLT-> ?b", "1:4", "'CONSLT' is no event type", "did you mean CONSULT?"),
        ("?a -COERCE-arrrest-> ?b", "1:4", "COERCE has no mode", "arrest"),
        ("?a -CONSULT-> ?b as meet", "1:18", "takes no filter 'as'", "-COERCE-arrest->"),
        ("?a -CONSULT-> ?b is any, future", "1:21", "'any' leaves nothing", "alone"),
        ("?e = ?a said ?c", "1:9", "expected the event", "-CONSULT->"),
        ("?1 said ?c", "1:1", "a variable needs a name", "?who"),
        ("?x_name said ?c", "1:1", "a variable needs a name", "?who"),
        ('"" said ?c', "1:1", "an empty name", "_"),
        ("?x said ?c .\n?c abuot Crimea", "2:4", "'abuot'", "about"),
        ("?x said ?c " * 200, "0:0", "more than 2,000 characters", "less"),
    ],
)
def test_an_error_points_at_the_word(text: str, place: str, reason: str, hint: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(text)
    error = caught.value
    assert f"{error.line}:{error.column}" == place
    assert reason in str(error)
    assert hint in error.hint


def test_a_caret_line_stands_below_the_word() -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern("?x said ?c .\n?c abuot Crimea")
    assert caught.value.__notes__ == ["?c abuot Crimea\n   ^^^^^"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("?c said ?d . ?c about ?x", "?c is an entity, and here it would be a claim"),
        ("?c said ?c", "?c is an entity"),
        ("?e = ?e -CONSULT-> _", "?e is an event"),
        ("?a -?a-> _", "?a is an entity, and here it would be an event type"),
    ],
)
def test_a_variable_stands_for_one_kind_of_thing(text: str, reason: str) -> None:
    with pytest.raises(PatternError, match="column") as caught:
        variable_kinds(parse_pattern(text))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("?x said ?c . ?y said ?d", 14),
        ("?x said ?c . ?y from ?z . ?c about ?y", 0),
        ("?x said ?c . Russia -ASSAULT-> Ukraine", 14),
        ("?x said ?c . ?c about Crimea . ?x from Russia . _ said ?d", 49),
    ],
)
def test_statements_must_hang_together(text: str, column: int) -> None:
    pattern = parse_pattern(text)
    if not column:
        must_hang_together(pattern)
        return
    with pytest.raises(PatternError, match="shares no variable") as caught:
        must_hang_together(pattern)
    assert caught.value.column == column


def test_the_join_starts_from_names() -> None:
    text = compiled("?who said ?c . ?who from ?land . ?c about Crimea").text()
    order = [text.index(edge) for edge in (":about", ":said", "schema:affiliation")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Putin said ?c about Crimea", "Putin said ?c . ?c about Crimea"),
        (
            "?x said ?c since 2022 about Crimea as warn about Kyiv.",
            "?x said ?c since 2022 . ?c about Crimea as warn . ?c about Kyiv",
        ),
        ("?a-consult-Phone->?b.", "?a -CONSULT-phone-> ?b"),
        ("“Harbour Post” said ?c", '"Harbour Post" said ?c'),
        ("<urn:x> said\t?c\n", '"urn:x" said ?c'),
        ("U.S. said ?c", '"U.S." said ?c'),
    ],
)
def test_two_ways_to_write_the_same(short: str, long: str) -> None:
    assert parse_pattern(short) == parse_pattern(long)


def test_each_edge_and_filter_can_be_written() -> None:
    for edge in EDGES:
        assert str(parse_pattern(f"?x {edge} ?y")) == f"?x {edge} ?y"
