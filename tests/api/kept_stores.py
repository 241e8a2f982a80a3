"""Stores in folders: their content, their stamps, and the commands that keep them."""

import json
from pathlib import Path

from politigraph.api.cli import main
from politigraph.graph.store import Store

STAMP = "politigraph-store.json"


def run(*arguments: object) -> int:
    """Run ``politigraph store``; return its exit status."""
    return main(["store", *map(str, arguments)])


def content(path: Path) -> list[str]:
    """Return all quads of a store in a folder, sorted."""
    with Store.open(path) as store:
        return sorted(map(str, store.oxigraph))


def rewrite_stamp(path: Path, **changes: object) -> None:
    """Change fields of the stamp of a store; None takes one out."""
    stamp = json.loads((path / STAMP).read_text())
    kept = {key: value for key, value in {**stamp, **changes}.items() if value is not None}
    (path / STAMP).write_text(json.dumps(kept))
