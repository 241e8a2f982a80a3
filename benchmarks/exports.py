"""What `politigraph export` takes for a whole store, in a process of its own."""

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from processes import most_memory

FILES = ("graph.ttl", "graph.nq", "claims.csv")


def time_exports(store: Path) -> None:
    """Print a line for each of some formats; the memory is the process's largest ever."""
    print("  exports       processor       in all      written   most memory")
    for name in FILES:
        with TemporaryDirectory() as folder:
            file = Path(folder) / name
            used, begin = _processor_seconds(), monotonic()
            memory = _export(store, file)
            seconds, used = monotonic() - begin, _processor_seconds() - used
            size = file.stat().st_size / 1e6
        print(
            f"  {name:10} {used:10.1f} s {seconds:10.1f} s {size:9,.0f} MB {memory >> 20:9,} MiB",
            flush=True,
        )


def _export(store: Path, file: Path) -> int:
    """Export a store and return the bytes of memory that it took."""
    command = [sys.executable, "-m", "politigraph", "export", "--store", str(store)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, "-o", str(file)], stdout=quiet, stderr=quiet) as process:
        memory = 0
        while process.poll() is None:
            memory = max(memory, most_memory(process.pid))
            sleep(0.05)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return memory


def _processor_seconds() -> float:
    """Return the processor time of the processes that have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
