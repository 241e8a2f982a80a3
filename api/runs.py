"""The two commands that extract: to a file of records, and into a store."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from politigraph.api.console import Tally, say, say_replaced
from politigraph.api.intake import Intake, extractions

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""


def write_records(intake: Intake, output: str) -> int:
    """Write one JSON record a line for each article; return the exit status."""
    from politigraph.api.output import opened_output
    from politigraph.api.record_json import record_line

    tally = Tally()
    written: set[str] = set()
    with opened_output(output) as out:
        for extraction in extractions(intake, tally):
            article = extraction.article
            out.write(record_line(extraction).encode() + b"\n")
            if article.id in written:
                say_replaced(article)
            tally.count("replaced" if article.id in written else "extracted")
            written.add(article.id)
    return _finish(tally, ("extracted", "replaced", "unchanged", "skipped"))


def build_store(intake: Intake, folder: Path) -> int:
    """Put the graph of each article in a store; return the exit status.

    A store that is not there yet is made for the first article that works: an
    empty one would answer every question with nothing.
    """
    from politigraph.graph.knowledge_graph import KnowledgeGraph

    tally = Tally()
    with ExitStack() as opened:
        graph: KnowledgeGraph | None = None
        if not _is_new(folder):  # What is wrong with it is said before the work.
            graph = opened.enter_context(KnowledgeGraph.open(folder, writable=True))
        for extraction in extractions(intake, tally):
            if graph is None:
                graph = opened.enter_context(KnowledgeGraph.open(folder, writable=True))
            outcome = graph.add(extraction)
            tally.count(outcome)
            if outcome == "replaced":
                say_replaced(extraction.article)
        if graph is not None and tally.worked:
            graph.infer()
    return _finish(tally, ("added", "replaced", "unchanged", "skipped"))


def _is_new(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _finish(tally: Tally, outcomes: Sequence[str]) -> int:
    """Say the totals; the status is 1 when nothing worked."""
    say(tally.summary(outcomes))
    return 0 if tally.worked else 1
