"""The jobs of a running service, and how others take their place once the configuration was read anew."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog

from config.errors import BeatwireError
from config.settings import Settings
from scheduler.desk import Desk, renewed
from scheduler.jobs import Jobs

log: Final = structlog.get_logger("beatwire")


class Shift:
    """Jobs that can be relieved; there is never more than one at work, and the data folder stays ours throughout."""

    def __init__(self, desk: Desk) -> None:
        """Nothing runs until `start` is called."""
        self._desk = desk
        self._jobs = Jobs(desk)
        self._relief = ThreadPoolExecutor(1, thread_name_prefix="relief")
        self._stopping = threading.Event()

    def start(self) -> None:
        """Collect and publish from now on."""
        self._jobs.start()

    def relieve(self, settings: Settings) -> None:
        """Go on with `settings` once every collection under way has ended; returns at once, the last one asked wins."""
        self._relief.submit(self._relieve, settings)

    def stop(self) -> None:
        """End what is under way, then keep what is known."""
        self._stopping.set()
        self._relief.shutdown(wait=True)
        self._jobs.stop()

    def _relieve(self, settings: Settings) -> None:
        try:
            desk = renewed(self._desk, settings)
        except BeatwireError as error:
            log.error("jobs.kept", reason=str(error), remedy="mend it, then reload again; the old settings hold")  # noqa: TRY400 - a sentence, no traceback
            return
        self._jobs.finish(self._stopping)
        self._desk, self._jobs = desk, Jobs(desk)
        if not self._stopping.is_set():
            self._jobs.start()
            log.info("jobs.relieved", sources=len(settings.sources))
