"""How many connections a worker holds open, by how many files the system lets it open."""

import resource

import pytest

from scheduler.service import connections

ANY = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("soft", "hard", "raised", "held"),
    [
        (1024, 4096, 4096, 3840),
        (1024, 524_288, 20_000, 10_000),
        (1024, ANY, 20_000, 10_000),
        (65_536, 65_536, None, 10_000),
        (ANY, ANY, None, 10_000),
        (256, 256, None, 128),
    ],
)
def test_as_many_as_files_may_be_opened_and_that_is_raised(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, raised: int | None, held: int
) -> None:
    limits = []
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _which, wanted: limits.append(wanted))
    assert connections() == held
    assert limits == ([] if raised is None else [(raised, hard)])
