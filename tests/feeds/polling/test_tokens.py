"""Keys to private feeds."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Token
from feeds.polling import tokens
from feeds.polling.tokens import basic, check, digest, mint
from tests.world import NOW


def key(secret: str, **said: Any) -> Token:
    plain: dict[str, Any] = {"name": "quay", "digest": digest(secret), "feeds": ("full",), "who": "mara"}
    return Token(**plain | {"created": NOW} | said)


def test_each_is_another_and_long_enough_not_to_be_guessed() -> None:
    made = {mint() for _ in range(100)}
    assert len(made) == 100
    assert all(one.startswith("bw_") and len(one) >= 46 for one in made)


@pytest.mark.parametrize(
    ("said", "feed", "opens"),
    [
        ({}, "full", True),
        ({}, "other", False),
        ({"feeds": ("other", "full")}, "full", True),
        ({"expires": NOW + timedelta(seconds=1)}, "full", True),
        ({"expires": NOW}, "full", False),
        ({"revoked": NOW - timedelta(days=1)}, "full", False),
    ],
)
def test_it_opens_its_feeds_until_it_ends(said: dict[str, Any], feed: str, opens: bool) -> None:  # noqa: FBT001
    secret = mint()
    known = (key(mint(), name="pier"), key(secret, **said))
    assert (check(secret, known, feed, NOW) is not None) is opens
    assert check(mint(), known, feed, NOW) is None


def test_every_one_is_compared_whichever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def compared_too(one: str, other: str) -> bool:
        compared.append(one)
        return one == other

    monkeypatch.setattr(tokens, "compare_digest", compared_too)
    secrets = [mint() for _ in range(5)]
    known = [key(secret) for secret in secrets]
    for given_ in (secrets[0], secrets[4], "wrong", ""):
        compared.clear()
        check(given_, known, "full", NOW)
        assert len(compared) == 5


@pytest.mark.parametrize(
    ("header", "password"),
    [
        ("Basic " + b64encode(b"anybody:bw_x").decode(), "bw_x"),
        ("basic " + b64encode(b":bw_x:y").decode(), "bw_x:y"),
        ("Basic " + b64encode("käi:bw_ü".encode()).decode(), "bw_ü"),
        ("Basic " + b64encode(b"no colon").decode(), ""),
        ("Basic !!!", ""),
        ("Basic " + b64encode(b"\xff:\xfe").decode(), ""),
        ("Bearer bw_x", None),
        ("", None),
    ],
)
def test_basic_credentials_are_read(header: str, password: str | None) -> None:
    assert basic(header) == password


@given(st.text(max_size=300))
def test_no_credentials_are_our_fault(text: str) -> None:
    basic(text)
    basic(f"Basic {text}")
    assert check(text, (key(mint()),), "full", NOW) is None
