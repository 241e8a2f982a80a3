"""Two articles of our own with what is to be found in them, written down by hand.

The service is tested on these, so that its tests do not move when a rule of extraction does.
"""

from politigraph.extract.records import Article, Claim, Entity, Event, Extraction, Mention, Span

HERALD = Article(
    id="herald-1",
    title="Lindqvist warns over Crimea",
    publisher="Baltic Herald",
    published="2022-03-04",
    url="https://herald.example/1",
    text=(
        "Lindqvist warns over Crimea\n\n"
        "“Crimea is a matter for the United Nations,” Mara Lindqvist said in Tallinn on Friday.\n\n"
        "Tomas Brandt denied that he had met envoys. Anders Velin said that Mara Lindqvist had "
        "warned that the port would be closed.\n"
    ),
)
COURIER = Article(
    id="courier/7",
    publisher="Coast Courier",
    published="2022-04-10",
    text=(
        "Mara Lindqvist met Tomas Brandt in Vienna on Saturday.\n\n"
        "“Crimea will be on the table,” Lindqvist said. Erik Lindqvist, her brother, was not there."
    ),
)

MARA = Entity("person/Mara_Lindqvist", "Mara Lindqvist", "person", sector="GOV")
ERIK = Entity("person/Erik_Lindqvist", "Erik Lindqvist", "person")
TOMAS = Entity("person/Tomas_Brandt", "Tomas Brandt", "person")
ANDERS = Entity("person/Anders_Velin", "Anders Velin", "person")
CRIMEA = Entity("place/Crimea", "Crimea", "place", lat=45.3, lon=34.4)
VIENNA = Entity("place/Vienna", "Vienna", "place", lat=48.2, lon=16.4)


def _span(article: Article, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(words, start + 1)
    return Span(start, start + len(words))


def _claim(
    article: Article,
    speaker: Entity,
    words: tuple[Span, Span, Span],
    *about: str,
    act: str = "assert",
    embedded_in: str = "",
) -> Claim:
    source, cue, content = words
    return Claim(
        id=f"c{content.start}-{content.end}-{cue.start}",
        speaker=speaker.id,
        source=(source,),
        cue=(cue,),
        cue_lemma={"said": "say", "denied": "deny", "warned": "warn"}[cue.of(article.text)],
        content=(content,),
        about=about,
        speech_act=act,
        polarity="positive",
        certainty="certain",
        quote_type="direct" if article.text[content.start - 1] == "“" else "indirect",
        embedded_in=embedded_in,
        addressee="",
        said_on=article.published,
        rule="by-hand",
        confidence=0.9,
    )


def _herald() -> Extraction:
    def words(source: Span, cue: str, content: str, nth: int = 0) -> tuple[Span, Span, Span]:
        return source, _span(HERALD, cue, nth), _span(HERALD, content)

    mara = [_span(HERALD, "Mara Lindqvist", n) for n in (0, 1)]
    tomas, anders = _span(HERALD, "Tomas Brandt"), _span(HERALD, "Anders Velin")
    told = "that Mara Lindqvist had warned that the port would be closed"
    outer = _claim(HERALD, ANDERS, words(anders, "said", told, 1), MARA.id)
    inner = _claim(
        HERALD,
        MARA,
        words(mara[1], "warned", "that the port would be closed"),
        act="warn",
        embedded_in=outer.id,
    )
    return Extraction(
        article=HERALD,
        entities=(MARA, TOMAS, ANDERS, CRIMEA),
        mentions=(
            Mention(_span(HERALD, "Lindqvist"), MARA.id, "name"),
            Mention(_span(HERALD, "Crimea", 1), CRIMEA.id, "name", country="UA"),
            Mention(mara[0], MARA.id, "name"),
            Mention(tomas, TOMAS.id, "name"),
            Mention(anders, ANDERS.id, "name"),
            Mention(mara[1], MARA.id, "name"),
        ),
        claims=(
            _claim(
                HERALD,
                MARA,
                words(mara[0], "said", "Crimea is a matter for the United Nations"),
                CRIMEA.id,
            ),
            _claim(
                HERALD,
                TOMAS,
                words(tomas, "denied", "that he had met envoys"),
                TOMAS.id,
                act="deny",
            ),
            outer,
            inner,
        ),
        events=(),
        extractor="politigraph 0.1.0; by hand",
    )


def _courier() -> Extraction:
    lindqvist = _span(COURIER, "Lindqvist", 1)
    met = _span(COURIER, "met")
    return Extraction(
        article=COURIER,
        entities=(MARA, TOMAS, ERIK, CRIMEA, VIENNA),
        mentions=(
            Mention(_span(COURIER, "Mara Lindqvist"), MARA.id, "name"),
            Mention(_span(COURIER, "Tomas Brandt"), TOMAS.id, "name"),
            Mention(_span(COURIER, "Vienna"), VIENNA.id, "name", country="AT"),
            Mention(_span(COURIER, "Crimea"), CRIMEA.id, "name", country="UA"),
            Mention(lindqvist, MARA.id, "name"),
            Mention(_span(COURIER, "Erik Lindqvist"), ERIK.id, "name"),
            Mention(_span(COURIER, "Lindqvist", 2), ERIK.id, "name"),
        ),
        claims=(
            _claim(
                COURIER,
                MARA,
                (lindqvist, _span(COURIER, "said"), _span(COURIER, "Crimea will be on the table")),
                CRIMEA.id,
            ),
        ),
        events=(
            Event(
                id=f"v{met.start}-CONSULT",
                type="CONSULT",
                mode="",
                trigger=met,
                agents=(MARA.id,),
                targets=(TOMAS.id,),
                place=VIENNA.id,
                date="2022-04-09",
                polarity="positive",
                realis="actual",
                claim="",
                rule="by-hand",
            ),
            Event(
                id=f"v{lindqvist.start}-REQUEST",
                type="REQUEST",
                mode="",
                trigger=lindqvist,
                agents=(MARA.id,),
                targets=(),
                place="",
                date="",
                polarity="negative",
                realis="future",
                claim="",
                rule="by-hand",
            ),
        ),
        extractor="politigraph 0.1.0; by hand",
    )


EXTRACTIONS = (_herald(), _courier())
