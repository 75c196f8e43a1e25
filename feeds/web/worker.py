"""What a worker process does beside serving: it ends with the service, and makes room politely for its successor."""

import multiprocessing
import os
import signal
import socket
import stat
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LEAVE: Final = signal.SIGUSR1
"""Tells a worker that its successor listens: it is to take no new connection and to have the old ones closed."""


def leave_with_parent() -> None:
    """End this process once its parent has ended, however that came about; a no-op in a process nobody spawned.

    Workers listen on the port themselves, so one that outlived a killed service would go on answering in its name.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), name="leave-with-parent", daemon=True).start()


class Leaving:
    """WSGI in front of an app: once told to leave, each answer says that the connection ends with it.

    So told, a client loses no request to our hanging up (RFC 9112, section 9.6).
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._leaving = False
        if multiprocessing.parent_process() is not None:
            signal.signal(LEAVE, self._leave)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the app does."""
        if not self._leaving or not environ["SERVER_PROTOCOL"].startswith("HTTP/1"):
            return self._app(environ, start_response)

        def closing(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 - WSGI's own
            return start_response(status, [*headers, ("Connection", "close")], *more)

        return self._app(environ, closing)

    def _leave(self, *_: object) -> None:
        self._leaving = True
        if os.path.isdir("/proc/self/fd"):  # noqa: PTH112 - a signal handler does little
            _turn_deaf()


def _turn_deaf() -> None:
    """Put a socket to which nobody can connect in the place of those we listen on; granian goes on asking that one.

    What waits in the queue is our successor's; what is taken and has not spoken yet, granian would close unread.
    """
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind("")
        deaf.listen(1)
        deaf.setblocking(False)
        for number in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208
            with suppress(OSError):
                if number != deaf.fileno() and _listens(number):
                    os.dup2(deaf.fileno(), number, inheritable=False)


def _listens(number: int) -> bool:
    if not stat.S_ISSOCK(os.fstat(number).st_mode):
        return False
    with socket.socket(fileno=os.dup(number)) as found:
        return bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _leave_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGKILL)
