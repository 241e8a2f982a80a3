"""The two SKOS schemes: speech acts and PLOVER's event types."""

import json
import runpy
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from politigraph.extract.records import Span
from politigraph.graph import iris
from politigraph.graph.article_mapping import claim_edge
from politigraph.ontology.schemes import event_types, speech_acts
from politigraph.ontology.terms import ACT, PLOVER, Class, Property
from tests.conftest import ROOT
from tests.graph.extractions import claim

SHARED = ROOT.parent / "shared"
CODEBOOK = SHARED / "eval" / "events" / "plover_types.json"


@cache
def scheme(name: str) -> Graph:
    return Graph().parse(ROOT / "ontology" / f"{name}.ttl")


def members(name: str, class_: str) -> dict[str, URIRef]:
    """Return the concepts of a class by their notation."""
    graph = scheme(name)
    return {
        f"{graph.value(concept, SKOS.notation)}": concept
        for concept in graph.subjects(RDF.type, URIRef(class_))
        if isinstance(concept, URIRef)
    }


ACTS = members("acts", Class.SPEECH_ACT)
TYPES = members("plover", Class.EVENT_TYPE)


@pytest.mark.parametrize("name", ["acts", "plover"])
def test_every_concept_hangs_below_a_top_concept(name: str) -> None:
    graph = scheme(name)
    [root] = graph.subjects(RDF.type, SKOS.ConceptScheme)
    tops = set(graph.subjects(SKOS.topConceptOf, root))
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert graph.value(concept, SKOS.inScheme) == root
        assert len(set(graph.objects(concept, SKOS.broader))) == (concept not in tops)
        assert tops & set(graph.transitive_objects(concept, SKOS.broader))


@pytest.mark.parametrize(("notation", "concept"), ACTS.items())
def test_a_speech_act_has_the_iri_that_the_mapping_gives_it(notation: str, concept: URIRef) -> None:
    assert str(concept) == iris.speech_act_iri(notation)
    assert (concept, SKOS.prefLabel, Literal(notation, lang="en")) in scheme("acts")


@pytest.mark.parametrize(("notation", "concept"), ACTS.items())
def test_attitudes_and_silence_are_claimed_and_not_said(notation: str, concept: URIRef) -> None:
    group = str(scheme("acts").value(concept, SKOS.broader)).removeprefix(ACT)
    expected = {"Attitude": Property.CLAIMED, "Silence": Property.CLAIMED}.get(group, Property.SAID)
    if notation == "deny":
        expected = Property.DENIED
    assert claim_edge(claim("c1", Span(0, 1), speech_act=notation)) == expected


def test_every_act_of_the_cue_lexicon_is_in_the_scheme() -> None:
    lines = (ROOT / "extract" / "data" / "cues.tsv").read_text("utf-8").splitlines()
    used = {line.split("\t")[0] for line in lines if line and not line.startswith("#")}
    assert used <= ACTS.keys()


def test_there_are_sixteen_types_in_four_quad_classes() -> None:
    quads = {scheme("plover").value(concept, SKOS.broader) for concept in TYPES.values()}
    assert len(TYPES) == 16
    assert len(quads) == 4


@pytest.mark.parametrize(
    "concept", [*scheme("plover").subjects(RDF.type, URIRef(Class.EVENT_MODE))]
)
def test_a_mode_has_the_iri_that_the_mapping_gives_it(concept: URIRef) -> None:
    event_type = str(scheme("plover").value(concept, SKOS.broader)).removeprefix(PLOVER)
    mode = str(scheme("plover").value(concept, SKOS.notation))
    assert event_type in TYPES
    assert str(concept) == iris.event_type_iri(event_type, mode)


@pytest.mark.skipif(not CODEBOOK.exists(), reason="../shared is absent")
def test_the_scheme_is_what_its_script_writes() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_plover.py"))
    plover_turtle: Callable[[Mapping[str, Any]], str] = script["plover_turtle"]
    codebook = json.loads(CODEBOOK.read_text("utf-8"))
    assert plover_turtle(codebook) == (ROOT / "ontology" / "plover.ttl").read_text("utf-8")


def test_the_names_that_are_read_without_a_parser_are_those_of_the_schemes() -> None:
    assert {name.lower() for name in ACTS} == set(speech_acts())
    assert set(TYPES) == set(event_types())
    modes = {f"{name}-{mode}" for name, found in event_types().items() for mode in found}
    assert modes == {
        str(concept).removeprefix(PLOVER)
        for concept in scheme("plover").subjects(RDF.type, URIRef(Class.EVENT_MODE))
    }
