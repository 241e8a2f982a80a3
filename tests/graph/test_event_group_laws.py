"""Event groups in whatever order their articles come, and when one of them goes."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from politigraph.extract.records import Extraction
from politigraph.graph.event_groups import Party, Report, event_groups
from politigraph.graph.inference import infer
from politigraph.graph.inference_rules import Told
from politigraph.graph.iris import INFERRED_GRAPH, graph_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.extractions import extractions
from tests.graph.strikes import MONDAY, WEDNESDAY, counts, graph_of, strike

NORWEGIAN = frozenset({"urn:NOR"})


# -- what leaves with an article


def content(kg: KnowledgeGraph) -> set[str]:
    return {str(quad) for quad in kg.store.oxigraph}


def inferred(kg: KnowledgeGraph) -> set[str]:
    return {quad for quad in content(kg) if quad.endswith(f"<{INFERRED_GRAPH}>")}


def test_a_group_leaves_with_one_of_its_articles_and_comes_back_without_it() -> None:
    presses = [strike("a"), strike("b"), strike("c")]
    kg = graph_of(*presses)
    assert counts(kg) == [(3, 3)]
    kg.store.delete(graph_iri("b"))  # The store alone does not infer anew.
    assert inferred(kg) == set()
    kg.infer()
    assert content(kg) == content(graph_of(presses[0], presses[2]))
    assert counts(kg) == [(2, 2)]


def test_a_group_leaves_with_what_an_article_said_before() -> None:
    kg = graph_of(strike("a"), strike("b"), strike("c"))
    kg.add(strike("b", date=WEDNESDAY).extraction())
    assert inferred(kg) == set()
    kg.infer()
    assert counts(kg) == [(2, 2)]


def test_no_triple_stands_in_two_graphs() -> None:
    kg = graph_of(strike("a"), strike("b"), strike("c", date=WEDNESDAY))
    triples = [str(quad.triple) for quad in kg.store.oxigraph]
    assert len(triples) == len(set(triples))


@settings(deadline=None, max_examples=15)
@given(extractions("x"))
def test_another_article_comes_and_goes_without_a_trace(other: Extraction) -> None:
    kg = graph_of(strike("a"), strike("b"))
    before = content(kg)
    kg.add(other)
    kg.infer()
    kg.store.delete(graph_iri("x"))
    kg.infer()
    assert content(kg) == before


# -- in whatever order


parties = st.sampled_from(["n", "s"]).map(lambda name: (Party(f"urn:{name}", "country"),))
day = st.sampled_from(["", "2024-05-12", MONDAY, "2024-05-14", WEDNESDAY])


@st.composite
def report_lists(draw: st.DrawFn) -> list[Report]:
    """Draw reports of assaults by two countries in one week, some without a day."""
    found = []
    for number in range(draw(st.integers(2, 5))):
        when = draw(day)
        told = Told("ASSAULT", "", False, "actual", frozenset(), frozenset(), when, when)
        found.append(
            Report(
                iri=f"urn:{number}",
                article=f"urn:article{draw(st.integers(0, 3))}",
                published=f"2024-05-{draw(st.integers(12, 17))}",
                told=told,
                agents=draw(parties),
                targets=(Party("urn:port", "place"),),
                place=None,
                confidence=0.8,
            )
        )
    return found


@settings(deadline=None)
@given(report_lists())
def test_the_order_of_reports_does_not_matter(reports: list[Report]) -> None:
    expected = event_groups(reports)
    assert all(event_groups(order) == expected for order in permutations(reports))


@settings(deadline=None)
@given(report_lists())
def test_a_report_is_in_one_group_at_most_and_groups_have_one_day(reports: list[Report]) -> None:
    groups = event_groups(reports)
    members = [iri for group in groups for iri in group.reports]
    assert len(members) == len(set(members))
    days = {report.iri: report.told.first for report in reports}
    assert all(len({days[iri] for iri in group.reports} - {""}) <= 1 for group in groups)


def test_infer_counts_groups() -> None:
    assert infer(graph_of(strike("a"), strike("b")).store).groups == 1
