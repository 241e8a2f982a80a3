"""What a process and those that it started have used so far (Linux)."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):
            for child in (thread / "children").read_text("ascii").split():
                yield from family(int(child))


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and all below it that still run."""
    ticks = 0
    for each in family(pid):
        with suppress(OSError):
            # The name in brackets may hold spaces; user and system time are fields 14 and 15.
            fields = Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """Return the bytes in memory of a process and all below it; what they share counts once."""
    total = 0
    for each in family(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{each}/smaps_rollup").read_text("ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def most_memory(pid: int) -> int:
    """Return the most bytes in memory that a running process has had; 0 if it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def bytes_on_disk(folder: Path) -> int:
    """Return what the files below a folder take, each counted once however it is linked."""
    found = {(s.st_dev, s.st_ino): s.st_blocks * 512 for p in folder.rglob("*") for s in [p.stat()]}
    return sum(found.values())
