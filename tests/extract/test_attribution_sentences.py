"""A table of sentences by construction, each with the claims that it must yield."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.attribution import find_attributions
from politigraph.extract.claims import build_claims
from politigraph.extract.records import Attribution, Mention, Span
from politigraph.extract.weights import load_weights

TABLE = Path(__file__).parent / "data" / "attributions.txt"

Expected = tuple[str, str, str]


class Nobody:
    """References that know no one: what is tested here needs no entity."""

    mentions: tuple[Mention, ...] = ()

    def entity_of(self, head: int) -> str:
        return ""

    def speaker_of(self, attribution: Attribution) -> str:
        return ""


class Never:
    """Dates of a text that has none."""

    def of(self, head: int) -> str:
        return ""


def read_table(text: str) -> Iterator[tuple[str, str, str, list[Expected]]]:
    """Yield construction, sentence, reason of a known miss, and expected claims."""
    section, sentence, reason = "", "", ""
    claims: list[Expected] = []
    for line in [*text.splitlines(), "## end"]:
        if line.startswith("    "):
            source, content, act = (part.strip() for part in line.split("|"))
            claims.append((source, content, act))
            continue
        if sentence and line.strip():
            yield section, sentence, reason, claims
            sentence, claims = "", []
        if line.startswith("##"):
            section = line[2:].strip()
        elif line.strip() and not line.startswith("#"):
            sentence, _, reason = line.lstrip("~ ").partition("~~")
            sentence, reason = sentence.strip().replace("\\n", "\n\n"), reason.strip()
            sentence = sentence.replace("\n\n\n\n", "\n\n")


CASES = list(read_table(TABLE.read_text("utf-8")))


def parameters() -> list[object]:
    return [
        pytest.param(
            sentence,
            claims,
            id=f"{section}: {sentence[:40]}",
            marks=[pytest.mark.xfail(strict=True, reason=reason)] if reason else [],
        )
        for section, sentence, reason, claims in CASES
    ]


def test_the_table_is_large_enough() -> None:
    assert len(CASES) >= 150
    assert len({section for section, *_ in CASES}) >= 25


@pytest.mark.parametrize(("sentence", "expected"), parameters())
def test_sentence(nlp: Language, sentence: str, expected: list[Expected]) -> None:
    parse = parse_text(nlp, sentence)
    attributions = find_attributions(parse, load_weights())
    claims = build_claims(parse, attributions, Nobody(), Never(), ())
    found = [(_text(sentence, c.source), _text(sentence, c.content), c.speech_act) for c in claims]
    assert sorted(found) == sorted(expected)


def _text(sentence: str, spans: tuple[Span, ...]) -> str:
    return " + ".join(span.of(sentence) for span in spans)
