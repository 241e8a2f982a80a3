"""What the command line says on standard error: errors, hints, progress, totals."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from politigraph.extract.errors import InvalidRows, PolitigraphError
from politigraph.extract.records import Article, Extraction, Skipped


def say(message: str, hint: str = "") -> None:
    """Print one line, and the next thing to try on a second.

    Line breaks inside become spaces: who reads a log counts on one line a problem.
    """
    print(f"politigraph: {_one_line(message)}", file=sys.stderr)
    if hint:
        print(f"  hint: {_one_line(hint)}", file=sys.stderr)


def say_error(error: PolitigraphError) -> None:
    """Print an error and its hint; before them, a line for each bad row of a table."""
    if isinstance(error, InvalidRows):
        for row in error.rows:
            say(row)
    say(str(error), error.hint)


def say_replaced(article: Article) -> None:
    """Say that an article took the place of an earlier one with its id."""
    say(
        f"{article.source or article.id}: replaced the earlier article {article.id!r}",
        "if they are two articles, give each an id of its own",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(slots=True)
class Tally:
    """How many articles went which way in one run."""

    counts: dict[str, int] = field(default_factory=dict)
    started: float = field(default_factory=monotonic)

    def count(self, outcome: str) -> None:
        """Count one more article with this outcome.

        >>> tally = Tally()
        >>> tally.count("added"), tally.counts
        (None, {'added': 1})
        """
        self.counts[outcome] = self.counts.get(outcome, 0) + 1

    @property
    def worked(self) -> int:
        """The articles that were not skipped."""
        return sum(n for outcome, n in self.counts.items() if outcome != "skipped")

    def summary(self, outcomes: Iterable[str]) -> str:
        """Return the line at the end: each outcome with its count, time and speed."""
        seconds = max(monotonic() - self.started, 1e-6)
        counted = ", ".join(f"{self.counts.get(outcome, 0):,} {outcome}" for outcome in outcomes)
        return f"{counted} in {seconds:.1f} s ({self.worked / seconds:.1f} articles/s)"


def watch(items: Iterable[Extraction | Skipped], tally: Tally) -> Iterator[Extraction]:
    """Yield the extractions; say and count what was skipped; show the progress.

    The bar appears on a terminal only: in a log it would be noise.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:,.0f} articles"),
        TextColumn("{task.fields[speed]:.1f}/s"),
        TextColumn("{task.fields[skipped]:,} skipped"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task("", total=None, speed=0.0, skipped=0)
        for item in items:
            if isinstance(item, Skipped):
                say(f"{item.source}: {item.reason}", item.hint)
                tally.count("skipped")
            else:
                yield item
            speed = tally.worked / max(monotonic() - tally.started, 1e-6)
            skipped = tally.counts.get("skipped", 0)
            progress.update(task, completed=tally.worked, speed=speed, skipped=skipped)
