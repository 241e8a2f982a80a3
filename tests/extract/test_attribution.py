"""Attributions of the seed article and laws that hold for any text."""

from pathlib import Path

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.attribution import find_attributions
from politigraph.extract.records import Attribution
from politigraph.extract.weights import load_weights

SEED = Path(__file__).parents[3] / "shared" / "seed"

# Source (or either of two), first words and last words of each statement of the seed
# article.
STATEMENTS = [
    ("Putin", "Russia does not refuse", "talks with Ukraine"),
    ("Russian President Vladimir Putin", "MOSCOW does not refuse", "diplomatic track"),
    ("Putin", "“Although the military", "not reject them,”"),
    ("him", "negotiators of Moscow", "talks in Istanbul"),
    ("him|Putin", "“Ukraine’s international", "certain reservations”"),
    ("Putin", "“But unfortunately", "relation to this,”"),
    ("The Russian leader", "that Moscow knows", "worked on this,”"),
    ("the president", "“And the position", "after that,”"),
    ("He", "that after the developments", "security guarantees”"),
    ("Putin", "“They simply gave up", "draft agreement,”"),
    ("he", "“And in this case", "republics of Donbass,”"),
    ("Putin", "“They currently proceed", "positive result,”"),
]


@pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
@pytest.mark.parametrize("weights", ["default", "none"])
def test_the_seed_article_yields_every_statement(nlp: Language, weights: str) -> None:
    [path] = SEED.glob("*.txt")
    text = path.read_text("utf-8")
    found = find_attributions(parse_text(nlp, text), load_weights(weights))
    for source, first, last in STATEMENTS:
        assert any(
            _text(text, a, "source") in source.split("|")
            and a.content[0].of(text).startswith(first)
            and a.content[-1].of(text).endswith(last)
            for a in found
        ), first


def _text(text: str, attribution: Attribution, role: str) -> str:
    return " ".join(span.of(text) for span in getattr(attribution, role))
