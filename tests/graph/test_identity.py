"""Who is who across articles: what rules judge of names, offices and company."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politigraph.extract.records import Extraction
from politigraph.graph.changes import DrawLinks
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.who import (
    AGAIN,
    GENERAL,
    HERALD,
    INITIAL,
    MARA,
    NEITHER,
    PRESS,
    SURNAME,
    article,
    content,
    graph_of,
)


def held(*articles: Extraction) -> list[str]:
    return [f"{j.method}: {j.entity} {j.into}" for j in graph_of(*articles).judgements()]


def test_one_woman_under_three_names_is_one_node_and_one_name_of_two_men_is_two() -> None:
    graph = graph_of(*PRESS)
    people = {row.id: row.articles for row in graph.entities(kind="person")}
    assert people == {
        "person/Mara_Lindqvist": 3,
        "person/Tomas_Vael": 3,
        "person/Jon_Hagen": 3,
        "person/Jon_Hagen~FIN": 1,
    }
    mara = graph.entity("Mara Lindqvist")
    assert mara.aliases == ("Lindqvist", "M. Lindqvist", "Mara Lindqvist")
    assert mara.merged == ("person/Lindqvist", "person/M._Lindqvist")
    assert mara.claims_by == 3
    assert [ref.id for ref in graph.entity("person/Jon_Hagen~FIN").affiliations] == ["country/FIN"]
    assert [ref.id for ref in graph.entity("person/Jon_Hagen").affiliations] == ["country/NOR"]


@pytest.mark.parametrize("name", ["M. Lindqvist", "Lindqvist", "person/M._Lindqvist", "lindqvist"])
def test_each_name_finds_the_one_node(name: str) -> None:
    graph = graph_of(*PRESS)
    assert graph.entity(name).id == "person/Mara_Lindqvist"
    assert len(graph.claims(speaker=name)) == 3
    assert len(graph.ask(f"<{graph.entity(name).iri}> said ?c")) == 3


def test_mentions_keep_their_words() -> None:
    assert [row.words for row in graph_of(*PRESS).mentions("Mara Lindqvist")] == [
        "Mara Lindqvist",
        "M. Lindqvist",
        "Lindqvist",
    ]


SPELT = [
    ("Kemal Ardaoğlu", "Kemal Ardaoglu", "same-name"),
    ("Andrii Holubenko", "Andriy Holubenko", "same-name"),
    ("Mara Lindqvist", "Mara K. Lindqvist", "middle-name"),
    ("Mara Lindqvist", "M. Lindqvist", "initial"),
    ("Mara Lindqvist", "Lindqvist", "surname"),
]


@pytest.mark.parametrize(("full", "other", "method"), SPELT, ids=[m for _, _, m in SPELT])
def test_two_names_in_one_office_and_company_are_one(full: str, other: str, method: str) -> None:
    one = article("a", "2024-05-01", (full, "SWE", "GOV"), "Tomas Vael")
    two = article("b", "2024-05-20", (other, "SWE", "GOV"), "Tomas Vael")
    found = held(one, two)
    assert [line.partition(":")[0] for line in found] == [method]
    assert found == held(two, one)


NOT_ONE = {
    "another country": [("Lindqvist", "NOR", "GOV"), "Tomas Vael"],
    "no company": [("Lindqvist", "SWE", "GOV"), "Aino Salmi"],
    "neither country nor office, and company of one": [("Lindqvist", "", ""), "Tomas Vael"],
    "another initial": [("B. Lindqvist", "SWE", "GOV"), "Tomas Vael"],
    "another middle name": [("Mara Lind", "SWE", "GOV"), "Tomas Vael"],
    "the article names both": [("Lindqvist", "SWE", "GOV"), MARA, "Tomas Vael"],
}


@pytest.mark.parametrize("named", NOT_ONE.values(), ids=NOT_ONE)
def test_a_name_without_evidence_is_left_alone(named: list[str | tuple[str, str, str]]) -> None:
    assert held(HERALD, article("b", "2024-05-20", *named)) == []


def test_company_of_another_season_tells_nothing() -> None:
    late = article("b", "2025-05-20", ("Lindqvist", "SWE", "GOV"), "Tomas Vael")
    assert held(HERALD, late) == []


def test_a_rival_leaves_a_surname_open_unless_it_is_of_another_country() -> None:
    rival = article("rival", "2024-05-04", ("Erik Lindqvist", "SWE", "MED"))
    abroad = article("rival", "2024-05-04", ("Erik Lindqvist", "EST", "MED"))
    assert held(HERALD, SURNAME, rival) == []
    assert held(HERALD, SURNAME, abroad) == ["surname: person/Lindqvist person/Mara_Lindqvist"]


def test_two_middle_names_are_two_people() -> None:
    one, two, plain = (
        article(name[5:7], "2024-05-01", (name, "SWE", "GOV"), "Tomas Vael")
        for name in ("Mara K. Lindqvist", "Mara B. Lindqvist", "Mara Lindqvist")
    )
    assert held(one, two, plain) == []


@pytest.mark.parametrize(
    "other",
    [
        ("Jon Hagen", "FIN", "MIL"),  # The same office: he may have been posted abroad.
        ("Jon Hagen", "NOR", "MED"),
        ("Jon Hagen", "FIN", ""),
        ("Jon Hagen", "FIN", "CVL"),  # Anybody is a civilian to somebody.
    ],
    ids=str,
)
def test_half_a_difference_splits_no_name(other: tuple[str, str, str]) -> None:
    assert held(GENERAL, article("b", "2024-06-22", other)) == []


def test_common_company_makes_one_of_two_offices() -> None:
    general = article("a", "2024-06-20", ("Jon Hagen", "NOR", "MIL"), "Aino Salmi")
    reporter = article("b", "2024-06-22", ("Jon Hagen", "FIN", "MED"), "Aino Salmi")
    assert held(general, reporter) == []


def test_bodies_merge_by_their_spelling_only() -> None:
    one = article("a", "2024-05-01", "Nordic-Harbour Board", kind="organization")
    two = article("b", "2024-05-01", "Nordic Harbour Board", kind="organization")
    other = article("c", "2024-05-01", "Nordic Harbour", kind="organization")
    assert [line.partition(":")[0] for line in held(one, two, other)] == ["same-name"]


def test_each_judgement_says_why_and_how_sure_it_is() -> None:
    for judgement in graph_of(*PRESS).judgements():
        assert judgement.reason
        assert 0.5 < judgement.score < 1
    [why] = {j.reason for j in graph_of(*PRESS).judgements() if j.method == "initial"}
    assert why == "Mara Lindqvist: GOV, SWE, with Tomas Vael"


@given(st.permutations(PRESS))
@settings(max_examples=10, deadline=None)
def test_the_same_articles_give_the_same_graph_in_any_order(order: list[Extraction]) -> None:
    graph = graph_of(*order[:4])
    for extraction in order[4:]:
        graph.add(extraction)
    graph.judge()
    assert content(graph) == content(graph_of(*PRESS))


def test_judging_again_changes_nothing_and_an_article_stays_unchanged() -> None:
    graph = graph_of(*PRESS)
    assert not graph.judge().changed
    assert graph.add(INITIAL) == "unchanged"


def test_who_is_moved_to_a_node_that_a_split_makes_is_described_at_once() -> None:
    by_rule = graph_of(
        GENERAL,
        AGAIN,
        article("b", "2024-06-22", ("Jon Hagen", "FIN", "MED"), "Aino Salmi"),
        article("c", "2024-06-23", ("J. Hagen", "FIN", "MED"), "Aino Salmi"),
    )
    by_user = graph_of(HERALD, INITIAL)
    by_user.split("Mara Lindqvist", ["herald", "initial"])
    for graph, node in (by_rule, "person/Jon_Hagen~FIN"), (by_user, "person/Mara_Lindqvist~2"):
        assert {j.kind for j in graph.judgements() if j.into == node} == {"merge", "split"}
        assert all(j.description for j in graph.judgements())
        assert not graph.judge().changed


def test_deleting_an_article_judges_anew() -> None:
    graph = graph_of(*PRESS)
    graph.delete("reporter")
    graph.delete("herald")
    assert content(graph) == content(graph_of(INITIAL, SURNAME, GENERAL, AGAIN, NEITHER))
    assert graph.judgements() == ()


def test_a_rival_who_is_deleted_no_longer_stops_a_rule() -> None:
    rival = article("rival", "2024-05-04", ("Erik Lindqvist", "SWE", "MED"))
    graph = graph_of(HERALD, SURNAME, rival)
    assert graph.judgements() == ()
    graph.delete("rival")
    assert content(graph) == content(graph_of(HERALD, SURNAME))
    assert graph.entity("person/Lindqvist").id == "person/Mara_Lindqvist"


def test_what_rules_were_not_let_judge_stays_so_when_an_article_goes() -> None:
    graph = graph_of(HERALD, SURNAME, NEITHER, judged=False)
    graph.delete("neither")
    assert content(graph) == content(graph_of(HERALD, SURNAME, judged=False))


def test_forgetting_the_rules_leaves_what_extraction_found() -> None:
    graph = graph_of(*PRESS)
    graph.forget_rules()
    assert content(graph) == content(graph_of(*PRESS, judged=False))


def test_rules_forgotten_for_good_judge_again_only_when_asked_to(tmp_path: Path) -> None:
    with KnowledgeGraph.open(tmp_path, writable=True) as graph:
        for extraction in PRESS:
            graph.add(extraction)
        graph.judge()
        graph.forget_rules(for_good=True)
    with KnowledgeGraph.open(tmp_path, writable=True) as graph:
        assert not graph.rules_judge
        assert not graph.rejudge().changed
        DrawLinks().apply(graph)
        graph.unmerge(graph.merge("Mara Lindqvist", "Tomas Vael").id)
        graph.delete(list(graph.articles())[-1].id)
        assert graph.judgements() == ()
        assert graph.judge().changed
        assert graph.rules_judge
