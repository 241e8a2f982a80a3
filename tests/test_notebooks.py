"""The notebooks run, and what is committed of them shows their pictures."""

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.browser import browse, needs_browser
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(path: Path) -> list[Any]:
    read: Any = nbformat.read  # It has no types.
    notebook = read(path, as_version=4)
    nbformat.validate(notebook)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def pictures(path: Path) -> list[str]:
    return [
        "".join(output.data["image/svg+xml"])
        for cell in cells(path)
        for output in cell.outputs
        if "image/svg+xml" in output.get("data", {})
    ]


def test_the_three_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["01-tour", "02-who-said-what", "03-networks"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_its_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    names: dict[str, object] = {"__name__": "__main__"}
    for cell in cells(path):
        exec(compile(cell.source, path.name, "exec"), names)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_with_small_outputs_and_pictures(path: Path) -> None:
    outputs = [output for cell in cells(path) for output in cell.outputs]
    assert outputs
    assert not [output for output in outputs if output.output_type == "error"]
    assert pictures(path)
    assert path.stat().st_size < 400_000
    assert not re.search(r"/(?:tmp|home|root|work)/", path.read_text("utf-8"))


TEXTS = """
<script>
const found = [...document.querySelectorAll("svg")].map(svg => {
  const texts = [...svg.querySelectorAll("text:not([transform])")];
  const boxes = texts.map(text => text.getBoundingClientRect());
  let meeting = 0;
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 3) meeting++;
  }));
  return `${boxes.length}:${meeting}`;
});
document.title = found.join(" ");
</script>"""


@needs_browser
def test_the_committed_pictures_are_readable_and_fetch_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    drawn = "".join(picture for path in NOTEBOOKS for picture in pictures(path))
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{drawn}{TEXTS}", "utf-8")
    document, asked = browse(page, tmp_path)
    title = re.search(r"<title>([\d: ]+)</title>", document)
    assert title
    for counts in title[1].split():
        texts, meeting = map(int, counts.split(":"))
        assert texts > 10
        assert meeting <= 0.02 * texts
    assert asked == []
