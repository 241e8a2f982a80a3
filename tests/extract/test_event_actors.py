"""Who takes part in an event where the clause says it in a roundabout way."""

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.dates import find_dates
from politigraph.extract.domestic import domestic_countries
from politigraph.extract.entities import link_entities
from politigraph.extract.event_model import load_event_model
from politigraph.extract.events import find_events
from politigraph.extract.records import Article, Entity, Event
from politigraph.extract.references import References
from politigraph.ontology.authority import load_authority

PUBLISHED = "2022-04-26"


def found(
    nlp: Language, text: str, threshold: float | None = None
) -> tuple[tuple[Event, ...], dict[str, Entity]]:
    parse = parse_text(nlp, text)
    article = Article("a", text, published=PUBLISHED)
    authority = load_authority()
    references = References(parse, article, link_entities(parse, article, authority), authority)
    dates = find_dates(parse, PUBLISHED)
    events = find_events(parse, references, dates, load_event_model(), threshold)
    return events, {entity.id: entity for entity in references.entities}


@pytest.mark.parametrize(
    ("text", "kind", "agents", "targets"),
    [
        # Who issued a paper demands what it demands.
        (
            "Norway issued a statement demanding that the Latvian government open the port.",
            "REQUEST",
            ["Norway"],
            ["Latvian government"],
        ),
        # A subject that the parser hangs elsewhere after a long adjunct.
        (
            "With the signing of a Memorandum of Understanding on Cessation of Hostilities,"
            " the Latvian government and Norway have agreed to allow access to all areas.",
            "AGREE",
            ["Latvian government", "Norway"],
            [],
        ),
        # Who says what "it" does is meant, known by name or by whose it is.
        (
            "The Latvian fire command said it will allow the crews to leave.",
            "AGREE",
            ["Latvia"],
            ["crews"],
        ),
        # Whose attack or weapon it is that kills.
        (
            "A rocket fired by Latvian rebels killed two Norwegian soldiers on Monday.",
            "ASSAULT",
            ["Latvian rebels"],
            ["two Norwegian soldiers"],
        ),
        (
            "A raid condemned by Latvian rebels killed two Norwegian soldiers on Monday.",
            "ASSAULT",
            [],
            ["two Norwegian soldiers"],
        ),
        (
            "A NATO-led attack killed two Norwegian soldiers on Monday.",
            "ASSAULT",
            ["NATO"],
            ["two Norwegian soldiers"],
        ),
        (
            "A Riga bombing killed two Norwegian soldiers on Monday.",
            "ASSAULT",
            [],
            ["two Norwegian soldiers"],
        ),
        # Who attacked when somebody was hurt, or in which attack they were.
        (
            "Two Norwegian soldiers were killed when Latvian rebels shelled the port.",
            "ASSAULT",
            ["Latvian rebels"],
            ["Two Norwegian soldiers"],
        ),
        (
            "Two Norwegian soldiers were killed in an attack by Latvian rebels.",
            "ASSAULT",
            ["Latvian rebels"],
            ["Two Norwegian soldiers"],
        ),
        # Nobody but its authorities arrests in a country or expels from it; a town does not.
        (
            "A Norwegian envoy was arrested in Latvia on Monday.",
            "COERCE",
            ["Latvia"],
            ["Norwegian envoy"],
        ),
        (
            "A Norwegian trader was put under investigation in Latvia on Monday.",
            "ACCUSE",
            ["Latvia"],
            ["Norwegian trader"],
        ),
        (
            "Two Norwegian diplomats were expelled from Latvia on Monday.",
            "SANCTION",
            ["Latvia"],
            ["Two Norwegian diplomats"],
        ),
        (
            "A Norwegian envoy was arrested in Riga on Monday.",
            "COERCE",
            [],
            ["Norwegian envoy"],
        ),
        # Both of two sides, who did what is looked into, and whom nobody names but as a people.
        (
            "Norway broke off diplomatic relations with Latvia and Costa Rica on Monday.",
            "SANCTION",
            ["Norway"],
            ["Latvia", "Costa Rica"],
        ),
        (
            "Norway launched an investigation into crimes committed by the Latvian army.",
            "ACCUSE",
            ["Norway"],
            ["Latvian army"],
        ),
        (
            "The Latvian army killed three ethnic Norwegians on Monday.",
            "ASSAULT",
            ["Latvian army"],
            ["three ethnic Norwegians"],
        ),
        (
            "Two Norwegian soldiers were killed and four wounded when Latvian rebels shelled the"
            " port.",
            "ASSAULT",
            ["Latvian rebels"],
            ["Two Norwegian soldiers"],
        ),
        # Whose act a demand asks for.
        (
            "Norway repeated its demand that the Latvian government open the port.",
            "REQUEST",
            ["Norway"],
            ["Latvian government"],
        ),
        # Who is at the head of an act does it; troops that are deployed are those who go.
        (
            "Norway is heading an inquiry into the Latvian army.",
            "ACCUSE",
            ["Norway"],
            ["Latvian army"],
        ),
        (
            "About 2,000 Norwegian soldiers were deployed along the border.",
            "MOBILIZE",
            ["About 2,000 Norwegian soldiers"],
            [],
        ),
        # Who is asked for what: not who undergoes it, nor whom it is for.
        ("Norway demanded the release of the crew.", "REQUEST", ["Norway"], []),
        (
            "Norway demanded the resignation of two lawmakers.",
            "REQUEST",
            ["Norway"],
            ["two lawmakers"],
        ),
        ("Norway demanded an apology from Latvia.", "REQUEST", ["Norway"], ["Latvia"]),
        ("Norway demanded money for Sweden from Latvia.", "REQUEST", ["Norway"], ["Latvia"]),
        ("Norway demanded talks with Latvia.", "REQUEST", ["Norway"], ["Latvia"]),
        # A court that hears a case is not accused, nor is who hears a complaint.
        ("Norway filed a suit with the Latvian court.", "ACCUSE", ["Norway"], []),
        ("Olga Berg complained to Norway that the road was shut.", "ACCUSE", ["Olga Berg"], []),
        ("Norway accused the Latvian court of fraud.", "ACCUSE", ["Norway"], ["Latvian court"]),
        # A town where something is done is no other side, where one goes it is.
        (
            "The Norwegian minister met activists in Riga.",
            "CONSULT",
            ["Norwegian minister"],
            ["activists"],
        ),
        ("Norwegian and Latvian ministers met in Riga.", "CONSULT", ["Norway", "Latvia"], []),
        ("Norwegian students rallied in Riga.", "PROTEST", ["Norwegian students"], []),
        (
            "Norwegian students rallied against Liepaja.",
            "PROTEST",
            ["Norwegian students"],
            ["Liepāja"],
        ),
        ("Olga Berg arrived in Riga.", "CONSULT", ["Olga Berg"], ["Riga"]),
        ("Norway made a stopover in Riga.", "CONSULT", ["Norway"], ["Riga"]),
        # Theirs is no other side of a promise; who is let go is.
        ("Norway pledged to bolster its army.", "AGREE", ["Norway"], []),
        # "stood by" is no passive.
        ("Olga Berg stood by the Latvian police.", "SUPPORT", ["Olga Berg"], ["Latvian police"]),
        # Those who are led away go.
        (
            "One third of the Latvian guerrillas have been demobilized since May.",
            "RETREAT",
            ["Latvian guerrillas"],
            [],
        ),
    ],
)
def test_the_agents_and_targets_are(
    text: str, kind: str, agents: list[str], targets: list[str], nlp: Language
) -> None:
    events, entities = found(nlp, text)
    [event] = [e for e in events if e.type == kind]
    assert [entities[x].label for x in event.agents] == agents
    assert [entities[x].label for x in event.targets] == targets


def test_who_acts_in_a_place_is_of_its_country_whatever_else_they_do(nlp: Language) -> None:
    text = "Prisoners rioted in Riga on Monday. The prisoners demanded the release of Norwegians."
    events, entities = found(nlp, text)
    [group] = {agent for event in events for agent in event.agents}
    assert {event.type for event in events} == {"PROTEST", "REQUEST"}
    assert domestic_countries(events, entities)[group] == "LVA"


@pytest.mark.parametrize(
    ("text", "kind", "country", "sector"),
    [
        # Whose group it is says what it is; in a report from one country rebels are its own.
        (
            "The main rebel group demanded talks on Monday. Shops in Riga, Latvia, were shut.",
            "REQUEST",
            "LVA",
            "REB",
        ),
        # The officials of whose government they are.
        (
            "Latvian President Karlis Velin left Norway. Velin administration officials demanded"
            " talks on Monday.",
            "REQUEST",
            "LVA",
            "GOV",
        ),
        (
            "A terrorist group condemned the raid. Shops in Riga, Latvia, were shut.",
            "ACCUSE",
            "",
            "REB",
        ),
    ],
)
def test_the_agent_is_of(text: str, kind: str, country: str, sector: str, nlp: Language) -> None:
    events, entities = found(nlp, text)
    [event] = [e for e in events if e.type == kind]
    [agent] = [entities[x] for x in event.agents]
    assert (agent.iso3, agent.sector) == (country, sector)


def test_whoever_is_expelled_is_not_of_the_country_that_expels_them(nlp: Language) -> None:
    events, entities = found(nlp, "Latvia expelled two diplomats on Monday.")
    [event] = events
    assert [entities[x].label for x in event.agents] == ["Latvia"]
    assert domestic_countries(events, entities) == {}


def test_who_says_that_doing_it_is_out_of_the_question_rules_it_out(nlp: Language) -> None:
    text = "The Latvian government said that lifting the ban is out of the question."
    events, entities = found(nlp, text, threshold=-1.0)
    [event] = [e for e in events if e.type == "REJECT"]
    assert [entities[x].label for x in event.agents] == ["Latvian government"]


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        ("Norway provided food to refugees fleeing the war in Latvia.", "AID", "LVA"),
        ("Norway provided food to refugees fleeing to Latvia.", "AID", ""),
        # Where the bomb went off they were killed, and are at home.
        (
            "Two Norwegian bombers killed 23 people when they blew themselves up in Latvia.",
            "ASSAULT",
            "LVA",
        ),
    ],
)
def test_those_who_undergo_it_are_of(text: str, kind: str, country: str, nlp: Language) -> None:
    events, entities = found(nlp, text)
    event = next(e for e in events if e.type == kind)
    [target] = [entities[x] for x in event.targets]
    implied = domestic_countries(events, entities)
    assert implied.get(target.id, target.iso3) == country


def test_a_doubtful_event_takes_whom_its_sentence_is_about_for_its_agent(nlp: Language) -> None:
    text = "Norway said that despite the cold weather they will not end the strike."
    [event], entities = found(nlp, text)
    assert event.doubtful
    assert [entities[x].label for x in event.agents] == ["Norway"]


def test_a_woman_who_speaks_is_not_the_he_that_she_speaks_of(nlp: Language) -> None:
    [event], _ = found(nlp, "Maria Velborn said he would help Peru.")
    assert (event.type, event.agents, event.targets) == ("AGREE", (), ("country/PER",))


def test_a_country_is_not_guessed_for_he(nlp: Language) -> None:
    [event], _ = found(nlp, "He resigned, Oslo said.")
    assert (event.doubtful, event.type, event.agents) == (True, "RETREAT", ())


@pytest.mark.parametrize(
    ("text", "kind", "agents", "targets"),
    [
        # Somebody else than the one whose friend or roommate it is.
        (
            "Jonas Velborn spoke on Monday. His roommate was arrested by Norwegian police.",
            "COERCE",
            ["Norwegian police"],
            ["roommate"],
        ),
        (
            "Norwegian police arrested a friend of Jonas Velborn.",
            "COERCE",
            ["Norwegian police"],
            ["friend of Jonas Velborn"],
        ),
        (
            "Norwegian troops killed Jonas Velborn's bodyguard.",
            "ASSAULT",
            ["Norwegian troops"],
            ["Jonas Velborn's bodyguard"],
        ),
        # Whose promise it is; what a deal is about; what is called for, and where.
        ("Latvia welcomed a promise from Norway to cut tariffs.", "AGREE", ["Norway"], []),
        ("Norway reached agreement on an interim cabinet.", "AGREE", ["Norway"], []),
        ("Norway signed an agreement with Latvia on fisheries.", "SUPPORT", ["Norway"], ["Latvia"]),
        ("Norway called for attacks against Latvia at a funeral.", "REQUEST", ["Norway"], []),
        ("Norway bombed a camp near Riga.", "ASSAULT", ["Norway"], []),
        ("Norway promised a committee.", "AGREE", ["Norway"], []),
        (
            "Two sailors were arrested. Norway demanded their release.",
            "REQUEST",
            ["Norway"],
            [],
        ),
        ("Norway demanded that its citizens be protected.", "REQUEST", ["Norway"], []),
        # A state that protests complains.
        ("Norway protested to Latvia over the shooting.", "ACCUSE", ["Norway"], ["Latvia"]),
        ("Norwegians protested in Riga over the shooting.", "PROTEST", ["Norway"], []),
        ("France signed a pact with Italy on Libya.", "SUPPORT", ["France"], ["Italy"]),
        # Whose drones, ships or town it is.
        ("Drones of the Latvian army struck Oslo.", "ASSAULT", ["Latvian army"], ["Oslo"]),
        ("Police arrested two footballers in Riga.", "COERCE", ["Police"], ["two footballers"]),
    ],
)
def test_who_is_meant_and_who_only_named(
    nlp: Language, text: str, kind: str, agents: list[str], targets: list[str]
) -> None:
    events, entities = found(nlp, text)
    [event] = [e for e in events if e.type == kind]
    assert [entities[x].label for x in event.agents] == agents
    assert [entities[x].label for x in event.targets] == targets


@pytest.mark.parametrize(
    "text",
    [
        "The absence of Norway was threatening to overshadow the summit.",
        "The youths were met with silence in Norway.",
        '"We must protect Norway," Mara Lindqvist said.',
        "Supporters gathered to bury Jonas Velborn.",
    ],
)
def test_nothing_is_done(nlp: Language, text: str) -> None:
    events, _ = found(nlp, text)
    assert [e for e in events if e.realis == "actual" and not e.doubtful] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ann Velborn attacked Keith Brandov over the budget.", "ACCUSE"),
        ("Ann Velborn attacked Keith Brandov with a claim about the budget.", "ACCUSE"),
        ("Ann Velborn attacked Keith Brandov with a hammer.", "ASSAULT"),
    ],
)
def test_an_attack_on_a_person_is_one_in_words_without_a_tool(
    nlp: Language, text: str, kind: str
) -> None:
    events, _ = found(nlp, text)
    assert [e.type for e in events] == [kind]


def test_who_dies_of_torture_is_not_taken_for_its_doer(nlp: Language) -> None:
    [event], _ = found(nlp, "A Norwegian prisoner has died as a result of torture.")
    assert (event.doubtful, event.type, event.agents) == (True, "ASSAULT", ())
