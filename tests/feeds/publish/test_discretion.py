"""What everybody may read of an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.publish.discretion import host, sentence


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("gazette.example answered 404 Not Found", "gazette.example answered 404 Not Found"),
        ("https://desk:hunter2@gazette.example/feed?key=abc answered 503", "gazette.example answered 503"),
        ("gazette.example sent something that is not HTTP/1 or later", None),
        ("gazette.example sent text/html, not a feed", None),
    ],
)
def test_a_plain_sentence_is_shown_with_hosts_alone(said: str, shown: str | None) -> None:
    assert sentence(said) == (shown or said)


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "cannot read /srv/desk/drop/story.xml: Permission denied",
        r"cannot read C:\desk\story.xml",
        "cannot read ~desk",
        "desk:hunter2@gazette.example cannot be reached",
        "https://10.0.0.7/feed answered 500",
        "http://localhost:8080/feed answered 500",
        "http://wiki.intranet/feed answered 500",
        "192.168.0.4 refused the connection",
        "[fd00::1] refused the connection",
        "db:5432 refused the connection",
        "database.internal cannot be found",
        "gazette.example wants the token abc",
        "gazette.example answered to 0123456789abcdef0123456789abcdef",
        "the proxy cannot be reached",
        "wiki (redirected from gazette.example) cannot be reached",
        "postgresql://desk:hunter2@db.example failed" + " at length" * 40,
        "http://[broken answered 500",
    ],
)
def test_what_tells_of_the_inside_is_not_shown(said: str | None) -> None:
    assert sentence(said) is None


@given(st.text(alphabet="abc/@:.[]\\ 1", max_size=60), st.text(max_size=40))
def test_no_sentence_holds_a_path_or_credentials(odd: str, any_text: str) -> None:
    for said in (odd, any_text, f"https://{odd}", f"http://u:p@{any_text}/x"):
        shown = sentence(said) or ""
        assert not {"@", "\\"} & set(shown)
        assert "://" not in shown


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://u:p@hub.example:8443/x", "hub.example"),
        ("http://127.0.0.1:9000/", None),
        ("http://hub/", None),
        ("http://[::1]/", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_a_host_is_named_if_it_is_public(address: str | None, name: str | None) -> None:
    assert host(address) == name
