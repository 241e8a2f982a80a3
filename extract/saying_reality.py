"""Whether a report was made: "said", "will say", "never said", "if he says", "said in 1998"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from politigraph.extract.commitment import content_tokens, cue_is_negated, is_negated
from politigraph.extract.dates import Dates
from politigraph.extract.event_candidates import word_of_act
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_readings import Found
from politigraph.extract.event_reality import date_of, polarity_of, realis_of
from politigraph.extract.event_rules import Reading
from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Polarity, Realis
from politigraph.extract.stance_targets import Speakers, innermost_of


@inner_record
class Reality:
    """Whether and when something took place: ``date`` is ISO 8601, or empty."""

    polarity: Polarity
    realis: Realis
    date: str

    @property
    def happened(self) -> bool:
        """Whether it is told as having taken place."""
        return self.polarity == "positive" and self.realis == "actual"


def reality_of_act(parse: Parse, found: Found, dates: Dates) -> Reality:
    """Return what the words around an act say of whether and when it took place."""
    when = date_of(dates, found)
    realis = realis_of(parse, load_event_lexicon(), found, when, dates)
    return Reality(polarity_of(parse, found), realis, when)


def reality_of_saying(
    parse: Parse, cue: int, content: Sequence[int], kind: str, dates: Dates
) -> Reality:
    """Return whether and when a report was made, of type ``kind``, by the head of its cue.

    ``content`` holds the tokens of what is reported, whose own "no" denies no report.
    """
    candidate = word_of_act(parse, cue)
    # "did not want to say": the negation is the governor's.
    shared = candidate.negated and not is_negated(parse, cue)
    negated = shared or _nobody_says(parse, cue) or cue_is_negated(parse, cue, content)
    found = Found(replace(candidate, negated=negated), Reading(kind, "", "stance"), cue, 0.0)
    return reality_of_act(parse, found, dates)


def told_by(
    parse: Parse,
    requests: Mapping[int, Sequence[str]],
    attributions: Sequence[Attribution],
    references: Speakers,
    dates: Dates,
) -> dict[int, Reality]:
    """Return whether reports were made that are requests by themselves ("said Oslo must pay").

    ``requests`` maps the token of what must be done to the agents of the request. One that no
    report of theirs holds is not among the results.
    """
    if not requests:
        return {}
    contents = [content_tokens(parse, a) for a in attributions]
    innermost = innermost_of(contents)
    found = {}
    for token, agents in requests.items():
        if token not in innermost:
            continue
        number = innermost[token]
        attribution = attributions[number]
        cue = attribution.cue_head
        if cue is not None and references.speaker_of(attribution) in agents:
            found[token] = reality_of_saying(parse, cue, contents[number], "REQUEST", dates)
    return found


def _nobody_says(parse: Parse, cue: int) -> bool:
    # "No minister said", "nobody called it a coup".
    subjects = (k for k in parse.children[cue] if parse.dep[k] == "nsubj")
    return any(
        parse.lower[k] in {"nobody", "none", "neither"}
        or any(parse.lower[x] in {"no", "neither"} for x in parse.children[k])
        for k in subjects
    )
