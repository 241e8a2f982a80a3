"""Each act of an article once: which tellings are of one act, and what is kept of them."""

from dataclasses import replace
from itertools import permutations

import pytest

from politigraph.extract.event_tellings import told_once
from politigraph.extract.records import Event, Span


def telling(start: int, confidence: float, date: str = "", place: str = "") -> Event:
    trigger = Span(start, start + 6)
    return Event(
        f"v{start}-CONSULT",
        "CONSULT",
        "",
        trigger,
        ("person/Mara_Lindqvist",),
        ("person/Olaf_Berg",),
        place,
        date,
        "positive",
        "actual",
        "",
        "verb",
        confidence,
    )


def test_acts_in_two_places_are_two() -> None:
    tellings = telling(0, 0.9, place="place/Riga"), telling(50, 0.8, place="place/Oslo")
    assert told_once(tellings) == tellings


def test_the_surest_telling_takes_the_date_and_place_of_the_others() -> None:
    tellings = telling(0, 0.9), telling(50, 0.8, "2024-03-11"), telling(90, 0.7, "", "place/Riga")
    [event] = told_once(tellings)
    assert (event.id, event.date, event.place) == ("v0-CONSULT", "2024-03-11", "place/Riga")


@pytest.mark.parametrize("order", list(permutations((0.9, 0.8, 0.7))))
def test_acts_of_two_days_never_meet_in_what_is_told_without_one(
    order: tuple[float, float, float],
) -> None:
    days = ("", "2024-03-10", "2024-03-11")
    numbered = enumerate(zip(order, days, strict=True))
    events = told_once(telling(50 * n, sure, day) for n, (sure, day) in numbered)
    assert sorted(event.date for event in events) == ["2024-03-10", "2024-03-11"]


def test_what_no_side_is_known_of_may_be_two_acts() -> None:
    tellings = [replace(telling(n, 0.8), agents=(), targets=()) for n in (0, 50)]
    assert list(told_once(tellings)) == tellings


def test_the_toll_of_another_telling_is_kept() -> None:
    counted = replace(telling(50, 0.7), killed=3, casualties=(Span(70, 82),))
    [event] = told_once([telling(0, 0.9), counted])
    assert (event.id, event.killed, event.casualties) == ("v0-CONSULT", 3, (Span(70, 82),))


def test_many_tellings_of_one_act_are_one() -> None:
    assert len(told_once(telling(n * 10, 0.8) for n in range(5000))) == 1
