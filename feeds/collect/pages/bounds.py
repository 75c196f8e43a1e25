"""A slice of time for a step that other people's code takes."""

import signal
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

_Given = TypeVar("_Given")
_AGAIN: Final = 0.25  # seconds after which it rings again, where a destructor swallowed the first


class _TooLong(BaseException):
    """The slice is over."""


def within(seconds: float, step: Callable[[], _Given]) -> _Given | None:
    """Give what `step` gives, or None where it has not come in `seconds` of processor time.

    Only the main thread of a process can be interrupted: elsewhere the step takes as long as it takes.
    """
    if threading.current_thread() is not threading.main_thread():
        return step()

    armed = True

    def _ring(*_: Any) -> None:  # noqa: ANN401 - signal's own signature
        if armed:
            raise _TooLong

    before = signal.signal(signal.SIGVTALRM, _ring)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
        try:
            return step()
        finally:
            armed = False  # it may ring once more while the timer is being stopped
    except _TooLong:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
