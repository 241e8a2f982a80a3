"""The measures of the networks, with the names and parameters of the library."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from politigraph.api.items import ClaimItem, EventItem, RefItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import Day, Graph, Named
from politigraph.api.routing import new_router
from politigraph.graph.rows import Ref

if TYPE_CHECKING:  # networkx takes longer to load than most answers take.
    from politigraph.graph.measures import Degree

router = new_router("/analysis", "analysis")

Network = Literal["speech", "action", "relation", "quotation", "topic", "mention"]
_RESPONSES = problems(400, 404, 503)


class _Model(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class NetworkQuery(BaseModel):
    """Which network, of which articles."""

    model_config = ConfigDict(extra="forbid")

    kind: Network = Field(
        "relation",
        description="speech: who speaks about whom; action: who acts on whom; relation: both; "
        "quotation: outlet and speaker; topic: outlet and topic; mention: in one paragraph.",
    )
    publisher: Named = Field("", examples=["Baltic Herald"])
    since: Day = Field("", description="Published then or later: a day, month or year.")
    until: Day = Field("", description="Published then or earlier.", examples=["2022-04"])
    copies: bool = Field(False, description="Count syndicated copies each time.")

    @property
    def selection(self) -> dict[str, Any]:
        """What was chosen, as the library takes it."""
        return self.model_dump(
            exclude_unset=True, include={"publisher", "since", "until", "copies"}
        )


class CentralityQuery(NetworkQuery):
    """Which measure, of which network."""

    measure: Literal["pagerank", "betweenness", "degree"] = Field("pagerank")
    limit: int = Field(50, ge=1, le=500, description="The first of them.")


class BrokersQuery(NetworkQuery):
    """Between which two sides."""

    first: Named = Field(description="A country.", examples=["Russia"])
    second: Named = Field(description="A country.", examples=["Ukraine"])


class PathQuery(NetworkQuery):
    """From whom to whom."""

    source: Named = Field(examples=["Mara Lindqvist"])
    target: Named = Field(examples=["Crimea"])


class TimeQuery(NetworkQuery):
    """By which interval, and of whom."""

    by: Literal["week", "month"] = Field("month")
    node: Named = Field("", description="Only what leads from or to this entity.")


class OutletsQuery(BaseModel):
    """Which articles, and how much of each outlet."""

    model_config = ConfigDict(extra="forbid")

    most: int = Field(10, ge=1, le=100, description="Voices, topics and claims of each outlet.")
    since: Day = Field("", description="Published then or later: a day, month or year.")
    until: Day = Field("", description="Published then or earlier.")


class LinksQuery(BaseModel):
    """Which relation, and whose claims."""

    model_config = ConfigDict(extra="forbid")

    relation: Literal["contradicts", "agreesWith"] = Field("contradicts")
    speaker: Named = Field("", examples=["Mara Lindqvist"])
    publisher: Named = Field("", examples=["Baltic Herald"])
    limit: int = Field(50, ge=1, le=500, description="The surest of them.")


class ScoreItem(_Model):
    """A node and its value."""

    node: RefItem
    value: float = Field(examples=[0.125])


class DegreeItem(ScoreItem):
    """A node and how much evidence leads in and out of it; the value is both together."""

    incoming: int = Field(description="Evidence of ties to it.", examples=[3])
    outgoing: int = Field(
        description="Evidence of ties from it; the same in a network without direction.",
        examples=[5],
    )
    neighbours: int = Field(description="How many others it is tied to.", examples=[4])


class BalanceItem(_Model):
    """How far a signed network splits into camps."""

    positive: int = Field(description="Pairs with more cooperation than conflict.")
    negative: int = Field(description="Pairs with more conflict than cooperation.")
    triangles: int
    share: float = Field(description="Of the triangles, those that are balanced.")
    unbalanced: list[tuple[str, str, str]] = Field(description="Ids of the nodes of the others.")


class StepItem(_Model):
    """One step of a path, with what ties its ends."""

    source: RefItem
    target: RefItem
    type: str = Field(examples=["said"])
    forward: bool = Field(description="Whether the tie leads from source to target.")
    evidence: list[ClaimItem | EventItem]


class PeriodItem(_Model):
    """A week or month, and how much evidence of each type it has."""

    start: str = Field(examples=["2022-03-01"])
    counts: list[tuple[str, int]] = Field(examples=[[["said", 4]]])
    total: int


class OutletItem(_Model):
    """What one outlet reports, with numbers of claims."""

    outlet: RefItem
    voices: list[tuple[RefItem, int]]
    topics: list[tuple[RefItem, int]]
    only: list[ClaimItem] = Field(description="Claims that no other outlet is known to have.")
    only_total: int = Field(description="How many such claims there are.")


class LinkItem(_Model):
    """Two claims that contradict each other, or agree, as a rule inferred."""

    iri: str
    relation: str
    method: str = Field(description="The rule that drew the link.")
    confidence: float
    first: ClaimItem
    second: ClaimItem


@router.get("/centrality", summary="Who is central", responses=_RESPONSES)
def list_central(
    graph: Graph, query: Annotated[CentralityQuery, Query()]
) -> list[DegreeItem | ScoreItem]:
    """Rank the nodes of a network by PageRank, betweenness or degree."""
    if query.measure == "degree":
        ranked = graph.analysis.degree(query.kind, **query.selection)[: query.limit]
        return [_degree_item(node, degree) for node, degree in ranked]
    measure = getattr(graph.analysis, query.measure)
    found = measure(query.kind, **query.selection)[: query.limit]
    return [ScoreItem.model_validate(score) for score in found]


def _degree_item(node: Ref, degree: "Degree") -> DegreeItem:
    return DegreeItem(
        node=RefItem.model_validate(node),
        value=degree.incoming + degree.outgoing,
        incoming=degree.incoming,
        outgoing=degree.outgoing,
        neighbours=degree.neighbours,
    )


@router.get("/brokers", summary="Who stands between two sides", responses=_RESPONSES)
def list_brokers(graph: Graph, query: Annotated[BrokersQuery, Query()]) -> list[ScoreItem]:
    """Rank who is tied to members of both countries and belongs to neither."""
    found = graph.analysis.brokers(query.first, query.second, query.kind, **query.selection)
    return [ScoreItem.model_validate(score) for score in found]


@router.get("/communities", summary="Groups", responses=_RESPONSES)
def list_communities(graph: Graph, query: Annotated[NetworkQuery, Query()]) -> list[list[RefItem]]:
    """List groups with more ties within than between (Louvain), the largest first."""
    found = graph.analysis.communities(query.kind, **query.selection)
    return [[RefItem.model_validate(node) for node in group] for group in found]


@router.get("/balance", summary="Signed balance", responses=_RESPONSES)
def get_balance(graph: Graph, query: Annotated[NetworkQuery, Query()]) -> BalanceItem:
    """Say how far cooperation and conflict split a network into camps."""
    return BalanceItem.model_validate(graph.analysis.balance(query.kind, **query.selection))


@router.get("/path", summary="How two are connected", responses=_RESPONSES)
def get_path(graph: Graph, query: Annotated[PathQuery, Query()]) -> list[StepItem]:
    """Show a shortest path between two nodes, with the sentences of each step."""
    found = graph.analysis.path(query.source, query.target, query.kind, **query.selection)
    return [StepItem.model_validate(step) for step in found]


@router.get("/timeline", summary="Change over time", responses=_RESPONSES)
def list_periods(graph: Graph, query: Annotated[TimeQuery, Query()]) -> list[PeriodItem]:
    """Count the evidence of each type, by week or month, without gaps."""
    found = graph.analysis.over_time(query.by, query.kind, node=query.node, **query.selection)
    return [PeriodItem.model_validate(period) for period in found]


@router.get("/outlets", summary="Outlets compared", responses=_RESPONSES)
def list_outlets(graph: Graph, query: Annotated[OutletsQuery, Query()]) -> list[OutletItem]:
    """Compare outlets: whose voices, which topics, and what one alone reports."""
    chosen = query.model_dump(exclude_unset=True, include={"since", "until"})
    found = graph.analysis.outlets(most=query.most, **chosen)
    return [
        OutletItem.model_validate(
            {
                "outlet": outlet.outlet,
                "voices": outlet.voices,
                "topics": outlet.topics,
                "only": outlet.only[: query.most],
                "only_total": len(outlet.only),
            }
        )
        for outlet in found
    ]


@router.get("/links", summary="Contradictions and agreement", responses=_RESPONSES)
def list_links(graph: Graph, query: Annotated[LinksQuery, Query()]) -> list[LinkItem]:
    """List pairs of claims that contradict each other, or agree, the surest first."""
    chosen = {"speaker": query.speaker, "publisher": query.publisher}
    pages = {"contradicts": graph.contradictions, "agreesWith": graph.agreements}
    found = pages[query.relation](**chosen)[: query.limit]
    return [LinkItem.model_validate(link) for link in found]
