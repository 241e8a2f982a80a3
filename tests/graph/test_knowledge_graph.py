"""What notebooks, the command line and the HTTP API ask of a graph."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from politigraph.extract.records import Extraction
from politigraph.graph.errors import (
    InvalidFilter,
    RefusedQuery,
    StoreReadOnly,
    UnknownItem,
    UnknownQuery,
)
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.rows import ClaimFilters, EventFilters
from tests.graph.extractions import EXTRACTOR, TEXT, sample
from tests.servers import KINDS, empty_store

MARA = "https://w3id.org/politigraph/id/entity/person/Mara_Lindqvist"


def dated(article_id: str, published: str, publisher: str = "Baltic Herald") -> Extraction:
    extraction = sample(article_id)
    article = replace(extraction.article, published=published, publisher=publisher)
    return replace(extraction, article=article)


@pytest.fixture(scope="module", params=KINDS)
def kg(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    with empty_store(request.param, tmp_path_factory.mktemp("kg")) as store:
        kg = KnowledgeGraph(store)
        kg.add(dated("a/10 b", "2024-05-14"))
        kg.add(dated("a9", "2024-05-14", "Kystposten"))
        kg.add(dated("undated", ""))
        yield kg


# -- claims


def test_a_claim_carries_its_evidence(kg: KnowledgeGraph) -> None:
    [claim] = kg.claims(speaker="Mara Lindqvist", edge="said", article="a9")
    assert claim.speaker is not None
    assert (claim.speaker.id, claim.speaker.label) == ("person/Mara_Lindqvist", "Mara Lindqvist")
    assert (claim.cue, claim.cue_lemma, claim.speech_act) == ("said", "say", "assert")
    assert claim.content == "“We are holding talks in Vesterholm. We do not reject them,”"
    assert {(ref.kind, ref.label) for ref in claim.about} == {
        ("place", "Vesterholm"),
        ("event", "talks"),
        ("event", "reject"),
    }
    found = claim.evidence
    assert found.sentence == f"{claim.content} Mara Lindqvist said on Monday."
    assert kg.text("a9")[found.start : found.end] == found.sentence
    assert [(name, span.of(TEXT)) for name, span in found.spans] == [
        ("source", "Mara Lindqvist"),
        ("cue", "said"),
        ("content", claim.content),
    ]
    article = claim.article
    assert (article.id, article.extractor, article.claims, article.events) == (
        "a9",
        EXTRACTOR,
        5,
        2,
    )
    assert (claim.said_on, claim.confidence, claim.rule) == ("2024-05-13", 0.9, "that-clause")


@pytest.mark.parametrize(
    ("filters", "claims"),
    [
        ({}, "c1 c2 c3 c4 c5"),
        ({"speaker": "Mara Lindqvist"}, "c1 c5"),
        ({"speaker": "mara LINDQVIST"}, "c1 c5"),
        ({"speaker": "person/Mara_Lindqvist"}, "c1 c5"),
        ({"speaker": MARA}, "c1 c5"),
        ({"about": "Norway"}, "c2 c3"),
        ({"about": "Norway", "edge": "said"}, "c2"),
        ({"about": "Vesterholm", "speaker": "Mara Lindqvist", "cue": "say"}, "c1"),
        ({"cue": "deny"}, "c3 c4"),
        ({"speech_act": "deny", "edge": "denied"}, "c4"),
        ({"edge": "reportedlySaid"}, "c3"),
        ({"edge": "said"}, "c1 c2"),
        ({"certainty": "probable"}, "c5"),
        ({"confidence": "0.9"}, "c1 c2 c3 c4 c5"),
        ({"confidence": "0.901"}, ""),
        ({"polarity": "negative"}, "c3 c4"),
        ({"q": "NORWAY CLOSED"}, "c2 c3"),
        ({"q": "\" } DROP ALL #"}, ""),
        ({"since": "2024-05-14", "until": "2024-05-14"}, "c1 c2 c3 c4 c5"),
        ({"since": "2024-05", "until": "2024"}, "c1 c2 c3 c4 c5"),
        ({"since": "2024-05-15"}, ""),
        ({"until": "2024-04"}, ""),
        ({"publisher": "kystposten"}, "c1 c2 c3 c4 c5"),
        ({"speaker": ""}, "c1 c2 c3 c4 c5"),
    ],
)  # fmt: skip
def test_filters_choose_claims(kg: KnowledgeGraph, filters: ClaimFilters, claims: str) -> None:
    chosen: ClaimFilters = {"article": "a9", **filters}
    assert " ".join(claim.id.rpartition("/")[2] for claim in kg.claims(**chosen)) == claims


def test_claims_come_by_date_and_in_the_order_of_the_text(kg: KnowledgeGraph) -> None:
    ids = [claim.id for claim in kg.claims()]
    articles = ("undated", "a9", "a%2F10%20b")
    assert ids == [f"{article}/claim/c{n}" for article in articles for n in range(1, 6)]


def test_pages_hold_everything_once(kg: KnowledgeGraph) -> None:
    everything = [claim.id for claim in kg.claims()]
    seen, cursor = [], ""
    while True:
        page = kg.claims(limit=4, cursor=cursor)
        assert len(page) <= 4
        seen += [claim.id for claim in page]
        cursor = page.cursor
        if not cursor:
            break
    assert seen == everything


def test_a_cursor_survives_new_articles() -> None:
    with KnowledgeGraph.memory() as kg:
        kg.add(dated("b", "2024-05-02"))
        first = kg.claims(limit=2)
        kg.add(dated("a", "2024-05-01"))
        rest = kg.claims(cursor=first.cursor)
        assert [claim.id[-2:] for claim in (*first, *rest)] == ["c1", "c2", "c3", "c4", "c5"]


@pytest.mark.parametrize(
    ("least", "whole"), [("0", True), ("8e-1", True), ("0.8001", False), ("1", False)]
)
def test_events_are_chosen_by_the_least_confidence(
    kg: KnowledgeGraph, least: str, *, whole: bool
) -> None:
    everything = kg.events(article="a9")
    assert everything
    assert kg.events(article="a9", confidence=least).rows == (everything.rows if whole else ())


@pytest.mark.parametrize(
    ("filters", "message", "hint"),
    [
        ({"polarity": "maybe"}, "polarity is never 'maybe'", "positive, negative"),
        ({"certainty": "sure"}, "certainty is never", "probable"),
        ({"edge": "shouted"}, "'shouted'", "reportedlySaid"),
        ({"since": "yesterday"}, "since is not a date", "2022-04-26"),
        ({"colour": "red"}, "claims has no filter 'colour'", "speaker"),
        ({"limit": 0}, "0 rows", "1 to 1000"),
        ({"cursor": "@"}, "not a cursor", "unchanged"),
        ({"cursor": "W10"}, "not a cursor", "unchanged"),
    ],
)
def test_a_filter_that_cannot_match_is_an_error(
    kg: KnowledgeGraph, filters: ClaimFilters, message: str, hint: str
) -> None:
    with pytest.raises(InvalidFilter, match=message) as error:
        kg.claims(**filters)
    assert hint in error.value.hint


# -- names


@pytest.mark.parametrize("name", ["Nobody", "", "person/Nobody", "urn:nobody", '" }', "country/"])
def test_an_unknown_name_is_an_error(kg: KnowledgeGraph, name: str) -> None:
    with pytest.raises(UnknownItem):
        kg.entity(name)
    if name:
        with pytest.raises(UnknownItem):
            kg.claims(speaker=name)


# -- events, entities, articles


@pytest.mark.parametrize(
    ("filters", "events"),
    [
        ({}, "v1 v4"),
        ({"polarity": "any"}, "v1 v2 v3 v4"),
        ({"type": "CONSULT"}, "v1"),
        ({"type": "coerce"}, "v4"),
        ({"type": "coerce", "polarity": "any"}, "v3 v4"),
        ({"type": "COERCE", "mode": "arrest"}, "v4"),
        ({"mode": "COERCE-restrict"}, ""),
        ({"mode": "COERCE-restrict", "polarity": "positive"}, "v3"),
        ({"agent": "Norway", "polarity": "any", "realis": "any"}, "v3"),
        ({"actor": "Mara Lindqvist"}, "v4"),
        ({"target": "Mara Lindqvist", "place": "Vesterholm"}, "v4"),
        ({"polarity": "negative"}, "v2"),
        ({"realis": "future"}, ""),
    ],
)
def test_filters_choose_events(kg: KnowledgeGraph, filters: EventFilters, events: str) -> None:
    chosen: EventFilters = {"article": "a9", **filters}
    assert " ".join(event.id.rpartition("/")[2] for event in kg.events(**chosen)) == events


def test_an_event_says_who_reports_it(kg: KnowledgeGraph) -> None:
    told, own = kg.event("a9/event/v1"), kg.event("a9/event/v4")
    assert told.claim == kg.claim("a9/claim/c1").iri
    assert own.claim == ""
    assert (own.type, own.mode, own.trigger) == ("COERCE", "arrest", "arrested")
    assert own.date == "2024-03-01/2024-03-31"
    assert own.evidence.sentence.startswith("Swedish police arrested a courier in Vesterholm")
    assert (own.killed, own.injured, told.killed) == (0, 12, None)
    assert [name for name, _ in own.evidence.spans] == ["trigger", "casualties", "casualties"]
    with pytest.raises(InvalidFilter, match="one of several"):
        kg.events(mode="arrest")


def test_an_entity_gathers_all_articles(kg: KnowledgeGraph) -> None:
    mara = kg.entity("Mara Lindqvist")
    assert (mara.iri, mara.kind, mara.sectors) == (MARA, "person", ("GOV",))
    assert [country.label for country in mara.affiliations] == ["Sweden"]
    assert (mara.mentions, mara.articles, mara.claims_by, mara.claims_about) == (6, 3, 6, 0)
    assert mara.aliases == ("Mara Lindqvist",)
    place = kg.entity("Vesterholm")
    assert (place.lat, place.lon, place.geonames, place.iso3) == (58.5, -0.00001, "1", "SWE")
    assert place.same_as == ("https://sws.geonames.org/1/",)


def test_entities_are_found_by_part_of_a_name(kg: KnowledgeGraph) -> None:
    assert [entity.label for entity in kg.entities(q="LIND")] == ["Mara Lindqvist"]
    assert [entity.label for entity in kg.entities(kind="country")] == ["Norway", "Sweden"]
    assert {entity.kind for entity in kg.entities(affiliation="Sweden")} == {"person", "group"}
    assert [entity.label for entity in kg.entities(sector="MED")] == ["Tomas Vael"]
    assert len(kg.entities(q="herald")) == 0  # An outlet is no actor.


def test_articles_are_found_by_outlet_and_date(kg: KnowledgeGraph) -> None:
    assert [article.id for article in kg.articles()] == ["undated", "a9", "a/10 b"]
    assert [article.id for article in kg.articles(publisher="Kystposten")] == ["a9"]
    assert [article.id for article in kg.articles(since="2024", q="NORWAY")] == ["a9", "a/10 b"]
    assert kg.article("a/10 b").title == "Norway denies closing port"
    assert kg.text("a/10 b") == TEXT


def test_items_are_found_by_iri_and_by_id(kg: KnowledgeGraph) -> None:
    [first, *_] = kg.claims(article="a/10 b")
    for key in (first.iri, first.id, "a/10 b/claim/c1"):
        assert kg.claim(key) == first
    assert kg.event("a/10 b/event/v1").article == kg.article(first.article.iri)
    for wrong in ("a9/claim/none", "a9/event/v1", "", "nonsense", "a9", "urn:x"):
        with pytest.raises(UnknownItem):
            kg.claim(wrong)


# -- queries


def test_named_queries_take_names(kg: KnowledgeGraph) -> None:
    rows = list(kg.query("claims", speaker="Mara Lindqvist", edge="said"))
    assert len(rows) == 3
    with pytest.raises(UnknownQuery):
        kg.query("clams")


def test_sparql_takes_values(kg: KnowledgeGraph) -> None:
    query = "SELECT ?p ?name { ?p schema:name ?name }"
    assert [row["p"] for row in kg.query(query, name="Norway")] == [
        "https://w3id.org/politigraph/id/entity/country/NOR"
    ]
    assert [row["name"] for row in kg.query(query, p=MARA)] == ["Mara Lindqvist"]
    with pytest.raises(InvalidFilter, match="cannot be bound") as error:
        kg.query("SELECT ?p { ?p schema:name ?name }", name="Norway")
    assert "must select ?name" in error.value.hint
    with pytest.raises(RefusedQuery):
        kg.query("DROP ALL")


def test_the_rdflib_dataset_sees_the_union(kg: KnowledgeGraph) -> None:
    dataset = kg.dataset
    rows = list(dataset.query("SELECT ?c { ?p :said ?c . ?c :about ?x }"))
    assert len(rows) == 3 * (3 + 4)
    assert len(dataset) == kg.stats().quads
    assert ("", "https://w3id.org/politigraph/ns#") in {
        (p, str(n)) for p, n in dataset.namespaces()
    }


def test_the_totals(kg: KnowledgeGraph) -> None:
    stats = kg.stats()
    assert (stats.articles, stats.publishers, stats.claims, stats.events) == (3, 2, 15, 6)
    assert stats.quads == len(kg.store)
    assert (stats.first_published, stats.last_published) == ("2024-05-14", "2024-05-14")
    assert stats.fingerprint == kg.fingerprint


# -- on disk


def test_what_is_written_in_a_with_block_is_there_for_readers(tmp_path: Path) -> None:
    with KnowledgeGraph.open(tmp_path / "kg", writable=True) as kg:
        assert kg.add(sample("a")) == "added"
        assert kg.add(sample("a")) == "unchanged"
        assert kg.add(sample("b")) == "added"
        kg.delete("b")
    with KnowledgeGraph.open(tmp_path / "kg") as kg:
        assert [article.id for article in kg.articles()] == ["a"]
        assert kg.generation == 1
        with pytest.raises(StoreReadOnly):
            kg.add(sample("c"))


def test_the_package_gives_its_names_without_loading_spacy() -> None:
    script = """
        import sys, politigraph
        with politigraph.KnowledgeGraph.memory() as kg:
            list(kg.claims())
        assert politigraph.__version__
        assert set(politigraph.__all__) <= set(dir(politigraph))
        loaded = {"spacy", "rdflib", "networkx", "fastapi"} & set(sys.modules)
        assert not loaded, loaded
        assert politigraph.Extractor.__name__ == "Extractor"
        try:
            politigraph.nothing
        except AttributeError:
            print("done")
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True
    )
    assert ended.stdout == "done\n", ended.stderr
