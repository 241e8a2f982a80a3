"""How a service is run: what a query may use, and what the service tells and allows."""

from dataclasses import dataclass, field

from politigraph.graph.bounded_query import QueryLimits


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The choices of whoever runs the service; the defaults suit one machine and no strangers.

    ``processes`` run SPARQL at the same time, for each of the ``workers``. ``rate`` is
    requests a second of one client in the long run, 0 for no limit. ``origins`` are the
    web origins whose pages may read answers, ``*`` for all.
    """

    limits: QueryLimits = field(default_factory=QueryLimits)
    processes: int = 8
    workers: int = 1
    rate: float = 0.0
    origins: tuple[str, ...] = ()
    access_log: bool = False
