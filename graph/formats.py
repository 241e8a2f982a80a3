"""The versions of a store's folder, and how an older one becomes the present one.

====== ===================================================================================
1      the database is always in ``live``
2      the stamp names the database, so that compacting and restoring replace it in one
       step; software that knows only format 1 would open an empty ``live`` beside it
====== ===================================================================================

Reading changes nothing and knows all of them; writing, or ``politigraph store migrate``,
upgrades first. Each step is a function from stamp to stamp, and the new stamp
takes the old one's place at once: who is killed in between has one or the other.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

FORMAT: Final = 2
"""The version of the layout and of the model of the quads; raised when an older one misreads."""

Stamp = Mapping[str, Any]


def _name_the_database(stamp: Stamp) -> Stamp:
    return {**stamp, "format": 2, "live": "live"}


_STEPS: Final[Mapping[int, Callable[[Stamp], Stamp]]] = {1: _name_the_database}
"""By a format, the step to the next one."""


def upgraded(stamp: Stamp) -> Stamp:
    """Return a store's stamp as it is in this version's format.

    >>> upgraded({"format": 1, "id": "8c6f2e"})
    {'format': 2, 'id': '8c6f2e', 'live': 'live'}
    """
    while step := _STEPS.get(stamp["format"]):
        stamp = step(stamp)
    return stamp
