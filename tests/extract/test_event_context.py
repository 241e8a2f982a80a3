"""What the rest of an article says for an act."""

from hypothesis import given
from hypothesis import strategies as st

from politigraph.extract.event_context import LEAST, Told, context_features, in_context

OSLO, RIGA, KYIV = (frozenset({f"country/{code}"}) for code in ("NOR", "LVA", "UKR"))
NOBODY: frozenset[str] = frozenset()

sides = st.sampled_from([OSLO, RIGA, KYIV, OSLO | RIGA, NOBODY])
told = st.builds(
    Told, st.sampled_from(["ACCUSE", "CONSULT"]), sides, sides, st.floats(0, 1), st.booleans()
)


def numbers(*acts: Told) -> dict[str, float]:
    return context_features(acts)[0]


def act(agents: frozenset[str], targets: frozenset[str], chance: float = 0.6) -> Told:
    return Told("ACCUSE", agents, targets, chance, in_words=False)


def test_an_act_alone_has_no_other_beside_it() -> None:
    found = numbers(act(OSLO, RIGA))
    assert set(found) == {"bias", "own", "likely"}
    assert found["own"] > 0


def test_another_act_between_the_same_sides_is_named() -> None:
    found = numbers(act(OSLO, RIGA), act(OSLO, RIGA | KYIV, 0.7))
    assert found["both act"] == found["any"] == 0.7


def test_words_between_the_same_sides_are_told_apart_from_acts() -> None:
    words = Told("ACCUSE", OSLO, RIGA, 0.4, in_words=True)
    assert numbers(act(OSLO, RIGA), words)["both words"] == 0.4


def test_one_who_is_accused_and_accuses_is_reversed() -> None:
    assert numbers(act(OSLO, RIGA), act(RIGA, OSLO, 0.8))["reversed act"] == 0.8


def test_one_side_in_common_says_which() -> None:
    assert numbers(act(OSLO, RIGA), act(OSLO, KYIV, 0.5))["agent act"] == 0.5
    assert numbers(act(OSLO, RIGA), act(KYIV, RIGA, 0.5))["target act"] == 0.5


def test_unknown_sides_are_in_common_with_nobody() -> None:
    assert "other act" in numbers(act(NOBODY, NOBODY), act(NOBODY, NOBODY))


def test_an_act_of_another_type_is_no_context() -> None:
    talks = Told("CONSULT", OSLO, RIGA, 0.9, in_words=False)
    assert "both act" not in numbers(act(OSLO, RIGA), talks)


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
