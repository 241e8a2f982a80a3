"""The subject of a verb, its own or inherited: who is said to speak or act."""

from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse

RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})

# A verb in one of these relations to its head shares the head's subject.
_INHERITING = frozenset(
    [
        "conj",
        "xcomp",
        "advcl",
        "ccomp",
        "pcomp",
        "dep",
        "acomp",
        "attr",
        "dobj",
        "prep",
        "pobj",
        "oprd",
    ]
)
_HEADS = frozenset({"VERB", "AUX", "ADJ", "ADP", "SCONJ", "NOUN"})


@inner_record
class Subject:
    """The head of a subject and how it was found (``own``, ``conj``, ``relcl`` …)."""

    token: int
    how: str


def own_subject(parse: Parse, verb: int) -> int | None:
    """Return the active subject that stands directly below a verb."""
    for child in parse.children[verb]:
        if parse.dep[child] in ("nsubj", "csubj"):
            return child
    return None


def subject_of(parse: Parse, verb: int, depth: int = 0) -> Subject | None:
    """Return the subject of a verb, inherited where it has none of its own.

    Inherited through coordination ("said and added"), control ("urged them to
    say": the object; "promised them to": the subject), participles and adverbial
    clauses ("adding that"), and from the noun that a relative clause modifies.
    """
    own = own_subject(parse, verb)
    dep, head = parse.dep[verb], parse.head[verb]
    if own is not None:
        if dep == "relcl" and parse.lower[own] in RELATIVE_PRONOUNS and head != verb:
            return Subject(head, "relative")
        return Subject(own, "own")
    for child in parse.children[verb]:
        if parse.dep[child] == "nsubjpass":
            return Subject(child, "passive")
    if head == verb:
        return None
    if dep in ("relcl", "acl"):
        return Subject(head, dep)
    if depth < 4 and dep in _INHERITING:
        if dep == "xcomp" and parse.lemma[head] != "promise":
            for child in parse.children[head]:
                if parse.dep[child] == "dobj":
                    return Subject(child, "control")
        if parse.pos[head] in _HEADS:
            found = subject_of(parse, head, depth + 1)
            if found:
                return Subject(found.token, dep if depth == 0 else dep + "2")
    return None
