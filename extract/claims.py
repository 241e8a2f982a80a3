"""Turn attributions into claims: speaker, act, stance, and what they are about."""

from collections.abc import Sequence
from typing import Protocol

from politigraph.extract.commitment import (
    certainty,
    content_tokens,
    cue_is_negated,
    main_clause,
    polarity,
)
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Claim, Event, Mention, Span
from politigraph.extract.speech_acts import speech_act
from politigraph.extract.stance_targets import Speakers, named_in
from politigraph.extract.starts import Starts


class Mentioning(Speakers, Protocol):
    """What claims need of the references: who a phrase stands for, and what has been resolved."""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Everything resolved so far, in the order of the text."""


class SayingDates(Protocol):
    """What claims need of the dates: when a clause took place."""

    def of(self, head: int) -> str:
        """Return the ISO date that modifies the clause with that head, or ""."""


def build_claims(
    parse: Parse,
    attributions: Sequence[Attribution],
    references: Mentioning,
    dates: SayingDates,
    events: Sequence[Event],
) -> tuple[Claim, ...]:
    """Return a claim for each attribution, in the same order.

    ``about`` holds the ids of entities mentioned in the content, then of events
    triggered in it, then of the claims embedded in it directly.
    """
    ids = [claim_id(a) for a in attributions]
    speakers = [references.speaker_of(a) for a in attributions]
    contents = [content_tokens(parse, a) for a in attributions]
    told_to = [_addressee(parse, a, set(c)) for a, c in zip(attributions, contents, strict=True)]
    addressees = ["" if noun is None else references.entity_of(noun) for noun in told_to]
    outer = _outer(attributions)
    speakers = _with_quoted_selves(parse, attributions, outer, speakers)
    embedded = _embedded(outer)
    for tokens in contents:
        named_in(parse, tokens, references)  # What nobody asks for is no mention.
    mentions = [m for m in references.mentions if m.entity]
    named = Starts([m.span.start for m in mentions])
    triggered = Starts([e.trigger.start for e in events])
    claims = []
    for i, attribution in enumerate(attributions):
        cue = attribution.cue_head
        head = main_clause(parse, contents[i])
        negated = cue is not None and cue_is_negated(parse, cue, contents[i])
        act = speech_act(parse, attribution, negated)
        content = attribution.content
        told = [(span.start, span.end) for span in content]
        near = (mentions[k] for k in named.within(told))
        about = [m.entity for m in near if _within(m.span, content)]
        inside = (events[k] for k in triggered.within(told))
        about += [e.id for e in inside if _within(e.trigger, content)]
        about += [ids[k] for k in embedded.get(i, ())]
        refused = act in ("deny", "decline") or (negated and act in ("believe", "intend"))
        claims.append(
            Claim(
                id=ids[i],
                speaker=speakers[i],
                source=attribution.source,
                cue=attribution.cue,
                cue_lemma=attribution.cue_lemma,
                content=attribution.content,
                about=tuple(dict.fromkeys(about)),
                speech_act=act,
                polarity=polarity(parse, head, denied=refused),
                certainty=certainty(parse, attribution, act, head),
                quote_type=attribution.quote_type,
                embedded_in="" if (parent := outer[i]) is None else ids[parent],
                addressee=addressees[i],
                said_on=dates.of(cue) if cue is not None else "",
                rule=attribution.rule,
                confidence=attribution.score,
            )
        )
    return tuple(claims)


def claim_id(attribution: Attribution) -> str:
    """Return the id of an attribution's claim in its article, made of its offsets.

    >>> said = Attribution((), (Span(20, 24),), (Span(0, 9),), "say", "direct", "r", 1.0)
    >>> claim_id(said)
    'c0-9-20'
    """
    content = f"c{attribution.content[0].start}-{attribution.content[-1].end}"
    return f"{content}-{attribution.cue[0].start}" if attribution.cue else content


def _within(span: Span, spans: tuple[Span, ...]) -> bool:
    start, end = span.start, span.end
    return any(other.start <= start and end <= other.end for other in spans)


def _outer(attributions: Sequence[Attribution]) -> list[int | None]:
    """Return, for each attribution, the innermost one whose content holds all of it."""
    found: list[int | None] = [None] * len(attributions)
    starts = Starts([a.content[0].start for a in attributions])
    sizes = [_size(a) for a in attributions]
    for k, other in enumerate(attributions):
        for i in starts.within((span.start, span.end) for span in other.content):
            if k != i and _holds(other, attributions[i]):
                best = found[i]
                if best is None or sizes[k] < sizes[best]:
                    found[i] = k
    return found


def _holds(outer: Attribution, inner: Attribution) -> bool:
    if not all(_within(s, outer.content) for s in (*inner.cue, *inner.content)):
        return False
    return bool(inner.cue) or set(inner.content) != set(outer.content)


def _embedded(outer: Sequence[int | None]) -> dict[int, list[int]]:
    """Return the attributions directly inside each one, in order."""
    found: dict[int, list[int]] = {}
    for k, parent in enumerate(outer):
        if parent is not None:
            found.setdefault(parent, []).append(k)
    return found


def _with_quoted_selves(
    parse: Parse,
    attributions: Sequence[Attribution],
    outer: Sequence[int | None],
    speakers: list[str],
) -> list[str]:
    """Return the speakers, with "I" in a quotation being whoever is quoted.

    In "He said I was wrong" it is the author. "We" may be anybody's.
    """
    found = list(speakers)
    for i in range(len(attributions)):
        parent: int | None = i
        while parent is not None and _is_quoted_self(parse, attributions[parent]):
            parent = outer[parent]
        if parent is not None and not found[i]:
            found[i] = speakers[parent]
    return found


def _is_quoted_self(parse: Parse, attribution: Attribution) -> bool:
    source = attribution.source
    return (
        attribution.quote_type == "direct" and len(source) == 1 and source[0].of(parse.text) == "I"
    )


def _size(attribution: Attribution) -> int:
    return sum(len(span) for span in attribution.content)


def _addressee(parse: Parse, attribution: Attribution, inside: set[int]) -> int | None:
    """Return whom the words are said to: "told reporters", "wrote to the ministry".

    It is a token, and none of the tokens of the content, which are ``inside``.
    """
    cue = attribution.cue_head
    if cue is None or parse.pos[cue] not in ("VERB", "AUX"):
        return None
    if attribution.cue_lemma == "according":  # tagged a verb, and "to him" its source
        return None
    for child in parse.children[cue]:
        if child in inside:
            continue
        if parse.dep[child] in ("dobj", "dative") and parse.pos[child] != "ADP":
            return child
        if parse.dep[child] in ("prep", "dative") and parse.lower[child] == "to":
            for noun in parse.children[child]:
                if parse.dep[noun] == "pobj" and noun not in inside:
                    return noun
    return None
