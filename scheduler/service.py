"""One command, two kinds of process: the scheduler in the parent, granian's workers as its children.

Workers are spawned, never forked: a fork would hand them the parent's database handles and threads. They start first
and stop first; the jobs stop after the last answer has gone out. On SIGHUP both go on with the configuration as it is
then: the jobs once their collections have ended, the workers one after another.
"""

import multiprocessing
import os
import resource
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Final

import structlog
from granian._granian import ListenerSpec
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer, WorkerProcess

import feeds.web
from config.errors import BeatwireError, ConfigError
from config.settings import Settings
from feeds.web.worker import LEAVE
from scheduler import logs
from scheduler.desk import Desk
from scheduler.shift import Shift

log: Final = structlog.get_logger("beatwire")
CLOCK: Final = partial(datetime.now, UTC)
"""What workers tell the time by: it can be pickled, and brings nothing of the scheduler into them."""
Again = Callable[[Settings], Settings]
STARTING: Final = 60.0  # seconds within which a worker has to be ready
LEAVING: Final = 1.5  # seconds in which a worker that was relieved says goodbye to its connections
CONNECTIONS: Final = 10_000
"""How many connections a worker holds open: granian counts those that ask nothing, too, and lets nobody in beyond."""
OTHER_FILES: Final = 256  # that a worker holds open beside its connections
CRASHES: Final = 5  # so many failed starts in a row are not bad luck


def address(bind: str) -> tuple[str, int]:
    """Give host and port to listen on; port 0 becomes a free one. Raises ConfigError where it cannot be had."""
    host, _, port = bind.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # granian listens with SO_REUSEPORT, so a second service would silently join in: look without it first.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise ConfigError(
                f"cannot listen on {bind} ({error.strerror}); name another address with --bind", key="bind"
            ) from error
        return host, probe.getsockname()[1]


def run(desk: Desk, again: Again) -> None:
    """Collect, publish and serve until SIGINT or SIGTERM; then drain, stop in order and return."""
    shift = Shift(desk)

    def reread(settings: Settings) -> Settings:
        fresh = again(settings)
        if fresh != settings:
            shift.relieve(fresh)
        return fresh

    try:
        serve(desk.settings, reread, started=shift.start)
    finally:
        shift.stop()


def serve(settings: Settings, again: Again, started: Callable[[], None] | None = None) -> None:
    """Serve what is published until SIGINT or SIGTERM; `started` is called once the port is ours.

    On SIGHUP `again` is given the settings that hold and gives those that are to hold; it may raise BeatwireError.
    A worker that dies is replaced; where it dies again at once, the server is started anew, a few times.
    """
    multiprocessing.set_start_method("spawn", force=True)
    _forget_main()
    for crashes in range(CRASHES):
        server = _Server(settings, again)
        if started is not None and not crashes:
            server.on_startup(started)
        try:
            server.serve(target_loader=feeds.web.load, wrap_loader=False)
        except SystemExit:
            log.warning("workers.crashed", remedy="see the lines above; they are started anew")
        if server.interrupt_signal:
            return
        settings = server.settings
        time.sleep(0.5 * 2**crashes)
    log.error("workers.lost", remedy="the web app does not start; see the lines above")
    sys.exit(1)


class _Server(MPServer):
    """granian's server with one listening socket for all workers, so that one can relieve another.

    Where each worker listens for itself (SO_REUSEPORT), the connections that wait in the queue of one that ends are
    reset by the kernel.
    """

    def __init__(self, settings: Settings, again: Again) -> None:
        host, port = address(settings.bind)
        super().__init__(
            "feeds.web",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=settings.serving.workers,
            blocking_threads=settings.threads,
            backpressure=connections(),
            respawn_failed_workers=True,
            websockets=False,
            log_level=LogLevels.warning,
            log_access=False,
        )
        self._again = again
        self._take(settings)

    def _take(self, settings: Settings) -> None:
        self.settings = settings
        self.blocking_threads = settings.threads
        self.workers_kill_timeout = int(settings.serving.drain.total_seconds())

    def _init_shared_socket(self) -> None:
        self._ssp: Any = None
        self._shd: Any = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._sso: Any = socket.socket(fileno=self._shd.get_fd())

    def _spawn_worker(  # type: ignore[override]  # as granian itself overrides it
        self,
        idx: int,
        target: Callable[..., None],
        callback_loader: Callable[..., Any],
    ) -> WorkerProcess:
        self._ready, tell = multiprocessing.Pipe(duplex=False)
        log = partial(logs.configure, self.settings.log, self.settings.log_format)
        loader = partial(callback_loader, self.settings, CLOCK, tell, log)
        return super()._spawn_worker(idx=idx, target=target, callback_loader=loader)

    def _reload(self, spawn_target: Callable[..., None], target_loader: Callable[..., Any]) -> None:
        """Read the configuration again and have every worker relieved; granian calls this after a SIGHUP."""
        self.reload_signal = False
        self.main_loop_interrupt.clear()
        settings = self.settings
        try:
            settings = self._again(settings)
        except BeatwireError as error:
            said = "correct it, then reload again; all goes on as before"
            log.error("reload.refused", reason=str(error), remedy=said)  # noqa: TRY400 - a sentence, no traceback
        if settings != self.settings:
            self._take(settings)
            done = sum(self._relieve(idx, spawn_target, target_loader) for idx in range(self.workers))
            log.info("workers.relieved", workers=done, of=self.workers)
        if self.interrupt_signal or self.reload_signal or self.interrupt_children:
            self.main_loop_interrupt.set()  # what came meanwhile; it may have been cleared unseen

    def _relieve(self, idx: int, target: Callable[..., None], loader: Callable[..., Any]) -> bool:
        """Start a worker, and have the one in its place leave once it listens; else keep that one."""
        old: Any = self.wrks[idx]
        new: Any = self._spawn_worker(idx, target, loader)
        new.interrupt_by_parent = True  # should it fail to start, the old one is not to be replaced
        new.start()
        if not self._is_ready(self._ready):
            new.kill()
            new.join()
            if not self.interrupt_signal:
                log.error("worker.failed", remedy="see the lines above; the old one goes on")
            return False
        self.wrks[idx] = new
        new.interrupt_by_parent, old.interrupt_by_parent = False, True
        with suppress(ProcessLookupError, TypeError):
            os.kill(old.inner.pid, LEAVE)
        self._unless_stopped(LEAVING)
        old.terminate()
        old.join(self.workers_kill_timeout)
        if old.is_alive():
            old.kill()
            old.join()
        return True

    def _is_ready(self, ready: Connection) -> bool:
        """Wait for a worker to say that it is about to take connections; False where it ended first, or we stop."""
        ends = time.monotonic() + STARTING
        while time.monotonic() < ends and not self.interrupt_signal:
            if ready.poll(0.1):
                with suppress(EOFError):
                    return bool(ready.recv())
                return False
        return False

    def _unless_stopped(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and not self.interrupt_signal:
            time.sleep(0.05)


def connections() -> int:
    """Give how many connections a worker may hold open: as many as it may open files, once that is raised."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, 2 * CONNECTIONS)
    if soft == resource.RLIM_INFINITY:
        return CONNECTIONS
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    files = max(soft, wanted)
    return min(CONNECTIONS, max(files - OTHER_FILES, files // 2))


def _forget_main() -> None:
    """Keep spawned workers from importing the console script, and with it the whole scheduler, as their `__main__`."""
    main = sys.modules["__main__"]
    main.__spec__ = None
    vars(main).pop("__file__", None)
