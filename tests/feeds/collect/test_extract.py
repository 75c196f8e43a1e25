"""Pages are read in a process of their own, which no page can take with it."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.article import Page, Skipped
from feeds.collect.extract import MOST_BYTES, Extractor
from feeds.collect.pages.extract import Extract

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Seoul")
FAKE = "tests.feeds.collect.readers:read"


def asked(extractor: Extractor, body: bytes, address: str = "https://a.example/1") -> Extract | Skipped:
    return extractor.read(Page(address=address, body=body), ZONE, NOW)


def pid(result: Extract | Skipped) -> int:
    assert isinstance(result, Extract), result
    return int(result.entry.title or "")


def gone(number: int) -> bool:
    """Whether a process is there no more, within a while; one that its new parent has not buried yet is gone."""
    for _ in range(600):
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_page_is_read_in_another_process_that_knows_neither_web_nor_schedule() -> None:
    with Extractor(reader=FAKE) as extractor:
        first = asked(extractor, b"")
        assert isinstance(first, Extract)
        assert pid(first) != os.getpid()
        assert first.entry.summary == ""
        assert pid(asked(extractor, b"")) == pid(first)
    assert gone(pid(first))


def test_how_much_memory_its_parent_holds_is_not_held_against_it() -> None:
    script = (
        "from tests.feeds.collect.test_extract import FAKE, Extractor, asked, pid\n"
        "ballast = bytearray(b'x') * (450 * 2**20)\n"
        "with Extractor(reader=FAKE) as extractor:\n"
        "    print(pid(asked(extractor, b'')) == pid(asked(extractor, b'')))\n"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"


def test_a_real_page_is_read() -> None:
    page = Path(__file__).parent / "pages" / "data" / "ko.html"
    with Extractor() as extractor:
        result = asked(extractor, page.read_bytes())
    assert isinstance(result, Extract)
    assert result.entry.authors[0].name == "홍길동"


def test_ours_imports_no_trafilatura() -> None:
    script = "import sys, feeds.collect.extract; print([n for n in ('trafilatura', 'htmldate') if n in sys.modules])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"sleep", "reading the page took longer than 0.3 s"),
        (b"spin", "reading the page took longer than 0.3 s"),
        (b"crash", "the page broke the process that read it"),
        (b"raise", "the page broke the process that read it"),
        (b"bloat", "reading the page took more than 1024 MB of memory"),
        (b"x" * (MOST_BYTES + 1), "the page is larger than 4 MB"),
    ],
    ids=["sleep", "spin", "crash", "raise", "bloat", "large"],
)
def test_a_bad_page_is_skipped_and_the_next_one_read(body: bytes, reason: str) -> None:
    with Extractor(reader=FAKE, seconds=0.3) as extractor:
        assert asked(extractor, body) == Skipped(what="https://a.example/1", reason=reason)
        assert isinstance(asked(extractor, b""), Extract)


def test_a_process_is_replaced_after_its_pages() -> None:
    with Extractor(reader=FAKE, pages=2) as extractor:
        one, two, three = (pid(asked(extractor, b"")) for _ in range(3))
    assert one == two != three


def test_a_process_that_has_grown_is_replaced() -> None:
    with Extractor(reader=FAKE, seconds=20) as extractor:  # a busy machine is slow to give it its memory
        one, two = pid(asked(extractor, b"grow")), pid(asked(extractor, b""))
    assert one != two


def test_a_process_that_was_killed_between_two_pages_is_replaced() -> None:
    with Extractor(reader=FAKE) as extractor:
        os.kill(pid(asked(extractor, b"")), signal.SIGKILL)
        assert isinstance(asked(extractor, b""), Skipped)
        assert isinstance(asked(extractor, b""), Extract)


def test_a_reader_that_does_not_start_is_told() -> None:
    with Extractor(reader="tests.feeds.collect.readers:missing") as extractor:
        assert asked(extractor, b"") == Skipped(
            what="https://a.example/1", reason="the page broke the process that read it"
        )


def test_a_process_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with Extractor(reader=FAKE) as extractor:
        skipped = asked(extractor, b"")
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "no process to read the page could be started (No such file or directory)"


def test_many_callers_share_two_processes() -> None:
    with Extractor(reader=FAKE, workers=2) as extractor, ThreadPoolExecutor(8) as pool:
        addresses = [f"https://a.example/{number}" for number in range(40)]
        results = list(pool.map(lambda address: asked(extractor, b"", address), addresses))
    assert [result.entry.link for result in results if isinstance(result, Extract)] == addresses
    assert len({pid(result) for result in results}) <= 2


def test_what_is_read_after_the_end_is_skipped() -> None:
    extractor = Extractor(reader=FAKE)
    extractor.close()
    assert asked(extractor, b"") == Skipped(what="https://a.example/1", reason="reading was stopped")


def test_a_killed_parent_leaves_no_process() -> None:
    script = (
        "import datetime, time, zoneinfo\n"
        "from feeds.article import Page\n"
        "from feeds.collect.extract import Extractor\n"
        f"e = Extractor(reader='{FAKE}')\n"
        "r = e.read(Page(address='', body=b''), zoneinfo.ZoneInfo('UTC'), datetime.datetime.now(datetime.UTC))\n"
        "print(r.entry.title, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    assert gone(child)
