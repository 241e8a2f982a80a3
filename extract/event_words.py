"""Readings with their participants, who tell attacks and protests in words from the others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from politigraph.extract.cue_lexicon import load_lexicon
from politigraph.extract.event_actors import Casting, Participants
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_parties import WHERE
from politigraph.extract.event_readings import Found
from politigraph.extract.event_rules import Reading
from politigraph.extract.event_subjects import subject_of
from politigraph.extract.parse import Parse
from politigraph.extract.records import is_named


def cast_acts(
    parse: Parse, casting: Casting, read: Iterable[Found]
) -> Iterator[tuple[Found, Participants]]:
    """Yield each reading with who takes part, as it is meant between these."""
    for found in read:
        is_reported = found.reading.rule == "must+X"
        cast = casting.cast(found.candidate, found.reading.type, found.trigger, is_reported)
        yield in_words(parse, _by_state(parse, found, cast), cast), cast


def _by_state(parse: Parse, found: Found, cast: Participants) -> Found:
    """Return the protest of a state as the complaint that it is: "Oslo protested to Riga".

    Not that of a people ("Iranians protested"), nor one in a place ("protested in the streets").
    """
    c = found.candidate
    if found.reading.type != "PROTEST" or c.lemma != "protest" or c.kind != "verb":
        return found
    subject = subject_of(parse, c.head)
    states = bool(cast.agents) and all(x.startswith("country/") for x in cast.agents)
    named = subject is not None and parse.tag[subject] == "NNP" and parse.ner[subject] != "NORP"
    if not (states and named) or any(relation in WHERE for relation, _ in c.objects):
        return found
    return replace(found, reading=Reading("ACCUSE", "disapprove", found.reading.rule))


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
    return bool(ids) and all(x.startswith("person/") and is_named(x) for x in ids)
