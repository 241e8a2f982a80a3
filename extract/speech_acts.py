"""What kind of act a report describes: assert, deny, ask, promise and so on."""

from politigraph.extract.cue_lexicon import complement_of, load_lexicon
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution

_POS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A", "ADV": "R"}

# "declined to comment", "would not say": nothing is said.
_SILENCE = frozenset(
    [
        "comment",
        "say",
        "answer",
        "elaborate",
        "discuss",
        "respond",
        "confirm",
        "disclose",
        "speak",
        "name",
        "identify",
    ]
)

# What becomes of an act whose cue is negated: "did not confirm", "does not agree".
_NEGATED = {"agree": "reject", "reject": "assert", "believe": "believe", "intend": "intend"}

_ASKING_CAN_BE = frozenset({"assert"})


def speech_act(parse: Parse, attribution: Attribution, negated: bool) -> str:
    """Return the speech act of a report, in lower case.

    ``negated`` tells that the cue itself is: who "did not say" declined, and who
    "does not agree" rejects.
    """
    lemma, cue = attribution.cue_lemma, attribution.cue_head
    act = "assert"
    if lemma and cue is not None:
        relation = attribution.rule.partition("/")[2]
        pos = _POS.get(parse.pos[cue], "V")
        act = load_lexicon().act(lemma, pos, complement_of(relation, pos))
    if lemma in ("refuse", "decline") and _first_verb(parse, attribution) in _SILENCE:
        return "decline"
    if negated:
        return _NEGATED.get(act, "decline")
    last = attribution.content[-1].of(parse.text).rstrip("\"'”’»")
    if act in _ASKING_CAN_BE and last.endswith("?") and attribution.quote_type == "direct":
        return "ask"
    return act


def _first_verb(parse: Parse, attribution: Attribution) -> str:
    cue = attribution.cue_head
    for child in parse.children[cue] if cue is not None else ():
        if parse.dep[child] == "xcomp":
            return parse.lemma[child]
    return ""
