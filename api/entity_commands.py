"""The commands about who is who: entities, merge, split, unmerge, judgements."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from politigraph.api.console import say
from politigraph.api.lock_waiting import opened_for_writing
from politigraph.api.store_option import StoreName

if TYPE_CHECKING:
    from politigraph.graph.identity_judgements import Judgement
    from politigraph.graph.knowledge_graph import KnowledgeGraph
    from politigraph.graph.rows import EntityRow, MentionRow

Reason = Annotated[str, typer.Option(help="Why, for who reads the judgements.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]

_COLUMNS = (
    *("name", "id", "country", "sector", "claims", "events", "articles"),
    *("also called", "first sentence"),
)


def entities(
    store: StoreName,
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", show_default=False, help="A name, a part of one, or a slip of one."
        ),
    ] = "",
    kind: Annotated[
        str,
        typer.Option(help="person, organization, country, place, group.", show_default=False),
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The most entities.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Search the people, bodies and places of a store, with their names and evidence."""
    from politigraph.api.output import print_table
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph:
        page = graph.entities(q=query, kind=kind, limit=limit)
        found = ((row, graph.mentions(row.iri)) for row in page)
        if as_json:
            for row, named in found:
                evidence = [asdict(mention) for mention in named]
                print(json.dumps(asdict(row) | {"evidence": evidence}, ensure_ascii=False))
        else:
            print_table(_COLUMNS, (_cells(row, named[:1]) for row, named in found))
        if page.cursor:
            say(f"there are more than {limit}", "search for more of the name, or raise --limit")


def _cells(row: "EntityRow", named: "Sequence[MentionRow]") -> list[str]:
    countries = dict.fromkeys((row.iso3, *(ref.id.partition("/")[2] for ref in row.affiliations)))
    sentences = [f"{_source(mention)}: {mention.sentence}" for mention in named]
    return [
        row.label,
        row.id,
        " ".join(filter(None, countries)),
        " ".join(row.sectors),
        str(row.claims_by),
        str(row.events),
        str(row.articles),
        ", ".join(name for name in row.aliases if name != row.label),
        *(sentences or [""]),
    ]


def _source(mention: "MentionRow") -> str:
    outlet = mention.article.publisher.label if mention.article.publisher else mention.article.id
    return " ".join(filter(None, (outlet, mention.article.published)))


def merge(
    entity: Annotated[
        str, typer.Argument(metavar="ENTITY", show_default=False, help="A name or an id.")
    ],
    other: Annotated[
        str,
        typer.Argument(metavar="OTHER", show_default=False, help="Who is the same: name or id."),
    ],
    store: StoreName,
    reason: Reason = "",
) -> None:
    """Hold two entities for one, which keeps the id of the first."""
    with _writing(store) as graph:
        _say(graph.merge(entity, other, reason=reason))


def split(
    entity: Annotated[
        str, typer.Argument(metavar="ENTITY", show_default=False, help="A name or an id.")
    ],
    store: StoreName,
    articles: Annotated[
        str,
        typer.Option(
            metavar="ID,…", help="The articles that mean somebody else.", show_default=False
        ),
    ],
    into: Annotated[
        str,
        typer.Option(help="Whom they mean, if the graph has them already.", show_default=False),
    ] = "",
    reason: Reason = "",
) -> None:
    """Hold what some articles call an entity for another one of that name."""
    ids = [name.strip() for name in articles.split(",") if name.strip()]
    with _writing(store) as graph:
        _say(graph.split(entity, ids, into=into, reason=reason))


def unmerge(
    judgement: Annotated[
        str,
        typer.Argument(
            metavar="JUDGEMENT|ENTITY",
            show_default=False,
            help="The id of a judgement, or whom it moved.",
        ),
    ],
    store: StoreName,
) -> None:
    """Take back a judgement of who is who, a user's or a rule's."""
    with _writing(store) as graph:
        gone = graph.unmerge(judgement)
        say(f"taken back: {_in_words(gone)}")


def judgements(
    store: StoreName,
    entity: Annotated[
        str, typer.Argument(metavar="ENTITY", show_default=False, help="Only what concerns it.")
    ] = "",
    as_json: AsJson = False,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write those of users to a file.", show_default=False),
    ] = None,
    import_: Annotated[
        Path | None,
        typer.Option(
            "--import", metavar="FILE", help="Add those of such a file.", show_default=False
        ),
    ] = None,
) -> None:
    """List what users and rules hold of who is who, and carry it to another store."""
    from politigraph.api.output import guarded_output
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    if import_:
        with opened_for_writing(store) as graph:
            say(f"{_count(graph.import_judgements(import_))} added from {import_}")
        return
    with KnowledgeGraph.open(store) as graph:
        if export:
            with guarded_output(str(export)):
                say(f"{_count(graph.export_judgements(export))} written to {export}")
        else:
            _print_judgements(graph.judgements(entity), as_json)


def add_entity_commands(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    for command, example in (
        (entities, "entities Lindqvist --store kg"),
        (merge, "merge 'Mara Lindqvist' 'M. Lindqvist' --store kg"),
        (split, "split 'Jon Hagen' --articles herald-4,herald-9 --store kg"),
        (unmerge, "unmerge 'M. Lindqvist' --store kg"),
        (judgements, "judgements --store kg"),
    ):
        app.command(epilog=f"Example: politigraph {example}")(command)


def _writing(store: str) -> "KnowledgeGraph":
    """Open a store that is there for writing: opening one makes it of a missing folder."""
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    KnowledgeGraph.open(store).close()
    return opened_for_writing(store)


def _say(judgement: "Judgement") -> None:
    say(f"{judgement.id}: {_in_words(judgement)}")


def _in_words(judgement: "Judgement") -> str:
    verb = {"merge": "is", "split": "is another:", "distinct": "is not"}[judgement.kind]
    where = f" in {', '.join(judgement.articles)}" if judgement.articles else ""
    return f"{judgement.entity} {verb} {judgement.into}{where}"


def _print_judgements(found: "tuple[Judgement, ...]", as_json: bool) -> None:
    from politigraph.api.output import print_table

    if as_json:
        for judgement in found:
            print(json.dumps({"id": judgement.id, **asdict(judgement)}, ensure_ascii=False))
        return
    rows = (
        (
            *(j.id, j.kind, j.entity, j.into, str(len(j.articles) or "all")),
            *(j.method, f"{j.score:.2f}", j.reason),
        )
        for j in found
    )
    columns = ("id", "kind", "entity", "is", "articles", "by", "score", "reason")
    print_table(columns, rows)


def _count(number: int) -> str:
    return f"{number} judgement{'s' if number != 1 else ''}"
