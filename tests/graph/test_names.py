"""Whom a name means: one of several, the town before its region, nobody, or who can tell."""

import pytest

from politigraph.extract.records import Article, Entity, Extraction, Mention, Span
from politigraph.graph.errors import AmbiguousName, UnknownItem
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.extractions import EXTRACTOR, sample


def two_of_a_name(share: int) -> KnowledgeGraph:
    """A graph where "Vael" is one Vael ``share`` times and another one once."""
    kg = KnowledgeGraph.memory()
    for number in range(share + 1):
        first = "Tomas" if number else "Ada"
        vael = Entity(f"person/{first}_Vael", f"{first} Vael", "person")
        article = Article(f"a{number}", "Vael spoke.")
        mention = Mention(Span(0, 4), vael.id, "name")
        kg.add(Extraction(article, (vael,), (mention,), (), (), EXTRACTOR))
    return kg


def test_an_ambiguous_name_gives_the_choices() -> None:
    kg = two_of_a_name(share=1)
    with pytest.raises(AmbiguousName, match="2 entities are called 'vael'") as error:
        kg.claims(speaker="vael")
    assert error.value.choices == (
        ("person/Ada_Vael", "Ada Vael"),
        ("person/Tomas_Vael", "Tomas Vael"),
    )
    assert "person/Ada_Vael (Ada Vael)" in error.value.hint
    assert kg.entity("Ada Vael").aliases == ("Vael",)


def test_a_name_that_nearly_always_means_one_is_not_ambiguous() -> None:
    assert two_of_a_name(share=20).entity("Vael").id == "person/Tomas_Vael"


def town_or_body_and_region(named: Entity) -> KnowledgeGraph:
    """A graph where "Ulmara" is called so in one article, and the region around it in another."""
    kg = KnowledgeGraph.memory()
    region = Entity("place/Ulmara_region", "Ulmara region", "place")
    for number, entity in enumerate((named, region)):
        article = Article(f"a{number}", "Ulmara was quiet.")
        mention = Mention(Span(0, 6), entity.id, "name")
        kg.add(Extraction(article, (entity,), (mention,), (), (), EXTRACTOR))
    return kg


def test_a_town_is_meant_before_the_region_of_its_name() -> None:
    town = Entity("place/Ulmara", "Ulmara", "place")
    assert town_or_body_and_region(town).entity("Ulmara").id == "place/Ulmara"


def test_a_name_that_a_body_and_a_place_share_stays_ambiguous() -> None:
    body = Entity("organization/Ulmara", "Ulmara", "organization")
    with pytest.raises(AmbiguousName, match="2 entities are called 'Ulmara'"):
        town_or_body_and_region(body).entity("Ulmara")


def test_what_a_name_means_is_looked_up_again_after_a_change() -> None:
    with KnowledgeGraph.memory() as kg:
        with pytest.raises(UnknownItem):
            kg.claims(speaker="Mara Lindqvist")
        kg.add(sample("a"))
        assert len(kg.claims(speaker="Mara Lindqvist")) == 2
        kg.delete("a")
        with pytest.raises(UnknownItem):
            kg.claims(speaker="Mara Lindqvist")
