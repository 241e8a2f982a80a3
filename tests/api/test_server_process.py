"""What the processes that a server starts are told of memory."""

import subprocess
import sys

import pytest

from politigraph.api.server_process import keep_small_pieces

NAME = "GLIBC_TUNABLES"
SAID = [sys.executable, "-c", f"import os; print(os.environ['{NAME}'])"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "glibc.malloc.tcache_count=127:glibc.malloc.mxfast=0\n"),
        ("glibc.malloc.arena_max=1", "glibc.malloc.arena_max=1\n"),
    ],
)
def test_processes_keep_small_pieces_unless_the_user_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, given: str, told: str
) -> None:
    monkeypatch.setenv(NAME, given)  # Put back at the end, also where it was not set.
    if not given:
        monkeypatch.delenv(NAME)
    keep_small_pieces()
    assert subprocess.run(SAID, capture_output=True, text=True, check=True).stdout == told
