"""The command ``politigraph ask``: a pattern in, a table of its answer out."""

import csv
import json
import sys
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from politigraph.api.console import say
from politigraph.api.store_option import StoreName
from politigraph.extract.errors import PolitigraphError

if TYPE_CHECKING:
    from politigraph.graph.patterns import PatternAnswer


class AnswerFormat(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def ask(
    pattern: Annotated[
        str, typer.Argument(metavar="PATTERN", show_default=False, help="See docs/patterns.md.")
    ],
    store: StoreName,
    format: Annotated[  # noqa: A002
        AnswerFormat, typer.Option(help="csv and json have every column.")
    ] = AnswerFormat.TABLE,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Rows of the answer.")] = 50,
    cursor: Annotated[str, typer.Option(help="Where the last page ended.")] = "",
    sparql: Annotated[
        bool, typer.Option("--sparql", help="Print the SPARQL, run nothing.")
    ] = False,
) -> None:
    """Ask with a pattern of names and variables: Putin said ?c . ?c about Crimea."""
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph:
        try:
            plan = graph.plan(pattern, limit=limit, cursor=cursor)
        except PolitigraphError as error:
            for note in getattr(error, "__notes__", ()):
                print(note, file=sys.stderr)
            raise
        for meaning in plan.meanings:
            say(f"{meaning.text!r} is {meaning.node.label} ({meaning.node.id})")
        if sparql:
            print(plan.sparql)
        else:
            _print(plan.run(), format)


def _print(answer: "PatternAnswer", format: AnswerFormat) -> None:  # noqa: A002
    if format is AnswerFormat.JSON:
        print(json.dumps(asdict(answer), ensure_ascii=False, indent=1))
    elif answer.holds is not None:
        print("yes" if answer.holds else "no")
    elif format is AnswerFormat.CSV:
        writer = csv.DictWriter(sys.stdout, answer.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(answer.rows)
    else:
        _print_table(answer)
    if answer.cursor:
        say("there are more rows", f"add --cursor {answer.cursor}")


def _print_table(answer: "PatternAnswer") -> None:
    from politigraph.api.output import print_table
    from politigraph.graph.patterns import title

    columns = answer.readable
    print_table(list(map(title, columns)), ([row[column] for column in columns] for row in answer))
