"""HTTP header fields as values."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.headers import DAY, content_type, date, fields, max_age, retry_after, validator

NOON = "Fri, 20 Nov 2026 12:00:00 GMT"
ONE = "Fri, 20 Nov 2026 13:00:00 GMT"


def test_fields_have_lower_case_names_and_the_first_value() -> None:
    lines = [b'ETag: "1"\r\n', b'etag: "2"\r\n', b"X-Empty:\r\n", b"no field\r\n", b" folded: x\r\n", b"\r\n"]
    assert fields(lines) == {"etag": '"1"', "x-empty": ""}


def test_a_list_in_pieces_is_one_list() -> None:
    assert fields([b"Cache-Control: public\r\n", b"cache-control: max-age=5\r\n"]) == {
        "cache-control": "public, max-age=5"
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, (None, None)),
        ("", (None, None)),
        ("text/xml", ("text/xml", None)),
        ("Text/XML; Charset=UTF-8", ("text/xml", "utf-8")),
        ('text/xml;charset="Shift_JIS"; q=1', ("text/xml", "shift_jis")),
        ("text/xml; charset='big5'", ("text/xml", "big5")),
        ("text/xml; xcharset=no", ("text/xml", None)),
        ("; charset=gb2312", (None, "gb2312")),
        ("nonsense", (None, None)),
    ],
)
def test_content_types(value: str | None, expected: tuple[str | None, str | None]) -> None:
    assert content_type(value) == expected


@pytest.mark.parametrize(
    "value", ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
)
def test_the_three_forms_of_a_date(value: str) -> None:
    assert date(value) == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, "", "0", "-1", "yesterday", "Sun, 06 Nov 99999 08:49:37 GMT", "1" * 5000])
def test_what_is_no_date(value: str | None) -> None:
    assert date(value) is None


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "999999999"}, DAY),
        ({"retry-after": "9" * 4000}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ONE, "date": NOON}, 3600),
        ({"retry-after": NOON, "date": ONE}, 0),
        ({"retry-after": "Fri, 20 Nov 2099 12:00:00 GMT", "date": NOON}, DAY),
        ({"retry-after": ONE}, None),
        ({}, None),
    ],
)
def test_retry_after_in_both_forms(head: dict[str, str], seconds: int | None) -> None:
    assert retry_after(head) == seconds


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": 'Max-Age="600"'}, 600),
        ({"cache-control": "s-maxage=60"}, None),
        ({"cache-control": "no-store"}, None),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "1000"}, 0),
        ({"cache-control": "max-age=600", "age": "old"}, 600),
        ({"cache-control": "max-age=31536000"}, DAY),
        ({"cache-control": "max-age=600", "expires": ONE, "date": NOON}, 600),
        ({"expires": ONE, "date": NOON}, 3600),
        ({"expires": "0", "date": NOON}, None),
        ({"expires": ONE}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_stays_fresh(head: dict[str, str], seconds: int | None) -> None:
    assert max_age(head) == seconds


@pytest.mark.parametrize("value", [None, "", "a" * 1025, "two\r\nlines", "nul\0"])
def test_what_is_not_fit_to_be_sent_back(value: str | None) -> None:
    assert validator(value) is None


@given(lines=st.lists(st.binary(max_size=80)))
def test_any_bytes_can_be_read(lines: list[bytes]) -> None:
    head = fields(lines)
    for read in (retry_after, max_age):
        seconds = read(head)
        assert seconds is None or 0 <= seconds <= DAY
    content_type(head.get("content-type"))


@given(value=st.text(max_size=64))
def test_any_text_can_be_taken_for_a_date(value: str) -> None:
    found = date(value)
    assert found is None or found.tzinfo is UTC
