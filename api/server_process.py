"""What a process of the service asks of the system: files, memory, and an end with its parent."""

import os
import signal
import sys
from multiprocessing import parent_process
from threading import Thread
from typing import Final

_MOST_FILES: Final = 65_536

# Pieces of each size that a thread keeps when they are freed, 7 by default; and no lists behind
# these that are merged whenever a large piece is freed, which RocksDB does all the time.
_ALLOCATOR: Final = "glibc.malloc.tcache_count=127:glibc.malloc.mxfast=0"


def allow_many_files() -> None:
    """Let this process, and those that it starts, open as many files as the system allows it to.

    A state of the store takes some twenty or more, and one is read for as long as the slowest
    request that may have begun with it: where changes stream in, that is hundreds of states.
    """
    if sys.platform == "win32":
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if most == resource.RLIM_INFINITY else min(most, _MOST_FILES)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def keep_small_pieces() -> None:
    """Let the processes that this one starts find again the memory they freed (glibc only).

    A query takes and frees hundreds of small pieces of memory, and to search for them was a
    fifth of a look-up. Whoever has set ``GLIBC_TUNABLES`` knows better; other C libraries do
    not read it.
    """
    os.environ.setdefault("GLIBC_TUNABLES", _ALLOCATOR)


def end_with_parent() -> None:
    """End this process, in good order, once the one that started it is gone.

    A supervisor that is killed cannot tell its workers, which would serve on, and keep the
    port from the next. In a process that nobody of ours started this does nothing.
    """
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, daemon=True).start()
