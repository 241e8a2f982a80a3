"""A real headless browser, for tests of what users see; they skip where there is none."""

import shutil
import socket
import subprocess
from pathlib import Path
from threading import Event, Thread

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_OWN = (
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "update.googleapis.com",
    "www.google.com:443",
)
"""What Chromium asks for of its own accord at a start, whatever the page."""

needs_browser = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed")


class Proxy:
    """A proxy that refuses everybody and counts them: all that a browser asks of the net."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self._stop = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self.port = self._listener.getsockname()[1]
        self._thread = Thread(target=self._serve)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(2)
                self.hosts.append(connection.recv(300).split(b"\r\n")[0].decode("latin-1"))
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


def browse(page: Path, folder: Path, *arguments: str) -> tuple[str, list[str]]:
    """Open a page; return its document after its scripts ran, and what it asked the net for."""
    assert CHROMIUM
    with Proxy() as proxy:
        done = subprocess.run(
            [
                CHROMIUM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--window-size=1300,900",
                f"--proxy-server=http://127.0.0.1:{proxy.port}",
                f"--user-data-dir={folder / 'profile'}",
                *(arguments or ["--dump-dom"]),
                page.as_uri(),
            ],
            capture_output=True,
            timeout=120,
            check=True,
        )
        asked = [line for line in proxy.hosts if not any(host in line for host in _OWN)]
        return done.stdout.decode(), asked
