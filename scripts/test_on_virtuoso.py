"""Run the tests of the store on a Virtuoso 7 that is started for it, and empty.

    python scripts/test_on_virtuoso.py [PYTEST-ARGUMENT…]

Needs ``virtuoso-t`` and ``isql-vt`` on the PATH; Debian has them in virtuoso-opensource-7-bin.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = tuple(f"tests/graph/test_{name}.py" for name in ("store", "queries", "knowledge_graph"))

SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
[HTTPServer]
ServerPort = {http}
ServerRoot = {folder}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 600
"""
"""What matters is the last part: by default answers are cut at 10,000 rows."""

GRANT = 'GRANT SPARQL_UPDATE TO "SPARQL"'


def main() -> int:
    """Start Virtuoso, run the tests on it, end it."""
    server, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql")
    if not server or not shell:
        print("virtuoso-t and isql-vt are not installed (Debian: virtuoso-opensource-7-bin)")
        return 1
    with TemporaryDirectory(prefix="virtuoso-") as folder:
        sql, http = _free_port(), _free_port()
        settings = Path(folder) / "virtuoso.ini"
        settings.write_text(SETTINGS.format(folder=folder, sql=sql, http=http), "ascii")
        with subprocess.Popen([server, "-f", "-c", str(settings)], cwd=folder) as process:
            try:
                _wait(http, process)
                subprocess.run([shell, str(sql), "dba", "dba", f"EXEC={GRANT}"], check=True)
                address = f"http://127.0.0.1:{http}/sparql"
                environment = {**os.environ, "POLITIGRAPH_VIRTUOSO_URL": address}
                command = [sys.executable, "-m", "pytest", "-q", *(sys.argv[1:] or TESTS)]
                return subprocess.run(command, env=environment, check=False).returncode
            finally:
                process.kill()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("Virtuoso did not start")


if __name__ == "__main__":
    sys.exit(main())
