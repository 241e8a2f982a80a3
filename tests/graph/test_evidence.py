"""The sentence that shows where something is said."""

import pytest

from politigraph.extract.records import Span
from politigraph.graph.evidence import evidence


@pytest.mark.parametrize(
    ("text", "part", "sentence"),
    [
        ("It rained. He left. She stayed.", "left", "He left."),
        ("Gen. Vael met Mr. Lind. He left.", "met", "Gen. Vael met Mr. Lind."),
        ("The U.S. Navy left. So did J. Vael.", "Navy", "The U.S. Navy left."),
        ("“We agreed.” Vael smiled.", "agreed", "“We agreed.”"),
        ("“We agreed.” Vael smiled.", "“We agreed.”", "“We agreed.”"),
        ("They paid 3.5 million. It was late.", "paid", "They paid 3.5 million."),
        ("Port closed\n\nVael said so. He left.", "Port", "Port closed"),
        ("Port closed\n\nVael said so. He left.", "said", "Vael said so."),
        ("“Why now?” he asked. Nobody knew.", "now", "“Why now?” he asked."),
        ("No end here", "end", "No end here"),
    ],
)
def test_evidence_is_whole_sentences(text: str, part: str, sentence: str) -> None:
    start = text.index(part)
    found = evidence(text, {"trigger": [Span(start, start + len(part))]})
    assert found.sentence == sentence
    assert text[found.start : found.end] == sentence
