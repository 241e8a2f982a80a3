"""Which modes of an event type two texts may give one and the same act."""

from functools import cache
from importlib import resources
from typing import Final

_FILE: Final = resources.files("politigraph.graph") / "data" / "modes_of_one_act.tsv"


def of_one_act(event_type: str, mode: str, other: str) -> bool:
    """Tell whether one act may have both modes; an empty mode is not told, and may be any.

    >>> of_one_act("ASSAULT", "aerial", "heavy-weapons"), of_one_act("ASSAULT", "abduct", "aerial")
    (True, False)
    """
    told = {mode, other} - {""}
    return len(told) < 2 or (event_type, frozenset(told)) in _together()


@cache
def _together() -> frozenset[tuple[str, frozenset[str]]]:
    lines = (line for line in _FILE.read_text("utf-8").splitlines() if line[:1] != "#")
    cells = (line.split("\t") for line in lines)
    return frozenset(
        (event_type, frozenset((mode, other)))
        for event_type, mode, others, _ in cells
        for other in others.split()
    )
