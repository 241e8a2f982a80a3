"""Whether the service works, and on what."""

from importlib.metadata import version

from pydantic import BaseModel, Field

from politigraph.api.items import StatsItem
from politigraph.api.openapi import problems
from politigraph.api.parameters import Graph
from politigraph.api.routing import new_router

router = new_router("", "health")


class HealthItem(BaseModel):
    """The service answers, and this is what it serves."""

    status: str = Field(examples=["ok"])
    version: str = Field(examples=["0.1.0"])
    graph: StatsItem


class ReadyItem(BaseModel):
    """The service can answer questions, from this state of the store."""

    status: str = Field(examples=["ready"])
    generation: int = Field(examples=[3])


@router.get("/ready", summary="Readiness", responses=problems(503))
def get_ready(graph: Graph) -> ReadyItem:
    """Say that the store can be read. A load balancer asks this, and sends no one if not."""
    graph.query("ASK {}")
    return ReadyItem(status="ready", generation=graph.generation)


@router.get("/health", summary="Health", responses=problems(503))
def get_health(graph: Graph) -> HealthItem:
    """Say that the service answers, its version, and how much its graph holds."""
    stats = StatsItem.model_validate(graph.stats())
    return HealthItem(status="ok", version=version("politigraph"), graph=stats)
