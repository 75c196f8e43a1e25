"""granian on a port of its own, as the service starts it, in a child process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[3]
SERVER = """
import multiprocessing, sys
from functools import partial
from pathlib import Path
from granian import Granian
from scheduler.clock import clock
from config.settings import Settings
import feeds.web

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    settings = Settings(data=Path(sys.argv[1]), base_url=sys.argv[3])
    server = Granian("feeds.web", port=int(sys.argv[2]), interface="wsgi", blocking_threads=4)
    server.serve(target_loader=partial(feeds.web.load, settings, clock), wrap_loader=False)
"""


@contextmanager
def granian(folder: Path) -> Iterator[int]:
    """Serve the data folder `folder` and give the port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = folder / "server.py"
    script.write_text(SERVER)
    command = [sys.executable, str(script), str(folder), str(port), f"http://127.0.0.1:{port}"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    ) as server:
        try:
            _wait(server, port)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("granian did not answer in 20 seconds")
