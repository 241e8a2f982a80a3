"""Open a database's files, and say in our own words why they cannot be opened."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from politigraph.graph.errors import NotAStore, StoreLocked


def opened(path: Path, opener: Callable[[str], ox.Store]) -> ox.Store:
    """Open a database in a folder. Raise ``StoreLocked`` or ``NotAStore``."""
    try:
        return opener(str(path))
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).lower():
            raise StoreLocked(
                f"the database {path} is being written by another process",
                hint="wait until it has ended, or write to another store",
            ) from None
        raise NotAStore(
            f"the database {path} cannot be opened: {error}",
            hint="restore the store from a copy, or build it again from the articles",
        ) from None
