"""The process that reads and extracts from the articles that a service is sent."""

from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from politigraph.api.submissions import Rejected, Submission, Submitted, read_submission
from politigraph.api.worker import answer_requests
from politigraph.extract.records import Article, Extraction, Skipped

if TYPE_CHECKING:
    from politigraph.extract.pipeline import Extractor

Extracted = list[Extraction | Skipped]


class Reader:
    """Reads submissions, and extracts with a pipeline that is loaded when it is first needed."""

    def __init__(self, model: str, weights: str) -> None:
        self._arguments = (model, weights)
        self._extractor: Extractor | None = None

    def work(self, asked: Submission | Sequence[Article]) -> list[Submitted | Rejected] | Extracted:
        """Return the articles of a submission, or what articles say."""
        if isinstance(asked, Submission):
            return read_submission(asked)
        if self._extractor is None:
            from politigraph.extract.pipeline import Extractor

            self._extractor = Extractor(*self._arguments)
        return list(self._extractor.extract_all(asked))


def extract_articles(connection: Connection, model: str, weights: str) -> None:
    """Answer submissions, and lists of articles, until the connection is closed."""
    with suppress(KeyboardInterrupt):
        answer_requests(connection, Reader(model, weights).work, lambda: None)
