"""Small articles made by hand for the networks, the pictures and the inferred links."""

from politigraph.extract.records import Article, Entity, Event, Extraction, Mention, Span
from politigraph.graph.entity_mapping import country
from tests.graph.extractions import claim, event

NORWAY, SWEDEN, FINLAND = country("NOR"), country("SWE"), country("FIN")
MARA = Entity("person/Mara_Lindqvist", "Mara Lindqvist", "person", "NOR", "GOV")
TOMAS = Entity("person/Tomas_Vael", "Tomas Vael", "person", "SWE", "GOV")
AINO = Entity("person/Aino_Salmi", "Aino Salmi", "person", "FIN", "GOV")
HARBOUR = Entity("place/Vesterholm", "Vesterholm", "place")
EVERYBODY = (NORWAY, SWEDEN, FINLAND, MARA, TOMAS, AINO, HARBOUR)


class Press:
    """An article in the making: sentences are added with what is read from them.

    >>> press = Press("a1", "Baltic Herald", "2024-05-14")
    >>> press.says(MARA, "Norway closed the port", about=(NORWAY,))
    'c0'
    >>> press.extraction().article.text
    'Mara Lindqvist said that Norway closed the port.'
    """

    def __init__(self, article: str, publisher: str = "", published: str = "") -> None:
        self._article = (article, publisher, published)
        self._parts: list[str] = []
        self._claims: list[object] = []
        self._events: list[Event] = []
        self._mentions: list[Mention] = []

    @property
    def _end(self) -> int:
        return sum(map(len, self._parts))

    def _add(self, text: str) -> Span:
        lead = "\n\n" if self._parts else ""
        self._parts.append(lead + text)
        return Span(self._end - len(text), self._end)

    def _mention(self, entity: Entity, within: Span) -> None:
        text = "".join(self._parts)
        start = text.find(entity.label, within.start, within.end)
        if start >= 0:
            span = Span(start, start + len(entity.label))
            self._mentions.append(Mention(span, entity.id, "name", rule="authority", score=0.9))

    def says(
        self,
        speaker: Entity,
        content: str,
        *,
        cue: str = "said",
        about: tuple[Entity | str, ...] = (),
        **fields: object,
    ) -> str:
        """Add "<speaker> <cue> that <content>."; return the claim's id."""
        name = f"c{len(self._claims)}"
        sentence = self._add(f"{speaker.label} {cue} that {content}.")
        text = "".join(self._parts)
        start = text.index(content, sentence.start)
        topics = tuple(topic if isinstance(topic, str) else topic.id for topic in about)
        source = Span(sentence.start, sentence.start + len(speaker.label))
        lead = source.end + 1
        self._claims.append(
            claim(
                name,
                Span(start, start + len(content)),
                speaker=speaker.id,
                source=(source,),
                cue=(Span(lead, lead + len(cue)),),
                about=topics,
                **fields,
            )
        )
        for entity in EVERYBODY:
            self._mention(entity, sentence)
        return name

    def happens(self, event_type: str, trigger: str, **fields: object) -> str:
        """Add an event whose trigger is the last occurrence of a word; return its id."""
        text = "".join(self._parts)
        start = text.rindex(trigger)
        name = f"v{len(self._events)}"
        self._events.append(event(name, event_type, Span(start, start + len(trigger)), **fields))
        return name

    def tells(self, sentence: str) -> None:
        """Add a sentence in the article's own voice."""
        span = self._add(sentence)
        for entity in EVERYBODY:
            self._mention(entity, span)

    def extraction(self) -> Extraction:
        """Return the article with what was read from it."""
        article, publisher, published = self._article
        return Extraction(
            article=Article(
                article, "".join(self._parts), publisher=publisher, published=published
            ),
            entities=EVERYBODY,
            mentions=tuple(self._mentions),
            claims=tuple(self._claims),  # type: ignore[arg-type]
            events=tuple(self._events),
            extractor="politigraph 0.1.0; hand 1",
        )
