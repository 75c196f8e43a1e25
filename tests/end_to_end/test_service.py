"""`beatwire run` as an operator meets it: starting, serving, crashing, stopping."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import feedparser
import pytest

from tests.end_to_end.service import BEATWIRE, Service, clean_environment, eventually, get, running

pytestmark = pytest.mark.slow
BEAT = "/feeds/china-asia-pacific"
NOTED = {"BEATWIRE_SERVING__REQUESTS": "true"}


def children(pid: int) -> list[int]:
    """Give the worker processes of the service `pid`."""
    numbers = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(number) for number in numbers if b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()]


def ready(service: Service) -> bool:
    return service.get(BEAT + ".atom").status == 200


def test_the_sample_desk_is_published_and_served(tmp_path: Path) -> None:
    began = time.monotonic()
    with running(tmp_path) as service:
        assert time.monotonic() - began < 15  # three seconds on a quiet machine; this one runs other tests
        eventually(lambda: ready(service))
        for extension, version in ((".atom", "atom10"), (".rss", "rss20")):
            parsed = feedparser.parse(service.get(BEAT + extension).body)
            assert parsed.version == version
            assert not parsed.bozo
            assert parsed.feed.title.startswith("Sample")
            assert len(parsed.entries) > 8
        items = json.loads(service.get(BEAT + ".json").body)["items"]
        languages = {item.get("language", "").split("-")[0] for item in items}
        assert {"en", "zh", "ja", "ko"} <= languages
        page = service.get("/").body.decode()
        assert "China / Asia Pacific" in page
        assert "ample" in page
        assert service.stop() == 0


def test_the_embargoed_sample_article_comes_in_after_its_minute(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        eventually(lambda: ready(service))
        before = {item["id"] for item in json.loads(service.get(BEAT + ".json").body)["items"]}
        tag = service.get(BEAT + ".json").headers["ETag"]
        eventually(lambda: service.get(BEAT + ".json", {"If-None-Match": tag}).status == 200, 90)
        after = {item["id"] for item in json.loads(service.get(BEAT + ".json").body)["items"]}
        assert len(after - before) == 1


def test_the_jobs_and_the_workers_log_one_object_a_line_where_that_is_asked(tmp_path: Path) -> None:
    with running(tmp_path, environment={"BEATWIRE_LOG_FORMAT": "json", **NOTED}) as service:
        eventually(lambda: ready(service))
        (manifest,) = (tmp_path / "share").rglob("manifest.json")
        manifest.write_text("{", encoding="ascii")
        eventually(
            lambda: service.get("/readyz").status and "the last good table stays" in (tmp_path / "log").read_text()
        )
        assert ready(service)
    said = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert {"feeds.published", "the last good table stays", "request"} <= {line["event"] for line in said}
    assert all({"level", "timestamp"} <= line.keys() for line in said)
    assert not [line for line in service.printed if "last good" in line]


def test_interrupt_stops_it_in_order(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        eventually(lambda: ready(service))
        workers = children(service.process.pid)
        assert service.stop(signal.SIGINT) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
        assert "Traceback" not in (tmp_path / "log").read_text()


def refused(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a second service that is to end at once."""
    return subprocess.run(
        [BEATWIRE, "run", *arguments],
        cwd=home,
        env=clean_environment(home),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_second_service_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        second = refused(tmp_path, "--bind", "127.0.0.1:0")
        assert second.returncode == 1
        assert f"another beatwire (process {service.process.pid}) works in" in second.stderr
        assert "--data" in second.stderr


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        bind = service.base.removeprefix("http://")
        second = refused(tmp_path, "--bind", bind, "--data", str(tmp_path / "other"))
        assert second.returncode == 2
        assert f"cannot listen on {bind}" in second.stderr


def test_a_killed_worker_is_replaced_and_nothing_else_notices(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        eventually(lambda: ready(service))
        (old,) = children(service.process.pid)
        os.kill(old, signal.SIGKILL)
        (new,) = eventually(lambda: [pid for pid in children(service.process.pid) if pid != old])
        assert new != old
        eventually(lambda: ready(service))
        (tmp_path / "share" / "beatwire" / "sample" / "late.md").write_text(
            "---\ntitle: Sapporo opens its snow depot early\n---\nSapporo, Japan, opened its depot.\n", encoding="utf-8"
        )
        eventually(lambda: b"snow depot early" in service.get(BEAT + ".atom").body)


def test_no_worker_outlives_a_killed_service(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        eventually(lambda: ready(service))
        (worker,) = children(service.process.pid)
        service.process.kill()
        service.process.wait()
        eventually(lambda: not Path(f"/proc/{worker}").exists())


def test_a_worker_holds_no_database_and_no_collecting_library(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        eventually(lambda: ready(service))
        (worker,) = children(service.process.pid)
        held = [str(path.readlink()) for path in Path(f"/proc/{worker}/fd").iterdir() if path.exists()]
        assert [path for path in held if "beatwire.sqlite" in path or path.endswith(".lock")] == []
        mapped = Path(f"/proc/{worker}/maps").read_text()
        assert "pycurl" not in mapped
        assert "sqlalchemy" not in mapped
        assert "granian" in mapped


def test_only_serving_serves_what_is_published(tmp_path: Path) -> None:
    environment = clean_environment(tmp_path)
    collected = subprocess.run(
        [BEATWIRE, "collect", "--json"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    (run,) = json.loads(collected.stdout)["runs"]
    assert run["outcome"] == "collected"
    assert run["new"] > 10
    with subprocess.Popen(
        [BEATWIRE, "serve", "--bind", "127.0.0.1:0"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        base = next(line.split()[1] for line in process.stdout if "open" in line).rstrip("/")
        eventually(lambda: get(base + BEAT + ".rss").status == 200)
        process.terminate()
        assert process.wait(timeout=20) == 0
