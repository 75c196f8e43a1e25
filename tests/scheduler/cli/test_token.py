"""Partners' keys: made, listed, revoked, and what they open."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from feeds.polling import gate
from feeds.web import create_app
from scheduler.cli.options import loaded
from scheduler.clock import clock
from tests.scheduler.cli.test_acts import beatwire, home

__all__ = ["home"]


@pytest.fixture(autouse=True)
def _private(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LOOK_EVERY", 0.0)
    with (home / "beatwire.toml").open("a") as file:
        file.write('[[feeds]]\nslug = "full"\ntitle = "All of it"\nvariants = ["headlines"]\nprivate = true\n')
    assert beatwire("collect").exit_code == 0


def client() -> FlaskClient:
    return create_app(loaded(None).settings, clock).test_client()


def made(*words: str) -> tuple[str, list[str]]:
    result = beatwire("token", "add", "quay", "--feeds", "full", *words, "--json")
    assert result.exit_code == 0, result.output
    facts = json.loads(result.stdout)
    return facts["token"], facts["addresses"]


def test_what_is_made_opens_its_feed_and_ends_when_it_is_revoked() -> None:
    token, addresses = made("--expires", "90d")
    assert addresses == [f"http://127.0.0.1:8000/t/{token}/feeds/full.atom"]
    path = addresses[0].removeprefix("http://127.0.0.1:8000")
    browser = client()
    assert browser.get(path).status_code == 200
    assert browser.get(path.replace("/full.", "/full-headlines.")).status_code == 404
    assert "Revoked: quay." in beatwire("token", "revoke", "quay").output
    assert browser.get(path).status_code == 404


def test_it_is_shown_once_and_kept_as_a_hash(home: Path) -> None:
    told = beatwire("token", "add", "quay", "--feeds", "full,full-headlines").output
    token = next(word for word in told.split() if word.startswith("bw_"))
    assert told.count(f"http://127.0.0.1:8000/t/{token}/feeds/") == 2
    assert not any(token.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file())
    listing = beatwire("token", "list").output
    assert "full, full-headlines" in listing
    assert "mara" in listing
    assert token not in listing + beatwire("token", "list", "--json").output + beatwire("acts", "--past").output


def test_acts_on_tokens_are_kept_with_who_did_them() -> None:
    made("--who", "tomas")
    beatwire("token", "revoke", "quay")
    past = beatwire("acts", "--past").output
    assert "token-added by tomas: quay: full" in past
    assert "token-revoked by mara: quay" in past
    assert "None" not in past


def test_the_list_has_what_opens_something_and_all_the_rest_if_asked() -> None:
    assert "No token opens anything." in beatwire("token", "list").output
    made()
    beatwire("token", "revoke", "quay")
    made()
    assert [each["state"] for each in json.loads(beatwire("token", "list", "--json").stdout)] == ["open"]
    every = json.loads(beatwire("token", "list", "--all", "--json").stdout)
    assert sorted(each["state"] for each in every) == ["open", "revoked"]
    assert "revoked" in beatwire("token", "list", "--all").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "quay", "--feeds", "ferries"), '"ferries" is no private feed; these are: full, full-headlines'),
        (("add", "quay", "--feeds", ""), '"" is no private feed'),
        (("add", "quay", "--feeds", "full", "--expires", "2020-01-01"), "--expires: 2020-01-01 00:00 UTC is over"),
        (("add", " ", "--feeds", "full"), "write a name"),
        (("add", "q\nuay", "--feeds", "full"), "write a name"),
        (("revoke", "pier"), 'no token stands for "pier"'),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(words: tuple[str, ...], said: str) -> None:
    result = beatwire("token", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_name_has_one_token_at_a_time() -> None:
    made()
    result = beatwire("token", "add", "quay", "--feeds", "full")
    assert result.exit_code == 2
    assert '"quay" has a token; revoke it first' in result.stderr


def test_where_no_feed_is_private_the_remedy_is_told(home: Path) -> None:
    toml = home / "beatwire.toml"
    toml.write_text(toml.read_text().replace("private = true", "private = false"))
    assert "none is; say private = true" in beatwire("token", "add", "quay", "--feeds", "full").stderr


def test_it_is_not_copied_explained_or_pointed_at_in_public(home: Path) -> None:
    assert beatwire("export", "public").exit_code == 0
    assert not [path for path in Path("public").rglob("*") if path.name.startswith("full")]
    assert not any(b"feeds/full" in path.read_bytes() for path in Path("public").rglob("*") if path.is_file())
    number = json.loads(client().get("/feeds/china-asia-pacific.json").text)["items"][0]["id"].rsplit(":")[-1]
    page = client().get(f"/articles/{number}/explain").text
    assert "All of it" not in page
    assert "All of it" in beatwire("explain", number).output
