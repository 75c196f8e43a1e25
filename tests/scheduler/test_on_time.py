"""A fifth of all sources hang, and the others are collected on time, again and again.

BEATWIRE_TEST_SOURCES says how many there are (default 100).
"""

import os
from pathlib import Path

import pytest

from config.settings import Source
from feeds.publish.facts import health as read
from tests.crowd import Crowd, addresses
from tests.fakeweb import hang, page
from tests.scheduler.desks import room
from tests.scheduler.test_bad_input import RSS, item, rss
from tests.scheduler.test_jobs import eventually

pytestmark = pytest.mark.slow
COUNT = int(os.environ.get("BEATWIRE_TEST_SOURCES", "100"))
PATIENCE = 30 + COUNT / 10  # seconds, far less than the deadline of a hang
LIMITS = {"deadline": 600, "window_count": 1000, "window_most": 1000, "window_bytes": 10**8}


def test_a_fifth_that_hangs_leaves_the_others_on_time(tmp_path: Path) -> None:
    stuck, *others = (addresses(COUNT)[start::5] for start in range(5))
    well = [address for group in others for address in group]
    with Crowd([*stuck, *well]) as crowd:
        for number, address in enumerate(well):
            story = item(f"Osaka opens bridge {number}", link=f"https://t{number}.example/1")
            crowd.answers[address] = page(rss(story), media_type=RSS, etag='"1"')
        crowd.answers |= dict.fromkeys(stuck, hang())
        sources = [
            Source(name=f"s{number}", kind="feed", url=crowd.url(address), allow_private=True, interval=2)
            for number, address in enumerate([*stuck, *well])
        ]
        only = {"countries": False, "sources": False}
        with room(tmp_path, *sources, limits=LIMITS, publishing=only) as desk:
            desk.jobs.start()
            eventually(lambda: all(crowd.asked[address] for address in stuck), PATIENCE)
            eventually(lambda: all(crowd.asked[address] >= 3 for address in well), PATIENCE)
            eventually(lambda: desk.desk.site.manifest() and len(desk.items()) == len(well), PATIENCE)
            assert (read(tmp_path) or {})["ok"]
            desk.jobs.stop()
            states = desk.desk.store.states()
            assert not [name for name, state in states.items() if state.failures]
            assert len([name for name, state in states.items() if state.last_success]) == len(well)
            assert all(crowd.asked[address] == 1 for address in stuck)
