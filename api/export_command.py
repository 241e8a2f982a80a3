"""The command that writes the graph, or what is chosen of it, to a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from politigraph.api.store_option import StoreName

if TYPE_CHECKING:
    from politigraph.graph.export_parts import Progress


class Words(StrEnum):
    """How much of the articles' words is written."""

    WHOLE = "whole"
    QUOTED = "quoted"
    NONE = "none"


Named = Annotated[str, typer.Option(metavar="NAME", show_default=False)]
Day = Annotated[str, typer.Option(metavar="DATE", show_default=False)]


def export(
    store: StoreName,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Its suffix tells the format.",
        ),
    ],
    publisher: Annotated[
        str, typer.Option(help="Only the articles of one outlet.", show_default=False)
    ] = "",
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Published then or later.", show_default=False)
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Published then or earlier.", show_default=False)
    ] = "",
    speaker: Annotated[
        str, typer.Option(help="Only claims by one speaker.", show_default=False)
    ] = "",
    about: Annotated[str, typer.Option(help="Only claims about this.", show_default=False)] = "",
    graph: Annotated[
        str,
        typer.Option(
            help="Only one graph: entities, inferred, identity, or an article's id.",
            show_default=False,
        ),
    ] = "",
    text: Annotated[
        Words,
        typer.Option(
            help="Words of the articles: whole, quoted (claims and triggers), or none of them."
        ),
    ] = Words.WHOLE,
) -> None:
    """Write the graph to a file: .ttl, .nt, .nq, .trig, .jsonld, .rdf, .graphml, .gexf, .csv.

    A .csv is a table of claims, an .events.csv one of events.
    """
    from politigraph.api.output import guarded_output
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as kg, guarded_output(str(output)), _bar() as progress:
        kg.export(
            output,
            progress=progress,
            publisher=publisher,
            since=since,
            until=until,
            speaker=speaker,
            about=about,
            graph=graph,
            text=text.value,
        )


@contextmanager
def _bar() -> Iterator["Progress"]:
    """Show how many articles of each pass are read, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("")

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield tell
