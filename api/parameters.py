"""Query parameters, one model a list; a parameter that is not in it is an error.

A misspelt filter that is passed over would answer with everything, and who reads
the answer could not tell.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote

from fastapi import Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from politigraph.api.following import taken_graph
from politigraph.extract.records import Certainty, Polarity, Realis
from politigraph.graph.errors import UnknownItem
from politigraph.graph.filter_values import checked_date
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.rows import Edge

Row = TypeVar("Row")

MAX_LIMIT = 500
_NAMED = "Its name, its id (person/Q7747) or its IRI."


def _day(text: str, info: ValidationInfo) -> str:
    """Refuse what is no date as the graph does, which gives a hint that a pattern cannot."""
    return checked_date(info.field_name or "date", text)


Day = Annotated[
    str,
    AfterValidator(_day),
    Field(json_schema_extra={"pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
]
Named = Annotated[str, Field(min_length=1, description=_NAMED)]
Polarities = Annotated[Polarity, Field(examples=["negative"])]


def get_graph(request: Request) -> KnowledgeGraph:
    """Return the graph that is served: the one that `create_app` was given, or a newer state."""
    return taken_graph(request)


Graph = Annotated[KnowledgeGraph, Depends(get_graph)]


def find_item(read: Callable[[str], Row], key: str, kind: str) -> Row:
    """Return the claim or event of an address, whose path the server has decoded.

    An article's id may hold a slash, which is %2F in the ids of its claims. A client
    that does not encode the id again for the address sends that as a slash.
    """
    try:
        return read(key)
    except UnknownItem:
        article, found, name = key.rpartition(f"/{kind}/")
        if not found or quote(article, safe="") == article:
            raise
        return read(f"{quote(article, safe='')}/{kind}/{name}")


class PageQuery(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=MAX_LIMIT, description="Items a page.")
    cursor: str = Field("", description="The cursor of the page before.")

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that were given, by name."""
        given = self.model_dump(exclude_unset=True, exclude={"limit", "cursor"})
        return {k: str(v) if isinstance(v, float) else v for k, v in given.items()}


Least = Annotated[float, Field(ge=0, le=1, description="The least confidence, 0 to 1.")]


class PublicationQuery(PageQuery):
    """What every list that comes from articles takes."""

    publisher: Named = Field("", examples=["Baltic Herald"])
    since: Day = Field("", description="Published then or later: a day, month or year.")
    until: Day = Field("", description="Published then or earlier.", examples=["2022-04"])


class ClaimQuery(PublicationQuery):
    """The filters of `/claims`; all that are given must hold."""

    speaker: Named = Field("", examples=["Mara Lindqvist"])
    about: Named = Field("", examples=["Ukraine"])
    cue: str = Field("", description="Lemma of the cue.", examples=["deny"])
    speech_act: str = Field("", examples=["accuse"])
    polarity: Polarities | None = None
    certainty: Certainty | None = Field(None, examples=["possible"])
    confidence: Least | None = Field(None, examples=[0.5])
    edge: Edge | None = Field(None, description="How the speaker is tied to the claim.")
    article: str = Field("", description="Id or IRI of an article.")
    q: str = Field("", description="Words that the content contains.", examples=["ceasefire"])


class EventQuery(PublicationQuery):
    """The filters of `/events`; all that are given must hold."""

    agent: Named = Field("", examples=["Ukraine"])
    target: Named = Field("", examples=["Russia"])
    actor: Named = Field("", description=f"Agent or target. {_NAMED}")
    place: Named = Field("", examples=["Kyiv"])
    type: str = Field("", description="A PLOVER type.", examples=["CONSULT"])
    mode: str = Field("", description="A mode of that type.", examples=["visit"])
    polarity: Literal[Polarity, "any"] | None = Field(
        None,
        examples=["positive"],
        description="Without it: positive, and not in a denial alone. `any`: all of them.",
    )
    realis: Literal[Realis, "any"] | None = Field(
        None, examples=["actual"], description="Without it: actual. `any`: all of them."
    )
    doubtful: Literal["true", "false", "any"] | None = Field(
        None,
        examples=["any"],
        description="Without it: not those that are read with little confidence, which `true` asks"
        " for alone. `any`: all of them.",
    )
    confidence: Least | None = Field(None, examples=[0.8])
    article: str = Field("", description="Id or IRI of an article.")


class EntityQuery(PageQuery):
    """The filters of `/entities`; all that are given must hold."""

    q: str = Field(
        "", description="A name, a part of one, or a slip of one.", examples=["Lindqvst"]
    )
    kind: Literal["person", "organization", "country", "place", "group", "anonymous"] | None = (
        Field(None, examples=["person"])
    )
    sector: str = Field("", description="PLOVER's.", examples=["GOV"])
    affiliation: Named = Field("", description=f"A country. {_NAMED}", examples=["Russia"])


class ArticleQuery(PublicationQuery):
    """The filters of `/articles`; all that are given must hold."""

    q: str = Field("", description="Part of the title.", examples=["talks"])
