"""The commands under ``politigraph store``, which keep a store in good order."""

from pathlib import Path
from typing import Annotated

import typer

from politigraph.api.console import say
from politigraph.api.lock_waiting import patiently
from politigraph.api.store_option import StoreName
from politigraph.extract.errors import PolitigraphError

store_app = typer.Typer(
    name="store",
    help="Check, compact, back up and restore a store.",
    no_args_is_help=True,
    add_completion=False,
)

_SHOWN = 20


def _folder(name: str) -> Path:
    if name.lower().startswith(("http://", "https://")):
        raise OnAServer(
            "this is for a store in a folder", hint="use the tools of the server for its database"
        )
    return Path(name)


Folder = Annotated[
    Path,
    typer.Option(
        "--store",
        metavar="DIR",
        parser=_folder,
        help="The store's folder.",
        show_default=False,
    ),
]


class OnAServer(PolitigraphError):
    """The database of a server is not ours to copy or to write anew."""


@store_app.command(epilog="Example: politigraph store check --store kg")
def check(
    store: StoreName,
    shapes: Annotated[
        bool, typer.Option("--shapes", help="Check the SHACL shapes too (needs pySHACL).")
    ] = False,
) -> int:
    """Look for anything that is not as it should be; status 1 if there is."""
    from itertools import chain

    from politigraph.graph.addresses import shown
    from politigraph.graph.maintenance import problems
    from politigraph.graph.shape_check import shape_problems
    from politigraph.graph.store import Store

    count = 0
    found = problems(store)
    if shapes:
        with Store.open(store) as opened:
            found = chain(found, list(shape_problems(opened)))
    for count, problem in enumerate(found, start=1):
        if count <= _SHOWN:
            say(str(problem), problem.hint)
    if count > _SHOWN:
        say(f"and {count - _SHOWN:,} more")
    if not count:
        with Store.open(store) as opened:
            say(f"{shown(store)} is sound: {len(opened):,} quads")
    return 1 if count else 0


@store_app.command(epilog="Example: politigraph store compact --store kg")
def compact(store: Folder) -> None:
    """Write the database anew, without what was replaced in it: it gets smaller."""
    from politigraph.graph.maintenance import compact as make_smaller

    sizes = patiently(lambda: make_smaller(store))
    say(f"{store} had {_megabytes(sizes.before)} and has {_megabytes(sizes.after)}")


@store_app.command(epilog="Example: politigraph store backup kg-2026-11-22.tar.gz --store kg")
def backup(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="DIR|FILE", show_default=False, help="A new folder, or a .tar, .tar.gz or .tgz."
        ),
    ],
    store: Folder,
) -> None:
    """Copy what was last published, also while a build goes on."""
    from politigraph.graph.backups import backup as copy

    copied = copy(store, target)
    say(f"copied {copied.quads:,} quads, state {copied.generation} of {store}, to {target}")


@store_app.command(epilog="Example: politigraph store restore kg-2026-11-22.tar.gz --store kg")
def restore(
    source: Annotated[
        Path, typer.Argument(metavar="DIR|FILE", show_default=False, help="A backup.")
    ],
    store: Folder,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the store that is there.")
    ] = False,
) -> None:
    """Make a store of a backup, in a new or empty folder."""
    from politigraph.graph.backups import restore as put_back

    copied = patiently(lambda: put_back(source, store, force=force))
    say(f"restored {copied.quads:,} quads from {source} as state {copied.generation} of {store}")


@store_app.command(epilog="Example: politigraph store migrate --store kg")
def migrate(store: Folder) -> None:
    """Bring a store of an older version to this version's format; writing does it too."""
    from politigraph.graph.maintenance import migrate as upgrade

    before, after = patiently(lambda: upgrade(store))
    if before == after:
        say(f"{store} has format {after}, which is this version's")
    else:
        say(f"{store} had format {before} and has format {after}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
