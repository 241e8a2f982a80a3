"""The cue lexicon: which words report, with what complement, as what speech act."""

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

_DATA = resources.files("politigraph.extract") / "data"

# The lemmatizer takes these forms for other verbs: "hopes" is not "hop".
_LEMMAS = {"hop": "hope", "hopes": "hope", "hoped": "hope", "hoping": "hope", "foreseen": "foresee"}

# Complement of the lexicon -> the dependency relations that realise it.
_NOMINAL_CLAUSES = frozenset({"ccomp", "xcomp", "acl", "relcl", "advcl"})
_CLAUSES = {"ccomp": "that", "parataxis": "that", "advcl": "that", "xcomp": "to"}


def data_rows(name: str) -> Iterator[list[str]]:
    """Yield the tab-separated fields of each line of ``data/<name>`` but comments."""
    for line in (_DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


class CueLexicon:
    """Cue lemmas with their part of speech, complements and speech acts."""

    def __init__(self, rows: Iterator[list[str]]) -> None:
        self._acts: dict[tuple[str, str, str], str] = {}
        self._default: dict[tuple[str, str], str] = {}
        for act, pos, complements, lemmas in rows:
            for lemma in lemmas.split(" "):
                self._default.setdefault((lemma, pos), act)
                for complement in complements.split(","):
                    self._acts.setdefault((lemma, pos, complement), act)
                    if pos in "NA" and complement in ("that", "to"):
                        self._acts.setdefault((lemma, pos, "clause"), act)
        self.lemmas: frozenset[tuple[str, str]] = frozenset(
            (lemma.split("_")[0], pos) for lemma, pos in self._default
        )
        """First word and part of speech of every cue."""

    def licenses(self, lemma: str, pos: str, complement: str) -> bool:
        """Tell whether the cue takes that complement.

        >>> load_lexicon().licenses("accuse", "V", "obj+of")
        True
        """
        return (lemma, pos, complement) in self._acts

    def knows(self, lemma: str, pos: str) -> bool:
        """Tell whether the lemma, its particle included, is a cue."""
        return (lemma, pos) in self._default

    def act(self, lemma: str, pos: str, complement: str) -> str:
        """Return the speech act of a cue with a complement.

        >>> load_lexicon().act("ask", "V", "that"), load_lexicon().act("ask", "V", "obj+to")
        ('ask', 'demand')
        """
        act = self._acts.get((lemma, pos, complement)) or self._default.get((lemma, pos))
        return act or self._default.get((lemma.split("_")[0], pos), "assert")


@cache
def load_lexicon() -> CueLexicon:
    """Return the packaged lexicon."""
    return CueLexicon(data_rows("cues.tsv"))


def cue_lemma(lemma: str) -> str:
    """Return the lemma, put right where the lemmatizer is known to be wrong.

    >>> cue_lemma("hop"), cue_lemma("say")
    ('hope', 'say')
    """
    return _LEMMAS.get(lemma, lemma)


@lru_cache(1024)
def complement_of(relation: str, pos: str = "V") -> str:
    """Return the lexicon's name for a candidate's relation.

    Below a noun or adjective the parser's names for clauses say little, and all are
    ``clause``.

    >>> [complement_of(r) for r in ("ccomp", "prep_on", "o+prep_as", "o+xcomp", "P+dobj")]
    ['that', 'on', 'obj+as', 'obj+to', 'obj']
    >>> complement_of("acl", "N")
    'clause'
    """
    if pos in "NA" and relation in _NOMINAL_CLAUSES:
        return "clause"
    if relation.startswith("P+"):
        relation = relation[2:]
    if relation.startswith(("o+", "s+")):
        rest = relation[2:]
        if rest.startswith("prep_"):
            return "obj+" + rest[5:]
        return "obj+to" if rest in _CLAUSES else "obj+comp"
    if relation.startswith("prep_"):
        return "obj+to" if relation.endswith("+xcomp") else relation[5:]
    if relation in ("dobj", "subject", "relobj", "acl", "amod"):
        return "obj"
    return _CLAUSES.get(relation, "quote")
