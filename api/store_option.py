"""The option that names a store."""

from typing import Annotated

import typer

StoreName = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        help="The store: a folder, or the address of a SPARQL server.",
        show_default=False,
    ),
]
