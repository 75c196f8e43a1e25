"""Whether the jobs work, as one small file in the data folder that `feeds.publish.facts` reads."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from config.errors import BeatwireError
from feeds.publish.facts import HEALTH

PULSE: Final = timedelta(seconds=30)
"""How often the file says that the jobs are alive."""


class Health:
    """The last word of the jobs on themselves: green, or red since when and why; any thread may watch.

    Of jobs that go on by themselves it also tells when they were last alive: `beat` is called at every tick.
    """

    def __init__(self, data: Path) -> None:
        """Keep the file in the data folder `data`."""
        self._path = data / HEALTH
        self._guard = threading.Lock()  # the five fields below
        self._reasons: dict[str, str] = {}
        self._reason: str | None = None
        self._since: datetime | None = None
        self._alive: datetime | None = None

    @contextmanager
    def watch(self, work: str, log: Any, clock: Callable[[], datetime]) -> Iterator[None]:  # noqa: ANN401 - structlog's
        """Turn red on a BeatwireError inside, which goes no further; turn green again when the same `work` succeeds."""
        try:
            yield
        except BeatwireError as error:
            self._note(work, str(error), clock(), log)
        else:
            self._note(work, None, clock(), log)

    def beat(self, now: datetime, log: Any) -> None:  # noqa: ANN401
        """Say, every half minute, that the jobs are alive at `now`."""
        with self._guard:
            if self._alive is None or not self._alive <= now < self._alive + PULSE:
                self._alive = now
                self._write(log)

    def _note(self, work: str, reason: str | None, now: datetime, log: Any) -> None:  # noqa: ANN401
        with self._guard:
            self._reasons.pop(work, None)
            if reason is not None:
                self._reasons[work] = reason
            self._say(next(reversed(self._reasons.values()), None), now, log)

    def _say(self, reason: str | None, now: datetime, log: Any) -> None:  # noqa: ANN401
        if self._since is not None and reason == self._reason:
            return
        self._since, self._reason = now, reason
        if reason:
            log.error("jobs.red", reason=reason)
        self._write(log)

    def _write(self, log: Any) -> None:  # noqa: ANN401
        said = {
            "ok": self._reason is None,
            "since": self._since and self._since.isoformat(),
            "reason": self._reason,
            "alive": self._alive and self._alive.isoformat(),
        }
        try:
            scratch = self._path.with_suffix(".part")
            scratch.write_text(json.dumps(said))
            os.replace(scratch, self._path)  # noqa: PTH105 - the atomic rename, by its name
        except OSError as error:
            log.warning("health.unwritten", reason=error.strerror)
