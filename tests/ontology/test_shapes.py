"""A mapped article keeps to the shapes, and each rule catches what it is for."""

from collections.abc import Callable
from functools import cache

import pytest
import rdflib
from pyoxigraph import RdfFormat, serialize
from pyshacl import validate
from rdflib import RDF, SH, XSD, Graph, Literal, Namespace, URIRef

from politigraph.graph import iris
from politigraph.graph.identity_judgements import Judgement, judgement_quads
from politigraph.graph.mapping import article_quads
from tests.conftest import ROOT
from tests.graph.extractions import at, sample

PG = Namespace("https://w3id.org/politigraph/ns#")
ACT = Namespace("https://w3id.org/politigraph/act/")
PLOVER = Namespace("https://w3id.org/politigraph/plover/")
SCHEMA = Namespace("https://schema.org/")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
PROV = Namespace("http://www.w3.org/ns/prov#")
GAF = Namespace("http://groundedannotationframework.org/gaf#")

ID = "a1"
ARTICLE = URIRef(iris.article_iri(ID))
EXTRACTION = URIRef(iris.extraction_iri(ID))
SAID, HEARSAY, DENIAL, BELIEF = (URIRef(iris.claim_iri(ID, c)) for c in ("c1", "c3", "c4", "c5"))
EVENT = URIRef(iris.event_iri(ID, "v4"))
LINDQVIST = URIRef(iris.entity_iri("person/Mara_Lindqvist"))
VAEL = URIRef(iris.entity_iri("person/Tomas_Vael"))
NORWAY = URIRef(iris.entity_iri("country/NOR"))
PLACE = URIRef(iris.entity_iri("place/Vesterholm"))
PUBLISHER = URIRef(iris.publisher_iri("Baltic Herald"))
SPAN = URIRef(iris.mention_iri(ID, at("Mara Lindqvist")))
GROUP = URIRef("https://w3id.org/politigraph/id/event-group/1")
OTHER_ARTICLE = URIRef(iris.article_iri("a2"))
OTHER_EXTRACTION = URIRef(iris.extraction_iri("a2"))
ELSEWHERE = URIRef(iris.event_iri("a2", "v4"))
INFERENCE = URIRef("https://w3id.org/politigraph/id/inference/1")

Break = Callable[[Graph], object]


@cache
def shapes() -> Graph:
    return Graph().parse(ROOT / "ontology" / "shapes.ttl")


@cache
def whole() -> bytes:
    quads = article_quads(sample(ID))
    triples = [quad.triple for quad in (*quads.quads, *quads.shared)]
    return serialize(triples, format=RdfFormat.TURTLE) or b""


def messages(graph: Graph, at_nodes: list[str | URIRef] | None = None) -> set[str]:
    """Return what the shapes say of a graph, or of some of its nodes only (much quicker)."""
    _, report, _ = validate(graph, shacl_graph=shapes(), inference="none", focus_nodes=at_nodes)
    assert isinstance(report, Graph)
    return {str(message) for message in report.objects(None, SH.resultMessage)}


def mapped() -> Graph:
    return Graph().parse(data=whole(), format="turtle")


def what_breaks(change: Break) -> set[str]:
    graph = mapped()
    change(graph)
    changed = {node for s, _, o in graph ^ mapped() for node in (s, o) if isinstance(node, URIRef)}
    return messages(graph, [ARTICLE, *sorted(changed)])


def drop(subject: URIRef, predicate: URIRef) -> Break:
    return lambda graph: graph.remove((subject, predicate, None))


def add(subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> Break:
    return lambda graph: graph.add((subject, predicate, value))


def put(subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> Break:
    return lambda graph: graph.set((subject, predicate, value))


def link(graph: Graph) -> None:
    graph.add((SAID, PG.contradicts, DENIAL))
    graph.add((DENIAL, PG.contradicts, SAID))
    graph.add((INFERENCE, RDF.type, PG.Inference))
    graph.add((INFERENCE, RDF.subject, SAID))
    graph.add((INFERENCE, RDF.predicate, PG.contradicts))
    graph.add((INFERENCE, RDF.object, DENIAL))
    graph.add((INFERENCE, PG.method, Literal("same event, opposite polarity")))
    graph.add((INFERENCE, PG.confidence, Literal("0.7", datatype=XSD.decimal)))


def unlink(predicate: URIRef) -> Break:
    def change(graph: Graph) -> None:
        link(graph)
        graph.remove((INFERENCE, predicate, None))

    return change


def group(graph: Graph) -> None:
    """Add an event group of one event here and one in another article."""
    for predicate, value in graph.predicate_objects(EVENT):
        graph.add((ELSEWHERE, predicate, value))
    graph.set((ELSEWHERE, PG.inArticle, OTHER_ARTICLE))
    graph.set((ELSEWHERE, PG.reportedIn, OTHER_ARTICLE))
    for predicate, value in graph.predicate_objects(ARTICLE):
        graph.add((OTHER_ARTICLE, predicate, value))
    for predicate, value in graph.predicate_objects(EXTRACTION):
        graph.add((OTHER_EXTRACTION, predicate, value))
    graph.set((OTHER_EXTRACTION, PROV.used, OTHER_ARTICLE))
    graph.add((GROUP, RDF.type, PG.EventGroup))
    graph.add((GROUP, PG.report, EVENT))
    graph.add((GROUP, PG.report, ELSEWHERE))
    graph.add((GROUP, PG.method, Literal("same-type-parties-days")))
    graph.add((GROUP, PG.confidence, Literal("0.7", datatype=XSD.decimal)))
    graph.add((GROUP, SEM.hasBeginTimeStamp, Literal("2024-03-01", datatype=XSD.date)))
    graph.add((GROUP, SEM.hasEndTimeStamp, Literal("2024-03-02", datatype=XSD.date)))


def regroup(predicate: URIRef, values: tuple[URIRef | Literal, ...]) -> Break:
    def change(graph: Graph) -> None:
        group(graph)
        graph.remove((GROUP, predicate, None))
        for value in values:
            graph.add((GROUP, predicate, value))

    return change


def judge(graph: Graph) -> None:
    held = Judgement("merge", "person/M._Lindqvist", "person/Mara_Lindqvist")
    for quad in judgement_quads([held]):
        graph.parse(data=f"{quad.triple} .", format="nt")


def unjudge(predicate: URIRef, value: Literal | None = None) -> Break:
    def change(graph: Graph) -> None:
        judge(graph)
        [judgement] = graph.subjects(RDF.type, PG.Judgement)
        graph.remove((judgement, predicate, None))
        if value is not None:
            graph.add((judgement, predicate, value))

    return change


def loop(graph: Graph) -> None:
    graph.set((HEARSAY, PG.embeddedIn, HEARSAY))


def test_a_mapped_article_conforms() -> None:
    assert messages(mapped()) == set()


def test_inferred_links_conform() -> None:
    assert what_breaks(link) == set()


def test_judgements_conform() -> None:
    assert what_breaks(judge) == set()
    assert what_breaks(group) == set()


TOO_SURE = Literal("1.2", datatype=XSD.decimal)
NO_DAY = Literal("2024-05")
OTHER = Literal("other")
SECOND = Literal("2024-01-01", datatype=XSD.date)

BROKEN: dict[str, list[Break]] = {
    "an article has one identifier": [drop(ARTICLE, SCHEMA.identifier)],
    "an article has one text": [add(ARTICLE, NIF.isString, OTHER)],
    "an article has the SHA-256 of its text": [put(ARTICLE, PG.textSha256, Literal("ab"))],
    "an article has at most one headline": [add(ARTICLE, SCHEMA.headline, OTHER)],
    "an article has at most one address, an xsd:anyURI": [put(ARTICLE, SCHEMA.url, OTHER)],
    "an article is published on at most one day": [put(ARTICLE, SCHEMA.datePublished, NO_DAY)],
    "an article has at most one language": [add(ARTICLE, SCHEMA.inLanguage, OTHER)],
    "an article has at most one publisher, a :Publisher": [
        put(ARTICLE, SCHEMA.publisher, LINDQVIST)
    ],
    "an article is used by one extraction": [drop(EXTRACTION, PROV.used)],
    "an extraction uses one article": [add(EXTRACTION, PROV.used, LINDQVIST)],
    "an extraction names its software": [drop(EXTRACTION, SCHEMA.softwareVersion)],
    "a publisher has one name": [drop(PUBLISHER, SCHEMA.name)],
    "a mention lies in one article": [put(SPAN, NIF.referenceContext, LINDQVIST)],
    "a mention begins once, before it ends": [put(SPAN, NIF.beginIndex, Literal(99_999))],
    "a mention ends once": [drop(SPAN, NIF.endIndex)],
    "a mention has its characters": [drop(SPAN, NIF.anchorOf)],
    "a mention is of a known kind": [put(SPAN, PG.mentionKind, OTHER)],
    "a trigger is positive or negative": [add(SPAN, PG.polarity, OTHER)],
    "a mention's confidence lies between 0 and 1": [put(SPAN, PG.confidence, TOO_SURE)],
    "an affiliation that a mention indicates is to a country": [
        add(SPAN, PG.indicatesAffiliation, PLACE)
    ],
    "the characters of a mention are those of the text at its offsets": [
        put(SPAN, NIF.anchorOf, Literal("Mara Lindqvis")),
        put(SPAN, NIF.beginIndex, Literal(1)),
    ],
    "a claim stands in one article": [drop(SAID, PG.inArticle)],
    "a claim has at most one speaker": [add(SAID, PG.speaker, VAEL)],
    "a claim has at most one addressee": [add(DENIAL, PG.addressee, NORWAY)],
    "a claim is embedded in at most one claim": [put(HEARSAY, PG.embeddedIn, EVENT)],
    "the source of a claim is a mention": [put(SAID, PG.speakerMention, LINDQVIST)],
    "the cue of a claim is a mention": [put(SAID, PG.cue, LINDQVIST)],
    "a claim has at most one cue lemma": [add(SAID, PG.cueLemma, OTHER)],
    "a claim has a content, a mention": [drop(SAID, PG.content)],
    "a claim has the words of its content": [drop(SAID, PG.contentText)],
    "a claim is positive or negative": [put(SAID, PG.polarity, OTHER)],
    "a claim has one known certainty": [put(SAID, PG.certainty, OTHER)],
    "a claim has one known quote type": [drop(SAID, PG.quoteType)],
    "a claim is one known speech act": [put(SAID, PG.speechAct, ACT.Assertive)],
    "a claim is made on at most one day": [put(SAID, PG.saidOn, NO_DAY)],
    "a claim is made until at most one day": [add(BELIEF, PG.saidUntil, SECOND)],
    "a claim names the rule that found it": [drop(SAID, PG.rule)],
    "a claim's confidence lies between 0 and 1": [put(SAID, PG.confidence, TOO_SURE)],
    "a claim was found by one extraction": [drop(SAID, PROV.wasGeneratedBy)],
    "hearsay is neither said nor denied": [
        add(VAEL, PG.said, HEARSAY),
        add(VAEL, PG.denied, HEARSAY),
    ],
    "only hearsay is reportedly said": [add(LINDQVIST, PG.reportedlySaid, SAID)],
    "a denial is not said, and only a denial is denied": [
        add(NORWAY, PG.said, DENIAL),
        add(LINDQVIST, PG.denied, SAID),
    ],
    "a belief, an intention or a silence is not said": [add(LINDQVIST, PG.said, BELIEF)],
    "whoever claims it is the speaker, and the speaker claims it": [
        drop(SAID, PG.speaker),
        lambda graph: graph.remove((None, PG.claimed, SAID)),
        add(VAEL, PG.said, SAID),
    ],
    "the spans of a claim lie in its article": [put(SAID, PG.inArticle, PLACE)],
    "no claim is embedded in itself": [loop],
    "an event has one PLOVER type": [put(EVENT, SEM.eventType, PLOVER.MaterialConflict)],
    "an event has at most one mode": [add(EVENT, PG.mode, PLOVER["COERCE-seize"])],
    "an event is told in one article": [drop(EVENT, PG.inArticle)],
    "an event is reported in a claim or in the article itself": [put(EVENT, PG.reportedIn, PLACE)],
    "an event has one trigger, a mention": [drop(EVENT, GAF.denotedBy)],
    "an event has at most one place": [put(EVENT, SEM.hasPlace, LINDQVIST)],
    "an event begins on at most one day, not after its end": [
        put(EVENT, SEM.hasEndTimeStamp, SECOND)
    ],
    "an event ends on at most one day": [put(EVENT, SEM.hasEndTimeStamp, NO_DAY)],
    "an event has at most one number of killed": [
        put(EVENT, PG.killed, OTHER),
        put(EVENT, PG.killed, Literal(-1)),
    ],
    "an event has at most one number of injured": [put(EVENT, PG.injured, OTHER)],
    "casualties are read from a mention": [put(EVENT, PG.casualtyMention, LINDQVIST)],
    "an event is positive or negative": [drop(EVENT, PG.polarity)],
    "an event has one known reality status": [put(EVENT, PG.realis, OTHER)],
    "an event is marked as doubtful or not at all": [
        put(EVENT, PG.doubtful, Literal(False)),
        put(EVENT, PG.doubtful, OTHER),
    ],
    "an event's confidence lies between 0 and 1": [put(EVENT, PG.confidence, TOO_SURE)],
    "an event was found by one extraction": [drop(EVENT, PROV.wasGeneratedBy)],
    "the mode of an event belongs to its type": [put(EVENT, PG.mode, PLOVER["THREATEN-arrest"])],
    "an entity has one name": [drop(LINDQVIST, SCHEMA.name), add(PLACE, SCHEMA.name, OTHER)],
    "an entity is the same as an IRI": [add(PLACE, SCHEMA.sameAs, OTHER)],
    "an actor is affiliated to countries": [add(LINDQVIST, SCHEMA.affiliation, PLACE)],
    "a sector is a code of three capitals": [add(LINDQVIST, PG.sector, OTHER)],
    "an entity has at most one ISO 3166-1 alpha-3 code": [put(NORWAY, PG.iso3, Literal("NO"))],
    "an entity has at most one GeoNames number": [put(PLACE, PG.geonamesId, OTHER)],
    "a latitude lies between -90 and 90": [
        put(PLACE, SCHEMA.latitude, Literal("90.5", datatype=XSD.decimal))
    ],
    "a longitude lies between -180 and 180": [
        put(PLACE, SCHEMA.longitude, Literal("-181", datatype=XSD.decimal))
    ],
    "whoever is referred to is an actor, a place, an event or a claim": [
        add(SAID, PG.about, URIRef(iris.entity_iri("person/Nobody"))),
        lambda graph: graph.remove((LINDQVIST, RDF.type, None)),
    ],
    "contradiction and agreement are written in both directions, between two claims": [
        add(SAID, PG.contradicts, DENIAL),
        add(SAID, PG.agreesWith, SAID),
    ],
    "an event group has two reports or more, all of them events": [
        regroup(PG.report, (EVENT,)),
        regroup(PG.report, (EVENT, SAID)),
    ],
    "an event group names its method": [regroup(PG.method, ())],
    "an event group's confidence lies between 0 and 1": [regroup(PG.confidence, (TOO_SURE,))],
    "an event group begins on at most one day, not after its end": [
        regroup(SEM.hasEndTimeStamp, (SECOND,))
    ],
    "the reports of an event group are of one type, and of several articles": [
        regroup(PG.report, (EVENT, URIRef(iris.event_iri(ID, "v3")))),
        regroup(PG.report, (EVENT, URIRef(iris.event_iri(ID, "v1")), ELSEWHERE)),
    ],
    "an inference names its method": [unlink(PG.method)],
    "an inference's confidence lies between 0 and 1": [unlink(PG.confidence)],
    "an inference has one subject": [unlink(RDF.subject)],
    "an inference has one predicate": [unlink(RDF.predicate)],
    "an inference has one object": [unlink(RDF.object)],
    "a judgement is of one of three kinds": [
        unjudge(PG.judgementKind),
        unjudge(PG.judgementKind, OTHER),
    ],
    "a judgement is about one entity": [unjudge(PG.judged)],
    "a judgement sets its entity beside one other": [unjudge(PG.judgedAs, OTHER)],
    "a judgement says who made it": [unjudge(PG.method)],
    "a judgement's confidence lies between 0 and 1": [unjudge(PG.confidence, TOO_SURE)],
}


@pytest.mark.parametrize(
    ("message", "change"),
    [(message, change) for message, changes in BROKEN.items() for change in changes],
)
def test_a_rule_catches_what_breaks_it(message: str, change: Break) -> None:
    assert message in what_breaks(change)


def test_each_rule_is_shown_to_catch_something() -> None:
    rules = {str(message) for message in shapes().objects(None, SH.message)}
    assert rules == set(BROKEN)


def test_every_constraint_says_what_it_wants() -> None:
    silent = [
        node
        for node in {*shapes().objects(None, SH.property), *shapes().objects(None, SH.sparql)}
        if shapes().value(node, SH.message) is None
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("path", "scheme", "class_"),
    [(PG.speechAct, "acts.ttl", PG.SpeechAct), (SEM.eventType, "plover.ttl", PG.EventType)],
)
def test_the_lists_in_the_shapes_are_the_schemes(path: URIRef, scheme: str, class_: URIRef) -> None:
    concepts = Graph().parse(ROOT / "ontology" / scheme).subjects(RDF.type, class_)
    [listed] = (
        shapes().value(node, SH["in"])
        for node in shapes().subjects(SH.path, path)
        if shapes().value(node, SH["in"]) is not None
    )
    assert listed is not None
    assert set(rdflib.collection.Collection(shapes(), listed)) == set(concepts)
