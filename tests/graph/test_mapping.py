"""What a mapped extraction says, and the laws that hold for any."""

from dataclasses import replace
from functools import cache
from importlib import resources

import pytest
import rdflib
from hypothesis import given, settings
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from politigraph.extract.records import Article, Entity, Extraction, Mention, Span
from politigraph.graph import iris
from politigraph.graph.article_mapping import claim_edge
from politigraph.graph.mapping import ArticleQuads, article_quads
from politigraph.ontology.terms import NS, Class, Gaf, Nif, Property, Rdf, Schema, Sem
from tests.graph.extractions import EXTRACTOR, TEXT, at, claim, extractions, sample

ARTICLE = "wire/2024 05#1"
MAPPED = article_quads(sample())
LINDQVIST = iris.entity_iri("person/Mara_Lindqvist")
NORWAY = iris.entity_iri("country/NOR")
VESTERHOLM = iris.entity_iri("place/Vesterholm")


def triples(quads: tuple[Quad, ...]) -> set[tuple[str, str, str]]:
    return {(q.subject.value, q.predicate.value, q.object.value) for q in quads}  # type: ignore[union-attr]


OWN = triples(MAPPED.quads)
SHARED = triples(MAPPED.shared)


def objects(subject: str, predicate: str) -> set[str]:
    return {o for s, p, o in OWN | SHARED if s == subject and p == predicate}


def c(claim_id: str) -> str:
    return iris.claim_iri(ARTICLE, claim_id)


def v(event_id: str) -> str:
    return iris.event_iri(ARTICLE, event_id)


def m(span: Span) -> str:
    return iris.mention_iri(ARTICLE, span)


@cache
def vocabulary() -> rdflib.Graph:
    folder = resources.files("politigraph.ontology")
    return rdflib.Graph().parse(data=(folder / "core.ttl").read_text("utf-8"), format="turtle")


def plain_graph(mapped: ArticleQuads) -> rdflib.Graph:
    """Return the graph that somebody sees who reads an exported Turtle file."""
    turtle = serialize([q.triple for q in (*mapped.quads, *mapped.shared)], format=RdfFormat.TURTLE)
    assert turtle is not None
    return rdflib.Graph().parse(data=turtle.decode(), format="turtle")


def test_the_simplest_query_answers_in_plain_rdflib() -> None:
    rows = plain_graph(MAPPED).query(
        f"PREFIX : <{NS}> SELECT ?p ?x {{ ?p :said ?c . ?c :about ?x }}"
    )
    assert (rdflib.URIRef(LINDQVIST), rdflib.URIRef(VESTERHOLM)) in {tuple(row) for row in rows}  # type: ignore[arg-type]


def test_every_claim_is_one_pattern_away_from_its_speaker() -> None:
    claimed = {(s, o) for s, p, o in OWN if p == Property.CLAIMED}
    assert claimed == {(s, c) for c, p, s in OWN if p == Property.SPEAKER}
    assert len(claimed) == 5


@pytest.mark.parametrize(
    ("claim_id", "edge"),
    [
        ("c1", Property.SAID),
        ("c2", Property.SAID),
        ("c3", Property.REPORTEDLY_SAID),  # a denial, but only by another's word
        ("c4", Property.DENIED),
        ("c5", Property.CLAIMED),
    ],
)
def test_how_a_speaker_is_tied_to_the_claim(claim_id: str, edge: Property) -> None:
    edges = {p for s, p, o in OWN if o == c(claim_id) and s.startswith(iris.entity_iri("x")[:-1])}
    assert edges == {edge, Property.CLAIMED}


@pytest.mark.parametrize(
    ("act", "embedded_in", "edge"),
    [
        ("assert", "", Property.SAID),
        ("threaten", "", Property.SAID),
        ("deny", "", Property.DENIED),
        ("believe", "", Property.CLAIMED),
        ("intend", "", Property.CLAIMED),
        ("decline", "", Property.CLAIMED),
        ("assert", "c0", Property.REPORTEDLY_SAID),
        ("deny", "c0", Property.REPORTEDLY_SAID),
        ("believe", "c0", Property.REPORTEDLY_SAID),
    ],
)
def test_the_edge_follows_from_act_and_nesting(act: str, embedded_in: str, edge: str) -> None:
    spoken = claim("c1", Span(0, 1), speech_act=act, embedded_in=embedded_in)
    assert claim_edge(spoken) == edge


def test_a_claim_without_a_speaker_keeps_its_source() -> None:
    unresolved = claim("c1", at("the report"), source=(at("Oslo"),))
    mapped = triples(article_quads(replace(sample(), claims=(unresolved,))).quads)
    assert (c("c1"), Property.SPEAKER_MENTION, m(at("Oslo"))) in mapped
    edges = {Property.SPEAKER, Property.CLAIMED, Property.SAID}
    assert not {p for _, p, _ in mapped} & edges


def test_a_claim_is_about_entities_events_and_claims() -> None:
    assert objects(c("c1"), Property.ABOUT) == {VESTERHOLM, v("v1"), v("v2")}
    assert {c("c3"), NORWAY} < objects(c("c2"), Property.ABOUT)


def test_a_claim_carries_its_parts() -> None:
    content = at("“We are holding talks in Vesterholm. We do not reject them,”")
    expected = {
        Property.CUE: m(at("said")),
        Property.CUE_LEMMA: "say",
        Property.CONTENT: m(content),
        Property.CONTENT_TEXT: content.of(TEXT),
        Property.SPEECH_ACT: "https://w3id.org/politigraph/act/Assert",
        Property.POLARITY: "positive",
        Property.CERTAINTY: "certain",
        Property.QUOTE_TYPE: "direct",
        Property.SAID_ON: "2024-05-13",
        Property.RULE: "that-clause",
        Property.CONFIDENCE: "0.9",
        Property.IN_ARTICLE: iris.article_iri(ARTICLE),
    }
    assert {p: objects(c("c1"), p) for p in expected} == {p: {o} for p, o in expected.items()}
    assert objects(c("c1"), Property.SAID_UNTIL) == set()
    assert objects(c("c5"), Property.SAID_ON) == {"2024-05-01"}
    assert objects(c("c5"), Property.SAID_UNTIL) == {"2024-05-31"}
    assert objects(c("c4"), Property.ADDRESSEE) == {iris.entity_iri("person/Tomas_Vael")}


def test_a_cut_quotation_keeps_its_pieces() -> None:
    pieces = (at("the report"), at("the vote"))
    cut = replace(claim("c1", pieces[0]), content=pieces)
    mapped = triples(article_quads(replace(sample(), claims=(cut,))).quads)
    assert {o for s, p, o in mapped if p == Property.CONTENT} == {m(piece) for piece in pieces}
    assert (c("c1"), Property.CONTENT_TEXT, "the report … the vote") in mapped


def test_an_event_says_who_reports_it_and_when() -> None:
    assert objects(v("v3"), Property.REPORTED_IN) == {c("c3")}
    assert objects(v("v4"), Property.REPORTED_IN) == {iris.article_iri(ARTICLE)}
    assert objects(v("v4"), Sem.EVENT_TYPE) == {"https://w3id.org/politigraph/plover/COERCE"}
    assert objects(v("v4"), Property.MODE) == {"https://w3id.org/politigraph/plover/COERCE-arrest"}
    assert objects(v("v4"), Sem.HAS_BEGIN_TIME_STAMP) == {"2024-03-01"}
    assert objects(v("v4"), Sem.HAS_END_TIME_STAMP) == {"2024-03-31"}
    assert objects(v("v4"), Sem.HAS_PLACE) == {VESTERHOLM}


def test_polarity_sits_on_the_claim_and_on_the_trigger() -> None:
    [trigger] = objects(v("v2"), Gaf.DENOTED_BY)
    assert objects(c("c1"), Property.POLARITY) == {"positive"}
    assert (
        objects(trigger, Property.POLARITY) == objects(v("v2"), Property.POLARITY) == {"negative"}
    )


def test_affiliation_has_its_evidence_in_the_article() -> None:
    assert (m(at("Mara Lindqvist")), Property.INDICATES_SECTOR, "GOV") in OWN
    sweden = iris.entity_iri("country/SWE")
    assert objects(m(at("Mara Lindqvist")), Property.INDICATES_AFFILIATION) == {sweden}
    assert (LINDQVIST, Schema.AFFILIATION, sweden) in SHARED
    # The article never mentions Sweden itself, yet the node has a name.
    assert (sweden, Schema.NAME, "Sweden") in SHARED


def test_a_span_of_two_entities_is_evidence_for_neither() -> None:
    span = Span(0, 4)
    two = tuple(Entity(f"person/{n}", n, "person", "SWE", "GOV") for n in "AB")
    mentions = tuple(Mention(span, entity.id, "nominal") for entity in two)
    mapped = article_quads(Extraction(Article("a", "They met."), two, mentions, (), (), EXTRACTOR))
    predicates = {q.predicate.value for q in (*mapped.quads, *mapped.shared)}
    assert not predicates & {Property.INDICATES_AFFILIATION, Schema.AFFILIATION, Property.SECTOR}


def test_an_entity_that_nothing_refers_to_is_not_described() -> None:
    assert not any("Harbour_Board" in s for s, _, _ in OWN | SHARED)


def test_a_place_has_its_coordinates_and_country() -> None:
    assert objects(VESTERHOLM, Schema.LATITUDE) == {"58.5"}
    assert objects(VESTERHOLM, Schema.LONGITUDE) == {"-0.00001"}
    assert objects(VESTERHOLM, Property.ISO3) == {"SWE"}
    assert objects(VESTERHOLM, Schema.SAME_AS) == {"https://sws.geonames.org/1/"}
    assert objects(NORWAY, Rdf.TYPE) == {Class.ACTOR, Class.PLACE, Schema.COUNTRY}


def test_an_address_that_is_no_iri_stays_as_it_was() -> None:
    article = iris.article_iri(ARTICLE)
    assert objects(article, Schema.URL) == {"https://herald.example/news?id=1&x=a b"}


def test_every_term_used_is_defined() -> None:
    defined = {str(s) for s in vocabulary().subjects(rdflib.RDFS.isDefinedBy, None)}
    classes = {o for _, p, o in OWN | SHARED if p == Rdf.TYPE}
    assert {p for _, p, _ in OWN | SHARED} | classes <= defined


def test_every_term_is_used_or_inferred_or_judged() -> None:
    used = {p for _, p, _ in OWN | SHARED} | {o for _, p, o in OWN | SHARED if p == Rdf.TYPE}
    concepts = {Class.EVENT_TYPE, Class.EVENT_MODE, Class.SPEECH_ACT}
    inferred = {
        Class.INFERENCE,
        Property.METHOD,
        Property.CONTRADICTS,
        Property.AGREES_WITH,
        Property.DUPLICATE_OF,
        Class.EVENT_GROUP,
        Property.REPORT,
    }
    judged = {
        Class.JUDGEMENT,
        Property.JUDGEMENT_KIND,
        Property.JUDGED,
        Property.JUDGED_AS,
        Property.JUDGED_IN,
        Property.JUDGED_NAME,
        Property.JUDGED_DESCRIPTION,
        Property.REASON,
        Property.RENAMED,
        Property.IDENTITY_PATCH,
    }
    assert {*Class, *Property} - used == concepts | inferred | judged


@given(extractions())
@settings(max_examples=50, deadline=None)
def test_the_quads_come_back_from_the_store_as_they_went_in(extraction: Extraction) -> None:
    mapped = article_quads(extraction)
    quads = (*mapped.quads, *mapped.shared)
    store = Store()
    store.extend(quads)
    assert len(set(quads)) == len(quads)
    assert set(store) == set(quads)
    assert article_quads(extraction) == mapped
    for quad in quads:
        assert isinstance(quad.subject, NamedNode)
        assert not isinstance(quad.object, BlankNode)
        if isinstance(quad.object, Literal):
            assert quad.object.language is None


@given(extractions())
@settings(max_examples=50, deadline=None)
def test_every_mention_is_the_text_at_its_offsets(extraction: Extraction) -> None:
    mapped = triples(article_quads(extraction).quads)
    spans = {s for s, p, o in mapped if p == Rdf.TYPE and o == Class.MENTION}
    values = {(s, p): o for s, p, o in mapped}
    assert len(spans) >= 1
    for span in spans:
        begin, end = int(values[span, Nif.BEGIN_INDEX]), int(values[span, Nif.END_INDEX])
        assert extraction.article.text[begin:end] == values[span, Nif.ANCHOR_OF]


@given(extractions("a"), extractions("b"))
@settings(max_examples=50, deadline=None)
def test_no_triple_stands_in_two_graphs(one: Extraction, other: Extraction) -> None:
    a, b = article_quads(one), article_quads(other)
    assert not triples(a.quads) & triples(b.quads)
    assert not (triples(a.quads) | triples(b.quads)) & (triples(a.shared) | triples(b.shared))
    assert {q.graph_name.value for q in a.quads} == {iris.graph_iri("a")}  # type: ignore[union-attr]
    assert {q.graph_name.value for q in a.shared} <= {iris.ENTITIES_GRAPH}  # type: ignore[union-attr]


@given(extractions("a"), extractions("b"))
@settings(max_examples=50, deadline=None)
def test_all_articles_describe_an_entity_alike(one: Extraction, other: Extraction) -> None:
    derived = {Schema.AFFILIATION, Property.SECTOR}
    a, b = (
        {t for t in triples(article_quads(x).shared) if t[1] not in derived} for x in (one, other)
    )
    for entity in {s for s, _, _ in a} & {s for s, _, _ in b}:
        assert {t for t in a if t[0] == entity} == {t for t in b if t[0] == entity}


@given(extractions())
@settings(max_examples=50, deadline=None)
def test_affiliations_follow_from_the_mentions_alone(extraction: Extraction) -> None:
    mapped = article_quads(extraction)
    own = triples(mapped.quads)
    derived = {
        (entity, Schema.AFFILIATION if p == Property.INDICATES_AFFILIATION else Property.SECTOR, o)
        for s, p, o in own
        if p in (Property.INDICATES_AFFILIATION, Property.INDICATES_SECTOR)
        for entity, denoted_by, mention in own
        if denoted_by == Gaf.DENOTED_BY and mention == s and "/id/entity/" in entity
    }
    found = {t for t in triples(mapped.shared) if t[1] in (Schema.AFFILIATION, Property.SECTOR)}
    assert found == derived
