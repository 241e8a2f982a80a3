"""Features that follow from the same few values, made and weighed together.

Most features of a candidate speak of closed classes: its rule, cue, tags, lengths. Such a
group of features is written as the function that names them, followed by the values that
it names them from; what the group weighs is then looked up once, not name by name.
"""

from collections.abc import Callable, Sequence
from itertools import repeat

Names = tuple[str, ...]
Group = tuple[Callable[..., Names], *tuple[str | int | float, ...]]

_MOST_GROUPS = 50_000
"""About 15 MB of them; a day of news has fewer."""


def names_of(groups: Sequence[Group], others: Sequence[str]) -> list[str]:
    """Return the names of all features, of groups and by themselves.

    >>> def of_cue(rule: str, cue: str) -> Names:
    ...     return f"rule={rule}", f"cue={cue}"
    >>> names_of([(of_cue, "clause", "say.V")], ["word=ship"])
    ['rule=clause', 'cue=say.V', 'word=ship']
    """
    names = [name for named, *values in groups for name in named(*values)]
    names += others
    return names


class GroupSums(dict[Group, float]):
    """What each group weighs in one table of weights, summed up where it is first asked for.

    >>> def of_cue(rule: str, cue: str) -> Names:
    ...     return f"rule={rule}", f"cue={cue}"
    >>> sums = GroupSums({"rule=clause": 1.0, "cue=say.V": 2.0, "word=ship": -0.5})
    >>> sums.total([(of_cue, "clause", "say.V")], ["word=ship"])
    2.5
    """

    def __init__(self, table: dict[str, float]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, group: Group) -> float:
        if len(self) >= _MOST_GROUPS:
            self.clear()
        named, *values = group
        weight = self[group] = sum([self._table.get(name, 0.0) for name in named(*values)])
        return weight

    def total(self, groups: Sequence[Group], others: Sequence[str]) -> float:
        """Return the sum of all weights, of groups and of features by themselves."""
        weights = map(self._table.get, others, repeat(0.0))
        # Rounded, so that no tie is decided by the order of the sum.
        return round(sum(map(self.__getitem__, groups)) + sum(weights), 9)
