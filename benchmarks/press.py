"""Made-up articles with what is to be found in them, as many as a benchmark needs.

The same number gives the same articles. People, places, bodies and outlets are
invented, out of syllables. How often each comes up follows a power law, as in the
news: the first of 3,000 people speaks some hundred times as often as the hundredth;
a third of the names in an article are of whom it has named before. Articles have 4 to
60 sentences, most of which somebody is the source of, and some 800 quads on average,
like the articles in ``examples/``.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final, TypeVar

from politigraph.extract.records import (
    Article,
    Certainty,
    Claim,
    Entity,
    Event,
    Extraction,
    Mention,
    Polarity,
    Span,
)

T = TypeVar("T")

_STARTS: Final = (
    "Ab Bel Cor Dra El Fen Gor Hal Is Jor Kel Lun Mar Nor Os Pel Quin Ras Sor Tav Ul Ver Wen"
)
_MIDDLES: Final = "a e i o u ane ari elo imi ova unda isk"
_ENDS: Final = "ba dan gar holm kov lin mir nes ov rik sen tov vik witz"
_BODIES: Final = ("Harbour Council", "Grain Board", "Rail Union", "Coast Guard", "Court of Audit")
_OUTLETS: Final = ("Herald", "Courier", "Gazette", "Observer", "Tribune", "Post")
_CUES: Final = (
    *(("said", "say", "assert"), ("told reporters", "tell", "assert"), ("added", "add", "assert")),
    *(("denied", "deny", "deny"), ("warned", "warn", "warn"), ("promised", "promise", "promise")),
    *(("demanded", "demand", "demand"), ("believes", "believe", "believe")),
)
_CONTENTS: Final = (
    "{} would close the crossing at {} before the winter",
    "the talks with {} about {} had not begun",
    "{} owed an answer to the people of {}",
    "the grain held back by {} was on its way to {}",
    "nobody but {} knew what had been signed in {}",
    "{} was ready to send observers to {}",
)
_EVENTS: Final = (
    ("{} met {} in {}.", "met", "CONSULT", ""),
    ("{} accused {} over the works in {}.", "accused", "ACCUSE", ""),
    ("{} agreed with {} on the port of {}.", "agreed", "AGREE", ""),
    ("{} threatened {} over the road to {}.", "threatened", "THREATEN", ""),
    ("{} sent aid for {} to {}.", "sent aid", "AID", ""),
)
_FILLERS: Final = (
    "The figures are to be published in the spring.",
    "The session went on until late in the evening.",
    "It was the third meeting of its kind this year.",
    "The documents run to some four hundred pages.",
)
_EXTRACTOR: Final = "politigraph benchmark; invented 1"
_FIRST_DAY: Final = date(2019, 1, 1)
_DAYS: Final = 2000


class World:
    """Who and what the articles are about, the frequent ones first."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: set[str] = set()
        self.people = self._by_rank([self._person() for _ in range(3000)])
        self.bodies = self._by_rank([self._body() for _ in range(150)])
        self.places = self._by_rank([self._place() for _ in range(400)])
        names = [f"The {self._name()} {random.choice(_OUTLETS)}" for _ in range(80)]
        self.outlets = self._by_rank(names)

    def _name(self) -> str:
        parts: tuple[str, ...] = (_STARTS, _MIDDLES, _ENDS)
        while (name := "".join(self._random.choice(p.split()) for p in parts)) in self._taken:
            # More names than three syllables give: another syllable.
            parts = (*parts[:-1], _MIDDLES, _ENDS)
        self._taken.add(name)
        return name

    def _person(self) -> Entity:
        label = f"{self._name()} {self._name()}"
        sector = self._random.choice(("GOV", "GOV", "MIL", "PTY", "JUD", "CVL", ""))
        return Entity(f"person/{label.replace(' ', '_')}", label, "person", sector=sector)

    def _body(self) -> Entity:
        label = f"{self._name()} {self._random.choice(_BODIES)}"
        return Entity(f"organization/{label.replace(' ', '_')}", label, "organization")

    def _place(self) -> Entity:
        label = self._name()
        return Entity(f"place/{label}", label, "place")

    @staticmethod
    def _by_rank(items: Sequence[T]) -> "tuple[Sequence[T], Sequence[float]]":
        """Return items with the sums of Zipf's weights, for `Random.choices`."""
        return items, list(accumulate(1 / rank for rank in range(1, len(items) + 1)))


class Draft:
    """An article in the making: sentences are added with what is to be found in them."""

    def __init__(self, world: World, random: Random) -> None:
        self._world, self._random = world, random
        self._text: list[str] = []
        self._length = 0
        self._named: list[Entity] = []
        self.mentions: list[Mention] = []
        self.claims: list[Claim] = []
        self.events: list[Event] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._text)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Whoever is named, once each."""
        return tuple(dict.fromkeys(self._named))

    def _write(self, words: str) -> Span:
        self._text.append(words)
        self._length += len(words)
        return Span(self._length - len(words), self._length)

    def _write_with(self, template: str, *entities: Entity) -> Span:
        """Write a template whose gaps are names; note each name as a mention."""
        start = self._length
        pieces = template.split("{}")
        for piece, entity in zip(pieces, entities, strict=False):
            if piece:
                self._write(piece)
            self.name(entity)
        if pieces[-1]:
            self._write(pieces[-1])
        return Span(start, self._length)

    def name(self, entity: Entity) -> Span:
        """Write a name."""
        span = self._write(entity.label)
        self._named.append(entity)
        self.mentions.append(Mention(span, entity.id, "name", rule="invented", score=0.9))
        return span

    def _actor(self) -> Entity:
        if self._named and self._random.random() < 1 / 3:
            known = self._random.choice(self._named)
            if known.type != "place":
                return known
        people = self._random.random() < 0.8
        return _drawn(self._random, self._world.people if people else self._world.bodies)

    def statement(self) -> None:
        """Add a sentence that somebody says something in, now and then another's words."""
        speaker, subject = self._actor(), self._actor()
        place = _drawn(self._random, self._world.places)
        verb, lemma, act = self._random.choices(_CUES, (30, 10, 10, 6, 5, 3, 3, 3))[0]
        outer = self.claims[-1].id if self.claims and self._random.random() < 0.08 else ""
        source = self.name(speaker)
        self._write(" ")
        cue = self._write(verb)
        self._write(" that ")
        content = self._write_with(self._random.choice(_CONTENTS), subject, place)
        self._write(". ")
        self.claims.append(
            Claim(
                id=f"c{content.start}-{content.end}-{cue.start}",
                speaker=speaker.id,
                source=(source,),
                cue=(cue,),
                cue_lemma=lemma,
                content=(content,),
                about=(subject.id, place.id),
                speech_act=act,
                polarity=_weighted(self._random, _POLARITIES),
                certainty=_weighted(self._random, _CERTAINTIES),
                quote_type="indirect",
                embedded_in=outer,
                addressee="",
                said_on="",
                rule="invented",
                confidence=round(self._random.uniform(0.5, 0.99), 3),
            )
        )

    def happening(self) -> None:
        """Add a sentence that says what somebody did to somebody."""
        template, trigger, kind, mode = self._random.choice(_EVENTS)
        agent, target = self._actor(), self._actor()
        place = _drawn(self._random, self._world.places)
        start = self._length + template.format(agent.label, "{}", "{}").index(trigger)
        self._write_with(template, agent, target, place)
        self._write(" ")
        span = Span(start, start + len(trigger))
        self.events.append(
            Event(
                id=f"e{span.start}-{span.end}",
                type=kind,
                mode=mode,
                trigger=span,
                agents=(agent.id,),
                targets=(target.id,),
                place=place.id,
                date="",
                polarity="positive",
                realis="actual",
                claim="",
                rule="invented",
                confidence=0.8,
            )
        )

    def filler(self) -> None:
        """Add a sentence that says nothing of anybody."""
        self._write(f"{self._random.choice(_FILLERS)} ")


_POLARITIES: Final[tuple[tuple[Polarity, int], ...]] = (("positive", 9), ("negative", 1))
_CERTAINTIES: Final[tuple[tuple[Certainty, int], ...]] = (
    *(("certain", 16), ("probable", 2), ("possible", 1), ("underspecified", 1)),
)


def extractions(articles: int) -> Iterator[Extraction]:
    """Yield made-up articles, in the order of their dates."""
    random = Random(20260101)
    world = World(random)
    for number in range(articles):
        draft = Draft(world, random)
        sentences = min(60, max(4, round(random.lognormvariate(2.7, 0.5))))
        for _ in range(sentences):
            random.choices((draft.statement, draft.happening, draft.filler), (13, 5, 3))[0]()
        article = Article(
            id=f"invented-{number}",
            text=draft.text.rstrip(),
            title=f"Report {number}",
            publisher=_drawn(random, world.outlets),
            published=str(_FIRST_DAY + timedelta(days=number * _DAYS // articles)),
            url=f"https://news.example/{number}",
        )
        found = (tuple(draft.mentions), tuple(draft.claims), tuple(draft.events))
        yield Extraction(article, draft.entities, *found, _EXTRACTOR)


def _drawn(random: Random, ranked: tuple[Sequence[T], Sequence[float]]) -> T:
    return random.choices(ranked[0], cum_weights=ranked[1])[0]


def _weighted(random: Random, choices: Sequence[tuple[T, int]]) -> T:
    return random.choices([c for c, _ in choices], [w for _, w in choices])[0]
