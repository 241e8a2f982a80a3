"""One event in several articles: grouped, counted once an outlet, and gone with its articles."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from politigraph.extract.records import Entity
from politigraph.graph.event_groups import Party, Report, event_groups, fits
from politigraph.graph.event_modes import _together
from politigraph.graph.inference_rules import Told
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.ontology.schemes import event_types
from tests.graph.press import AINO, HARBOUR, MARA, NORWAY, SWEDEN, TOMAS, Press
from tests.graph.strikes import MONDAY, WEDNESDAY, counts, graph_of, strike

NORWEGIAN = frozenset({"urn:NOR"})


def test_two_articles_of_one_event_are_a_group() -> None:
    kg = graph_of(strike("a"), strike("b"))
    [group] = kg.event_groups()
    assert (group.type, group.first, group.last) == ("ASSAULT", MONDAY, MONDAY)
    assert (group.articles, group.independent, group.narrated) == (2, 2, 2)
    assert [event.article.id for event in group.reports] == ["a", "b"]
    assert 0 < group.confidence < 1
    assert group.method == "same-type-parties-days"


@pytest.mark.parametrize(
    "fields",
    [
        {"date": "2024-05-14"},
        {"date": "2024-04-01/2024-05-31"},
        {"targets": (SWEDEN.id,), "place": "place/Sandholm"},
        {"targets": (MARA.id,)},
        {"agents": (SWEDEN.id,)},
        {"agents": ()},
        {"mode": "abduct"},
        {"polarity": "negative"},
        {"realis": "future"},
        {"realis": "hypothetical"},
        {"realis": "historical"},
    ],
    ids=str,
)
def test_what_differs_is_another_event(fields: dict[str, Any]) -> None:
    assert counts(graph_of(strike("a", mode="heavy-weapons"), strike("b", **fields))) == []


@pytest.mark.parametrize(
    ("event_type", "one", "other", "same"),
    [
        ("ASSAULT", "heavy-weapons", "aerial", True),  # "shelled", "bombarded"
        ("ASSAULT", "explosives", "aerial", True),  # "bombed", "an airstrike"
        ("ASSAULT", "targeted", "firearms", True),  # "assassinated", "shot"
        ("ASSAULT", "firearms", "aerial", False),
        ("ASSAULT", "abduct", "heavy-weapons", False),
        ("CONSULT", "visit", "multilateral", True),
        ("CONSULT", "visit", "phone", False),
        ("COERCE", "seize", "arrest", False),
    ],
)
def test_two_words_for_the_mode_of_one_act(
    event_type: str, one: str, other: str, same: bool
) -> None:
    def told(article: str, mode: str) -> Press:
        press = Press(article, f"Outlet {article}", "2024-05-15")
        press.tells("Norway and Vesterholm.")
        sides = {"agents": (NORWAY.id,), "targets": (HARBOUR.id,)}
        press.happens(event_type, "and", mode=mode, date=MONDAY, **sides)
        return press

    kg = graph_of(told("a", one), told("b", other))
    assert counts(kg) == ([(2, 2)] if same else [])
    if same:
        [group] = kg.event_groups()
        [alike] = graph_of(told("a", one), told("b", one)).event_groups()
        assert group.confidence < alike.confidence


def test_the_modes_of_one_act_are_modes_of_its_type() -> None:
    for event_type, modes in _together():
        assert len(modes) == 2
        assert modes <= set(event_types()[event_type])


def test_another_type_is_another_event() -> None:
    other = Press("b", "Outlet b", "2024-05-15")
    other.tells("Norway warned Vesterholm.")
    other.happens("THREATEN", "warned", agents=(NORWAY.id,), targets=(HARBOUR.id,), date=MONDAY)
    assert counts(graph_of(strike("a"), other)) == []


def test_a_merge_that_makes_the_first_link_possible_draws_it(tmp_path: Path) -> None:
    parts = [strike("a", agents=(MARA.id,)), strike("b", agents=(TOMAS.id,))]
    with KnowledgeGraph.open(tmp_path, writable=True) as kg:
        for part in parts:
            kg.add(part.extraction())
        kg.merge(MARA.id, TOMAS.id)
        assert not kg.has_links
        assert counts(kg) == []  # Nobody has asked for links.
        kg.unmerge(TOMAS.id)
        kg.infer()
    with KnowledgeGraph.open(tmp_path, writable=True) as kg:
        assert counts(kg) == []
        kg.merge(MARA.id, TOMAS.id)
        assert counts(kg) == [(2, 2)]


def test_who_denies_an_event_does_not_report_it() -> None:
    denial = Press("b", "Outlet b", "2024-05-15")
    denial.says(MARA, "Norwegian ships fired at Vesterholm", cue="denied", speech_act="deny")
    denial.happens(
        "ASSAULT", "fired", agents=(NORWAY.id,), targets=(HARBOUR.id,), date=MONDAY, claim="c0"
    )
    assert counts(graph_of(strike("a"), denial)) == []


def test_a_country_and_who_acts_for_it_are_one_party() -> None:
    with_mara = strike("a", agents=(MARA.id,))
    with_mara.tells("Mara Lindqvist spoke for Norway.")  # Her mention shows her country.
    assert counts(graph_of(with_mara, strike("b"))) == [(2, 2)]
    assert counts(graph_of(with_mara, strike("b", agents=(TOMAS.id,)))) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Party("urn:minister", "person", NORWEGIAN), Party("urn:NOR", "country"), True),
        (Party("urn:troops", "group", NORWEGIAN), Party("urn:forces", "group", NORWEGIAN), True),
        (Party("urn:minister", "person", NORWEGIAN), Party("urn:king", "person", NORWEGIAN), False),
        (Party("urn:navy", "organization", NORWEGIAN), Party("urn:king", "person"), False),
        (Party("urn:NOR", "country"), Party("urn:SWE", "country"), False),
        (Party("urn:troops", "group"), Party("urn:forces", "group"), False),
    ],
)
def test_two_of_one_country_are_two(one: Party, other: Party, same: bool) -> None:
    told = Told("ASSAULT", "", False, "actual", frozenset(), frozenset(), MONDAY, MONDAY)
    port = (Party("urn:port", "place"),)
    reports = [
        Report(f"urn:{n}", f"urn:a{n}", MONDAY, told, (party,), port, None, 0.8)
        for n, party in enumerate((one, other))
    ]
    assert fits(*reports) == same
    assert bool(event_groups(reports)) == same


def test_of_a_meeting_two_sides_must_be_the_same() -> None:
    def meeting(article: str, agents: tuple[Entity, ...], targets: tuple[Entity, ...]) -> Press:
        press = Press(article, f"Outlet {article}", "2024-05-15")
        press.tells("They met.")
        ids = {"agents": tuple(a.id for a in agents), "targets": tuple(t.id for t in targets)}
        press.happens("CONSULT", "met", date=MONDAY, **ids)
        return press

    both = meeting("a", (NORWAY, SWEDEN), ())
    assert counts(graph_of(both, meeting("b", (SWEDEN,), (NORWAY,)))) == [(2, 2)]
    assert counts(graph_of(both, meeting("b", (SWEDEN,), (AINO,)))) == []


# -- days that are not told


def test_an_event_without_a_day_belongs_to_the_only_one_of_its_days() -> None:
    undated = strike("c", published="2024-05-14", date="")
    assert counts(graph_of(strike("a"), undated)) == [(2, 2)]
    late = strike("c", published="2024-05-20", date="")
    assert counts(graph_of(strike("a"), late)) == []


def test_two_strikes_are_not_joined_by_one_without_a_day() -> None:
    first, second = (strike(n, date=MONDAY) for n in ("a", "b"))
    third, fourth = (strike(n, date=WEDNESDAY) for n in ("c", "d"))
    undated = strike("e", date="")
    kg = graph_of(first, second, third, fourth, undated)
    groups = [[event.article.id for event in group.reports] for group in kg.event_groups()]
    assert sorted(groups) == [["a", "b"], ["c", "d"]]
    assert counts(graph_of(first, third, undated)) == []


def test_days_in_a_row_do_not_chain() -> None:
    presses = [strike(f"a{n}", published=f"2024-05-{n}", date="") for n in range(10, 17)]
    for group in graph_of(*presses).event_groups():
        days = [event.article.published for event in group.reports]
        assert int(max(days)[-2:]) - int(min(days)[-2:]) <= 2


def test_what_an_article_tells_without_a_day_beside_its_dated_event_is_another() -> None:
    twice = strike("b")
    twice.tells("Norway had fired at Vesterholm before.")
    twice.happens("ASSAULT", "fired", agents=(NORWAY.id,), targets=(HARBOUR.id,))
    [group] = graph_of(strike("a"), twice).event_groups()
    assert [event.id for event in group.reports] == ["a/event/v0", "b/event/v0"]


@pytest.mark.parametrize(
    ("title", "reports"),
    [
        # What stands in the title has the day of the body, and is with it.
        ("Norway fired at Vesterholm", ["a/event/v0", "b/event/v0", "b/event/v1"]),
        # Anywhere else it may be another such act of any day: the one of Wednesday is none.
        ("", ["a/event/v0", "b/event/v1"]),
    ],
)
def test_an_undated_headline_has_the_day_that_its_article_tells(
    title: str, reports: list[str]
) -> None:
    sides = {"agents": (NORWAY.id,), "targets": (HARBOUR.id,)}
    press = Press("b", "Outlet b", "2024-05-15")
    press.tells("Norway fired at Vesterholm")
    press.happens("ASSAULT", "fired", **sides)
    press.tells("Norwegian ships fired at Vesterholm on Monday.")
    press.happens("ASSAULT", "fired", date=MONDAY, **sides)
    told = press.extraction()
    later = strike("c", date=WEDNESDAY)
    for parts in permutations((strike("a").extraction(), later.extraction(), told)):
        kg = KnowledgeGraph.memory()
        for part in parts:
            kg.add(
                replace(part, article=replace(part.article, title=title)) if part is told else part
            )
        kg.infer()
        assert [[e.id for e in group.reports] for group in kg.event_groups()] == [reports]


# -- independent reports


def copy_of(press: Press, article: str, outlet: str) -> Press:
    """Return another outlet's article of the same words, long enough to be found as a copy."""
    long = Press(article, outlet, "2024-05-16")
    long.tells("Norwegian ships fired at Vesterholm in the night, the harbour master wrote.")
    long.tells("The storm had come from the north before and broke two of the oldest piers.")
    long.happens("ASSAULT", "fired", agents=(NORWAY.id,), targets=(HARBOUR.id,), date=MONDAY)
    return long


def test_a_syndicated_copy_is_no_independent_report() -> None:
    wire, reprint = copy_of(strike("x"), "w", "Wire"), copy_of(strike("x"), "r", "Reprint")
    kg = graph_of(wire, reprint)
    assert len(list(kg.query("copies"))) == 1
    assert counts(kg) == [(2, 1)]
    assert counts(graph_of(wire, reprint, strike("a"))) == [(3, 2)]


def test_an_outlet_is_one_witness_however_often_it_writes() -> None:
    assert counts(graph_of(strike("a", "Herald"), strike("b", "Herald"))) == [(2, 1)]
    three = graph_of(strike("a", "Herald"), strike("b", "Herald"), strike("c", "Courier"))
    assert counts(three) == [(3, 2)]


def test_what_is_only_somebodys_words_is_not_narrated() -> None:
    quoted = Press("b", "Outlet b", "2024-05-15")
    quoted.says(TOMAS, "Norwegian ships fired at Vesterholm", about=("v0",))
    quoted.happens(
        "ASSAULT", "fired", agents=(NORWAY.id,), targets=(HARBOUR.id,), date=MONDAY, claim="c0"
    )
    [group] = graph_of(strike("a"), quoted).event_groups()
    assert (group.articles, group.narrated) == (2, 1)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"type": "ASSAULT"}, 1),
        ({"type": "CONSULT"}, 0),
        ({"actor": "Norway"}, 1),
        ({"actor": "Sweden"}, 0),
        ({"place": "Vesterholm"}, 1),
        ({"publisher": "Outlet b"}, 1),
        ({"publisher": "Elsewhere"}, 0),
        ({"since": "2024-05-13", "until": "2024-05"}, 1),
        ({"since": "2024-05-14"}, 0),
        ({"until": "2024-05-12"}, 0),
        ({"event": "a/event/v0"}, 1),
    ],
    ids=str,
)
def test_groups_are_chosen_by_filters(filters: dict[str, str], found: int) -> None:
    bystander = Press("z", "Elsewhere", "2024-05-15")
    bystander.tells("Sweden looked on.")
    bystander.happens("PROTEST", "looked", agents=(SWEDEN.id,))
    kg = graph_of(strike("a"), strike("b"), bystander)
    groups = kg.event_groups(**filters)
    assert len(groups) == found
    assert all(group.articles == 2 for group in groups)


def test_a_number_or_a_side_that_one_report_lacks_is_that_of_the_others() -> None:
    told = strike("a", killed=3), strike("b", killed=5), strike("c")
    port = strike("d", targets=(), place=HARBOUR.id)
    [row] = graph_of(*told, port).query("event_groups")
    assert (row["agent"], row["target"]) == (NORWAY.label, HARBOUR.label)
    assert (str(row["killedLeast"]), str(row["killedMost"])) == ("3", "5")
    assert counts(graph_of(*told, port)) == [(4, 4)]


def test_an_event_knows_its_other_reports() -> None:
    kg = graph_of(strike("a"), strike("b"), strike("c", date=WEDNESDAY))
    assert [event.article.id for event in kg.other_reports("a/event/v0")] == ["b"]
    assert list(kg.other_reports("c/event/v0")) == []
    [row] = kg.query("other_reports", event="a/event/v0")
    assert (row["outlet"], row["trigger"]) == ("Outlet b", "fired")


def test_a_meeting_that_two_articles_report_is_one_meeting() -> None:
    def meeting(article: str, published: str, day: str = "") -> Press:
        press = Press(article, f"Outlet {article}", published)
        press.tells("Mara Lindqvist met Tomas Vael.")
        press.happens("CONSULT", "met", agents=(MARA.id,), targets=(TOMAS.id,), date=day)
        return press

    kg = graph_of(meeting("a", WEDNESDAY, MONDAY), meeting("b", "2024-05-14"))
    [row] = kg.query("consultations", actor=MARA.id, partner=TOMAS.id)
    assert (row["meetings"], str(row["first"]), str(row["last"])) == (1, MONDAY, MONDAY)
    later = graph_of(meeting("a", WEDNESDAY, MONDAY), meeting("b", "2024-05-20"))
    [row] = later.query("consultations", actor=MARA.id, partner=TOMAS.id)
    assert (row["meetings"], str(row["last"])) == (2, "2024-05-20")


def test_an_event_without_a_day_has_that_of_its_other_reports() -> None:
    kg = graph_of(strike("a"), strike("b", published="2024-05-14", date=""))
    [row] = kg.query("events_by_place", place=HARBOUR.id)
    assert (str(row["day"]), row["independent"], row["articles"]) == (MONDAY, 2, 2)
