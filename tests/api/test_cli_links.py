"""Inferred links as articles come, change and go: none leads to words that are gone."""

import json
from pathlib import Path

import pytest

from politigraph.api.cli import main
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Extraction
from politigraph.extract.sources import read_sources
from politigraph.graph.errors import UnknownItem
from politigraph.graph.knowledge_graph import KnowledgeGraph

HERALD = "Mara Lindqvist said that Vesterholm is a Swedish port."
COURIER = "Tomas Vael said that Vesterholm is not a Swedish port."
WITHDRAWN = "Tomas Vael said that the ferries would go again on Friday."
LINKED = "ASK { { ?a :contradicts ?b } UNION { ?i a :Inference } }"


def write(folder: Path, name: str, publisher: str, text: str) -> Path:
    path = folder / f"{name}.jsonl"
    day = "2024-05-14"
    fields = {"id": name, "publisher": publisher, "published": day, "text": text}
    path.write_text(json.dumps(fields) + "\n", "utf-8")
    return path


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A store on disk in which two outlets contradict each other."""
    store = tmp_path / "kg"
    first = write(tmp_path, "herald", "Baltic Herald", HERALD)
    second = write(tmp_path, "courier", "Coast Courier", COURIER)
    assert main(["build", str(first), str(second), "--store", str(store)]) == 0
    return store


def extracted(path: Path) -> Extraction:
    [article] = read_sources([str(path)])
    assert isinstance(article, Article)
    return Extractor().extract(article)


def contradictions(store: Path) -> list[set[str]]:
    with KnowledgeGraph.open(store) as kg:
        return [
            {row.first.evidence.sentence, row.second.evidence.sentence}
            for row in kg.contradictions()
        ]


def test_build_links_what_it_adds_to_what_was_there(linked: Path) -> None:
    assert contradictions(linked) == [{HERALD, COURIER}]


def test_the_links_of_a_deleted_article_are_gone(linked: Path) -> None:
    assert main(["delete", "--store", str(linked), "courier"]) == 0
    assert contradictions(linked) == []
    with KnowledgeGraph.open(linked) as kg:
        assert not kg.query(LINKED).boolean
        with pytest.raises(UnknownItem):
            kg.article("courier")


def test_the_links_of_a_replaced_article_are_those_of_its_new_words(
    linked: Path, tmp_path: Path
) -> None:
    corrected = write(tmp_path, "courier", "Coast Courier", WITHDRAWN)
    assert main(["build", str(corrected), "--store", str(linked)]) == 0
    assert contradictions(linked) == []
    restored = write(tmp_path, "courier", "Coast Courier", COURIER)
    assert main(["build", str(restored), "--store", str(linked)]) == 0
    assert contradictions(linked) == [{HERALD, COURIER}]


def test_a_replaced_article_loses_its_links_before_anything_is_inferred(
    linked: Path, tmp_path: Path
) -> None:
    extraction = extracted(write(tmp_path, "courier", "Coast Courier", WITHDRAWN))
    with KnowledgeGraph.open(linked, writable=True) as kg:
        assert kg.add(extraction) == "replaced"
        assert not kg.query(LINKED).boolean
    assert contradictions(linked) == []


def test_adding_the_same_again_keeps_the_links(linked: Path, tmp_path: Path) -> None:
    extraction = extracted(tmp_path / "courier.jsonl")
    with KnowledgeGraph.open(linked, writable=True) as kg:
        assert kg.add(extraction) == "unchanged"
        assert len(kg.contradictions()) == 1
