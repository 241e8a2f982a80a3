"""A filter's value that nothing can have is an error with what to write, wherever it is given."""

from collections.abc import Callable, Iterator

import pytest

from politigraph.graph.errors import InvalidFilter
from politigraph.graph.filter_values import filter_value
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.queries import named_query, query_names
from tests.graph.extractions import sample


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.memory() as graph:
        graph.add(sample())
        yield graph


@pytest.mark.parametrize(
    ("query", "name", "value", "hint"),
    [
        ("event_groups", "type", "BOMB", "use AGREE, CONSULT"),
        ("event_groups", "type", "ASALT", "did you mean ASSAULT?"),
        ("events", "type", "COERCE-arrest", "use AGREE, CONSULT"),
        ("events", "mode", "COERCE-arest", "did you mean COERCE-arrest or "),
        ("events", "mode", "CONSULT-arrest", "use CONSULT-visit"),
        ("events", "mode", "COERCE", "use COERCE-seize"),
        ("events", "mode", "beat", "did you mean ASSAULT-beat?"),
        ("events", "type", "plover:ASALT", "did you mean ASSAULT?"),
        ("events", "realis", "maybe", "historical, any"),
        ("events", "polarity", "Negative", "did you mean negative?"),
        ("claims", "act", "denied", "use accuse, admit"),
        ("claims", "act", "act:Deney", "did you mean deny?"),
        ("claims", "act", "https://w3id.org/politigraph/act/Deney", "did you mean deny?"),
        ("claims", "certainty", "sure", "use certain, probable"),
        ("entities", "sector", "GVT", "use AGR, BUS, COP"),
        ("entities", "sector", "gov", "did you mean GOV?"),
        ("entities", "kind", "people", "use person, organization"),
        ("inferred_links", "relation", "agrees", "did you mean agreesWith?"),
        ("claims", "confidence", "sure", "write it as 0.5"),
        ("claims", "confidence", "NaN", "write it as 0.5"),
        ("events", "confidence", "1.01", "write it as 0.5"),
        ("events", "confidence", "-0.1", "write it as 0.5"),
        ("claims", "colour", "red", "use speaker, about"),
    ],
)
def test_an_unknown_value_is_an_error_with_the_known_ones(
    kg: KnowledgeGraph, query: str, name: str, value: str, hint: str
) -> None:
    with pytest.raises(InvalidFilter, match=name) as error:
        kg.query(query, **{name: value})
    assert hint in error.value.hint


def test_true_is_written_as_a_word(kg: KnowledgeGraph) -> None:
    with pytest.raises(InvalidFilter, match="doubtful is never True") as error:
        kg.events(doubtful=True)  # type: ignore[arg-type]
    assert error.value.hint == "did you mean true? use true, false, any"


DATED = [
    (query, name)
    for query in query_names()
    for name in ("since", "until")
    if name in named_query(query).parameters
]


@pytest.mark.parametrize(("query", "name"), DATED)
@pytest.mark.parametrize("text", ["2022-13", "2022-02-30", "0000", "22-01-01", "2022-1", "٢٠٢٢"])
def test_no_query_takes_what_is_no_date(
    kg: KnowledgeGraph, query: str, name: str, text: str
) -> None:
    with pytest.raises(InvalidFilter, match=f"{name} is not a date: '{text}'") as error:
        kg.query(query, **{name: text})
    assert error.value.hint == "write it as 2022-04-26, 2022-04 or 2022"


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda kg: kg.network("speech", since="2022-13"), id="network"),
        pytest.param(lambda kg: kg.analysis.outlets(since="2022-13"), id="outlets"),
        pytest.param(lambda kg: kg.analysis.over_time("month", since="2022-13"), id="over_time"),
        pytest.param(lambda kg: kg.timeline(since="2022-13"), id="timeline"),
        pytest.param(lambda kg: kg.matrix(since="2022-13"), id="matrix"),
        pytest.param(lambda kg: kg.event_groups(since="2022-13"), id="event_groups"),
        pytest.param(lambda kg: kg.articles(since="2022-13"), id="articles"),
    ],
)
def test_nothing_else_takes_what_is_no_date(
    kg: KnowledgeGraph, ask: Callable[[KnowledgeGraph], object]
) -> None:
    with pytest.raises(InvalidFilter, match="since is not a date: '2022-13'"):
        ask(kg)


@pytest.mark.parametrize(
    ("query", "name", "value", "meant"),
    [
        ("events", "type", "consult", "CONSULT"),
        ("events", "mode", "coerce-ARREST", "COERCE-arrest"),
        ("claims", "act", "Deny", "deny"),
        ("claims", "act", "https://w3id.org/politigraph/act/Deny", "deny"),
        ("claims", "act", "act:Deny", "deny"),
        ("events", "type", "plover:ASSAULT", "ASSAULT"),
        ("events", "mode", "plover:COERCE-arrest", "COERCE-arrest"),
        ("claims", "act", "https://own.example/acts/Shrug", "https://own.example/acts/Shrug"),
        ("claims", "cue", "brush off", "brush off"),
        ("events", "realis", "any", "any"),
    ],
)
def test_a_value_in_any_case_or_of_ones_own_is_taken(
    query: str, name: str, value: str, meant: str
) -> None:
    assert filter_value(named_query(query), name, value) == meant
