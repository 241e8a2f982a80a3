"""What did not happen is in the graph with its marks, and in no answer that nobody asks for it."""

from collections.abc import Iterator

import pytest

from politigraph.graph.errors import InvalidFilter
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.queries import named_query, query_names
from politigraph.graph.rows import EventFilters
from politigraph.graph.told_events import POLARITY, REALIS
from tests.graph.press import HARBOUR, MARA, NORWAY, SWEDEN, TOMAS, Press

MARKS: dict[str, dict[str, object]] = {
    "v0": {},
    "v1": {"polarity": "negative"},
    "v2": {"realis": "future"},
    "v3": {"realis": "hypothetical"},
    "v4": {"realis": "historical"},
    "v5": {"claim": "c0"},
    "v6": {"claim": "c1"},
    "v7": {"claim": "c3"},
    "v8": {"doubtful": True, "confidence": 0.3},
}
"""The events of the article: one that happened, each way not to, who tells, and a doubtful one."""


def marked(article: str = "a", day: str = "2024-05-15") -> Press:
    press = Press(article, f"Outlet {article}", day)
    press.says(TOMAS, "Norway struck Sweden", cue="denied", speech_act="deny", polarity="negative")
    press.says(MARA, "Norway struck Sweden")
    press.says(MARA, "Tomas Vael denied that Norway struck Sweden")
    press.says(
        *(TOMAS, "Norway struck Sweden"),
        cue="denied",
        speech_act="deny",
        polarity="negative",
        embedded_in="c2",
    )
    for fields in MARKS.values():
        parties: dict[str, object] = {
            "agents": (NORWAY.id,),
            "targets": (SWEDEN.id,),
            "place": HARBOUR.id,
        }
        press.happens("ASSAULT", "struck", **(parties | fields))
    return press


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.memory() as kg:
        kg.add(marked().extraction())
        yield kg


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "v0 v6"),
        ({"polarity": "positive"}, "v0 v5 v6 v7"),
        ({"polarity": "negative"}, "v1"),
        ({"polarity": "any"}, "v0 v1 v5 v6 v7"),
        ({"realis": "actual"}, "v0 v6"),
        ({"realis": "future"}, "v2"),
        ({"realis": "hypothetical"}, "v3"),
        ({"realis": "historical", "actor": "Norway"}, "v4"),
        ({"realis": "any"}, "v0 v2 v3 v4 v6"),
        ({"realis": "any", "polarity": "any"}, "v0 v1 v2 v3 v4 v5 v6 v7"),
        ({"doubtful": "false"}, "v0 v6"),
        ({"doubtful": "true"}, "v8"),
        ({"doubtful": "true", "realis": "future"}, ""),
        ({"doubtful": "any", "type": "ASSAULT"}, "v0 v6 v8"),
        (dict.fromkeys(("polarity", "realis", "doubtful"), "any"), " ".join(MARKS)),
    ],
)
def test_events_are_those_that_happened_unless_others_are_asked_for(
    kg: KnowledgeGraph, asked: EventFilters, found: str
) -> None:
    ids = [event.id.rpartition("/")[2] for event in kg.events(**asked)]
    assert " ".join(ids) == found
    named = [str(iri) for iri in kg.query("events", **asked).column("item")]
    assert sorted(iri.rpartition("/")[2] for iri in named) == ids


def test_an_event_by_its_id_is_whatever_it_is(kg: KnowledgeGraph) -> None:
    events = {key: kg.event(f"a/event/{key}") for key in MARKS}
    assert [key for key, e in events.items() if e.polarity == "negative"] == ["v1"]
    assert [(k, e.confidence) for k, e in events.items() if e.doubtful] == [("v8", 0.3)]
    assert [e.realis for e in events.values()][2:5] == ["future", "hypothetical", "historical"]


def test_counts_are_of_those_that_are_listed(kg: KnowledgeGraph) -> None:
    listed = len(kg.events())
    assert kg.stats().events == listed == 2
    assert kg.article("a").events == listed
    assert [kg.entity(e.id).events for e in (NORWAY, SWEDEN, HARBOUR)] == [listed] * 3


def test_networks_and_patterns_mean_the_same_events(kg: KnowledgeGraph) -> None:
    listed = tuple(event.id for event in kg.events())
    [(_, _, edge)] = kg.analysis.network("action").edges(data=True)
    assert edge["evidence"] == listed
    assert [row["event"] for row in kg.ask("Norway -ASSAULT-> Sweden")] == [
        e.iri for e in kg.events()
    ]


def test_groups_are_of_the_same_events() -> None:
    with KnowledgeGraph.memory() as kg:
        for article in ("a", "b"):
            kg.add(marked(article).extraction())
        kg.infer()
        reports = {r.id.rpartition("/")[2] for g in kg.event_groups() for r in g.reports}
        assert reports <= {"v0", "v6"}


def test_a_picture_shows_all_with_their_marks(kg: KnowledgeGraph) -> None:
    labels = {node.id: node.label for node in kg.subgraph("Norway").graph.nodes}
    assert labels["a/event/v0"] == "ASSAULT"
    assert labels["a/event/v1"] == "ASSAULT, negated"
    assert labels["a/event/v2"] == "ASSAULT, future"
    assert labels["a/event/v8"] == "ASSAULT, doubtful"


def test_a_pattern_finds_doubtful_events_for_who_asks(kg: KnowledgeGraph) -> None:
    def found(condition: str) -> list[str]:
        rows = kg.ask(f"?e = Norway -ASSAULT-> Sweden {condition}")
        return sorted(str(row["e"]).rpartition("/")[2] for row in rows)

    assert found("") == ["v0", "v6"]
    assert found("is doubtful") == ["v8"]
    assert found("is any") == list(MARKS)


def test_only_a_doubtful_event_has_the_mark(kg: KnowledgeGraph) -> None:
    marked = kg.query("SELECT ?event ?mark { ?event :doubtful ?mark }")
    assert [(str(r["event"]).rpartition("/")[2], r["mark"]) for r in marked] == [("v8", True)]


@pytest.mark.parametrize("name", ["polarity", "realis", "doubtful"])
def test_another_mark_is_a_slip(kg: KnowledgeGraph, name: str) -> None:
    with pytest.raises(InvalidFilter) as raised:
        kg.query("events", **{name: "maybe"})
    assert raised.value.hint.endswith(", any")
    with pytest.raises(InvalidFilter, match="polarity is never 'any'"):
        kg.claims(polarity="any")


# What these look at are claims, whatever they tell of, or the reports of groups.
_OF_OTHERS = {
    *("certain_and_hedged", "contradicting_statements", "denials_of_accusations"),
    *("network_statement", "event_groups"),
}


def conditions(event: str) -> tuple[str, str, str, str]:
    """Return what SPARQL must say of a variable: each line as the packaged queries have it."""
    return (
        f'?{event} :polarity "{POLARITY}"',
        f'?{event} :realis "{REALIS}"',
        # Only a doubtful event has the mark, so that it need not be compared.
        f"FILTER NOT EXISTS {{ ?{event} :doubtful ?doubt }}",
        # Nested, so that who tells an event is looked at before all denials are.
        f"FILTER NOT EXISTS {{ ?{event} :reportedIn ?teller"
        " FILTER EXISTS { ?teller :speechAct act:Deny } }",
    )


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in query_names()
        if name not in _OF_OTHERS
        and any(word in named_query(name).text for word in ("sem:eventType", ":agent", ":target"))
    ],
)
def test_every_query_of_events_has_the_one_definition(name: str) -> None:
    text = named_query(name).text
    lines = {line.strip() for line in text.splitlines()}
    variables = ("item", "event", "evidence", "anyThreat", "anyDeed")
    found = [v for v in variables if f"?{v} sem:eventType" in text or f"?{v} :agent" in text]
    assert found, f"{name} looks at events by another variable"
    for variable in found:
        *marks, doubt, denial = conditions(variable)
        for condition in (doubt, denial):
            assert any(line.startswith(condition) for line in lines), condition
        for mark in marks:
            _, predicate, value = mark.split()
            assert predicate in text
            assert value in text
