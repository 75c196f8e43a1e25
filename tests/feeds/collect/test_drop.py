"""Looking through a drop folder, on a real one."""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import FetchState
from feeds.collect import drop
from feeds.collect.drop import Scan, scan
from feeds.errors import FetchError

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
EMPTY = FetchState(source="desk")


def put(path: Path, text: str = "A story", *, age: float = 3600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return touch(path, age)


def touch(path: Path, age: float) -> Path:
    moment = NOW.timestamp() - age
    os.utime(path, (moment, moment), follow_symlinks=False)
    return path


def look(folder: Path, state: FetchState = EMPTY, *, settle: float = 2, most: int = 100) -> Scan:
    return scan(folder, state, NOW, settle=timedelta(seconds=settle), most=most)


def then(seen: Scan) -> FetchState:
    return replace(EMPTY, files=seen.files)


def names(seen: Scan) -> list[str]:
    return [page.address for page in seen.pages]


def test_a_new_file_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "One")
    put(tmp_path / "sub" / "b.md", "Two", age=7200)
    first = look(tmp_path)
    assert [(page.address, page.body) for page in first.pages] == [("sub/b.md", b"Two"), ("a.txt", b"One")]
    assert first.pages[1].modified == NOW - timedelta(hours=1)
    second = look(tmp_path, then(first))
    assert (second.pages, second.files) == ((), first.files)
    put(tmp_path / "a.txt", "Two", age=60)
    assert names(look(tmp_path, then(second))) == ["a.txt"]


def test_an_edit_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    first = look(put(tmp_path / "a.txt", "One").parent)
    put(tmp_path / "a.txt", "Two")
    assert [page.body for page in look(tmp_path, then(first)).pages] == [b"Two"]


def test_a_file_that_is_gone_only_drops_out(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "b.txt")
    first = look(tmp_path)
    (tmp_path / "a.txt").unlink()
    second = look(tmp_path, then(first))
    assert [path for path, _ in second.files] == ["b.txt"]
    assert (second.pages, second.skipped) == ((), ())


def test_a_fresh_file_is_left_until_it_has_settled(tmp_path: Path) -> None:
    first = look(put(tmp_path / "a.txt", "old").parent)
    put(tmp_path / "a.txt", "half writ", age=1)
    put(tmp_path / "b.txt", "half", age=-0.5)
    second = look(tmp_path, then(first))
    assert (second.pages, second.files) == ((), first.files)
    touch(tmp_path / "a.txt", 3)
    touch(tmp_path / "b.txt", 3)
    assert names(look(tmp_path, then(second))) == ["a.txt", "b.txt"]


def test_a_file_from_the_future_is_not_left_for_ever(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", age=-86400 * 365)
    assert names(look(tmp_path)) == ["a.txt"]


def test_a_file_that_changes_while_it_is_read_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.txt", "half")
    calm = drop._bytes

    def busy(top: int, path: str) -> tuple[bytes, os.stat_result]:
        body, _ = calm(top, path)
        put(tmp_path / "a.txt", "half and the rest")
        return body, (tmp_path / "a.txt").stat()

    monkeypatch.setattr(drop, "_bytes", busy)
    first = look(tmp_path)
    assert (first.pages, first.files) == ((), ())
    monkeypatch.undo()
    assert [page.body for page in look(tmp_path, then(first)).pages] == [b"half and the rest"]


def test_nothing_is_lost_when_there_are_too_many(tmp_path: Path) -> None:
    for number in range(7):
        put(tmp_path / f"{number}.txt", age=1000 - number)
    state, order = EMPTY, []
    for _ in range(4):
        seen = look(tmp_path, state, most=2)
        assert len(seen.pages) <= 2
        order += names(seen)
        state = then(seen)
    assert order == [f"{number}.txt" for number in range(7)]


@pytest.mark.parametrize(
    "name", [".hidden.txt", "a.txt~", "a.txt.part", "a.tmp", ".a.txt.swp", "A.TMP", ".git/a.txt", "a.md.crdownload"]
)
def test_hidden_and_unfinished_files_are_passed_over(tmp_path: Path, name: str) -> None:
    put(tmp_path / name)
    assert look(tmp_path) == Scan(pages=(), files=(), skipped=())


@pytest.mark.parametrize("name", ["a.docx", "README", "picture.jpg"])
def test_other_forms_are_told_of_once(tmp_path: Path, name: str) -> None:
    put(tmp_path / name)
    first = look(tmp_path)
    assert [skipped.what for skipped in first.skipped] == [name]
    assert ".txt" in first.skipped[0].reason
    assert look(tmp_path, then(first)).skipped == ()


def test_a_file_too_large_is_told_of_once_and_read_when_it_shrinks(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(drop.LARGEST + 1)
    touch(tmp_path / "big.txt", 3600)
    first = look(tmp_path)
    assert [(skipped.what, skipped.reason) for skipped in first.skipped] == [("big.txt", "it is larger than 4 MB")]
    second = look(tmp_path, then(first))
    assert (second.skipped, second.pages) == ((), ())
    put(tmp_path / "big.txt", "small")
    assert names(look(tmp_path, then(second))) == ["big.txt"]


def _link(path: Path, secret: Path) -> None:
    path.symlink_to(secret)


def _pipe(path: Path, secret: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path, secret: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path is limited to 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.parametrize("make", [_link, _pipe, _socket])
def test_what_is_not_a_plain_file_is_never_opened(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, make: Callable[[Path, Path], None]
) -> None:
    secret = put(tmp_path_factory.mktemp("else") / "secret.txt", "secret")
    make(tmp_path / "a.txt", secret)
    touch(tmp_path / "a.txt", 3600)
    done: list[Scan] = []
    thread = threading.Thread(target=lambda: done.append(look(tmp_path)), daemon=True)
    thread.start()
    thread.join(5)
    assert done, "the look hangs"
    assert done[0].pages == ()
    assert [skipped.what for skipped in done[0].skipped] == ["a.txt"]
    assert look(tmp_path, then(done[0])).skipped == ()


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    put(outside / "secret.txt")
    (tmp_path / "in").symlink_to(outside, target_is_directory=True)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert look(tmp_path).pages == ()


def test_folders_are_looked_into_only_so_deep(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 7)
    put(deep / "in.txt")
    put(deep / "d" / "d" / "out.txt")
    seen = look(tmp_path)
    assert names(seen) == ["d/" * 7 + "in.txt"]
    assert "deep" in seen.skipped[0].reason


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"line\nbreak.txt", b"bell\x07.md"])
def test_a_name_that_cannot_be_kept_is_told_of(tmp_path: Path, name: bytes) -> None:
    path = os.fsencode(tmp_path) + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"x")
    os.utime(path, (0, 0))
    seen = look(tmp_path)
    assert seen.pages == ()
    (skipped,) = seen.skipped
    assert "rename it" in skipped.reason
    skipped.what.encode()  # no lone surrogate goes into the store
    assert look(tmp_path, then(seen)).skipped == ()


def test_an_unreadable_file_is_told_of_once_and_tried_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a.txt")
    calm = drop._bytes

    def refused(top: int, path: str) -> tuple[bytes, os.stat_result]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(drop, "_bytes", refused)
    first = look(tmp_path)
    assert [(skipped.what, skipped.reason) for skipped in first.skipped] == [
        ("a.txt", "it cannot be read: permission denied")
    ]
    second = look(tmp_path, then(first))
    assert (second.skipped, second.pages) == ((), ())
    monkeypatch.setattr(drop, "_bytes", calm)
    assert names(look(tmp_path, then(second))) == ["a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_without_permission_hides_only_itself(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "closed" / "b.txt")
    (tmp_path / "closed").chmod(0)
    try:
        seen = look(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert names(seen) == ["a.txt"]
    assert [skipped.what for skipped in seen.skipped] == ["closed"]


@pytest.mark.parametrize(
    "make", [lambda _: None, lambda path: path.write_text("a file"), lambda path: path.symlink_to("nowhere")]
)
def test_a_folder_that_is_gone_is_a_passing_error_with_its_remedy(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = tmp_path / "drop"
    make(folder)
    with pytest.raises(FetchError, match=r'the drop folder ".*drop" cannot be read \(.*\); create it') as caught:
        look(folder)
    assert (caught.value.transient, caught.value.source) == (True, "desk")


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    for number in range(5):
        put(tmp_path / "a" / "b" / f"{number}.txt")
    before = len(list(Path("/proc/self/fd").iterdir()))
    look(tmp_path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@given(st.lists(st.sampled_from(["write", "remove", "look"]), max_size=12), st.integers(1, 3))
def test_each_state_of_a_file_is_read_exactly_once(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str], most: int
) -> None:
    folder = tmp_path_factory.mktemp("drop")
    state, written, read = EMPTY, 0, []
    for act in [*acts, "look", "look"]:
        if act == "write":
            written += 1
            put(folder / "a.txt", str(written))
        elif act == "remove":
            (folder / "a.txt").unlink(missing_ok=True)
        else:
            seen = look(folder, state, most=most)
            read += [int(page.body) for page in seen.pages]
            state = then(seen)
    assert read == sorted(set(read))
    if (folder / "a.txt").exists():
        assert read[-1] == written
