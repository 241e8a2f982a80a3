"""The two commands that extract: to a file of records, and into a store."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from politigraph.api.console import Tally, say, say_replaced
from politigraph.api.intake import Intake, extractions
from politigraph.api.interrupts import uninterrupted
from politigraph.api.lock_waiting import opened_for_writing
from politigraph.graph.addresses import is_address, shown

if TYPE_CHECKING:
    from politigraph.graph.knowledge_graph import KnowledgeGraph

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""


def write_records(intake: Intake, output: str) -> int:
    """Write one JSON record a line for each article; return the exit status."""
    from politigraph.api.output import opened_output, part_of
    from politigraph.api.record_json import record_line

    tally = Tally()
    written: set[str] = set()
    stopped = False
    try:
        with opened_output(output) as out:
            for extraction in extractions(intake, tally):
                article = extraction.article
                with uninterrupted():
                    out.write(record_line(extraction).encode() + b"\n")
                    if article.id in written:
                        say_replaced(article)
                    tally.count("replaced" if article.id in written else "extracted")
                    written.add(article.id)
    except KeyboardInterrupt:
        stopped = True
        _say_stopped(tally, "" if output == "-" else f" in {part_of(output)}")
    return _finish(tally, ("extracted", "replaced", "unchanged", "skipped"), stopped)


def build_store(intake: Intake, store: str, *, identity: bool | None = None) -> int:
    """Put the graph of each article in a store; return the exit status.

    A store that is not there yet is made for the first article that works: an
    empty one would answer every question with nothing. After Ctrl-C it is judged who is who,
    and the links between claims are drawn, for what is kept: they never lag behind the
    articles. Whether rules judge, or only what users judged holds, is as it was in the store
    unless ``identity`` tells; in a new one they do.
    """
    tally = Tally()
    with ExitStack() as opened:
        graph: KnowledgeGraph | None = None
        if not _is_new(store):  # What is wrong with it is said before the work.
            graph = opened.enter_context(opened_for_writing(store))
        stopped = False
        try:
            for extraction in extractions(intake, tally):
                if graph is None:
                    graph = opened.enter_context(opened_for_writing(store))
                with uninterrupted():
                    outcome = graph.add(extraction)
                    tally.count(outcome)
                if outcome == "replaced":
                    say_replaced(extraction.article)
        except KeyboardInterrupt:
            stopped = True
            _say_stopped(tally, f" in {shown(store)}")
        if graph is not None and tally.worked:
            _judge(graph, identity)
            graph.infer()
    return _finish(tally, ("added", "replaced", "unchanged", "skipped"), stopped)


def _judge(graph: "KnowledgeGraph", identity: bool | None) -> None:
    if identity:
        graph.judge()
    elif identity is None and graph.rules_judge:
        graph.rejudge()
    else:
        graph.forget_rules(for_good=True)
        if identity is None:
            say("no rule judges who is who in this store", "build with --identity to change that")


def _is_new(store: str) -> bool:
    return not is_address(store) and _is_empty(Path(store))


def _is_empty(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _say_stopped(tally: Tally, where: str) -> None:
    kept = f"{tally.worked:,} article{'s' if tally.worked != 1 else ''} kept"
    say(f"stopped; {kept}{where if tally.worked else ''}")


def _finish(tally: Tally, outcomes: Sequence[str], stopped: bool) -> int:
    """Say the totals; the status is 1 when nothing worked."""
    say(tally.summary(outcomes))
    if stopped:
        return INTERRUPTED
    return 0 if tally.worked else 1
