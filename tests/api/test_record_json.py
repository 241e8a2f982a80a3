"""The record of an article: its schema, and its agreement with the records inside."""

import dataclasses
import json
import runpy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from politigraph.api.record_json import ArticleRecord, packaged_schema, record_line
from politigraph.extract.records import (
    Article,
    Claim,
    Entity,
    Event,
    Extraction,
    Mention,
    Span,
)

ROOT = Path(__file__).parents[2]
TEXT = "“We never met them,” Mara Lindqvist said in Kyiv."
FIELDS = {
    "record": "id title publisher published url sha256 text entities mentions claims events",
    "entities": "id label type iso3 sector geonames lat lon same_as",
    "mentions": "start end entity kind country",
    "claims": (
        "id speaker source cue cue_lemma content about speech_act polarity certainty quote_type"
        " embedded_in addressee said_on rule confidence"
    ),
    "events": "id type mode trigger agents targets place date polarity realis claim"
    " killed injured casualties confidence doubtful",
}


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


EXTRACTION = Extraction(
    article=Article("a1", TEXT, publisher="Baltic Herald", published="2022-03-04"),
    entities=(
        Entity("person/Mara_Lindqvist", "Mara Lindqvist", "person"),
        Entity("place/Kyiv", "Kyiv", "place", iso3="UKR", lat=50.45, lon=30.52),
    ),
    mentions=(
        Mention(span("Mara Lindqvist"), "person/Mara_Lindqvist", "name"),
        Mention(span("Kyiv"), "place/Kyiv", "name", country="UA"),
    ),
    claims=(
        Claim(
            id="c1-18-36",
            speaker="person/Mara_Lindqvist",
            source=(span("Mara Lindqvist"),),
            cue=(span("said"),),
            cue_lemma="say",
            content=(span("We never met them"),),
            about=("v10-CONSULT",),
            speech_act="assert",
            polarity="negative",
            certainty="certain",
            quote_type="direct",
            embedded_in="",
            addressee="",
            said_on="",
            rule="quote-before-cue",
            confidence=0.9,
        ),
    ),
    events=(
        Event(
            id="v10-CONSULT",
            type="CONSULT",
            mode="",
            trigger=span("met"),
            agents=("person/Mara_Lindqvist",),
            targets=(),
            place="place/Kyiv",
            date="",
            polarity="negative",
            realis="historical",
            claim="c1-18-36",
            confidence=0.3,
            doubtful=True,
        ),
    ),
    extractor="politigraph",
)


def test_a_record_has_the_documented_fields_and_no_others() -> None:
    record = json.loads(record_line(EXTRACTION))
    assert " ".join(record) == FIELDS["record"]
    for part in ("entities", "mentions", "claims", "events"):
        assert " ".join(record[part][0]) == FIELDS[part]


def test_a_record_says_how_sure_an_event_is() -> None:
    [event] = json.loads(record_line(EXTRACTION))["events"]
    assert (event["confidence"], event["doubtful"]) == (0.3, True)


def test_a_record_validates_against_the_packaged_schema() -> None:
    jsonschema.validate(json.loads(record_line(EXTRACTION)), packaged_schema())


def test_the_packaged_schema_is_what_the_models_give() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_record_schema.py"))
    packaged = (ROOT / "api" / "data" / "record.schema.json").read_text("utf-8")
    assert packaged == script["schema_text"](), "run scripts/make_record_schema.py"
    jsonschema.Draft202012Validator.check_schema(packaged_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["claims", 0, "polarity"], "neutral"),
        (["claims", 0, "certainty"], "sure"),
        (["claims", 0, "quote_type"], "scare"),
        (["claims", 0, "confidence"], 1.5),
        (["claims", 0, "content"], []),
        (["claims", 0, "cue"], [[1, 2, 3]]),
        (["claims", 0, "cue"], [[-1, 2]]),
        (["events", 0, "realis"], "certain"),
        (["events", 0, "confidence"], -0.1),
        (["events", 0, "doubtful"], "perhaps"),
        (["mentions", 0, "kind"], "title"),
        (["mentions", 0, "start"], -1),
        (["entities", 1, "iso3"], "UA"),
        (["entities", 1, "lat"], 91.0),
        (["published"], "4 March"),
        (["sha256"], "0"),
        (["extra"], "field"),
    ],
)
def test_the_schema_refuses_impossible_values(path: list[str | int], value: object) -> None:
    record = json.loads(record_line(EXTRACTION))
    part: Any = record
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, packaged_schema())
    with pytest.raises(ValueError, match="validation error"):
        ArticleRecord.model_validate_json(json.dumps(record))


@pytest.mark.parametrize("part", ["entities", "mentions", "claims", "events"])
def test_the_schema_requires_every_field(part: str) -> None:
    for name in FIELDS[part].split():
        record = json.loads(record_line(EXTRACTION))
        del record[part][0][name]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(record, packaged_schema())


def test_an_offset_past_the_text_is_refused() -> None:
    beyond = Mention(Span(0, len(TEXT) + 1), "place/Kyiv", "name")
    with pytest.raises(ValueError, match="past the end"):
        record_line(dataclasses.replace(EXTRACTION, mentions=(beyond,)))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_survives_on_one_line(text: str) -> None:
    line = record_line(Extraction(Article("a", text), (), (), (), (), ""))
    assert "\n" not in line
    assert json.loads(line)["text"] == text
