"""What the rest of an article says for an act."""

import random
import sys
from collections.abc import Callable
from itertools import count
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract import event_context
from politigraph.extract.annotate import parse_text
from politigraph.extract.attribution import find_attributions
from politigraph.extract.event_context import (
    LEAST,
    Told,
    context_features,
    cue_words,
    in_context,
)
from politigraph.extract.weights import load_weights

OSLO, RIGA, KYIV = (frozenset({f"country/{code}"}) for code in ("NOR", "LVA", "UKR"))
NOBODY: frozenset[str] = frozenset()

sides = st.sampled_from([OSLO, RIGA, KYIV, OSLO | RIGA, NOBODY])
told = st.builds(
    Told,
    st.sampled_from(["ACCUSE", "CONSULT"]),
    sides,
    sides,
    st.floats(0, 1),
    st.booleans(),
    st.integers(0, 4),
)
words = count()


def numbers(*acts: Told) -> dict[str, float]:
    return context_features(acts)[0]


def act(agents: frozenset[str], targets: frozenset[str], chance: float = 0.6) -> Told:
    return Told("ACCUSE", agents, targets, chance, in_words=False, word=next(words))


def test_an_act_alone_has_no_other_beside_it() -> None:
    found = numbers(act(OSLO, RIGA))
    assert set(found) == {"bias", "own", "likely"}
    assert found["own"] > 0


def test_another_act_between_the_same_sides_is_named() -> None:
    found = numbers(act(OSLO, RIGA), act(OSLO, RIGA | KYIV, 0.7))
    assert found["both act"] == found["any"] == 0.7


def test_words_between_the_same_sides_are_told_apart_from_acts() -> None:
    report = Told("ACCUSE", OSLO, RIGA, 0.4, in_words=True, word=next(words))
    assert numbers(act(OSLO, RIGA), report)["both words"] == 0.4


def test_one_who_is_accused_and_accuses_is_reversed() -> None:
    assert numbers(act(OSLO, RIGA), act(RIGA, OSLO, 0.8))["reversed act"] == 0.8


def test_one_side_in_common_says_which() -> None:
    assert numbers(act(OSLO, RIGA), act(OSLO, KYIV, 0.5))["agent act"] == 0.5
    assert numbers(act(OSLO, RIGA), act(KYIV, RIGA, 0.5))["target act"] == 0.5


def test_unknown_sides_are_in_common_with_nobody() -> None:
    assert "other act" in numbers(act(NOBODY, NOBODY), act(NOBODY, NOBODY))


def test_an_act_of_another_type_is_no_context() -> None:
    talks = Told("CONSULT", OSLO, RIGA, 0.9, in_words=False, word=next(words))
    assert "both act" not in numbers(act(OSLO, RIGA), talks)


def test_readings_of_one_word_are_no_context_of_each_other() -> None:
    # "Oslo accused Riga": an act by its verb, and what the report does.
    verb = Told("ACCUSE", OSLO, RIGA, 0.7, in_words=False, word=1)
    report = Told("ACCUSE", OSLO, RIGA, 0.8, in_words=True, word=1)
    again = Told("ACCUSE", OSLO, RIGA, 0.6, in_words=True, word=9)
    assert "any" not in numbers(verb, report)
    assert numbers(verb, report, again)["both words"] == 0.6


def test_the_words_of_a_cue_are_one_place(nlp: Language) -> None:
    text = "Mara Lindqvist has repeatedly accused Riga of lying. The ferry left Riga."
    parse = parse_text(nlp, text)
    found = cue_words(parse, find_attributions(parse, load_weights()))
    accused = parse.word.index("accused")
    assert {found[i] for i in found} == {found[accused]}
    assert found[found[accused]] == found[accused]
    assert parse.word.index("left") not in found


def relation(act: Told, other: Told) -> str:
    agent = not act.agents.isdisjoint(other.agents)
    target = not act.targets.isdisjoint(other.targets)
    if agent or target:
        return "both" if agent and target else "agent" if agent else "target"
    back = not act.agents.isdisjoint(other.targets)
    return "reversed" if back and not act.targets.isdisjoint(other.agents) else "other"


@given(st.lists(told, max_size=12))
def test_the_numbers_are_those_of_looking_at_each_other_act(acts: list[Told]) -> None:
    for act, found in zip(acts, context_features(acts), strict=True):
        wanted: dict[str, float] = {}
        for other in acts:
            if other.kind == act.kind and other.word != act.word and other.chance >= LEAST:
                medium = "words" if other.in_words else "act"
                for name in (f"{relation(act, other)} {medium}", "any"):
                    wanted[name] = max(other.chance, wanted.get(name, 0.0))
        beside = {k: v for k, v in found.items() if k not in {"bias", "own", "likely"}}
        assert beside == (wanted if found else {})


def work(run: Callable[[], object]) -> int:
    """Return how many lines of the module a call runs, which no other process slows down."""
    lines = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace if frame.f_code.co_filename == event_context.__file__ else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return lines


def article(size: int, names: int, quoted: bool) -> list[Told]:
    """Return acts by and against ``names``, or all of them in one quotation of the first."""
    draw = random.Random(names)
    people = [frozenset({f"person/{k}"}) for k in range(names)]
    return [
        Told(
            draw.choice(["ACCUSE", "ASSAULT"]),
            people[0] if quoted else draw.choice(people),
            draw.choice(people) if k % 3 else draw.choice(people) | draw.choice(people),
            draw.uniform(0.05, 1),
            in_words=quoted or k % 2 == 0,
            word=0 if quoted else k // 2,
        )
        for k in range(size)
    ]


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("names", [1, 4, 40, 4000])
def test_the_work_grows_with_the_number_of_acts_and_no_faster(names: int, quoted: bool) -> None:
    small, large = (article(size, names, quoted) for size in (200, 800))
    grown = work(lambda: context_features(large)) / work(lambda: context_features(small))
    assert grown < 6, "four times as many acts"


@given(st.lists(told, max_size=8))
def test_what_is_too_unlikely_has_no_context_and_is_none(acts: list[Told]) -> None:
    found = context_features(acts)
    assert [not numbers for numbers in found] == [one.chance < LEAST for one in acts]
    likely = [one for one in acts if one.chance >= LEAST or one.in_words is False]
    kept = {id(one): numbers for one, numbers in zip(acts, found, strict=True)}
    again = {
        id(one): numbers for one, numbers in zip(likely, context_features(likely), strict=True)
    }
    assert all(kept[key] == numbers for key, numbers in again.items())


@given(st.lists(told, max_size=8))
def test_chances_stay_chances_and_the_order_does_not_matter(acts: list[Told]) -> None:
    weights = {
        False: {"bias": -0.5, "own": 0.8, "any": 0.6, "both act": 1.0},
        True: {"bias": -0.2, "own": 0.7, "reversed act": 1.2},
    }
    chances = in_context(acts, weights)
    assert all(0 <= chance <= 1 for chance in chances)
    backwards = in_context(acts[::-1], weights)[::-1]
    assert all(abs(a - b) < 1e-9 for a, b in zip(chances, backwards, strict=True))
