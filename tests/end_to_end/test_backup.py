"""A desk is backed up while it runs, killed, and made again in another folder: the same ids, the same bytes."""

import json
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.service import BEATWIRE, clean_environment, eventually, running

pytestmark = pytest.mark.slow
BEAT = "/feeds/china-asia-pacific"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def beatwire(home: Path, *words: str) -> str:
    done = subprocess.run(
        [str(BEATWIRE), *words], cwd=home, env=clean_environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_killed_desk_is_made_again_elsewhere(tmp_path: Path) -> None:
    public = ("--bind", f"127.0.0.1:{free_port()}")  # one address, one base_url
    with running(tmp_path, "--data", "old", *public) as service:
        eventually(lambda: service.get(f"{BEAT}.json").status == 200)
        beatwire(tmp_path, "backup", "desk.tar", "--data", "old")
        documents = {extension: service.get(BEAT + extension) for extension in (".rss", ".atom", ".json")}
        service.stop(signal.SIGKILL)
    beatwire(tmp_path, "recover", "desk.tar", "new")
    with running(tmp_path, "--data", "new", *public) as service:
        for extension, before in documents.items():
            eventually(lambda path=BEAT + extension: service.get(path).status == 200)  # type: ignore[misc]
            after = service.get(BEAT + extension)
            assert after.body == before.body
            assert after.headers["ETag"] == before.headers["ETag"]
            assert after.headers["Last-Modified"] == before.headers["Last-Modified"]
        assert json.loads(documents[".json"].body)["items"]
