"""Read the sources and the hand-checked tables, and write the tables of ontology/data/."""

import csv
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parent.parent / "ontology" / "data"

Row = dict[str, str]


def read_csv(path: Path) -> list[Row]:
    """Return the rows of a comma-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_hand(name: str) -> list[Row]:
    """Return the rows of a hand-checked table, without its comments."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        reader = csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        return list(reader)


def write_table(name: str, header: str, columns: str, rows: Iterable[Iterable[str]]) -> None:
    """Write a table with a comment that says where it comes from."""
    lines = [f"# {line}" for line in header.strip().splitlines()]
    lines.append(columns.replace(" ", "\t"))
    lines += ["\t".join(row) for row in rows]
    (DATA / name).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{name}: {len(lines)} lines")


def unique(*groups: Iterable[str], drop: Iterable[str] = ()) -> str:
    """Join the values that are not empty and not dropped, each once.

    >>> unique(["Kyiv", ""], ["Kyiv", "Kiev"], drop=["Kiev"])
    'Kyiv'
    """
    unwanted = set(drop)
    values = dict.fromkeys(v.strip() for group in groups for v in group)
    return "|".join(v for v in values if v and v not in unwanted)
