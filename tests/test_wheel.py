"""The wheel, outside the checkout: it holds everything, and it works alone."""

import os
import subprocess
import sys
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest

from tests.test_house import PACKAGES, ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    result = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return folder / result.stdout.strip().splitlines()[-1]


def test_every_file_of_the_packages_is_in_it(wheel: Path) -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == here


def test_it_collects_and_publishes_the_sample_desk_alone(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    script = (
        "import sys, config, scheduler.cli; "
        f"assert config.__file__.startswith({str(site)!r}), config.__file__; "
        "sys.argv = ['beatwire', 'collect', '--data', 'data']; scheduler.cli.main()"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BEATWIRE_")}
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(site), "XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "data" / "published" / "manifest.json").is_file()


def test_no_dependency_installs_a_package_of_our_names() -> None:
    taken = {
        f"{found.metadata['Name']}: {file}"
        for found in distributions()
        for file in found.files or ()
        if found.metadata["Name"] != "beatwire" and file.parts[0] in PACKAGES
    }
    assert taken == set()
