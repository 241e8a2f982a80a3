"""What the text around a name says about whether it is a place: features of a mention."""

from functools import cached_property

from politigraph.extract.parse import Parse
from politigraph.extract.toponym_candidates import Candidate
from politigraph.extract.word_lists import titles

_STREET = frozenset(
    ["street", "st.", "road", "rd.", "avenue", "ave.", "drive", "dr.", "lane", "boulevard"]
    + ["blvd.", "highway", "way", "court", "square", "parkway", "place", "terrace", "route"]
)
_BODY = frozenset(
    ["school", "university", "college", "hospital", "church", "police", "department", "council"]
    + ["court", "club", "association", "society", "center", "centre", "museum", "library", "times"]
    + ["post", "herald", "news", "bank", "company", "inc.", "group", "institute", "authority"]
    + ["commission", "board", "agency", "foundation", "park", "airport", "district", "state"]
)
_REGION = frozenset(
    ["county", "province", "state", "region", "oblast", "governorate", "parish", "district"]
    + ["prefecture", "township", "city", "valley", "island", "river", "lake"]
)
_SAID = frozenset(["said", "says", "told", "added", "asked", "announced", "wrote", "explained"])
_LOCATIVE = frozenset(
    ["in", "at", "near", "from", "to", "around", "outside", "towards", "toward", "across"]
    + ["between", "through", "via", "into", "inside", "of", "north", "south", "east", "west"]
)
_COMPASS = frozenset(
    ["north", "south", "east", "west", "northern", "southern", "eastern", "western"]
)


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
        parse = self.parse
        return frozenset(
            parse.lower[end - 1 - (parse.tag[end - 1] == "POS")]
            for start, end, label in parse.names
            if label == "PERSON" and end - start > 1
        )

    @cached_property
    def tagged(self) -> dict[int, tuple[int, int, str]]:
        """The tagger's name around each token."""
        return {i: name for name in self.parse.names for i in range(name[0], name[1])}

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that the article also writes in small letters."""
        parse = self.parse
        return frozenset(w for w in parse.word if w.islower())

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
    largest = max(p.population for p in candidate.places)
    found.append(f"people={len(str(largest)) if largest else 0}")
    found.append(f"kind={candidate.places[0].kind}")
    if not any(p.primary for p in candidate.places):
        found.append("alternate")
    found.append(f"words={min(3, candidate.key.count(' ') + 1)}")
    before = parse.lower[start - 1] if start else ""
    after = parse.lower[end] if end < parse.length else ""
    if before in _LOCATIVE:
        found.append(
            "after " + (before if before in ("in", "of", "at", "from", "to") else "locative")
        )
    elif before in titles():
        found.append("after title")
    elif before == "the":
        found.append("after the")
    elif before in _COMPASS:
        found.append("after compass")
    if start and parse.word[start - 1][0].isupper() and before not in _LOCATIVE:
        found.append("after capital")
    if context.place_before(start):
        found.append("after place,")
    if context.next_place(end):
        found.append("before ,place")
    if after in _STREET:
        found.append("before street")
    elif after in _REGION:
        found.append("before region word")
    elif after in _BODY:
        found.append("before body")
    elif after in _SAID:
        found.append("before said")
    elif after in ("'s", "’s"):
        found.append("before 's")
    elif end < parse.length and parse.word[end][0].isupper():
        found.append("before capital")
    if parse.pos[start] != "PROPN":
        found.append("not a name by tag")
    if start == parse.sentences[parse.sentence_of[start]][0]:
        found.append("sentence start")
    if candidate.key in context.common:
        found.append("also a word")
    if candidate.key in context.surnames:
        found.append("also a surname")
    for label in ("GPE", "PERSON", "ORG"):
        if label in context.keys[candidate.key] and parse.ner[start] != label:
            found.append(f"elsewhere {label}")
    if parse.word[start].isupper() and len(parse.word[start]) > 3:
        found.append("capitals")
    return found


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


def region_words() -> frozenset[str]:
    """Return the words that follow a region's name: county, province."""
    return _REGION
