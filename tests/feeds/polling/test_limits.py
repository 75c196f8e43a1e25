"""How many whole documents a client is given within a time."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from feeds.polling import limits
from feeds.polling.limits import Limits


def test_so_many_at_once_and_then_at_their_pace() -> None:
    now = [100.0]
    given_out = Limits(3, 60, clock=lambda: now[0])
    assert [given_out.wait("a") for _ in range(3)] == [0, 0, 0]
    assert given_out.wait("a") == 20
    assert given_out.wait("b") == 0, "another client has its own"
    now[0] += 19
    assert given_out.wait("a") == 1
    now[0] += 1
    assert [given_out.wait("a"), given_out.wait("a")] == [0, 20]
    now[0] += 3600
    assert [given_out.wait("a") for _ in range(4)] == [0, 0, 0, 20], "an hour saved up no more than is given at once"


def test_what_was_refused_costs_nothing() -> None:
    now = [0.0]
    given_out = Limits(1, 10, clock=lambda: now[0])
    given_out.wait("a")
    assert {given_out.wait("a") for _ in range(1000)} == {10.0}
    now[0] = 10
    assert given_out.wait("a") == 0


def test_without_a_limit_or_a_name_nobody_waits() -> None:
    assert {Limits(0, 60).wait("a") for _ in range(100)} == {0.0}
    assert {Limits(1, 60).wait("") for _ in range(100)} == {0.0}


def test_clients_are_remembered_in_bounds() -> None:
    now = [0.0]
    given_out = Limits(1, 60, clock=lambda: now[0])
    for number in range(limits.CLIENTS + 50):
        given_out.wait(str(number))
    assert len(given_out._paid) == limits.CLIENTS
    assert given_out.wait("0") == 0
    assert given_out.wait(str(limits.CLIENTS + 49)) == 60


@given(st.lists(st.floats(0, 5), min_size=1, max_size=200), st.integers(1, 9))
def test_no_window_ever_sees_more_than_twice_what_is_given(pauses: list[float], most: int) -> None:
    """A burst and its refill: the bound of GCRA over any window of `within`."""
    now, granted = [0.0], list[float]()
    given_out = Limits(most, 10, clock=lambda: now[0])
    for pause in pauses:
        now[0] += pause
        if not given_out.wait("a"):
            granted.append(now[0])
    for start in granted:
        assert sum(start <= moment < start + 10 for moment in granted) <= 2 * most


def test_threads_are_given_no_more_together() -> None:
    given_out = Limits(100, 1000, clock=lambda: 5.0)
    with ThreadPoolExecutor(8) as pool:
        granted = [wait == 0 for wait in pool.map(lambda _: given_out.wait("a"), range(400))]
    assert sum(granted) == 100
