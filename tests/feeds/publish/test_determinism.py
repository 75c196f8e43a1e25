"""The same articles give the same bytes in every process, locale, time zone and hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import hashlib, locale, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
from datetime import timedelta, timezone
from dataclasses import replace
from config.settings import Site
from feeds.publish import index, opml
from feeds.publish.formats import formats
from feeds.publish.press import publish
from feeds.publish.proofs import Proofs
from feeds.publish.site import Site as Folder
from pathlib import Path
from tests.feeds.publish.cases import hard_feed, rich_feed, whole
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article, make_settings, make_source

zone = timezone(timedelta(hours=9))
moved = rich_feed(replace(rich_feed().articles[0], published=NOW.astimezone(zone)))
for name, one in sorted(formats().items()):
    for feed in (hard_feed(), rich_feed(), moved):
        print(name, hashlib.sha256(whole(one.NAME, feed)).hexdigest())
proofs = Proofs()
proofs.begin(MemoryShelf(), make_settings())
print(proofs.sign(rich_feed()))
publish(MemoryShelf(make_article(1), make_article(2)), make_settings(sources=(make_source(rights="full"),)), Folder(Path(sys.argv[1])), NOW)
for path in sorted(Path(sys.argv[1]).rglob("*")):
    print(path.name, hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
"""
ROOT = Path(__file__).parents[3]


def said(folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(folder)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", ""), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> str:
    return said(tmp_path_factory.mktemp("reference"), LC_ALL="C", TZ="UTC", PYTHONHASHSEED="0")


@pytest.mark.parametrize(
    ("language", "zone", "seed"),
    [("zh_CN.UTF-8", "Asia/Shanghai", "1"), ("C.utf8", "America/St_Johns", "random")],
)
def test_bytes_depend_on_the_articles_alone(
    tmp_path: Path, reference: str, language: str, zone: str, seed: str
) -> None:
    assert said(tmp_path, LC_ALL=language, LANG=language, TZ=zone, PYTHONHASHSEED=seed) == reference
    assert reference.count("\n") > 20


def test_a_time_zone_does_not_show(reference: str) -> None:
    lines = reference.splitlines()
    for name in ("atom", "json", "rss"):
        _, rich, moved = [line for line in lines if line.startswith(f"{name} ")]
        assert rich == moved
