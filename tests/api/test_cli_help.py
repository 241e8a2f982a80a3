"""Each command is documented, shows an example, and answers at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from politigraph.api.cli import DEFAULT_MODEL, command_names, main
from politigraph.extract import annotate

ROOT = Path(__file__).parents[2]
SLOW = ("spacy", "trafilatura", "fastapi", "rdflib")


def modules_after(*arguments: str) -> set[str]:
    """What a fresh process has imported once a command is done."""
    code = (
        "import sys\n"
        "from politigraph.api.cli import main\n"
        f"assert main({list(arguments)!r}) == 0\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("command", command_names())
def test_a_command_shows_an_example_of_itself(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--help"]) == 0
    assert f"Example: politigraph {command} " in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", command_names())
def test_a_command_is_documented_with_an_example(command: str) -> None:
    section = (
        (ROOT / "docs" / "cli.md").read_text("utf-8").partition(f"\n## politigraph {command}\n")
    )
    assert section[1], f"docs/cli.md has no section on {command}"
    assert f"\npolitigraph {command} " in section[2].partition("\n## ")[0]


def test_the_documentation_has_no_command_that_is_not_there() -> None:
    lines = (ROOT / "docs" / "cli.md").read_text("utf-8").splitlines()
    heading = "## politigraph "
    documented = [line.removeprefix(heading) for line in lines if line.startswith(heading)]
    assert documented == command_names()


def test_no_arguments_show_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out
    assert all(command.split()[0] in out for command in command_names())


def test_help_imports_nothing_slow() -> None:
    assert not modules_after("--help").intersection((*SLOW, "pyoxigraph"))


def test_a_query_imports_no_language_pipeline(store: Path) -> None:
    loaded = modules_after("query", "--store", str(store), "ASK { ?s ?p ?o }")
    assert not loaded.intersection(SLOW)


def test_the_default_model_is_that_of_the_extractor() -> None:
    assert DEFAULT_MODEL == annotate.DEFAULT_MODEL


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "politigraph", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "politigraph" in done.stdout
