"""The timeline and the matrix beside the networks."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from politigraph.graph.charts import matrix
from politigraph.graph.errors import InvalidFilter, UnknownFormat
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.press import AINO, MARA, NORWAY, SWEDEN, TOMAS, Press


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    press = Press("a1", "Baltic Herald", "2024-05-14")
    press.says(MARA, "Sweden attacked & fled", about=(SWEDEN,))
    press.says(TOMAS, "Norway lies", about=(NORWAY,), cue="denied", speech_act="deny")
    press.happens("ASSAULT", "attacked", agents=(SWEDEN.id,), targets=(NORWAY.id,))
    press.happens("AID", "lies", agents=(AINO.id,), targets=(SWEDEN.id,))
    later = Press("a2", "Baltic Herald", "2024-07-02")
    later.says(MARA, "Sweden has left", about=(SWEDEN,))
    undated = Press("a3", "Baltic Herald")
    undated.says(MARA, "nothing is left")
    kg = KnowledgeGraph.memory()
    for made in (press, later, undated):
        kg.add(made.extraction())
    return kg


def texts(document: str) -> list[str]:
    return [found.text or "" for found in ET.fromstring(document).iter() if found.text]


def test_a_timeline_has_a_line_a_speaker_and_a_mark_a_dated_claim(kg: KnowledgeGraph) -> None:
    chart = kg.timeline()
    assert "Claims by speaker: 3 of 4" in texts(chart.svg())
    assert chart.svg().count("<circle") == 3
    assert "2024-06" in texts(chart.svg())
    assert any(text.startswith("Tomas Vael, deny: ") for text in texts(chart.svg()))
    assert 'fill="#c81e1e"' in chart.svg()
    assert kg.timeline(speaker="Mara Lindqvist").svg().count("<circle") == 2


def test_a_matrix_signs_who_acts_on_whom(kg: KnowledgeGraph) -> None:
    found = texts(kg.matrix().svg())
    assert {"-1", "+1", "Sweden → Norway: -1", "Aino Salmi → Sweden: +1"} <= set(found)
    with pytest.raises(InvalidFilter, match="neither"):
        matrix(kg.network("speech"))


def test_charts_of_nothing_are_charts(tmp_path: Path) -> None:
    empty = KnowledgeGraph.memory()
    for chart in (empty.timeline(), empty.matrix()):
        ET.fromstring(chart.svg())
        assert "image/svg+xml" in chart._repr_mimebundle_()
        with pytest.raises(UnknownFormat):
            chart.save(tmp_path / "x.png")
        assert chart.save(tmp_path / "x.svg").read_text("utf-8") == chart.svg()
