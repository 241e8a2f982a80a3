"""Who speaks: names, offices, pronouns and people without a name, over a whole article."""

from pathlib import Path

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.entities import link_entities
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article, Attribution, Span
from politigraph.extract.references import References
from politigraph.ontology.authority import load_authority

SEED = Path(__file__).parents[3] / "shared" / "seed"


def refer(nlp: Language, text: str, published: str = "2022-04-26") -> tuple[Parse, References]:
    parse = parse_text(nlp, text)
    article = Article("a1", text, published=published)
    linking = link_entities(parse, article, load_authority())
    return parse, References(parse, article, linking, load_authority())


def ask_all(parse: Parse, references: References, order: list[int]) -> dict[int, str]:
    return {i: references.entity_of(i) for i in order}


TEXT = (
    "Finnish Foreign Minister Aino Salmela met Ukrainian negotiators in Oslo. The minister said"
    " they had asked for time. Two officials familiar with the talks said she was tired. One of"
    " them added that the delegation would return. According to her, the country needs peace."
)


def test_the_order_of_the_questions_does_not_matter(nlp: Language) -> None:
    parse, references = refer(nlp, TEXT)
    forward = ask_all(parse, references, list(range(parse.length)))
    again, other = refer(nlp, TEXT)
    backward = ask_all(again, other, list(range(again.length))[::-1])
    assert forward == backward
    assert references.mentions == other.mentions
    assert {e.id: e for e in references.entities} == {e.id: e for e in other.entities}


def test_what_nobody_asks_for_is_not_listed(nlp: Language) -> None:
    _, references = refer(nlp, TEXT)
    assert all(m.kind in ("name", "demonym", "metonym") for m in references.mentions)


def test_every_answer_is_an_entity_with_a_mention(nlp: Language) -> None:
    parse, references = refer(nlp, TEXT)
    found = ask_all(parse, references, list(range(parse.length)))
    known = {entity.id for entity in references.entities}
    mentioned = {mention.entity for mention in references.mentions}
    assert set(found.values()) - {""} <= known & mentioned
    for mention in references.mentions:
        assert 0 < mention.score <= 1
        assert mention.rule


def test_a_whole_paragraph(nlp: Language) -> None:
    parse, references = refer(nlp, TEXT)

    def of(word: str, nth: int = 0) -> str:
        places = [i for i, w in enumerate(parse.word) if w == word]
        return references.entity_of(places[nth])

    minister = "person/Aino_Salmela"
    assert of("minister") == minister
    assert of("she") == minister
    assert of("her") == minister
    group = of("negotiators")
    assert group.startswith("group/a1/")
    assert of("they") == group
    officials = of("officials")
    assert officials.startswith("anonymous/a1/")
    one = of("One")
    assert one.startswith("anonymous/a1/")
    assert one != officials


def attribution(parse: Parse, source: str) -> Attribution:
    start = parse.text.index(source)
    content = Span(len(parse.text) - 5, len(parse.text))
    span = Span(start, start + len(source))
    return Attribution((span,), (), (content,), "say", "indirect", "test", 1.0)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("A trader in Vienna", "anonymous/"),
        ("The report", ""),
        ("A local sheriff", "anonymous/"),
        ("The campaign", "anonymous/"),
        ("The recording", ""),
        ("No sheriff", ""),
        ("The new asset declaration system", ""),
        ("Everybody", ""),
        ("Mr Orsolak", "person/Orsolak"),
        ("It", ""),
    ],
)
def test_who_speaks(nlp: Language, source: str, kind: str) -> None:
    parse, references = refer(nlp, f"{source} said that prices would rise soon.")
    found = references.speaker_of(attribution(parse, source))
    assert found.startswith(kind) if kind else found == ""


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("Orsk Ledge Police Chief Ann Velborn", "Ledge"),
        ("Sen. Ann Velborn (I-Vt.)", "Vt"),
        ("Ann Velborn, the United Nations High Commissioner for Refugees (UNHCR),", "UNHCR"),
    ],
)
def test_who_speaks_is_the_person_whom_the_words_describe(
    nlp: Language, source: str, word: str
) -> None:
    parse, references = refer(nlp, f"“We came late,” said {source} on Monday.")
    assert references.speaker_of(attribution(parse, word)) == "person/Ann_Velborn"


def test_who_speaks_for_a_body_is_not_the_body(nlp: Language) -> None:
    parse, references = refer(nlp, "“We came late,” said an Orsk Trade Ministry psychologist.")
    found = references.speaker_of(attribution(parse, "Ministry"))
    assert found.startswith("anonymous/")


def test_a_place_speaks_only_where_it_acts(nlp: Language) -> None:
    parse, references = refer(nlp, "At a rally in New Hampshire the plan was called late.")
    assert references.speaker_of(attribution(parse, "New Hampshire")) == ""
    parse, references = refer(nlp, "New Hampshire said that the plan was late.")
    assert references.speaker_of(attribution(parse, "New Hampshire")) == "place/5090174"


def test_who_speaks_again_is_listed_though_nobody_asked_for_the_first(nlp: Language) -> None:
    text = "Deputies left the old parliament in May. The parliament said nothing about it."
    parse, references = refer(nlp, text)
    second = [i for i, word in enumerate(parse.lower) if word == "parliament"][1]
    assert references.entity_of(second) in {entity.id for entity in references.entities}


def test_an_attribution_without_a_source_has_no_speaker(nlp: Language) -> None:
    parse, references = refer(nlp, "Prices would rise soon.")
    content = (Span(0, len(parse.text)),)
    assert references.speaker_of(Attribution((), (), content, "", "direct", "test", 1.0)) == ""


@pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
def test_the_seed_article_has_one_putin(nlp: Language) -> None:
    text = next(SEED.glob("*.txt")).read_text("utf-8")
    parse, references = refer(nlp, text)
    heads = [i for i, w in enumerate(parse.lower) if w in ("leader", "president", "he", "him")]
    speakers = {references.entity_of(i) for i in heads if parse.pos[i] != "PROPN"}
    assert speakers == {"person/Q7747"}
    found = {entity.id: entity for entity in references.entities}
    assert {"country/RUS", "country/UKR", "person/Q311440", "place/Donbas"} <= found.keys()
    places = ("place/703883", "place/694423", "place/711350", "place/745044", "place/Donbas")
    for identifier in places:
        assert found[identifier].lat is not None
    assert not any("Kiev" in e.id or "Kyiv" in e.label for e in references.entities)


@pytest.mark.parametrize(
    ("text", "phrase", "iso3"),
    [
        # A country is implied where the article has one, and a place in it.
        ("Opposition leaders met in Baku.", "leaders", "AZE"),
        ("Police closed a bridge in Riga. A Latvian minister complained.", "Police", "LVA"),
        # A country alone may be the other side; two countries imply neither.
        ("Opposition leaders accused Azerbaijan.", "leaders", ""),
        ("Opposition leaders met in Baku and in Riga.", "leaders", ""),
        # Whose gunmen fight in a country is another question.
        ("Gunmen closed a bridge in Riga.", "Gunmen", ""),
        ("The Albanians of Serbia asked for schools.", "Albanians", "SRB"),
        ("Workers affiliated with the Serbian Miners' Union went home.", "Workers", "SRB"),
        ("Kaoru Niigata, the United Nations Food Relief Coordinator, left.", "Coordinator", ""),
        ("Taiwan's Vice Foreign Minister visited Latvia.", "Minister", "TWN"),
        ("Former prime minister Ana Vrelić spoke in Zagreb.", "Vrelić", "HRV"),
    ],
)
def test_the_country_of_whom_a_phrase_means(
    text: str, phrase: str, iso3: str, nlp: Language
) -> None:
    parse, references = refer(nlp, text)
    entity = references.entity_of(parse.word.index(phrase))
    found = {e.id: e for e in references.entities}
    assert found[entity].iso3 == iso3


@pytest.mark.parametrize(
    "text",
    [
        "Supporters of the president marched on Friday. The president left.",
        "The ousted president left on Friday. The acting president stayed.",
    ],
)
def test_the_president_is_nobody_whose_description_ends_so(nlp: Language, text: str) -> None:
    parse, references = refer(nlp, text)
    *_, last = (i for i, word in enumerate(parse.lower) if word == "president")
    before = [references.entity_of(i) for i in range(last)]
    assert references.entity_of(last) not in {*before} - {""}
