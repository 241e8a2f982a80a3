"""Attacks and what came of them: "shelled the port, killing three" is one act."""

from dataclasses import replace

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.event_outcomes import Numbered, without_outcomes
from politigraph.extract.parse import Parse
from politigraph.extract.records import Event, Span


def attack(parse: Parse, word: str, agents: tuple[str, ...], targets: tuple[str, ...]) -> Numbered:
    start = parse.text.index(word)
    trigger = Span(start, start + len(word))
    event = Event(
        id=f"v{start}-ASSAULT",
        type="ASSAULT",
        mode="",
        trigger=trigger,
        agents=agents,
        targets=targets,
        place="",
        date="",
        polarity="positive",
        realis="actual",
        claim="",
        rule="verb",
        confidence=0.9,
    )
    return 0, event


def told(parse: Parse, numbered: list[Numbered]) -> list[tuple[str, tuple[str, ...]]]:
    kept = without_outcomes(parse, numbered)
    return [(event.trigger.of(parse.text), event.targets) for _, event in kept]


ARMY, REBELS = ("group/a/0",), ("group/a/9",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The army shelled the port, killing three sailors.", ["shelled", "killing"]),
        ("The army opened fire, wounding two sailors.", ["fire", "wounding"]),
        ("The army shelled it, killing two and wounding five.", ["shelled", "killing", "wounding"]),
    ],
)
def test_what_came_of_an_attack_is_no_other_attack(
    nlp: Language, text: str, words: list[str]
) -> None:
    parse = parse_text(nlp, text)
    first, *outcomes = words
    numbered = [attack(parse, first, ARMY, ())]
    numbered += [attack(parse, word, ARMY, ("group/a/20",)) for word in outcomes]
    assert told(parse, numbered) == [(first, ("group/a/20",))]


def test_an_attack_keeps_its_own_target_and_takes_the_doer_that_it_lacks(nlp: Language) -> None:
    parse = parse_text(nlp, "The army shelled the port, killing three sailors.")
    numbered = [
        attack(parse, "shelled", (), ("place/Riga",)),
        attack(parse, "killing", ARMY, ("group/a/20",)),
    ]
    [(_, event)] = without_outcomes(parse, numbered)
    assert (event.agents, event.targets) == (ARMY, ("place/Riga",))


def test_whom_it_hurt_by_name_comes_before_the_place_that_it_hit(nlp: Language) -> None:
    parse = parse_text(nlp, "The army shelled Riga, killing Mara Lindqvist.")
    numbered = [
        attack(parse, "shelled", ARMY, ("place/Riga",)),
        attack(parse, "killing", ARMY, ("person/Mara_Lindqvist",)),
    ]
    [(_, event)] = without_outcomes(parse, numbered)
    assert (event.targets, event.place) == (("person/Mara_Lindqvist",), "place/Riga")


def test_the_surer_reading_and_the_mode_that_is_known_are_kept(nlp: Language) -> None:
    parse = parse_text(nlp, "The army shelled Riga, killing Mara Lindqvist.")
    (_, first), (_, second) = (attack(parse, word, ARMY, ()) for word in ("shelled", "killing"))
    weak = replace(first, confidence=0.3, doubtful=True)
    [(_, event)] = without_outcomes(parse, [(0, weak), (0, replace(second, mode="targeted"))])
    assert (event.confidence, event.doubtful, event.mode) == (0.9, False, "targeted")


@pytest.mark.parametrize(
    "text",
    [
        "The army shelled the port, assassinating Mara Lindqvist.",
        "The army shelled the port after killing three sailors.",
        "The army shelled the port and killed three sailors.",
    ],
)
def test_another_act_stays(nlp: Language, text: str) -> None:
    parse = parse_text(nlp, text)
    [second] = [word for word in ("killing", "killed", "assassinating") if word in text]
    numbered = [attack(parse, "shelled", ARMY, ()), attack(parse, second, ARMY, ())]
    assert without_outcomes(parse, numbered) == numbered


def test_the_act_of_another_stays(nlp: Language) -> None:
    parse = parse_text(nlp, "The army shelled the port, killing three sailors.")
    numbered = [attack(parse, "shelled", ARMY, ()), attack(parse, "killing", REBELS, ())]
    assert without_outcomes(parse, numbered) == numbered
