"""The same articles give the same bytes: whatever the machine's locale, time zone and hash seed."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.service import clean_environment

pytestmark = pytest.mark.slow

PRESS = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from config.settings import Settings
from feeds.publish.press import publish
from feeds.publish.site import Site
from feeds.store import Store

data = Path(sys.argv[1])
settings = Settings(data=data, base_url="https://feeds.example", sample=True)
with Store.open(settings.database) as store:
    publish(store, settings, Site(settings.published), datetime.now(UTC).replace(microsecond=0))
"""
MACHINES = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "77"},
)


def fingerprints(data: Path) -> dict[str, str]:
    """Give path → hash of the identity bytes of each document, read from the folder itself."""
    manifest = json.loads((data / "published" / "manifest.json").read_text(encoding="utf-8"))
    files = {path.name: path for path in (data / "published").rglob("*") if path.is_file()}
    found = {}
    for path, stored in manifest["documents"].items():
        file = files[Path(stored["files"]["identity"]).name]
        found[path] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def test_three_machines_print_the_same(tmp_path: Path) -> None:
    first = tmp_path / "first"
    environment = clean_environment(tmp_path)
    beatwire = Path(sys.executable).with_name("beatwire")
    subprocess.run(
        [beatwire, "collect", "--data", first], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    shutil.rmtree(first / "published")
    printed = []
    for number, machine in enumerate(MACHINES):
        data = tmp_path / f"machine-{number}"
        shutil.copytree(first, data)
        subprocess.run([sys.executable, "-c", PRESS, str(data)], cwd=tmp_path, env=environment | machine, check=True)
        printed.append(fingerprints(data))
    assert len(printed[0]) > 10
    assert printed[0] == printed[1] == printed[2]
