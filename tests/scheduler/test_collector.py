"""Hundreds at once, one at a site, and an end that comes at once however many wait."""

import time
from pathlib import Path

from config.settings import Source
from scheduler.collector import Ending
from tests.fakeweb import FakeWeb, hang
from tests.scheduler.desks import room
from tests.scheduler.test_jobs import GOOD, eventually


def test_no_more_are_under_way_than_the_settings_say_and_the_rest_follow(tmp_path: Path) -> None:
    fast = {"delay": 0, "settle": 0, "workers": 2, "fetches": 3}
    with FakeWeb() as web:
        web.answers = {f"/{number}": GOOD for number in range(9)}
        sources = [
            Source(name=f"s{n}", kind="feed", url=web.url(f"/{n}", host=f"s{n}.localhost"), allow_private=True)
            for n in range(9)
        ]
        with room(tmp_path, *sources, collecting=fast) as desk:
            runs, _ = desk.cycle()
            assert {run.outcome for run in runs.values()} == {"collected"}
            assert sorted(web.paths()) == sorted(web.answers)
            assert desk.jobs._collector.room() == 3


def test_stopping_ends_all_at_once_however_many_wait(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/stuck"] = hang()
        stuck = Source(name="stuck", kind="feed", url=web.url("/stuck"), allow_private=True)
        others = [stuck.model_copy(update={"name": f"other-{number}"}) for number in range(2000)]
        with room(tmp_path, stuck, *others) as desk:
            collector = desk.jobs._collector
            ended: list[Ending] = []
            for source in (stuck, *others):
                state = desk.desk.store.state(source.name)
                collector.begin(source, state, lambda _source, _before, ending: ended.append(ending))
            eventually(lambda: web.paths() == ["/stuck"])
            before = time.monotonic()
            desk.jobs.stop()
            assert time.monotonic() - before < 10
            assert ended == [None]
            assert desk.desk.store.states() == {}
