"""Reading tables of weights: the packaged one, a file's, none, and broken ones."""

from pathlib import Path

import pytest

from politigraph.extract.weights import UnreadableWeights, load_weights, parse_weights


def test_none_means_the_rules_alone() -> None:
    assert load_weights("none") is None


def test_the_packaged_table_is_small_and_says_where_it_comes_from() -> None:
    weights = load_weights()
    assert weights is not None
    parts = (weights.frame, weights.extent, weights.join, weights.free, weights.speaker)
    assert all(parts)
    assert sum(map(len, parts)) <= 5000
    table = Path(__file__).parents[2] / "extract" / "data" / "attribution_weights.tsv"
    header = [line for line in table.read_text("utf-8").splitlines() if line.startswith("#")]
    for word in ("Data:", "Date:", "Figure on dev:"):
        assert any(word in line for line in header)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("# mine\nframe\tcue=say.V\t1.5\nsetting\tthreshold\t0.4\n", "utf-8")
    weights = load_weights(str(table))
    assert weights is not None
    assert weights.frame == {"cue=say.V": 1.5}
    assert weights.cues == {("say", "V")}


@pytest.mark.parametrize("line", ["frame\tx", "verb\tx\t1.0", "frame\tx\tmuch", "frame x 1.0"])
def test_a_broken_line_is_named(line: str) -> None:
    with pytest.raises(UnreadableWeights, match="mine: line 2") as caught:
        parse_weights(f"# mine\n{line}", "mine")
    assert caught.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWeights, match=r"absent\.tsv"):
        load_weights(str(tmp_path / "absent.tsv"))
