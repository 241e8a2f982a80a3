"""Who is who across articles: what users judge, how it is carried and taken back."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from politigraph.extract.errors import UnreadableSource
from politigraph.graph.errors import AmbiguousName, StoreError, StoreReadOnly, UnknownItem
from politigraph.graph.identity_judgements import InvalidJudgement
from politigraph.graph.iris import IDENTITY_GRAPH, entity_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.who import (
    HERALD,
    INITIAL,
    PRESS,
    REPORTER,
    SURNAME,
    article,
    content,
    graph_of,
)


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
