"""The command that draws."""

from pathlib import Path

import pytest

from politigraph.api.cli import main


@pytest.mark.parametrize("suffix", ["svg", "html", "json", "dot"])
def test_show_draws_in_the_format_of_the_suffix(store: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"x.{suffix}"
    assert main(["show", "Crimea", "--store", str(store), "-o", str(out)]) == 0
    assert "Crimea" in out.read_text("utf-8")


def test_show_says_when_the_picture_is_cut(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.svg"
    options = ["--store", str(store), "-o", str(out), "--depth", "4", "--limit", "3"]
    assert main(["show", "Crimea", *options]) == 0
    assert "Cut: 3 of at least" in capsys.readouterr().err
    assert "Cut: 3 of at least" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Atlantis", "-o", "x.svg"], "Atlantis"),
        (["Crimea", "-o", "x.pdf"], "'pdf'"),
        (["Crimea", "-o", "x.svg", "--depth", "-1"], "depth"),
        (["Crimea", "-o", "x.svg", "--limit", "9999"], "limit"),
    ],
)
def test_show_refuses_in_one_line_with_a_hint(
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["show", "--store", str(store), *arguments]) == 1
    error = capsys.readouterr().err
    assert message in error
    assert "hint:" in error
    assert not list(tmp_path.iterdir())
