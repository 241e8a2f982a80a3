"""Groups of features: what they weigh together is what their names weigh one by one."""

import pytest
from spacy.language import Language

from politigraph.extract import feature_groups
from politigraph.extract.annotate import parse_text
from politigraph.extract.attribution import find_candidates
from politigraph.extract.cue_lexicon import load_lexicon
from politigraph.extract.feature_groups import Group, GroupSums, Names, names_of
from politigraph.extract.frame_features import frame_groups
from politigraph.extract.layout import Layout
from politigraph.extract.weights import load_weights

TEXT = (
    "“The ferry will sail,” the minister told reporters on Monday, adding that no one knew why. "
    "Its owner, Orla Venn, was not expected to deny the report that two pilots had resigned."
)


def _of_cue(rule: str, cue: str) -> Names:
    return f"rule={rule}", f"cue={cue}"


def test_groups_weigh_what_their_names_weigh(nlp: Language) -> None:
    weights = load_weights()
    assert weights is not None
    layout = Layout(parse_text(nlp, TEXT))
    candidates = find_candidates(layout, load_lexicon().lemmas | weights.cues)
    assert len(candidates) > 5
    for candidate in candidates:
        groups, others = frame_groups(layout, candidate)
        by_name = sum(weights.frame.get(name, 0.0) for name in names_of(groups, others))
        assert weights.frame_sums.total(groups, others) == pytest.approx(by_name, abs=1e-8)


def test_no_more_groups_are_kept_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_groups, "_MOST_GROUPS", 3)
    sums = GroupSums({"rule=clause": 1.0, "cue=say.V": 2.0})
    groups: list[Group] = [(_of_cue, "clause", f"word{n}.V") for n in range(10)]
    assert sums.total(groups, []) == 10.0
    assert len(sums) <= 3
