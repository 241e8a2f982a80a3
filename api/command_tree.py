"""The names of the commands, of which some stand in groups."""

from collections.abc import Iterator, Sequence

import typer


def names_of(app: typer.Typer) -> list[str]:
    """Return the names of all commands: ``build``, and in a group ``store check``."""
    return list(_names(app))


def _names(app: typer.Typer) -> Iterator[str]:
    for command in app.registered_commands:
        if command.callback:
            yield command.callback.__name__
    for group in app.registered_groups:
        if group.typer_instance:
            yield from (
                f"{group.typer_instance.info.name} {n}" for n in _names(group.typer_instance)
            )


def command_of(arguments: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the words of the command that arguments begin with, as far as they are known.

    >>> command_of(["store", "check", "--x"], ["build", "store check"])
    ['store', 'check']
    >>> command_of(["store", "chekc"], ["store check"]), command_of(["biuld"], ["build"])
    (['store'], [])
    """
    known = {tuple(name.split()[:words]) for name in names for words in (1, 2)}
    return next((list(arguments[:n]) for n in (2, 1) if tuple(arguments[:n]) in known), [])
