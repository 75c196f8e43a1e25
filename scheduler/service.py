"""One command, two kinds of process: the scheduler in the parent, granian's workers as its children.

Workers are spawned, never forked: a fork would hand them the parent's database handles and threads. They start first
and stop first; the jobs stop after the last answer has gone out.
"""

import multiprocessing
import socket
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import structlog
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from granian.server.common import AbstractServer

import feeds.web
from config.errors import ConfigError
from config.settings import Settings
from scheduler.desk import Desk
from scheduler.jobs import Jobs

log: Final = structlog.get_logger("beatwire")
CLOCK: Final = partial(datetime.now, UTC)
"""What workers tell the time by: it can be pickled, and brings nothing of the scheduler into them."""
CRASHES: Final = 5  # so many failed starts in a row are not bad luck


def address(bind: str) -> tuple[str, int]:
    """Give host and port to listen on; port 0 becomes a free one. Raises ConfigError where it cannot be had."""
    host, _, port = bind.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Workers share the port (SO_REUSEPORT), so a second service would silently join in: look without it first.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise ConfigError(
                f"cannot listen on {bind} ({error.strerror}); name another address with --bind", key="bind"
            ) from error
        return host, probe.getsockname()[1]


def run(desk: Desk) -> None:
    """Collect, publish and serve until SIGINT or SIGTERM; then drain, stop in order and return."""
    jobs = Jobs(desk)
    try:
        serve(desk.settings, started=jobs.start)
    finally:
        jobs.stop()


def serve(settings: Settings, started: Callable[[], None] | None = None) -> None:
    """Serve what is published until SIGINT or SIGTERM; `started` is called once the port is ours.

    A worker that dies is replaced; where it dies again at once, the server is started anew, a few times.
    """
    multiprocessing.set_start_method("spawn", force=True)
    _forget_main()
    for crashes in range(CRASHES):
        server = _server(settings)
        if started is not None and not crashes:
            server.on_startup(started)
        try:
            server.serve(target_loader=partial(feeds.web.load, settings, CLOCK), wrap_loader=False)
        except SystemExit:
            log.warning("workers.crashed", remedy="see the lines above; they are started anew")
        if server.interrupt_signal:
            return
        time.sleep(0.5 * 2**crashes)
    log.error("workers.lost", remedy="the web app does not start; see the lines above")
    sys.exit(1)


def _server(settings: Settings) -> AbstractServer[Any]:
    host, port = address(settings.bind)
    return Server(
        "feeds.web",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.serving.workers,
        blocking_threads=settings.serving.threads,
        workers_kill_timeout=int(settings.serving.drain.total_seconds()),
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
    )


def _forget_main() -> None:
    """Keep spawned workers from importing the console script, and with it the whole scheduler, as their `__main__`."""
    main = sys.modules["__main__"]
    main.__spec__ = None
    vars(main).pop("__file__", None)
