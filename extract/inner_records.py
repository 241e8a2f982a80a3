"""How the rules make the records that they pass on to each other, thousands an article."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Record = TypeVar("Record")


@dataclass_transform(frozen_default=True)
def inner_record(cls: type[Record]) -> type[Record]:
    """Make a slotted dataclass that is frozen for the type checker, and for it alone.

    A dataclass that is frozen at run time takes six times as long to make, and a named
    tuple's fields take five times as long to read: a tenth of all the rules' time. What
    leaves the package (`records`) is frozen in earnest.

    >>> @inner_record
    ... class Subject:
    ...     token: int
    ...     how: str = "own"
    >>> Subject(3)
    Subject(token=3, how='own')
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
