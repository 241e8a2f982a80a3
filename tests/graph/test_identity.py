"""Who is who across articles: what rules judge, what users do, and how it is taken back."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politigraph.extract.errors import UnreadableSource
from politigraph.extract.records import Extraction
from politigraph.graph.changes import DrawLinks
from politigraph.graph.errors import AmbiguousName, StoreError, StoreReadOnly, UnknownItem
from politigraph.graph.identity_judgements import InvalidJudgement
from politigraph.graph.iris import IDENTITY_GRAPH, entity_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.who import (
    AGAIN,
    GENERAL,
    HERALD,
    INITIAL,
    MARA,
    NEITHER,
    PRESS,
    REPORTER,
    SURNAME,
    article,
)


def graph_of(*articles: Extraction, judged: bool = True) -> KnowledgeGraph:
    graph = KnowledgeGraph.memory()
    for extraction in articles:
        graph.add(extraction)
    if judged:
        graph.judge()
    return graph


def content(graph: KnowledgeGraph) -> list[str]:
    return sorted(str(quad) for quad in graph.store.oxigraph)


def held(*articles: Extraction) -> list[str]:
    return [f"{j.method}: {j.entity} {j.into}" for j in graph_of(*articles).judgements()]


# -- what rules judge


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


# -- what users judge


def test_merge_then_unmerge_leaves_every_byte_as_it_was() -> None:
    graph = graph_of(*PRESS)
    graph.infer()
    before = content(graph)
    merged = graph.merge("Mara Lindqvist", "Tomas Vael", reason="a pen name")
    assert graph.entity("Tomas Vael").id == "person/Mara_Lindqvist"
    assert merged.reason == "a pen name"
    assert graph.unmerge("person/Tomas_Vael") == merged
    assert content(graph) == before


def test_the_only_judgement_of_a_rule_comes_back_when_a_users_is_taken_back() -> None:
    spelt = article("b", "2024-05-20", ("Mara Lindqvíst", "SWE", "GOV"))
    graph = graph_of(HERALD, spelt)
    [rule] = graph.judgements()
    before = content(graph)
    graph.merge("Tomas Vael", rule.into)
    graph.unmerge(rule.into)
    assert content(graph) == before


def test_a_user_merge_holds_for_articles_to_come_and_survives_a_rebuild() -> None:
    graph = graph_of(HERALD)
    graph.merge("Mara Lindqvist", "Tomas Vael")
    for extraction in (INITIAL, HERALD):
        graph.add(extraction)
    graph.judge()
    assert graph.entity("person/Tomas_Vael").articles == 2
    other = graph_of(HERALD, INITIAL, judged=False)
    other.merge("Mara Lindqvist", "Tomas Vael")
    other.judge()
    assert content(graph) == content(other)


def test_a_merge_keeps_the_first_name_whatever_a_rule_would_choose() -> None:
    graph = graph_of(HERALD, INITIAL, judged=False)
    graph.merge("M. Lindqvist", "Mara Lindqvist")
    assert graph.entity("Mara Lindqvist").id == "person/M._Lindqvist"


def test_split_gives_the_name_in_some_articles_another_node() -> None:
    graph = graph_of(*PRESS)
    before = content(graph)
    judgement = graph.split("Tomas Vael", ["initial", "surname"], reason="his son")
    assert judgement.into == "person/Tomas_Vael~2"
    assert graph.entity(judgement.into).label == "Tomas Vael"
    assert graph.entity(judgement.into).articles == 2
    with pytest.raises(AmbiguousName) as error:
        graph.entity("Tomas Vael")
    assert {key for key, _ in error.value.choices} == {"person/Tomas_Vael", judgement.into}
    graph.unmerge(judgement.id)
    assert content(graph) == before


def test_split_into_somebody_whom_the_graph_has() -> None:
    graph = graph_of(*PRESS)
    graph.split("person/Jon_Hagen", ["neither"], into="person/Jon_Hagen~FIN")
    assert graph.entity("person/Jon_Hagen~FIN").articles == 2


def test_taking_back_a_rules_judgement_keeps_it_from_coming_again() -> None:
    graph = graph_of(*PRESS)
    taken = graph.unmerge("person/M._Lindqvist")
    assert taken.method == "initial"
    graph.unmerge("person/Jon_Hagen~FIN")
    graph.judge()
    assert graph.entity("M. Lindqvist").id == "person/M._Lindqvist"
    assert graph.entity("Jon Hagen").articles == 4
    assert [j.kind for j in graph.judgements() if j.by_user] == ["merge", "distinct"]
    for judgement in [j for j in graph.judgements() if j.by_user]:
        graph.unmerge(judgement.id)
    assert content(graph) == content(graph_of(*PRESS))


def test_a_users_judgement_goes_before_a_rules() -> None:
    graph = graph_of(*PRESS)
    graph.merge("Tomas Vael", "person/M._Lindqvist")
    assert graph.entity("person/M._Lindqvist").id == "person/Tomas_Vael"
    assert graph.entity("person/Lindqvist").id == "person/Mara_Lindqvist"


def test_a_judgement_is_taken_back_by_the_name_that_it_moved() -> None:
    graph = graph_of(*PRESS)
    assert len(graph.judgements("person/Mara_Lindqvist")) == 2
    assert graph.unmerge("m. lindqvist").entity == "person/M._Lindqvist"
    assert graph.unmerge("Jon Hagen").into == "person/Jon_Hagen~FIN"
    assert graph.entity("Lindqvist").id == "person/Mara_Lindqvist"


def test_no_rule_takes_a_node_for_short_whose_user_merged_a_full_name_into_it() -> None:
    other = article("maria", "2024-05-05", ("Maria Lindqvist", "SWE", "GOV"), "Tomas Vael")
    graph = graph_of(HERALD, INITIAL, other)
    graph.merge("M. Lindqvist", "Mara Lindqvist")
    assert graph.entity("Mara Lindqvist").articles == 2
    assert graph.entity("Maria Lindqvist").articles == 1


def test_who_is_merged_under_another_name_brings_along_what_rules_made_of_it() -> None:
    spelt = article("spelt", "2024-05-20", ("Mara Lindqvíst", "SWE", "GOV"))
    middle = article("middle", "2024-05-20", ("Mara K. Lindqvist", "SWE", "GOV"))
    married = article("married", "2024-05-05", ("Mara Holm", "SWE", "GOV"), "Aino Salmi")
    graph = graph_of(HERALD, INITIAL, SURNAME, spelt, middle, married)
    assert graph.entity("Mara Lindqvist").articles == 5
    graph.merge("Mara Holm", "Mara Lindqvist")
    assert graph.entity("Mara Lindqvist").id == "person/Mara_Holm"
    assert graph.entity("Mara Holm").articles == 6


def test_a_name_that_one_article_has_for_somebody_merges_nobody_else() -> None:
    again = article("again", "2024-05-07", ("Tomas Vaël", "SWE", "GOV"))
    graph = graph_of(HERALD, INITIAL, again, judged=False)
    graph.split("Tomas Vael", ["initial"], into="Mara Lindqvist")
    graph.judge()
    assert graph.entity("person/Mara_Lindqvist").articles == 2
    assert graph.entity("person/Tomas_Vaël").articles == 2


def test_judgements_are_carried_to_a_new_store(tmp_path: Path) -> None:
    graph = graph_of(*PRESS)
    graph.split("Tomas Vael", ["surname"])
    graph.merge("Mara Lindqvist", "person/Jon_Hagen")
    graph.unmerge("person/M._Lindqvist")
    assert graph.export_judgements(tmp_path / "judgements.jsonl") == 3
    new = KnowledgeGraph.memory()
    assert new.import_judgements(tmp_path / "judgements.jsonl") == 3
    assert new.import_judgements(tmp_path / "judgements.jsonl") == 0
    for extraction in reversed(PRESS):
        new.add(extraction)
    new.judge()
    assert content(new) == content(graph)


SPLIT = '{"kind": "split", "entity": "person/A", "into": "person/B"'
BROKEN = {
    "no JSON": "{",
    "no object": "[1]",
    "an unknown field": '{"kind": "merge", "entity": "person/A", "into": "person/B", "x": 1}',
    "an unknown kind": '{"kind": "join", "entity": "person/A", "into": "person/B"}',
    "a field too few": '{"kind": "merge", "entity": "person/A"}',
    "one entity": '{"kind": "merge", "entity": "person/A", "into": "person/A"}',
    "no id": '{"kind": "merge", "entity": "Mara", "into": "person/A"}',
    "a place and a person": '{"kind": "merge", "entity": "place/A", "into": "person/A"}',
    "a split of no article": '{"kind": "split", "entity": "person/A", "into": "person/B"}',
    "no triples": '{"kind": "merge", "entity": "person/A", "into": "person/B", "description": "x"}',
    "articles in a text": f'{SPLIT}, "articles": "a"}}',
    "articles in numbers": f'{SPLIT}, "articles": [1, 2]}}',
    "a reason that is a number": f'{SPLIT}, "articles": ["a"], "reason": 5}}',
    "a description of another": (
        f'{SPLIT}, "articles": ["a"], "description": "<urn:a> <urn:b> <urn:c> ."}}'
    ),
    "no kind of entity": '{"kind": "merge", "entity": "foo/A", "into": "person/B"}',
    "a kind without a name": '{"kind": "merge", "entity": "person/", "into": "person/B"}',
    "brackets without end": "[" * 100_000,
    "half a character": '{"kind": "merge", "entity": "person/\\ud800", "into": "person/B"}',
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_named_and_nothing_is_imported(line: str, tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_text(f'{{"kind": "merge", "entity": "person/C", "into": "person/D"}}\n{line}\n')
    graph = graph_of(HERALD)
    with pytest.raises(InvalidJudgement, match=r"judgements\.jsonl:2: no judgement"):
        graph.import_judgements(path)
    assert graph.judgements() == ()


def test_what_cannot_be_judged_is_an_error(tmp_path: Path) -> None:
    graph = graph_of(*PRESS)
    before = content(graph)
    with pytest.raises(UnknownItem):
        graph.merge("Mara Lindqvist", "Nobody")
    with pytest.raises(InvalidJudgement, match="one already"):
        graph.merge("Mara Lindqvist", "person/Mara_Lindqvist")
    with pytest.raises(InvalidJudgement, match="a place and an actor"):
        graph.merge("Mara Lindqvist", "country/NOR")
    with pytest.raises(UnknownItem, match="does not mention"):
        graph.split("Mara Lindqvist", ["general"])
    with pytest.raises(UnknownItem, match="no article"):
        graph.split("Mara Lindqvist", ["none"])
    with pytest.raises(InvalidJudgement, match="a place and an actor"):
        graph.split("country/NOR", ["general"], into="Mara Lindqvist")
    with pytest.raises(InvalidJudgement, match="in which articles"):
        graph.split("Mara Lindqvist", [])
    with pytest.raises(UnknownItem, match="nothing is judged"):
        graph.unmerge("country/SWE")
    with pytest.raises(InvalidJudgement, match="2 judgements concern"):
        graph.unmerge("person/Mara_Lindqvist")
    with pytest.raises(UnreadableSource):
        graph.import_judgements(tmp_path / "none.jsonl")
    assert content(graph) == before


def test_a_reader_judges_nothing(tmp_path: Path) -> None:
    with KnowledgeGraph.open(tmp_path, writable=True) as graph:
        for extraction in (HERALD, INITIAL, REPORTER):
            graph.add(extraction)
    with KnowledgeGraph.open(tmp_path) as graph, pytest.raises(StoreReadOnly):
        graph.judge()


def test_a_graph_of_a_users_own_is_left_as_it_is() -> None:
    graph = graph_of(*PRESS)
    mine = ox.NamedNode("https://example.org/notes")
    node = ox.NamedNode(entity_iri("person/Tomas_Vael"))
    note = ox.Quad(node, ox.NamedNode("urn:note"), ox.Literal("to be checked"), mine)
    graph.store.oxigraph.add(note)
    graph.merge("Mara Lindqvist", "Tomas Vael")
    assert note in graph.store.oxigraph
    assert graph.entity("person/Tomas_Vael").articles == 3


def test_what_is_no_judgement_is_named(tmp_path: Path) -> None:
    graph = KnowledgeGraph.memory()
    node, mine = ox.NamedNode("urn:x"), ox.NamedNode(IDENTITY_GRAPH)
    graph.store.oxigraph.add(ox.Quad(node, node, node, mine))
    with pytest.raises(StoreError, match="no judgement") as error:
        graph.judgements()
    assert error.value.hint


def test_judgements_stand_in_a_graph_of_their_own() -> None:
    graph = graph_of(*PRESS)
    rows = list(
        graph.query(
            "SELECT ?kind ?entity ?is ?method ?reason { GRAPH id:graph\\/identity "
            "{ ?j a :Judgement ; :judgementKind ?kind ; :judged ?entity ; :judgedAs ?is ; "
            ":method ?method ; :reason ?reason ; :confidence ?score } }"
        )
    )
    assert len(rows) == len(graph.judgements()) == 3
