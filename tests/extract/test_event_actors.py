"""Who takes part in an event where the clause says it in a roundabout way."""

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.dates import find_dates
from politigraph.extract.domestic import domestic_countries
from politigraph.extract.entities import link_entities
from politigraph.extract.event_weights import load_event_weights
from politigraph.extract.events import find_events
from politigraph.extract.records import Article, Entity, Event
from politigraph.extract.references import References
from politigraph.ontology.authority import load_authority

PUBLISHED = "2022-04-26"


def found(nlp: Language, text: str) -> tuple[tuple[Event, ...], dict[str, Entity]]:
    parse = parse_text(nlp, text)
    article = Article("a", text, published=PUBLISHED)
    authority = load_authority()
    references = References(parse, article, link_entities(parse, article, authority), authority)
    events = find_events(parse, references, find_dates(parse, PUBLISHED), load_event_weights())
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
