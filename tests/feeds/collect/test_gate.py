"""Whose turn it is, as a pure question of time."""

from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.gate import Gate


def test_one_at_a_time_and_first_come_first_served() -> None:
    gate: Gate[str] = Gate()
    for ticket in "abc":
        gate.enter("site", 0, ticket)
    assert gate.admit(0) == ["a"]
    assert gate.admit(9) == []
    gate.leave("site", 0, 9)
    assert gate.admit(9) == ["b"]
    assert gate.waiting() == ["c"]


def test_sites_do_not_wait_for_each_other() -> None:
    gate: Gate[str] = Gate()
    gate.enter("one", 5, "a")
    gate.enter("two", 5, "b")
    gate.enter("one", 5, "c")
    assert gate.admit(0) == ["a", "b"]


def test_the_rest_is_the_longer_of_what_two_visitors_want() -> None:
    for first, second in ((5, 1), (1, 5), (5, 5)):
        gate: Gate[str] = Gate()
        gate.enter("site", first, "a")
        gate.admit(0)
        gate.leave("site", first, 10)
        gate.enter("site", second, "b")
        assert gate.next() == 15
        assert gate.admit(14.9) == []
        assert gate.admit(15) == ["b"]


def test_nobody_waits_for_time_while_the_site_is_busy() -> None:
    gate: Gate[str] = Gate()
    assert gate.next() is None
    gate.enter("site", 1, "a")
    gate.admit(0)
    gate.enter("site", 1, "b")
    assert gate.next() is None


def test_many_sites_are_not_remembered_for_ever() -> None:
    gate: Gate[int] = Gate()
    for number in range(5000):
        gate.enter(f"site{number}", 10, number)
        assert gate.admit(number) == [number]
        gate.leave(f"site{number}", 10, number)
    assert len(gate._lines) <= 1025


@given(
    visits=st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 5), st.integers(0, 3)), max_size=40),
)
def test_every_visitor_gets_a_turn_and_every_site_its_rest(visits: list[tuple[str, int, int]]) -> None:
    gate: Gate[int] = Gate()
    for number, (site, rest, _) in enumerate(visits):
        gate.enter(site, rest, number)
    now, inside, order, free = 0.0, list[tuple[float, int]](), dict[str, list[int]](), dict[str, tuple[float, int]]()
    while inside or gate.waiting():
        now = min([when for when in (gate.next(),) if when is not None] + [when for when, _ in inside])
        for place in [one for one in inside if one[0] <= now]:
            inside.remove(place)
            site, rest, _ = visits[place[1]]
            gate.leave(site, rest, now)
            free[site] = (now, rest)
        for number in gate.admit(now):
            site, rest, length = visits[number]
            ended, rested = free.pop(site, (float("-inf"), 0))
            assert now >= ended + max(rest, rested)
            order.setdefault(site, []).append(number)
            inside.append((now + length, number))
    assert sorted(number for turns in order.values() for number in turns) == list(range(len(visits)))
    assert all(turns == sorted(turns) for turns in order.values())
