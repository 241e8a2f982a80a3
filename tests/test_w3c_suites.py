"""The script that runs the W3C's suites says so when they are not there."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_without_the_suites_nothing_is_run(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "run_w3c_suites.py"
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("skipped: ")
