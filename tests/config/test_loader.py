"""The loader: layers, anchors, and one sentence for each thing that can be wrong."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.feeds import FeedSpec
from config.loader import load
from config.rights import Conditions

NEEDS = {"feed": "url", "folder": "path"}
CASES = json.loads((Path(__file__).parent / "data" / "complaints.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder with an empty home, and no variable of ours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    for name in ("BEATWIRE_CONFIG", "BEATWIRE_DATA", "BEATWIRE_BIND", "BEATWIRE_BASE_URL", "BEATWIRE_SECRETS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(text: str, name: str = "beatwire.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path.absolute()


@pytest.mark.parametrize("case", CASES, ids=[case["it"] for case in CASES])
def test_each_complaint_names_where_what_and_the_remedy(
    case: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(str(case.get("toml", "")))
    environment = case.get("env", {})
    assert isinstance(environment, dict)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        load(path, needs=NEEDS)
    assert str(caught.value).replace(str(path), "FILE") == case["says"]


def test_without_a_file_the_sample_desk_runs(elsewhere: Path) -> None:
    found = load(needs=NEEDS)
    assert found.path is None
    assert found.settings.sample
    assert found.settings.data == elsewhere / "share" / "beatwire"
    assert [source.path for source in found.settings.sources] == [elsewhere / "share" / "beatwire" / "sample"]


def test_a_file_here_is_found_before_the_users_own(elsewhere: Path) -> None:
    own = elsewhere / "xdg" / "beatwire"
    own.mkdir(parents=True)
    (own / "beatwire.toml").write_text('[site]\ntitle = "own"\n', encoding="utf-8")
    assert load(needs=NEEDS).settings.site.title == "own"
    write('[site]\ntitle = "here"\n')
    assert load(needs=NEEDS).settings.site.title == "here"


def test_a_file_with_no_sources_is_not_the_sample_desk() -> None:
    assert not load(write(""), needs=NEEDS).settings.sample


def test_command_line_over_environment_over_secrets_over_file(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write('bind = "127.0.0.1:1"\nbase_url = "https://file.example"\n[site]\ntitle = "file"\nrights = "file"\n')
    secrets = elsewhere / "secrets"
    secrets.mkdir()
    (secrets / "beatwire_site__title").write_text("secret\n", encoding="utf-8")
    (secrets / "beatwire_base_url").write_text("https://secret.example\n", encoding="utf-8")
    monkeypatch.setenv("BEATWIRE_SECRETS", str(secrets))
    monkeypatch.setenv("BEATWIRE_BIND", "127.0.0.1:2")
    monkeypatch.setenv("BEATWIRE_BASE_URL", "https://environment.example")
    settings = load(path, needs=NEEDS, said={"bind": "127.0.0.1:3", "data": None}).settings
    assert settings.bind == "127.0.0.1:3"
    assert settings.base_url == "https://environment.example"
    assert settings.site.title == "secret"
    assert settings.site.rights == "file"


def test_paths_of_the_file_are_relative_to_the_file(elsewhere: Path) -> None:
    (elsewhere / "etc").mkdir()
    path = write('data = "kept"\n[[sources]]\nname = "in"\nkind = "folder"\npath = "drop"\n', "etc/desk.toml")
    settings = load(path, needs=NEEDS).settings
    assert settings.data == elsewhere / "etc" / "kept"
    assert settings.sources[0].path == elsewhere / "etc" / "drop"


def test_the_base_url_follows_the_binding_unless_it_is_said() -> None:
    assert load(write('bind = "0.0.0.0:81"'), needs=NEEDS).settings.base_url == "http://127.0.0.1:81"
    settings = load(write('bind = "0.0.0.0:81"\nbase_url = "https://feeds.example/"'), needs=NEEDS).settings
    assert settings.base_url == "https://feeds.example"


def test_durations_are_written_with_their_unit() -> None:
    settings = load(write('[collecting]\ninterval = "2h"\ntick = 5\n'), needs=NEEDS).settings
    assert settings.collecting.interval == timedelta(hours=2)
    assert settings.collecting.tick == timedelta(seconds=5)


def test_a_file_that_is_named_must_exist(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: there is no such file; write one with `beatwire init`"):
        load(elsewhere / "gone.toml", needs=NEEDS)
    monkeypatch.setenv("BEATWIRE_CONFIG", "gone.toml")
    with pytest.raises(ConfigError, match="there is no such file"):
        load(needs=NEEDS)


def test_a_file_that_is_not_utf8_says_so(elsewhere: Path) -> None:
    (elsewhere / "latin.toml").write_bytes(b'[site]\ntitle = "caf\xe9"\n')
    with pytest.raises(ConfigError, match=r"latin\.toml: this is not UTF-8; save it as UTF-8"):
        load(elsewhere / "latin.toml", needs=NEEDS)


@pytest.mark.parametrize(
    ("where", "rights", "permits"),
    [
        ('url = "https://a.example/"', "", "summary"),
        ('url = "https://a.example/"', 'rights = "full"', "full"),
        ('path = "drop"', "", "full"),
        ('path = "drop"', 'rights = "headline"', "headline"),
    ],
)
def test_the_web_passes_on_summaries_and_a_drop_folder_all_unless_told(where: str, rights: str, permits: str) -> None:
    kind = "feed" if where.startswith("url") else "folder"
    path = write(f'[[sources]]\nname = "a"\nkind = "{kind}"\n{where}\n{rights}\n')
    assert load(path, needs=NEEDS).settings.sources[0].permits == permits


def test_two_feeds_that_take_the_same_say_the_same_rules() -> None:
    spec = FeedSpec(slug="a", title="A", countries="CN", exclude={"title": "/x/"}, expires="30d", notice="ours")
    assert spec.rules == FeedSpec(slug="a", title="A", countries=("CN",), exclude={"title": ["/x/"]}).rules
    assert FeedSpec.model_validate_json(spec.rules).rules == spec.rules
    assert set(json.loads(spec.rules)) == set(FeedSpec.model_fields) - set(Conditions.model_fields) - {
        *("subtitle", "labels", "variants", "count", "bytes", "icon", "logo", "private"),
    }
