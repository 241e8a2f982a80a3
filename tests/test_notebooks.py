"""The notebooks run, and what is committed of them shows their pictures."""

import re
import subprocess
import sys
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


def run(path: Path) -> tuple[int, str]:
    """Run a notebook in a kernel, as ``make notebooks`` does: the status, and what was said."""
    script = ROOT / "scripts" / "make_notebooks.py"
    done = subprocess.run(
        [sys.executable, script, "--check", path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr


def test_the_three_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["01-tour", "02-who-said-what", "03-networks"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_in_a_kernel(path: Path) -> None:
    before = path.read_bytes()
    status, said = run(path)
    assert status == 0, said
    assert path.read_bytes() == before


def test_a_notebook_that_fails_is_reported_with_its_cell(tmp_path: Path) -> None:
    new: Any = nbformat.v4
    broken = tmp_path / "broken.ipynb"
    cell = new.new_code_cell("ships = 0\n1 / ships", id="first")
    broken.write_text(new.writes(new.new_notebook(cells=[cell])), "utf-8")
    status, said = run(broken)
    assert status == 1
    assert "1 / ships" in said
    assert "ZeroDivisionError" in said


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
