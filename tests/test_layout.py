"""What the repository promises of its own shape."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAYERS = ("extract", "graph", "api", "ontology")
TRACKED = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
).stdout.split("\0")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

in_git = pytest.mark.skipif(len(TRACKED) < 2, reason="not a git checkout")


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_is_linked_into_the_package(layer: str) -> None:
    link = ROOT / "politigraph" / layer
    assert link.is_symlink()
    assert link.resolve() == ROOT / layer


def test_each_folder_of_code_is_packaged() -> None:
    setuptools = PROJECT["tool"]["setuptools"]
    folders = {
        f"politigraph.{'.'.join(p.parent.relative_to(ROOT).parts)}"
        for layer in LAYERS
        for p in (ROOT / layer).rglob("__init__.py")
    }
    assert folders | {"politigraph"} == set(setuptools["packages"])
    assert set(setuptools["package-dir"]) == set(setuptools["packages"])


def test_data_files_are_packaged() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    for layer in LAYERS:
        packed = {f for p in patterns[f"politigraph.{layer}"] for f in (ROOT / layer).glob(p)}
        data = {
            f
            for f in (ROOT / layer).rglob("*")
            if f.is_file() and f.suffix not in (".py", ".pyc") and "__pycache__" not in f.parts
        }
        assert data == packed


@in_git
def test_no_file_is_a_grab_bag() -> None:
    names = {Path(f).stem for f in TRACKED if f.endswith(".py")}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc"}


@in_git
def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    address = re.compile(r"files\.python" r"hosted|py" r"pi\.org/|(?<![\w.-])/(?:root|home|work)/")
    found = [
        f
        for f in TRACKED
        if f.endswith((".py", ".md", ".toml", ".lock", ".cfg", ".sh", ".ttl", "Makefile", "run"))
        and (ROOT / f).is_file()
        and address.search((ROOT / f).read_text("utf-8"))
    ]
    assert found == []


def test_every_pin_has_a_hash() -> None:
    lock = "".join(f.read_text("utf-8") for f in ROOT.glob("requirements*.lock"))
    pins = re.findall(r"^[a-z0-9].*==.*$", lock, flags=re.M)
    assert len(pins) > 50
    assert all(pin.endswith("\\") for pin in pins)
