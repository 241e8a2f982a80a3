"""What the text around a name says about whether it is a place: features of a mention."""

from functools import cached_property

from politigraph.extract.parse import Parse
from politigraph.extract.people import tagged_surnames
from politigraph.extract.toponym_candidates import Candidate
from politigraph.extract.word_lists import beside, titles


class Context:
    """The text as the mention features see it, worked out once an article."""

    def __init__(self, parse: Parse, candidates: list[Candidate]) -> None:
        self.parse = parse
        self.at_start = {c.start: c for c in candidates}
        self.at_end = {c.end: c for c in candidates}
        self.keys: dict[str, set[str]] = {}
        for candidate in candidates:
            label = parse.ner[candidate.start] or "-"
            self.keys.setdefault(candidate.key, set()).add(label)

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The last words, in small letters, of the tagged full names of people."""
        return tagged_surnames(self.parse)

    @cached_property
    def tagged(self) -> dict[int, tuple[int, int, str]]:
        """The tagger's name around each token."""
        return {i: name for name in self.parse.names for i in range(name[0], name[1])}

    @cached_property
    def words(self) -> frozenset[str]:
        """The article's words as it writes them."""
        return frozenset(self.parse.word)

    def next_place(self, end: int) -> Candidate | None:
        """Return the name after a comma or in brackets: "Paris, Texas"."""
        if end < self.parse.length and self.parse.word[end] in (",", "("):
            return self.at_start.get(end + 1)
        return None

    def place_before(self, start: int) -> Candidate | None:
        """Return the name before a comma: the "Paris" of "Paris, Texas"."""
        if start > 1 and self.parse.word[start - 1] in (",", "("):
            return self.at_end.get(start - 1)
        return None


def mention_features(context: Context, candidate: Candidate) -> list[str]:
    """Return the names of what holds of a mention; see ``data/toponym_weights.tsv``."""
    parse = context.parse
    start, end = candidate.start, candidate.end
    found = ["bias", *_tagged_features(context, candidate)]
    largest = max([p.population for p in candidate.places])
    found.append(f"people={len(str(largest)) if largest else 0}")
    found.append(f"kind={candidate.places[0].kind}")
    if not any(p.primary for p in candidate.places):
        found.append("alternate")
    found.append(f"words={min(3, candidate.key.count(' ') + 1)}")
    before = parse.lower[start - 1] if start else ""
    after = parse.lower[end] if end < parse.length else ""
    if before in beside("locative"):
        found.append(
            "after " + (before if before in ("in", "of", "at", "from", "to") else "locative")
        )
    elif before in titles():
        found.append("after title")
    elif before == "the":
        found.append("after the")
    elif before in beside("compass"):
        found.append("after compass")
    if start and parse.word[start - 1][0].isupper() and before not in beside("locative"):
        found.append("after capital")
    if context.place_before(start):
        found.append("after place,")
    if context.next_place(end):
        found.append("before ,place")
    if after in beside("street"):
        found.append("before street")
    elif after in beside("region"):
        found.append("before region word")
    elif after in beside("body"):
        found.append("before body")
    elif after in beside("said"):
        found.append("before said")
    elif after in ("'s", "’s"):
        found.append("before 's")
    elif end < parse.length and parse.word[end][0].isupper():
        found.append("before capital")
    if parse.pos[start] != "PROPN":
        found.append("not a name by tag")
    if start == parse.sentences[parse.sentence_of[start]][0]:
        found.append("sentence start")
    if candidate.key in context.words and candidate.key.islower():
        found.append("also a word")
    if candidate.key in context.surnames:
        found.append("also a surname")
    labels = context.keys[candidate.key] - {parse.ner[start] or "-"}
    found.extend(f"elsewhere {label}" for label in ("GPE", "PERSON", "ORG") if label in labels)
    if parse.word[start].isupper() and len(parse.word[start]) > 3:
        found.append("capitals")
    return found


def is_taken(parse: Parse, candidate: Candidate) -> bool:
    """Tell whether a name is the object of what is done to towns: "shelled Mariupol"."""
    head = candidate.end - 1
    verb = parse.lemma[parse.head[head]]
    return parse.dep[head] in ("dobj", "nsubjpass") and verb in beside("taking")


def _tagged_features(context: Context, candidate: Candidate) -> list[str]:
    name = context.tagged.get(candidate.start) or context.tagged.get(candidate.end - 1)
    if name is None:
        return ["untagged"]
    start, end, label = name
    parse = context.parse
    while start < end and parse.lower[start] == "the":
        start += 1
    while end > start and parse.tag[end - 1] in ("POS", "."):
        end -= 1
    if start == candidate.start and end == candidate.end:
        return [f"{label} whole"]
    if start == candidate.start:
        return [f"{label} first part"]
    return [f"{label} last part" if end == candidate.end else f"{label} inside"]
