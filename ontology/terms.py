"""The vocabulary as Python names: what ``core.ttl`` defines and what it borrows.

Every member is the full IRI as a plain string, so that each layer can build its
own kind of node from it. A test proves that the names equal the Turtle.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

BASE: Final = "https://w3id.org/politigraph/"
NS: Final = f"{BASE}ns#"
ID: Final = f"{BASE}id/"
PLOVER: Final = f"{BASE}plover/"
ACT: Final = f"{BASE}act/"

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SCHEMA: Final = "https://schema.org/"
_SEM: Final = "http://semanticweb.cs.vu.nl/2009/11/sem/"
_PROV: Final = "http://www.w3.org/ns/prov#"
_NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_GAF: Final = "http://groundedannotationframework.org/gaf#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": NS,
        "id": ID,
        "plover": PLOVER,
        "act": ACT,
        "rdf": _RDF,
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": _XSD,
        "schema": _SCHEMA,
        "sem": _SEM,
        "prov": _PROV,
        "nif": _NIF,
        "gaf": _GAF,
        "skos": _SKOS,
    }
)
"""The prefixes of exports and queries; the empty one is the vocabulary's own."""


class Class(StrEnum):
    """The classes of ``core.ttl``."""

    ARTICLE = f"{NS}Article"
    PUBLISHER = f"{NS}Publisher"
    ACTOR = f"{NS}Actor"
    ANONYMOUS_SOURCE = f"{NS}AnonymousSource"
    GROUP = f"{NS}Group"
    PLACE = f"{NS}Place"
    CLAIM = f"{NS}Claim"
    EVENT = f"{NS}Event"
    MENTION = f"{NS}Mention"
    EVENT_TYPE = f"{NS}EventType"
    EVENT_MODE = f"{NS}EventMode"
    SPEECH_ACT = f"{NS}SpeechAct"
    EXTRACTION = f"{NS}Extraction"
    INFERENCE = f"{NS}Inference"
    EVENT_GROUP = f"{NS}EventGroup"
    JUDGEMENT = f"{NS}Judgement"


class Property(StrEnum):
    """The properties of ``core.ttl``."""

    # From the speaker to the claim, and from the claim to its topics.
    CLAIMED = f"{NS}claimed"
    SAID = f"{NS}said"
    DENIED = f"{NS}denied"
    REPORTEDLY_SAID = f"{NS}reportedlySaid"
    ABOUT = f"{NS}about"
    # Of a claim.
    SPEAKER = f"{NS}speaker"
    ADDRESSEE = f"{NS}addressee"
    EMBEDDED_IN = f"{NS}embeddedIn"
    SPEAKER_MENTION = f"{NS}speakerMention"
    CUE = f"{NS}cue"
    CUE_LEMMA = f"{NS}cueLemma"
    CONTENT = f"{NS}content"
    CONTENT_TEXT = f"{NS}contentText"
    SPEECH_ACT = f"{NS}speechAct"
    CERTAINTY = f"{NS}certainty"
    QUOTE_TYPE = f"{NS}quoteType"
    SAID_ON = f"{NS}saidOn"
    SAID_UNTIL = f"{NS}saidUntil"
    # Of an event.
    AGENT = f"{NS}agent"
    TARGET = f"{NS}target"
    MODE = f"{NS}mode"
    REALIS = f"{NS}realis"
    DOUBTFUL = f"{NS}doubtful"
    KILLED = f"{NS}killed"
    INJURED = f"{NS}injured"
    CASUALTY_MENTION = f"{NS}casualtyMention"
    REPORTED_IN = f"{NS}reportedIn"
    # Of claims, events and mentions alike.
    IN_ARTICLE = f"{NS}inArticle"
    POLARITY = f"{NS}polarity"
    RULE = f"{NS}rule"
    CONFIDENCE = f"{NS}confidence"
    # Of a mention.
    MENTION_KIND = f"{NS}mentionKind"
    DATE_VALUE = f"{NS}dateValue"
    INDICATES_AFFILIATION = f"{NS}indicatesAffiliation"
    INDICATES_SECTOR = f"{NS}indicatesSector"
    # Of an entity.
    SECTOR = f"{NS}sector"
    ISO3 = f"{NS}iso3"
    GEONAMES_ID = f"{NS}geonamesId"
    # Of an article.
    TEXT_SHA256 = f"{NS}textSha256"
    # Inferred.
    DUPLICATE_OF = f"{NS}duplicateOf"
    CONTRADICTS = f"{NS}contradicts"
    AGREES_WITH = f"{NS}agreesWith"
    METHOD = f"{NS}method"
    REPORT = f"{NS}report"
    # Of a judgement of identity, and of an article that it changes.
    JUDGEMENT_KIND = f"{NS}judgementKind"
    JUDGED = f"{NS}judged"
    JUDGED_AS = f"{NS}judgedAs"
    JUDGED_IN = f"{NS}judgedIn"
    JUDGED_NAME = f"{NS}judgedName"
    JUDGED_DESCRIPTION = f"{NS}judgedDescription"
    REASON = f"{NS}reason"
    RENAMED = f"{NS}renamed"
    IDENTITY_PATCH = f"{NS}identityPatch"


class Rdf(StrEnum):
    """What the graphs use of RDF itself."""

    TYPE = f"{_RDF}type"
    SUBJECT = f"{_RDF}subject"
    PREDICATE = f"{_RDF}predicate"
    OBJECT = f"{_RDF}object"


class Schema(StrEnum):
    """What the graphs use of schema.org."""

    PERSON = f"{_SCHEMA}Person"
    ORGANIZATION = f"{_SCHEMA}Organization"
    COUNTRY = f"{_SCHEMA}Country"
    NAME = f"{_SCHEMA}name"
    SAME_AS = f"{_SCHEMA}sameAs"
    AFFILIATION = f"{_SCHEMA}affiliation"
    LATITUDE = f"{_SCHEMA}latitude"
    LONGITUDE = f"{_SCHEMA}longitude"
    HEADLINE = f"{_SCHEMA}headline"
    URL = f"{_SCHEMA}url"
    PUBLISHER = f"{_SCHEMA}publisher"
    DATE_PUBLISHED = f"{_SCHEMA}datePublished"
    IN_LANGUAGE = f"{_SCHEMA}inLanguage"
    IDENTIFIER = f"{_SCHEMA}identifier"
    SOFTWARE_VERSION = f"{_SCHEMA}softwareVersion"


class Sem(StrEnum):
    """What the graphs use of the Simple Event Model."""

    EVENT_TYPE = f"{_SEM}eventType"
    HAS_PLACE = f"{_SEM}hasPlace"
    HAS_BEGIN_TIME_STAMP = f"{_SEM}hasBeginTimeStamp"
    HAS_END_TIME_STAMP = f"{_SEM}hasEndTimeStamp"


class Prov(StrEnum):
    """What the graphs use of PROV-O."""

    WAS_GENERATED_BY = f"{_PROV}wasGeneratedBy"
    USED = f"{_PROV}used"


class Nif(StrEnum):
    """What the graphs use of the NLP Interchange Format."""

    BEGIN_INDEX = f"{_NIF}beginIndex"
    END_INDEX = f"{_NIF}endIndex"
    ANCHOR_OF = f"{_NIF}anchorOf"
    REFERENCE_CONTEXT = f"{_NIF}referenceContext"
    IS_STRING = f"{_NIF}isString"


class Gaf(StrEnum):
    """What the graphs use of the Grounded Annotation Framework."""

    DENOTED_BY = f"{_GAF}denotedBy"


class Xsd(StrEnum):
    """The datatypes of the literals; text is ``xsd:string``."""

    ANY_URI = f"{_XSD}anyURI"
    DATE = f"{_XSD}date"
    DECIMAL = f"{_XSD}decimal"
    INTEGER = f"{_XSD}integer"
    STRING = f"{_XSD}string"


def compact(iri: str) -> str:
    """Shorten an IRI with the prefixes, for people to read.

    >>> compact(Property.SAID), compact(f"{PLOVER}CONSULT"), compact("urn:x")
    (':said', 'plover:CONSULT', 'urn:x')
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri[len(base) :]}"
    return str(iri)
