"""A short soak, and that each thing that may go wrong in one is noticed."""

import os
from dataclasses import replace
from typing import Any

import pytest

from tests.benchmarks.soak import compare, soak
from tests.benchmarks.vitals import Sample, Vitals
from tests.faults import FAULTS
from tests.publishers import FORMS, NUMBER, Publisher
from tests.world import NOW


@pytest.mark.slow
def test_a_short_soak() -> None:
    well, said = soak(25, 9, 1, late=120)
    assert well, said
    assert said[-1] == "nothing lost, nothing doubled, nothing late"


def served() -> Publisher:
    publisher = Publisher(name="paper", form="rss", seed=1)
    while len(publisher.stories) < 10:
        publisher.write(NOW)
    publisher.served = {key: story.version for key, story in publisher.stories.items()}
    return publisher


def test_what_was_handed_out_must_be_kept_once_and_have_been_seen() -> None:
    publisher = served()
    kept = {key: [version] for key, version in publisher.served.items()}
    seen = {key for key, story in publisher.stories.items() if story.of_beat}
    foreign = next(key for key, story in publisher.stories.items() if not story.of_beat)
    local = next(iter(seen))
    assert compare([publisher], kept, seen) == []
    assert compare([publisher], kept | {local: []}, seen) == [f"{local} is kept 0 times"]
    assert compare([publisher], kept | {local: [0, 0]}, seen) == [f"{local} is kept 2 times"]
    assert compare([publisher], kept | {"ghost-1": [0]}, seen) == ["ghost-1 is kept, and nobody wrote it"]
    assert compare([publisher], kept, seen - {local}) == [f"{local} was never in the feed"]
    assert compare([publisher], kept, seen | {foreign}) == [f"{foreign} is not of the beat, and was in the feed"]
    publisher.served[local] += 1
    assert "handed out" in compare([publisher], kept, seen)[0]


def test_publishers_are_the_same_for_the_same_seed_and_serve_what_they_wrote() -> None:
    assert served().feed() == served().feed()
    for form in FORMS:
        publisher = replace(served(), form=form)
        assert {found[0] for found in NUMBER.findall(publisher.feed().decode())} == publisher.stories.keys()


def sampled(**last: Any) -> list[str]:
    vitals = Vitals(os.getpid())
    vitals.sample()
    first = vitals.samples[0]
    vitals.samples = [first] * 8 + [replace(first, **last)] * 4
    return vitals.wrong(leeway=0.1)


def test_growth_is_noticed() -> None:
    assert sampled() == []
    for what in ("memory", "threads", "files"):
        (grown,) = sampled(**{what: 10_000})
        assert grown.startswith(f"{what} grew: {Sample.__name__}(")


def test_every_fault_has_a_name_of_its_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
