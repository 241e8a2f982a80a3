"""Extractions made by hand and at random, for tests that need no language model."""

from hypothesis import strategies as st

from politigraph.extract.records import (
    Article,
    Claim,
    Entity,
    Event,
    Extraction,
    Mention,
    MentionKind,
    Span,
)
from politigraph.graph.entity_mapping import country

TITLE = "Norway denies closing port"
TEXT = f"""{TITLE}

“We are holding talks in Vesterholm. We do not reject them,” Mara Lindqvist said on Monday.

Tomas Vael added that two officials had denied that Norway closed the port. Oslo denied the report.

She believes the vote will fail.\
 Swedish police arrested a courier in Vesterholm in March; no one was killed, 12 hurt."""
EXTRACTOR = "politigraph 0.1.0; hand 1"


def at(phrase: str, text: str = TEXT, nth: int = 0) -> Span:
    """Return the span of the nth occurrence of a phrase."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(phrase, start + 1)
    return Span(start, start + len(phrase))


def claim(claim_id: str, content: Span, **fields: object) -> Claim:
    """Return a plain first-hand assertion, changed by the fields given."""
    plain: dict[str, object] = {
        "speaker": "",
        "source": (),
        "cue": (),
        "cue_lemma": "",
        "about": (),
        "speech_act": "assert",
        "polarity": "positive",
        "certainty": "certain",
        "quote_type": "indirect",
        "embedded_in": "",
        "addressee": "",
        "said_on": "",
        "rule": "that-clause",
        "confidence": 0.9,
    }
    return Claim(id=claim_id, content=(content,), **(plain | fields))  # type: ignore[arg-type]


def event(event_id: str, event_type: str, trigger: Span, **fields: object) -> Event:
    """Return an actual, affirmed event told by the narrator, changed by the fields given."""
    plain: dict[str, object] = {
        "mode": "",
        "agents": (),
        "targets": (),
        "place": "",
        "date": "",
        "polarity": "positive",
        "realis": "actual",
        "claim": "",
        "rule": "verb",
        "confidence": 0.8,
    }
    return Event(id=event_id, type=event_type, trigger=trigger, **(plain | fields))  # type: ignore[arg-type]


def sample(article_id: str = "wire/2024 05#1") -> Extraction:
    """Return an article with every kind of claim, event, entity and mention."""
    officials = f"anonymous/{article_id}/{at('two officials').start}"
    police = f"group/{article_id}/{at('Swedish police').start}"
    lindqvist, vael = "person/Mara_Lindqvist", "person/Tomas_Vael"
    mara, tomas = at("Mara Lindqvist"), at("Tomas Vael")
    return Extraction(
        article=Article(
            article_id,
            TEXT,
            title=TITLE,
            publisher="Baltic Herald",
            published="2024-05-14",
            url="https://herald.example/news?id=1&x=a b",
        ),
        entities=(
            country("NOR"),
            Entity("place/Vesterholm", "Vesterholm", "place", "SWE", "", "1", 58.50, -0.00001),
            Entity(lindqvist, "Mara Lindqvist", "person", "SWE", "GOV"),
            Entity(vael, "Tomas Vael", "person", "", "MED"),
            Entity(officials, "two officials", "anonymous"),
            Entity(police, "Swedish police", "group", "SWE", "COP"),
            Entity("organization/Harbour_Board", "Harbour Board", "organization"),
        ),
        mentions=(
            Mention(at("Norway"), "country/NOR", "name", "NO", rule="authority", score=1.0),
            Mention(
                at("Vesterholm"), "place/Vesterholm", "name", "SE", rule="authority", score=0.9
            ),
            Mention(mara, lindqvist, "name", rule="tagger", score=0.75),
            Mention(at("Monday"), "", "date", value="2024-05-13", rule="weekday"),
            Mention(tomas, vael, "name", rule="tagger", score=0.5),
            Mention(at("two officials"), officials, "nominal", rule="anonymous", score=0.7),
            Mention(at("Norway", nth=1), "country/NOR", "name", rule="authority", score=1.0),
            Mention(at("Oslo"), "country/NOR", "metonym", rule="capital", score=0.8),
            Mention(at("She"), lindqvist, "pronoun", rule="subject", score=1 / 3),
            Mention(at("Swedish police"), police, "nominal", rule="demonym", score=0.8),
            Mention(at("in March"), "", "date", value="2024-03-01/2024-03-31", rule="month"),
        ),
        claims=(
            claim(
                "c1",
                at("“We are holding talks in Vesterholm. We do not reject them,”"),
                speaker=lindqvist,
                source=(mara,),
                cue=(at("said"),),
                cue_lemma="say",
                about=("place/Vesterholm", "v1", "v2"),
                quote_type="direct",
                said_on="2024-05-13",
            ),
            claim(
                "c2",
                at("two officials had denied that Norway closed the port"),
                speaker=vael,
                source=(tomas,),
                cue=(at("added"),),
                cue_lemma="add",
                about=(officials, "country/NOR", "c3", "v3"),
            ),
            claim(
                "c3",
                at("Norway closed the port"),
                speaker=officials,
                source=(at("two officials"),),
                cue=(at("denied"),),
                cue_lemma="deny",
                about=("country/NOR", "v3"),
                speech_act="deny",
                polarity="negative",
                embedded_in="c2",
            ),
            claim(
                "c4",
                at("the report"),
                speaker="country/NOR",
                source=(at("Oslo"),),
                cue=(at("denied", nth=1),),
                cue_lemma="deny",
                speech_act="deny",
                polarity="negative",
                addressee=vael,
            ),
            claim(
                "c5",
                at("the vote will fail"),
                speaker=lindqvist,
                source=(at("She"),),
                cue=(at("believes"),),
                cue_lemma="believe",
                speech_act="believe",
                certainty="probable",
                said_on="2024-05-01/2024-05-31",
            ),
        ),
        events=(
            event("v1", "CONSULT", at("talks"), claim="c1", place="place/Vesterholm"),
            event("v2", "REJECT", at("reject"), claim="c1", polarity="negative"),
            event(
                "v3", "COERCE", at("closed"), mode="restrict", agents=("country/NOR",), claim="c3"
            ),
            event(
                "v4",
                "COERCE",
                at("arrested"),
                mode="arrest",
                agents=(police,),
                targets=(lindqvist,),
                place="place/Vesterholm",
                date="2024-03-01/2024-03-31",
                killed=0,
                injured=12,
                casualties=(at("no one"), at("12")),
            ),
            event("v5", "REJECT", at("fail"), claim="c5", realis="future", doubtful=True),
        ),
        extractor=EXTRACTOR,
    )


# What an entity is follows from its id; where it belongs is what each article shows.
_KNOWN = {
    "country/NOR": country("NOR"),
    "place/1": Entity("place/1", "Vesterholm", "place", "SWE", geonames="1", lat=58.5, lon=11.25),
    "person/Mara_Lindqvist": Entity("person/Mara_Lindqvist", "Mara Lindqvist", "person"),
    "person/Q0": Entity("person/Q0", "Tomas Vael", "person", same_as=("https://e.example/Q0",)),
    "organization/Board": Entity("organization/Board", "Board", "organization"),
}


@st.composite
def extractions(draw: st.DrawFn, article_id: str = "") -> Extraction:
    """Draw any extraction that keeps the records' contracts, however odd its text."""
    characters = st.characters(exclude_categories=["Cs"])
    text = draw(st.text(characters, min_size=4, max_size=60))
    identifier = article_id or draw(st.text(characters, min_size=1, max_size=12))
    starts = st.integers(0, len(text) - 1)
    span = starts.flatmap(
        lambda start: st.integers(start + 1, len(text)).map(lambda end: Span(start, end))
    )
    anonymous = f"anonymous/{identifier}/0"
    known = {**_KNOWN, anonymous: Entity(anonymous, "a source", "anonymous")}
    ids = st.sampled_from(sorted(known))
    some_id = st.one_of(st.just(""), ids)
    iso3, sector = st.sampled_from(["", "SWE", "NOR"]), st.sampled_from(["", "GOV", "MIL"])
    kinds: list[MentionKind] = ["name", "nominal", "pronoun"]
    mention = st.builds(
        Mention, span, ids, st.sampled_from(kinds), rule=st.just("r"), score=st.floats(0, 1)
    )
    claims = tuple(
        claim(
            f"c{number}",
            content,
            speaker=draw(some_id),
            source=(draw(span),),
            about=(draw(ids), "v0"),
            speech_act=draw(st.sampled_from(["assert", "deny", "believe", "decline"])),
            embedded_in=draw(st.sampled_from(["", *(f"c{n}" for n in range(number))])),
            confidence=draw(st.floats(0, 1)),
        )
        for number, content in enumerate(draw(st.lists(span, max_size=3)))
    )
    return Extraction(
        article=Article(identifier, text, publisher=draw(st.sampled_from(["", "Baltic Herald"]))),
        entities=tuple(
            entity
            if entity.type in ("country", "place")
            else Entity(
                entity.id,
                entity.label,
                entity.type,
                draw(iso3),
                draw(sector),
                same_as=entity.same_as,
            )
            for entity in known.values()
        ),
        mentions=tuple(draw(st.lists(mention, max_size=6))),
        claims=claims,
        events=(event("v0", "AID", draw(span), agents=(draw(ids),), doubtful=draw(st.booleans())),),
        extractor=EXTRACTOR,
    )
