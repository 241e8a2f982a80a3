"""Who speaks: the phrases that could be the source of a report, and the choice among them."""

from collections.abc import Iterator

from politigraph.extract.layout import Layout, Ranges, holds, subtract, to_ranges
from politigraph.extract.parse import Parse
from politigraph.extract.subjects import own_subject, subject_of
from politigraph.extract.turns import Reading

_CLAUSAL = frozenset({"relcl", "acl", "advcl"})
_NAMED = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SPEAKING_PRONOUNS = frozenset({"he", "she", "they", "i", "we", "who"})
_SOURCE_PREPOSITIONS = frozenset(["by", "from", "of", "among", "for", "in", "with", "to", "on"])
_INSIDE_PHRASE = frozenset({"poss", "compound", "nmod", "amod", "prep", "pobj", "conj", "appos"})
_DASHES = frozenset({"-", "–", "—", "―", "--", "("})

# Best first, where no weights rank them.
_PREFERENCE = (
    "S_own",
    "C_object",
    "agent",
    "S_relative",
    "S_conj",
    "S_relcl",
    "S_acl",
    "dashname",
    "poss",
    "prep_by",
    "S_xcomp",
    "S_advcl",
    "S_control",
    "S_",
    "C_",
    "prevsrc",
    "prep_of",
    "up1",
)
_FREE_PREFERENCE = ("dashname", "prevsrc", "prevsent1", "nextsent", "bef0", "prevsent2")


def source_options(
    layout: Layout, reading: Reading, earlier: list[int | None], anchor: int
) -> dict[int, list[str]]:
    """Return the tokens that may be the source's head, with how each was found.

    ``earlier`` are the sources already chosen for the reports before, ``anchor`` the
    token that the search starts from (the cue, or a free quotation's first).
    """
    found: dict[int, list[str]] = {}
    for token, how in _all_options(layout, reading, anchor):
        if layout.parse.pos[token] not in ("PUNCT", "SPACE"):
            found.setdefault(token, []).append(how)
    if reading.candidate is None or not reading.candidate.frame.subject:
        for back, source in enumerate(reversed(earlier[-3:]), 1):
            if source is not None:
                found.setdefault(source, []).append(f"prevsrc{back}")
                break
    return found


def _all_options(layout: Layout, reading: Reading, anchor: int) -> Iterator[tuple[int, str]]:
    candidate = reading.candidate
    if candidate is not None:
        frame = candidate.frame
        subject = subject_of(layout.parse, anchor)
        if subject:
            yield subject.token, f"S_{subject.how}"
        if frame.subject and (not subject or frame.subject.token != subject.token):
            yield frame.subject.token, f"C_{frame.subject.how}"
        yield from _below(layout, anchor)
        yield from _above(layout, anchor)
    yield from _around(layout, anchor, free=candidate is None)
    if candidate is None:
        yield from _after_dash(layout, reading)
    if candidate is None or not candidate.frame.subject:
        yield from _neighbours(layout, reading, anchor)


def _below(layout: Layout, cue: int) -> Iterator[tuple[int, str]]:
    parse = layout.parse
    for child in parse.children[cue]:
        dep = parse.dep[child]
        if dep == "agent" or (dep == "prep" and parse.lower[child] in _SOURCE_PREPOSITIONS):
            how = "agent" if dep == "agent" else "prep_" + parse.lower[child]
            for noun in parse.children[child]:
                if dep == "agent" or parse.dep[noun] == "pobj":
                    yield noun, how
        elif dep in ("compound", "nmod", "amod"):
            if parse.pos[child] in ("PROPN", "ADJ"):
                yield child, dep
        elif dep in ("poss", "dobj", "dative", "nsubjpass", "npadvmod", "dep", "nsubj"):
            yield child, dep


def _above(layout: Layout, cue: int) -> Iterator[tuple[int, str]]:
    parse = layout.parse
    below = cue
    for up, above in enumerate(parse.ancestors(cue), 1):
        if up > 5:
            return
        dep = parse.dep[below]
        if parse.pos[above] in ("VERB", "AUX"):
            subject = own_subject(parse, above)
            if subject is not None:
                yield subject, f"up{up}_{dep}"
            for child in parse.children[above]:
                if parse.dep[child] == "agent":
                    yield from ((noun, "upagent") for noun in parse.children[child])
        elif parse.pos[above] in ("NOUN", "PROPN"):
            if dep in ("relcl", "acl", "appos", "amod"):
                yield above, f"uph_{dep}"
            elif dep in ("pobj", "prep", "conj"):
                for child in parse.children[above]:
                    if parse.dep[child] == "poss":
                        yield child, "upposs"
        below = above
    if parse.dep[cue] == "conj":
        for child in parse.children[parse.head[cue]]:
            if parse.dep[child] == "poss":
                yield child, "conjposs"


def _negated(layout: Layout, subject: int) -> bool:
    # "They did not link “borders with security”": the quoted words are not theirs.
    parse = layout.parse
    while parse.dep[subject] in _INSIDE_PHRASE and parse.head[subject] != subject:
        subject = parse.head[subject]
    verb = parse.head[subject]
    return parse.dep[subject] == "nsubj" and any(
        parse.dep[k] == "neg" for k in parse.children[verb]
    )


def _around(layout: Layout, anchor: int, free: bool) -> Iterator[tuple[int, str]]:
    heads = _speakers_in(layout, layout.parse.sentence_of[anchor])
    if free:
        heads = [i for i in heads if not _negated(layout, i)]
    before = [i for i in heads if i < anchor]
    yield from ((i, f"bef{rank}") for rank, i in enumerate(reversed(before[-3:])))
    after = [i for i in heads if i > anchor]
    yield from ((i, f"aft{rank}") for rank, i in enumerate(after[:3]))


def _speakers_in(layout: Layout, sentence: int) -> list[int]:
    found = layout.speakers.get(sentence)
    if found is None:
        parse = layout.parse
        ner, lower, dep = parse.ner, parse.lower, parse.dep
        found = layout.speakers[sentence] = [
            i
            for i in range(*parse.sentences[sentence])
            if (ner[i] in _NAMED or dep[i] in _SUBJECTS or lower[i] in _SPEAKING_PRONOUNS)
            and _may_speak(parse, i)
        ]
    return found


def _may_speak(parse: Parse, i: int) -> bool:
    head = parse.head[i]
    inside = head != i and parse.ner[i] != "" and parse.ner[head] == parse.ner[i]
    return not inside and parse.pos[i] in ("NOUN", "PROPN", "PRON", "ADJ", "NUM")


def _after_dash(layout: Layout, reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield the name in "“We are ready.” – Mara Lindqvist"."""
    parse, i = layout.parse, reading.content[-1][1]
    n = parse.length
    while i < n and (parse.is_space[i] or parse.word[i] in ".,"):
        i += 1
    if i >= n or parse.word[i] not in _DASHES:
        return
    i += 1
    if i < n and parse.word[i][:1].isupper():
        while i + 1 < n and parse.pos[i + 1] == "PROPN":
            i += 1
        yield i, "dashname"


def _neighbours(layout: Layout, reading: Reading, anchor: int) -> Iterator[tuple[int, str]]:
    """Yield the subjects of the sentences before and after."""
    parse = layout.parse
    here = parse.sentence_of[anchor]
    for back in (1, 2):
        if here >= back:
            for i in range(*parse.sentences[here - back]):
                main = parse.dep[parse.head[i]] in ("ROOT", "ccomp", "parataxis", "conj")
                if main and parse.dep[i] == "nsubj" and layout.quoted[i] < 0:
                    yield i, f"prevsent{back}"
    if reading.candidate is None:
        last = parse.sentence_of[reading.content[-1][1] - 1]
        if last + 1 < len(parse.sentences):
            for i in range(*parse.sentences[last + 1]):
                if parse.dep[i] == "nsubj" and layout.quoted[i] < 0:
                    yield i, "nextsent"
                    return


def choose_by_rule(reading: Reading, options: dict[int, list[str]]) -> int | None:
    """Return the option that stands first in the order of preference, or None."""
    candidate = reading.candidate
    preference: tuple[str, ...] = _FREE_PREFERENCE if candidate is None else _PREFERENCE
    if candidate and candidate.frame.rule in ("raising", "adverb", "passive", "participle"):
        preference = ("agent",)
    if candidate and reading.content[-1][1] <= candidate.frame.head:
        # “We are ready,” added the mayor: the parser may take her for the object.
        preference = (*preference, "dobj")
    for how in preference:
        for token, tags in options.items():
            if any(tag == how or (how[-1] in "_c1" and tag.startswith(how)) for tag in tags):
                return token
    return None


def source_phrase(layout: Layout, head: int, reading: Reading) -> Ranges:
    """Return the noun phrase of a source, without what it says and the cue."""
    parse = layout.parse
    tokens = set(parse.subtree(head))
    for i in sorted(tokens - {head}):
        if parse.dep[i] in _CLAUSAL:
            clause = parse.subtree(i)
            spoken = (*reading.cue, *reading.content)
            if any(holds(spoken, k) for k in clause):
                tokens -= set(clause)
    tokens.add(head)
    paragraph = layout.paragraph[head]
    kept = [i for i in sorted(tokens) if layout.paragraph[i] == paragraph]
    ranges = subtract(subtract(to_ranges(kept), reading.cue), reading.content)
    mine = layout.trim(tuple(r for r in ranges if r[0] <= head < r[1]))
    return mine or ((head, head + 1),)


def anchor_of(reading: Reading) -> int:
    """Return the token that the search for a source starts from."""
    if reading.candidate is not None:
        return reading.candidate.frame.head
    return reading.content[0][0]
