"""What is inferred of the example articles: what was planted there is found, and nothing silly."""

from collections.abc import Iterator

import pytest

from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article
from politigraph.extract.sources import read_sources
from politigraph.graph.inference import LinkRow
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    extractor = Extractor()
    with KnowledgeGraph.memory() as graph:
        for article in read_sources([ROOT / "examples" / "articles"]):
            if isinstance(article, Article):
                graph.add(extractor.extract(article))
        graph.infer()
        yield graph


def said(link: LinkRow) -> str:
    return f"{link.first.content} | {link.second.content}"


def test_the_story_that_was_run_again_is_the_only_copy(kg: KnowledgeGraph) -> None:
    copies = [(str(row["copy"]), str(row["original"])) for row in kg.query("copies")]
    assert [tuple(iri.rpartition("/")[2] for iri in pair) for pair in copies] == [
        ("bc-2022-04-15-monitors", "bsw-2022-04-13-monitors")
    ]


def test_whose_territory_crimea_is_is_contradicted(kg: KnowledgeGraph) -> None:
    [link] = [link for link in kg.contradictions() if link.method == "words-negated"]
    assert "Crimea is Russian territory" in said(link)
    assert "Crimea is not Russian territory" in said(link)


def test_the_number_that_was_changed_in_the_copy_is_found(kg: KnowledgeGraph) -> None:
    [link] = [link for link in kg.contradictions() if link.method == "number-changed-in-copy"]
    assert "Eleven" in said(link)
    assert "Thirteen" in said(link)


def test_the_shelling_of_mariupol_is_told_and_denied(kg: KnowledgeGraph) -> None:
    denied = [link for link in kg.contradictions() if link.method.endswith("denied")]
    assert denied
    for link in denied:
        assert link.first.content.count("Mariupol")
        assert link.second.content.count("Mariupol")


def test_the_shelling_has_three_reports_and_two_independent_ones(kg: KnowledgeGraph) -> None:
    [group] = kg.event_groups(type="ASSAULT")
    assert {event.article.id for event in group.reports} == {
        "harbour-post-2022-04-12-mariupol",
        "bsw-2022-04-13-monitors",
        "bc-2022-04-15-monitors",
    }
    assert (group.first, group.articles, group.independent) == ("2022-04-11", 3, 2)


def test_what_only_a_copy_repeats_has_one_independent_report(kg: KnowledgeGraph) -> None:
    meetings = kg.event_groups(type="CONSULT", actor="Henrik Solvang")
    assert [(group.first, group.articles, group.independent) for group in meetings] == [
        ("2022-04-13", 2, 1)
    ]


def test_nobody_contradicts_themselves_or_agrees_with_the_other_side(kg: KnowledgeGraph) -> None:
    for link in kg.contradictions():
        if link.first.speaker:
            assert link.first.speaker != link.second.speaker, said(link)
    for link in kg.agreements():
        both = [sides(kg, claim.speaker) for claim in (link.first, link.second) if claim.speaker]
        if len(both) == 2 and all(both):
            assert both[0] & both[1], said(link)


def sides(kg: KnowledgeGraph, speaker: object) -> frozenset[str]:
    iri = getattr(speaker, "iri", "")
    row = kg.entity(iri)
    own = [row.id] if row.kind == "country" else []
    return frozenset([*own, *(ref.id for ref in row.affiliations)])


def test_the_copy_counts_once(kg: KnowledgeGraph) -> None:
    once = kg.network("speech").size(weight="weight")
    assert kg.network("speech", copies=True).size(weight="weight") > once
