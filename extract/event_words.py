"""Attacks in words: who attacks whom tells them from those with a weapon."""

from dataclasses import replace

from politigraph.extract.cue_lexicon import load_lexicon
from politigraph.extract.event_actors import Participants
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_readings import Found
from politigraph.extract.event_rules import Reading
from politigraph.extract.parse import Parse


def in_words(parse: Parse, found: Found, cast: Participants) -> Found:
    """Return an attack of one known person on another as the accusation that it mostly is.

    "Lindqvist attacked Vael over the budget"; not "attacked him with a hammer", nor the attack of
    a sailor, a crowd or a country.
    """
    if found.reading.type != "ASSAULT" or found.candidate.lemma not in {"attack", "attacks"}:
        return found
    if not (_are_known_persons(cast.agents) and _are_known_persons(cast.targets)):
        return found
    lexicon = load_lexicon()
    withs = [noun for relation, noun in found.candidate.objects if relation == "with"]
    if any(not lexicon.knows(parse.lemma[noun], "N") for noun in withs):
        return found  # "with a hammer", and not "with a claim"
    first, last = parse.sentences[parse.sentence_of[found.trigger]]
    violent = load_event_lexicon().members["violence"] - {"attack"}
    if not violent.isdisjoint(parse.lemma[first:last]):
        return found
    return replace(found, reading=Reading("ACCUSE", "disapprove", found.reading.rule))


def _are_known_persons(ids: tuple[str, ...]) -> bool:
    # Whom only a description names belongs to the article: "person/<article>/<start>".
    return bool(ids) and all(x.startswith("person/") and x.count("/") == 1 for x in ids)
