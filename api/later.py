"""Hand things on a moment later: many at once, and after the answers that they are about."""

import asyncio
from collections.abc import Callable
from typing import Final, Generic, TypeVar

LATER_SECONDS: Final = 0.2
"""How long something may wait for others."""

T = TypeVar("T")


class Later(Generic[T]):
    """Things that wait to be handed on together.

    >>> later = Later[str](print)
    >>> async def two() -> None:
    ...     later.add("one")
    ...     later.add("another")
    ...     later.flush()
    >>> asyncio.run(two())
    ['one', 'another']
    """

    def __init__(self, hand_on: Callable[[list[T]], object]) -> None:
        self._hand_on = hand_on
        self._waiting: list[T] = []

    def add(self, thing: T) -> None:
        """Let something wait. Called in an event loop, which hands it on."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(LATER_SECONDS, self.flush)
        self._waiting.append(thing)

    def flush(self) -> None:
        """Hand on what waits, if anything does."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._hand_on(waiting)
