"""Where quotations begin and end, and what must hold for any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from politigraph.extract.quotes import find_quotations, paragraphs

CASES = [
    ("straight", 'He said "yes" twice.', ['"yes"']),
    ("curly", "“Yes,” he said, “and no.”", ["“Yes,”", "“and no.”"]),
    ("typewriter", "``Yes,'' he said.", ["``Yes,''"]),
    ("doubled apostrophes", "''Yes,'' he said.", ["''Yes,''"]),
    ("guillemets", "The «plan» failed.", ["«plan»"]),
    ("low and high", "„Ja“, he said.", ["„Ja“"]),
    ("low and curly", "„Tak”, he said.", ["„Tak”"]),
    ("single", "Minister calls it ‘a start’.", ["‘a start’"]),
    ("single straight", "Minister calls it 'a start'.", ["'a start'"]),
    ("apostrophe of a plural", "‘The workers’ strike goes on,’ she said.", None),
    ("nested", "“He told us ‘go home’ twice,” she said.", None),
    ("apostrophes", "It’s the minister's and the workers’ hall in ’98.", []),
    ("elision", "They let 'em go 'til noon.", []),
    ("decade", "The ‘90s and the '80s were calm.", []),
    ("height", "He is 6'2\" and runs.", []),
    ("no close", "“We wait, he said.", ["“We wait, he said."]),
    ("only an opening mark fits", '"We go, he said. "They stay," she said.', None),
    ("stray closing mark", "He left” and came back.", []),
]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_outermost_quotations(name: str, text: str, expected: list[str] | None) -> None:
    outermost = [q.span.of(text) for q in find_quotations(text) if not q.depth]
    if expected is None:
        # One quotation from the first mark to the last.
        expected = [text[: max(text.rfind(m) for m in '”"’') + 1]]
    assert outermost == expected


def test_nested_quotations_know_their_depth() -> None:
    text = "“He told us ‘go home’ twice,” she said."
    assert [(q.span.of(text), q.depth) for q in find_quotations(text)] == [
        ("“He told us ‘go home’ twice,”", 0),
        ("‘go home’", 1),
    ]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = "“We waited.\n\n“Nobody came.\n\n“So we left,” he said."
    found = find_quotations(text)
    assert [q.span.of(text) for q in found] == ["“We waited.", "“Nobody came.", "“So we left,”"]
    assert [(q.closed, q.reopened) for q in found] == [(False, False), (False, True), (True, True)]


def test_an_odd_mark_spoils_its_own_paragraph_only() -> None:
    before, after = "“Yes,” he said.\n\n", "\n\nShe said “no” and “never”."
    texts = [before + middle + after for middle in ("A calm day.", "A “calm day.", 'A calm" day.')]
    outside = []
    for text in texts:
        end = len(text) - len(after)
        found = [q.span for q in find_quotations(text)]
        outside.append([s.of(text) for s in found if s.end <= len(before) or s.start >= end])
    assert outside[0] == outside[1] == outside[2] == ["“Yes,”", "“no”", "“never”"]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "“We go\non,” he said."
    assert [q.span.of(text) for q in find_quotations(text)] == ["“We go\non,”"]


marked = st.text(alphabet="ab .,\n“”\"'‘’«»„`", max_size=60)


@given(marked)
@example("“")
@example("''''")
@example("‘a’”“")
def test_quotations_nest_or_stand_apart(text: str) -> None:
    found = find_quotations(text)
    for quotation in found:
        assert quotation.span.end <= len(text)
        for other in found:
            if quotation.span.overlaps(other.span):
                assert quotation.span in other.span or other.span in quotation.span


@given(marked)
def test_no_quotation_leaves_its_paragraph(text: str) -> None:
    bounds = list(paragraphs(text))
    for quotation in find_quotations(text):
        assert any(b <= quotation.span.start and quotation.span.end <= e for b, e in bounds)


@given(marked, st.text(alphabet="abc .,", max_size=20))
def test_a_paragraph_without_marks_changes_nothing_before_it(text: str, more: str) -> None:
    assert (
        find_quotations(text)
        == find_quotations(f"{text.rstrip()}\n\n{more}")[: len(find_quotations(text))]
    )


@given(st.text())
def test_same_text_same_quotations(text: str) -> None:
    assert find_quotations(text) == find_quotations(text)
