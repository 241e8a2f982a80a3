"""Frames of reporting verbs: what stands below, above and around them in the tree."""

from collections.abc import Iterator

from politigraph.extract.candidates import Frame
from politigraph.extract.layout import Layout, Ranges, subtract, union
from politigraph.extract.subjects import RELATIVE_PRONOUNS, Subject, own_subject, subject_of

_COMPLEMENTS = frozenset(["ccomp", "xcomp", "dobj", "attr", "oprd", "acomp", "parataxis", "dative"])
_AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
_INDIRECT_QUESTION = frozenset({"if", "whether", "how", "what", "why", "who", "when", "where"})
_RULE = {
    "ccomp": "clause",
    "parataxis": "clause",
    "advcl": "clause",
    "xcomp": "infinitive",
}
_ADDRESSING = frozenset({"prep_on", "prep_upon", "prep_to"})
_PARENTHESES = frozenset({"parataxis", "advcl", "conj", "ccomp", "dep"})


class VerbPhrase:
    """A verb with its auxiliaries, complements and subject, looked up once."""

    def __init__(self, layout: Layout, verb: int, lemma: str) -> None:
        parse = layout.parse
        self.layout, self.verb = layout, verb
        cue, particle = [verb], ""
        complements: dict[str, int] = {}
        self.passive_subjects: list[int] = []
        self.passive = False
        self.agent: Ranges = ()
        for child in parse.children[verb]:
            dep = parse.dep[child]
            if dep in _AUXILIARIES:
                cue.append(child)
                if dep == "prt":
                    particle = particle or "_" + parse.lower[child]
                self.passive = self.passive or dep == "auxpass"
            elif dep in _COMPLEMENTS:
                complements.setdefault(dep, child)
            elif dep == "prep":
                complements.setdefault("prep_" + parse.lower[child], child)
            elif dep in ("nsubjpass", "csubjpass"):
                self.passive_subjects.append(child)
                self.passive = True
            elif dep == "agent":
                self.agent = layout.under(child)
            elif dep == "advcl" and any(
                parse.lower[m] in _INDIRECT_QUESTION for m in parse.children[child]
            ):
                complements.setdefault("advcl", child)
        self.lemma = lemma + particle
        self.cue = tuple(sorted(cue))
        self.cue_ranges: Ranges = tuple((i, i + 1) for i in self.cue)
        self.complements: dict[str, int] = complements
        self.subject: Subject | None = subject_of(parse, verb)
        self.subject_ranges: Ranges = ()
        if self.subject and not layout.covers(self.subject.token, verb):
            self.subject_ranges = layout.under(self.subject.token)

    def complement(self, relation: str, child: int) -> Ranges:
        """Return what a complement says: of "call for talks", the talks."""
        ranges = self.layout.under(child)
        if relation.startswith("prep_"):
            ranges = subtract(ranges, ((child, child + 1),))
        return subtract(ranges, self.cue_ranges)

    def frame(self, rule: str, relation: str, content: Ranges, head: int) -> Frame:
        """Return a frame of this verb, its preposition part of the cue."""
        cue = self.cue
        if relation.startswith(("prep_", "P+prep_")):
            preposition = relation.removeprefix("P+").removesuffix("+xcomp")
            cue = tuple(sorted((*cue, self.complements[preposition])))
        return Frame(rule, relation, self.lemma, "V", self.verb, cue, content, head, self.subject)


def verb_frames(layout: Layout, verb: int, lemma: str) -> Iterator[Frame]:
    """Yield the frames of one verb."""
    phrase = VerbPhrase(layout, verb, lemma)
    if phrase.passive:
        yield from _passive(phrase)
    else:
        yield from _active(phrase)
    yield from _parenthetical(phrase)
    yield from _modifier(phrase)


def _active(phrase: VerbPhrase) -> Iterator[Frame]:
    layout, complements = phrase.layout, phrase.complements
    for relation, child in complements.items():
        # "The ships are due", "he looks angry": an adjective that reports has frames of its own.
        if relation == "acomp" or (relation == "parataxis" and child < phrase.verb):
            continue
        if layout.parse.tag[child] == "WDT":
            continue  # "which he denied": what is denied is the noun before.
        content = subtract(phrase.complement(relation, child), phrase.subject_ranges)
        if content:
            rule = _RULE.get(relation, "preposition" if relation[:5] == "prep_" else "object")
            yield phrase.frame(rule, relation, content, child)
    target = complements.get("dobj", complements.get("dative"))
    if target is not None:
        for relation, child in complements.items():
            if child == target or relation == "dative":
                continue
            content = union(layout.under(target), layout.under(child))
            content = subtract(subtract(content, phrase.subject_ranges), phrase.cue_ranges)
            if content:
                yield phrase.frame("object-complement", "o+" + relation, content, child)
    elif "xcomp" in complements:
        # "called on the government to resign": whom and what, by a preposition.
        for relation in sorted(_ADDRESSING & complements.keys()):
            child = complements["xcomp"]
            whom = phrase.complement(relation, complements[relation])
            content = subtract(union(whom, layout.under(child)), phrase.cue_ranges)
            yield phrase.frame("object-complement", relation + "+xcomp", content, child)
    # "Turnout appears to be low": nobody is named, and the subject is part of the claim.
    if phrase.subject and phrase.subject.how in ("own", "conj", "relative"):
        for relation in ("xcomp", "acomp", "oprd"):
            if relation in complements:
                content = union(layout.under(complements[relation]), phrase.subject_ranges)
                yield _unsourced(phrase, "raising", "s+" + relation, content)


def _passive(phrase: VerbPhrase) -> Iterator[Frame]:
    layout = phrase.layout
    subjects: Ranges = ()
    for child in phrase.passive_subjects:
        relative = layout.parse.tag[child] == "WDT"
        if not relative and not layout.covers(child, phrase.verb):
            subjects = union(subjects, layout.under(child))
    for relation, child in phrase.complements.items():
        if relation == "prep_by":
            continue
        content = subtract(phrase.complement(relation, child), phrase.agent)
        alone = subtract(content, subjects)
        if alone:
            yield phrase.frame("passive", "P+" + relation, alone, child)
        if subjects:
            whole = union(subtract(layout.under(child), phrase.agent), subjects)
            yield _unsourced(phrase, "raising", "s+" + relation, whole)
    if subjects:
        yield _unsourced(phrase, "passive", "subject", subtract(subjects, phrase.agent))


def _unsourced(phrase: VerbPhrase, rule: str, relation: str, content: Ranges) -> Frame:
    """Return a frame whose grammatical subject belongs to the content."""
    content = subtract(content, phrase.cue_ranges)
    key = relation.removeprefix("s+")
    head = phrase.complements.get(key, phrase.verb)
    if relation == "subject":
        head = phrase.passive_subjects[0]
    return Frame(rule, relation, phrase.lemma, "V", phrase.verb, phrase.cue, content, head)


def _parenthetical(phrase: VerbPhrase) -> Iterator[Frame]:
    """Yield "Prices, he said, will rise": the content governs its reporting verb."""
    layout, verb = phrase.layout, phrase.verb
    parse = layout.parse
    dep, head = parse.dep[verb], parse.head[verb]
    if dep not in _PARENTHESES or head == verb:
        return
    if "ccomp" in phrase.complements or "xcomp" in phrase.complements:
        return
    marks = {parse.lower[m] for m in parse.children[verb] if parse.dep[m] in ("mark", "advmod")}
    likely = dep == "parataxis" or (dep == "advcl" and "as" in marks)
    if not likely and (dep not in ("ccomp", "dep") or "dobj" in phrase.complements):
        return
    content = subtract(layout.under(head), layout.under(verb))
    if content:
        relation = f"paren_{dep}" + ("_as" if "as" in marks else "")
        yield phrase.frame("parenthetical", relation, content, head)


def _modifier(phrase: VerbPhrase) -> Iterator[Frame]:
    """Yield the noun that a relative clause or participle says something about."""
    layout, verb = phrase.layout, phrase.verb
    parse = layout.parse
    dep, head = parse.dep[verb], parse.head[verb]
    if head == verb or dep not in ("relcl", "acl", "amod"):
        return
    noun = subtract(layout.under(head), layout.under(verb))
    if dep == "relcl":
        own, target = own_subject(parse, verb), phrase.complements.get("dobj")
        free = target is None or parse.lower[target] in RELATIVE_PRONOUNS
        if free and own is not None and parse.lower[own] not in RELATIVE_PRONOUNS:
            yield phrase.frame("relative", "relobj", noun, head)
    elif dep == "amod":
        yield Frame("participle", "amod", phrase.lemma, "V", verb, (verb,), noun, head)
    elif parse.tag[verb] == "VBN":
        yield Frame("participle", "acl", phrase.lemma, "V", verb, phrase.cue, noun, head)
        for relation, child in phrase.complements.items():
            if relation != "prep_by":
                content = union(noun, phrase.complement("", child))
                yield _unsourced(phrase, "participle", "s+" + relation, content)
