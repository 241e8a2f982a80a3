"""Run the notebooks and keep their outputs.

    python scripts/make_notebooks.py [FILE …]            run them and write them back
    python scripts/make_notebooks.py --check [FILE …]    run them and write nothing

Without files, all in notebooks/. Each runs in a kernel of its own.

The sources of the cells are the notebooks themselves. What differs from run to run
(times, kernel, execution counts' metadata) is left out, so that the same articles give
the same files.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).parent.parent / "notebooks"
MOST_BYTES = 400_000
"""A notebook that is larger does not open well on a page that shows it."""

_read: Any = nbformat.read  # They have no types.
_writes: Any = nbformat.writes
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def run(path: Path) -> Any:
    """Run a notebook in its own folder and return it with its outputs.

    Raise ``CellExecutionError``, which names the cell.
    """
    notebook = _read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    )
    client.execute()
    return _tidied(notebook)


def _tidied(notebook: Any) -> Any:
    """Leave out what differs from run to run, and make SVG pictures show everywhere."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", []):
            output.pop("execution_count", None)
            if output["output_type"] == "execute_result":
                output["execution_count"] = cell["execution_count"]
            data = output.get("data", {})
            if len(data) > 1:  # The plain text beside a table or picture is long and unseen.
                data.pop("text/plain", None)
            for kind, text in data.items():
                if isinstance(text, str):
                    data[kind] = _ADDRESS.sub("0x", text)
    return notebook


def main(arguments: list[str] | None = None) -> int:
    """Run notebooks; the status is 1 when one fails or grows too large."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    for path in options.files or sorted(FOLDER.glob("*.ipynb")):
        try:
            text = _writes(run(path)) + "\n"
        except CellExecutionError as error:
            sys.stderr.write(f"{path.name}: {error}\n")
            return 1
        sys.stderr.write(f"{path.name}: {len(text) // 1000} kB\n")
        if len(text) > MOST_BYTES:
            sys.stderr.write(f"{path.name} is larger than {MOST_BYTES // 1000} kB\n")
            return 1
        if not options.check:
            path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
