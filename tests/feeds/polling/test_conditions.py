"""Every line of the table of requests that concerns conditions and codings."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.polling.conditions import BEST_FIRST, Decision, decide, http_date, is_host, matched, negotiate
from feeds.publish.manifest import Coding

STEM = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32
CHANGED = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)
ALL = frozenset(BEST_FIRST)
FIXDATE = "Fri, 20 Nov 2026 08:00:00 GMT"


def judge(**headers: str) -> Decision:
    return decide({f"HTTP_{name}": value for name, value in headers.items()}, STEM, CHANGED, ALL)


@pytest.mark.parametrize(
    ("tags", "coding"),
    [
        (f'"{STEM}"', "identity"),
        (f'"{STEM}.gz"', "gzip"),
        (f'"{STEM}.br"', "br"),
        (f'"{STEM}.zst"', "zstd"),
        (f'W/"{STEM}.gz"', "gzip"),
        (f'"{OTHER}", "{STEM}.gz"', "gzip"),
        (f'"{OTHER}","{STEM}.gz" , W/"x"', "gzip"),
        (f'"{STEM}.gz", "{STEM}.br"', "br"),
        (f'"{STEM}", "{STEM}.gz"', "identity"),
        ("*", "br"),
        (" * ", "br"),
        (f'"{STEM}-gzip"', "identity"),
        (f'"{STEM};gzip"', "identity"),
        (f'"{STEM}--gzip"', "identity"),
        (f'"{STEM}:br"', "identity"),
        (f'"{STEM}.gz-gzip"', "gzip"),
        (f'W/"{STEM}.br:br"', "br"),
        (f'"{STEM}"-gzip', "identity"),
        (STEM, "identity"),
    ],
)
def test_a_tag_of_this_build_is_answered_304_under_that_very_tag(tags: str, coding: Coding) -> None:
    assert judge(IF_NONE_MATCH=tags, ACCEPT_ENCODING="br, gzip;q=0.5") == Decision(304, coding)


@pytest.mark.parametrize(
    "tags",
    ["", '""', f'"{OTHER}"', f'"{STEM}0"', f'"x{STEM}"', f'"{STEM}.xz"', f'"{STEM.upper()}"', f'"{STEM}', '"*"', ",,,"],
)
def test_any_other_tag_is_answered_200(tags: str) -> None:
    assert judge(IF_NONE_MATCH=tags).status == 200


def test_if_none_match_wins_over_if_modified_since() -> None:
    assert judge(IF_NONE_MATCH=f'"{OTHER}"', IF_MODIFIED_SINCE="Sat, 21 Nov 2026 08:00:00 GMT").status == 200
    assert judge(IF_NONE_MATCH=f'"{STEM}"', IF_MODIFIED_SINCE="Thu, 19 Nov 2026 08:00:00 GMT").status == 304


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (FIXDATE, 304),
        ("Friday, 20-Nov-26 08:00:00 GMT", 304),
        ("Fri Nov 20 08:00:00 2026", 304),
        ("Sun Dec  6 08:00:00 2026", 304),
        ("Fri, 20 Nov 2026 08:00:01 GMT", 304),
        ("Fri, 20 Nov 2026 07:59:59 GMT", 200),
        ("Friday, 20-Nov-99 08:00:00 GMT", 200),
        ("", 200),
        ("yesterday", 200),
        ("0", 200),
        ("Fri, 20 Nov 2041 08:00:00 GMT", 200),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 200),
        ("Fri, 31 Feb 2027 08:00:00 GMT", 200),
        ("Fri, 20 Now 2027 08:00:00 GMT", 200),
        ("Fri, 20 Nov 2027 25:00:00 GMT", 200),
        ("Fri, 20 Nov 2027 08:00:00 CET", 200),
        ("2027-11-20T08:00:00Z", 200),
    ],
)
def test_if_modified_since_in_three_forms_and_absurd_ones(since: str, status: int) -> None:
    assert judge(IF_MODIFIED_SINCE=since).status == status


def test_dates_are_compared_in_whole_seconds() -> None:
    late = CHANGED.replace(microsecond=900_000)
    assert decide({"HTTP_IF_MODIFIED_SINCE": FIXDATE}, STEM, late, ALL).status == 304
    assert decide({"HTTP_IF_UNMODIFIED_SINCE": FIXDATE}, STEM, late, ALL).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"IF_MATCH": f'"{STEM}.gz"'}, 200),
        ({"IF_MATCH": f'"{OTHER}", "{STEM}"'}, 200),
        ({"IF_MATCH": "*"}, 200),
        ({"IF_MATCH": f'"{OTHER}"'}, 412),
        ({"IF_MATCH": f'W/"{STEM}"'}, 412),
        ({"IF_MATCH": f'"{STEM}-gzip"'}, 412),
        ({"IF_MATCH": f'"{OTHER}"', "IF_NONE_MATCH": f'"{STEM}"'}, 412),
        ({"IF_MATCH": f'"{STEM}"', "IF_NONE_MATCH": f'"{STEM}"'}, 304),
        ({"IF_MATCH": f'"{STEM}"', "IF_UNMODIFIED_SINCE": "Thu, 19 Nov 2026 08:00:00 GMT"}, 200),
        ({"IF_UNMODIFIED_SINCE": "Thu, 19 Nov 2026 08:00:00 GMT"}, 412),
        ({"IF_UNMODIFIED_SINCE": "Thu, 19 Nov 2026 08:00:00 GMT", "IF_NONE_MATCH": f'"{STEM}"'}, 412),
        ({"IF_UNMODIFIED_SINCE": FIXDATE}, 200),
        ({"IF_UNMODIFIED_SINCE": "never"}, 200),
    ],
)
def test_if_match_then_if_unmodified_since_come_first(headers: dict[str, str], status: int) -> None:
    assert judge(**headers).status == status


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.9", "gzip"),
        ("br;q=0.5, gzip ; q=0.8, zstd;q=0.1", "gzip"),
        ("deflate", "identity"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0.5", "gzip"),
        ("gzip;q=0.5, identity", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("*", "zstd"),
        ("*;q=0", "identity"),
        ("gzip, *;q=0", "gzip"),
        ("zstd;q=0, *;q=0.3", "br"),
        ("identity;q=0", "identity"),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("gzip;q=nonsense", "identity"),
        ("gzip;q=2", "identity"),
        (";;,,=", "identity"),
    ],
)
def test_the_coding_is_chosen_by_weight_then_by_worth(accepted: str | None, coding: str) -> None:
    assert negotiate(accepted, ALL) == coding


def test_only_codings_that_are_kept_are_chosen() -> None:
    assert negotiate("zstd, br, gzip;q=0.1", frozenset({"identity", "gzip"})) == "gzip"
    assert negotiate("zstd", frozenset({"identity"})) == "identity"


@given(st.datetimes(datetime(1970, 1, 1), datetime(2069, 12, 31)), st.sampled_from((  # noqa: DTZ001 - hypothesis wants naive
    "%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y",
)))  # fmt: skip
def test_every_date_is_read_in_each_form(moment: datetime, form: str) -> None:
    assert http_date(moment.strftime(form)) == moment.replace(microsecond=0, tzinfo=UTC)


@given(st.text(max_size=60))
def test_no_header_is_too_strange(text: str) -> None:
    assert http_date(text) is None
    assert matched(text, STEM, "gzip") in {None, "gzip"}
    assert negotiate(text, ALL) in ALL


def test_what_we_send_comes_back_as_304() -> None:
    for hours in range(48):
        moment = CHANGED + timedelta(hours=hours)
        headers = {"HTTP_IF_MODIFIED_SINCE": format_datetime(moment, usegmt=True)}
        assert decide(headers, STEM, moment, ALL).status == 304


@pytest.mark.parametrize(
    "host",
    ["desk.example", "DESK.example:8000", "desk.example:", "127.0.0.1:80", "[::1]:8000", "[2001:db8::1]", "our_desk"],
)
def test_a_host_is_a_name_or_an_address_with_a_port_if_need_be(host: str) -> None:
    assert is_host(host)


@pytest.mark.parametrize(
    "host",
    ["", "a,b", "a b", "a/b", "a:b", "a:123456", "::1", "[x]", "a@b", "<a>", "a\r\n", "é", "漢字.example", "a" * 9000],
)
def test_two_hosts_or_what_is_none_are_no_host(host: str) -> None:
    assert not is_host(host)
