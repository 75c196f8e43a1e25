"""One file that has all of a desk, and a desk made of it."""

import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.store import Store
from tests.feeds.publish.pressroom import everything
from tests.scheduler.cli.test_acts import beatwire, home

__all__ = ["home"]  # a fixture that every test here stands in
Members = dict[str, bytes]


def made(name: str = "desk.tar") -> Path:
    done = beatwire("backup", name)
    assert done.exit_code == 0, done.output
    return Path(name)


def members(file: Path) -> Members:
    with tarfile.open(file) as tar:
        return {one.name: (tar.extractfile(one) or io.BytesIO()).read() for one in tar.getmembers()}


def written(file: Path, held: Members) -> Path:
    with tarfile.open(file, "w") as tar:
        for name, body in held.items():
            one = tarfile.TarInfo(name)
            one.size = len(body)
            tar.addfile(one, io.BytesIO(body))
    return file


def test_a_desk_comes_back_with_every_id_and_every_byte() -> None:
    file = made()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    done = beatwire("recover", str(file), "other")
    assert done.exit_code == 0, done.output
    assert "Go on with: beatwire run --config other/beatwire.toml --data other" in done.output
    assert everything(Path("other/published")) == everything(Path("data/published"))
    assert Path("other/beatwire.toml").read_bytes() == Path("beatwire.toml").read_bytes()
    with Store.open("sqlite:///data/beatwire.sqlite") as old, Store.open("sqlite:///other/beatwire.sqlite") as new:
        assert old.counts() == new.counts()
        assert old.heads() == new.heads()
    assert beatwire("collect", "--data", "other").exit_code == 0
    assert everything(Path("other/published/documents")) == everything(Path("data/published/documents"))


def test_a_backup_is_not_replaced_unawares_and_says_what_it_holds() -> None:
    file = made()
    assert (beatwire("backup", str(file)).exit_code, file.exists()) == (2, True)
    said = json.loads(beatwire("backup", str(file), "--force", "--json").stdout)
    assert said["members"] == len(members(file)) - 1
    assert said["bytes"] == file.stat().st_size
    assert [path.name for path in Path.cwd().iterdir() if "part" in path.name or path.name.startswith(".beat")] == []


def test_a_link_in_the_way_is_not_followed_nor_a_file_of_others_filled() -> None:
    Path("victim").write_text("precious", encoding="utf-8")
    Path("desk.tar.part").symlink_to("victim")
    Path("second.tar").touch(mode=0o644)
    assert beatwire("backup", "second.tar", "--force").exit_code == 0
    for file in (made(), Path("second.tar")):
        assert (file.is_symlink(), stat.S_IMODE(file.stat().st_mode)) == (False, 0o600)
    assert Path("victim").read_text(encoding="utf-8") == "precious"


def test_what_comes_back_is_its_owners_alone() -> None:
    file = made()
    Path("other").mkdir(mode=0o755)
    assert beatwire("recover", str(file), "other").exit_code == 0
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path("other").rglob("*") if path.is_file()}
    assert modes == {0o600}


def test_a_published_file_that_is_gone_is_named() -> None:
    gone = next(path for path in Path("data/published/documents").iterdir() if "." not in path.name)
    gone.unlink()
    done = beatwire("backup", "desk.tar")
    assert (done.exit_code, f"{gone.name}: No such file" in done.output) == (1, True), done.output
    assert "`beatwire check --store`" in done.output
    assert not Path("desk.tar").exists()


@pytest.mark.parametrize(("damage", "sentence"), [(None, "cannot be opened"), (b"\xff" * 4096, "is not a SQLite")])
def test_a_store_that_cannot_be_read_is_one_sentence(damage: bytes | None, sentence: str) -> None:
    for path in Path("data").glob("beatwire.sqlite*"):
        path.unlink()
    if damage:
        Path("data/beatwire.sqlite").write_bytes(damage)
    done = beatwire("backup", "desk.tar")
    assert (done.exit_code, sentence in done.output, done.output.count("\n")) == (1, True, 1), done.output
    assert not Path("desk.tar").exists()


def test_a_folder_with_something_in_it_is_left_alone() -> None:
    file = made()
    done = beatwire("recover", str(file), "data")
    assert (done.exit_code, "data is not empty" in done.output) == (2, True)


def test_a_store_in_postgresql_is_not_ours_to_back_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATWIRE_STORE", "postgresql+psycopg://desk@db.example/desk")
    done = beatwire("backup", "desk.tar")
    assert done.exit_code == 1
    assert "pg_dump" in done.output
    assert not Path("desk.tar").exists()


def other(name: str, body: bytes) -> Callable[[Members], Members]:
    return lambda held: held | {name: body}


def contents(change: Callable[[dict[str, object]], object]) -> Callable[[Members], Members]:
    def changed(held: Members) -> Members:
        said = json.loads(held["contents.json"])
        change(said)
        return held | {"contents.json": json.dumps(said).encode()}

    return changed


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (other("beatwire.sqlite", b"rotten"), "beatwire.sqlite is damaged"),
        (other("../../evil", b"x"), "it holds other files than it says"),
        (lambda held: {n: b for n, b in held.items() if n != "contents.json"}, "it does not say what it holds"),
        (other("contents.json", b"{"), "what it says of itself cannot be read"),
        (other("contents.json", b"[]"), "what it says of itself cannot be read"),
        (
            contents(lambda said: said.update(schema="9999", beatwire="99.0")),
            "is of beatwire 99.0, newer than this one",
        ),
    ],
)
def test_what_is_not_whole_writes_nothing(damage: Callable[[Members], Members], sentence: str) -> None:
    bad = written(Path("bad.tar"), damage(members(made())))
    done = beatwire("recover", str(bad), "other")
    assert (done.exit_code, sentence in done.output) == (1, True), done.output
    assert not Path("other").exists()


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "published/documents/../../evil", "published/documents/x"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    held = members(made())
    said = json.loads(held["contents.json"])
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of "x"
    said["sha256"][name] = digest
    bad = written(Path("bad.tar"), held | {name: b"x", "contents.json": json.dumps(said).encode()})
    done = beatwire("recover", str(bad), "other")
    assert (done.exit_code, "is no file of a desk" in done.output) == (1, True), done.output
    assert not Path("other").exists()


def test_what_is_no_archive_at_all_is_one_sentence() -> None:
    Path("bad.tar").write_bytes(b"not a tar" * 200)
    done = beatwire("recover", "bad.tar", "other")
    assert (done.exit_code, "is no whole backup" in done.output) == (1, True)
