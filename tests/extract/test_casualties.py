"""How many were killed or injured: for the event that the text says it of, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.casualties import with_casualties
from politigraph.extract.counts import number_of
from politigraph.extract.dates import find_dates
from politigraph.extract.events import find_events
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Event

PUBLISHED = "2024-05-14"


class Names:
    """The simplest resolver: each proper noun, demonym or plural is its own entity."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse

    def entity_of(self, head: int) -> str:
        tag, word = self._parse.tag[head], self._parse.word[head]
        named = tag in {"NNP", "NNPS"} or (tag == "JJ" and word.istitle())
        if named and (head and self._parse.lower[head - 1]) in {"in", "at", "near"}:
            return f"place/{word}"
        return f"organization/{word}" if named or tag == "NNS" else ""

    def speaker_of(self, attribution: Attribution) -> str:
        return ""


def events(nlp: Language, text: str) -> tuple[Event, ...]:
    parse = parse_text(nlp, text)
    return find_events(parse, Names(parse), find_dates(parse, PUBLISHED))


def toll(nlp: Language, text: str) -> tuple[int | None, int | None]:
    """Return the numbers of all events of a text; no number may stand with two events."""
    found = events(nlp, text)
    killed = [event.killed for event in found if event.killed is not None]
    injured = [event.injured for event in found if event.injured is not None]
    assert len(killed) <= 1
    assert len(injured) <= 1
    return killed[0] if killed else None, injured[0] if injured else None


STATED = [
    # The act's own verb.
    ("Norwegian forces killed three people and wounded 12 in Riga.", 3, 12),
    ("The strike on Riga killed three people and wounded 12, officials said.", 3, 12),
    ("Three people were killed by Norwegian forces in Riga.", 3, None),
    ("Rebels killed a policeman and two soldiers in Riga.", 3, None),
    ("Rebels shot dead three policemen in Riga.", 3, None),
    ("Rebels killed a soldier and wounded two others in Riga.", 1, 2),
    # What an act results in.
    ("Norwegian forces shelled Riga on Monday, killing 12 civilians and wounding 30.", 12, 30),
    ("Norway bombed the port of Riga, leaving at least 15 people dead.", 15, None),
    ("Norway bombed a school in Riga, with 12 people killed.", 12, None),
    ("Rebels ambushed a patrol in Riga and killed two aides.", 2, None),
    ("Troops opened fire on protesters in Riga, killing at least seven.", 7, None),
    ("Rebels attacked a convoy of Norway; 12 people died.", 12, None),
    # The act is the subject or the occasion.
    ("A Norwegian drone attack on Riga left two soldiers dead and five injured.", 2, 5),
    ("The attack on Riga, which killed 40, was condemned by Latvia.", 40, None),
    ("A Norwegian attack on Riga claimed the lives of 12 people.", 12, None),
    ("Five people died in a Norwegian missile strike on Riga.", 5, None),
    ("At least a dozen people were dead after a Norwegian strike on Riga.", 12, None),
    ("Twelve people were killed and 30 wounded when Norwegian forces shelled Riga.", 12, 30),
    # The sentence after.
    ("Norway shelled Riga on Monday. No one was hurt.", None, 0),
    ("Norway attacked Riga on Monday. There were no casualties.", 0, 0),
    ("Norway shelled Riga on Monday. Three people died in the attack, the mayor said.", 3, None),
    ("Norway shelled Riga on Monday. The death toll rose to 40.", 40, None),
    # How numbers are written.
    ("Rebels killed twenty-five people and injured two dozen others in Riga.", 25, 24),
    ("Rebels killed one hundred and forty people in Riga.", 140, None),
    ("Rebels killed 1,200 people in Riga.", 1200, None),
    ("Rebels killed half a dozen people in Riga.", 6, None),
    # A number that is the least stays, with its words.
    ("More than 100 people were injured in an attack by rebels in Riga.", None, 100),
    ("Rebels killed between 10 and 12 people in Riga.", 10, None),
    ("Rebels killed 10 to 12 soldiers in Riga.", 10, None),
    # Part of a number is not added to it.
    ("A Norwegian strike on Riga killed four people, including two children.", 4, None),
]


@pytest.mark.parametrize(("text", "killed", "injured"), STATED)
def test_a_stated_number(nlp: Language, text: str, killed: int | None, injured: int | None) -> None:
    assert toll(nlp, text) == (killed, injured)


NOT_STATED = [
    # No people.
    "The Senate killed the bill.",
    "Norway killed three bills and wounded the economy.",
    "Norwegian forces attacked Riga, killing 40 sheep.",
    "Norway attacked the plan of Latvia, and the talks died.",
    # No number, or only the most that it can be.
    "Norwegian forces attacked Riga, killing dozens and injuring hundreds.",
    "Norwegian forces attacked Riga, killing a family.",
    "Norwegian forces killed civilians in Riga.",
    "Norwegian forces killed up to 30 fighters in Riga.",
    "Norwegian forces killed no more than 30 fighters in Riga.",
    # One number of both.
    "Norwegian forces killed or wounded 30 people in Riga.",
    "Norwegian forces attacked Riga. There were 30 casualties.",
    # Another event's.
    "Norway shelled Riga a day after an earthquake killed 40 people in Turkey.",
    "Norway bombed Riga, where 40 people had died in 2014.",
    "Norway shelled Riga on Monday. Three people died in Oslo on Tuesday.",
    "Norway shelled Riga on Monday. Three people died in a flood.",
    "Norway shelled Riga on Monday. Three people died in the 2014 attack.",
    "Norway met Latvia in Riga. No one was hurt.",
    # Nothing happened, or so it is said.
    "Norway denied that its forces had killed 12 civilians in Riga.",
    "Norwegian forces could kill 40 hostages in Riga.",
    "Norway threatened to kill 40 hostages.",
    "Norwegian forces bombed Riga. There were no immediate reports of casualties.",
]


@pytest.mark.parametrize("text", NOT_STATED)
def test_no_number_where_none_is_stated(nlp: Language, text: str) -> None:
    assert toll(nlp, text) == (None, None)


def test_a_number_belongs_to_the_event_that_it_is_told_of(nlp: Language) -> None:
    text = "Norway shelled Riga, killing three people, after Latvia attacked Oslo."
    told = {event.trigger.of(text): event.killed for event in events(nlp, text)}
    assert told["shelled"] == 3
    assert told["attacked"] is None


@pytest.mark.xfail(
    strict=True, reason="the parser joins Latvia to the port, so that Norway does both"
)
def test_another_actors_act_keeps_its_number(nlp: Language) -> None:
    text = "Norway shelled the port and Latvia killed three soldiers near Riga."
    told = {event.trigger.of(text): event.killed for event in events(nlp, text)}
    assert told["shelled"] is None


def test_the_words_of_a_number_are_kept(nlp: Language) -> None:
    text = "Norway shelled Riga on Monday. At least 12 civilians were killed and 30 wounded."
    [event] = [e for e in events(nlp, text) if e.killed is not None]
    assert [span.of(text) for span in event.casualties] == ["At least 12 civilians", "30"]


def test_events_without_numbers_stay_what_they_are(nlp: Language) -> None:
    parse = parse_text(nlp, "Norway met Latvia in Riga. No one was hurt.")
    found = find_events(parse, Names(parse), find_dates(parse, PUBLISHED))
    assert with_casualties(parse, found) == found


def test_each_of_two_attacks_has_its_own_toll(nlp: Language) -> None:
    text = (
        "Norway attacked Latvia near Riga, wounding ten people. Rain fell. "
        "Norway attacked Latvia near Liepaja, wounding four people."
    )
    attacks = [e for e in events(nlp, text) if e.trigger.of(text) == "attacked"]
    assert [(e.place, e.injured) for e in attacks] == [("place/Riga", 10), ("place/Liepaja", 4)]


def test_the_toll_of_an_act_told_again_is_kept(nlp: Language) -> None:
    text = "Norway shelled Riga on Monday. Rain fell. Norway shelled Riga, wounding a sailor."
    [event] = [e for e in events(nlp, text) if e.trigger.of(text) == "shelled"]
    assert (event.date, event.injured) == ("2024-05-13", 1)


@given(st.integers(0, 99_999))
def test_a_number_in_digits_is_read_back(number: int) -> None:
    assert number_of([str(number)]) == number
    assert number_of([f"{number:,}"]) == number
