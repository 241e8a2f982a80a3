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


@router.get("/health", summary="Health", responses=problems(503))
def get_health(graph: Graph) -> HealthItem:
    """Say that the service answers, its version, and how much its graph holds."""
    stats = StatsItem.model_validate(graph.stats())
    return HealthItem(status="ok", version=version("politigraph"), graph=stats)
