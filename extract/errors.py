"""What can go wrong between a file and a graph, and what to do about it."""


class PolitigraphError(Exception):
    """Base of every error that a user can cause or fix.

    ``hint`` is the next thing to try. Each front door renders it in its own
    way: the command line on a second line, the API as a field of the problem
    body. Anything that is not a ``PolitigraphError`` is a bug and keeps its
    traceback.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnreadableSource(PolitigraphError):
    """An input is missing, empty, too large, or in a format we do not read."""


class InvalidArticle(PolitigraphError):
    """One article's data break a rule of the format; the others go on."""


class UnknownModel(PolitigraphError):
    """The spaCy pipeline that was asked for is not installed or lacks a part."""


class InvalidRows(PolitigraphError):
    """A table that was given has bad rows; ``rows`` says of each where it is and why."""

    def __init__(self, message: str, *, rows: tuple[str, ...], hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.rows = rows
