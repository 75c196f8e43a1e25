"""What `beatwire deploy` prints is what the tools it is for take."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.cli import main

NAMES = ("beatwire.service", "nginx.conf", "Containerfile")


def printed(*words: str) -> str:
    done = CliRunner().invoke(main, ("deploy", *words), prog_name="beatwire")
    assert done.exit_code == 0, done.output
    return done.stdout


def test_without_a_name_they_are_listed() -> None:
    assert [line.split()[0] for line in printed().splitlines()] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_begins_with_how_it_is_used(name: str) -> None:
    first = printed(name).splitlines()[0]
    assert first.startswith("# beatwire ")


def test_an_unknown_name_is_named() -> None:
    done = CliRunner().invoke(main, ("deploy", "caddy"), prog_name="beatwire")
    assert done.exit_code == 2
    assert "'beatwire.service', 'nginx.conf', 'Containerfile'" in done.output


def test_the_unit_reloads_by_the_signal_that_the_service_hears() -> None:
    assert "\nExecReload=/bin/kill -HUP $MAINPID\n" in printed("beatwire.service")


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    unit = tmp_path / "beatwire.service"
    text = printed("beatwire.service")
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False, timeout=60
    )
    assert "beatwire.service" not in done.stderr, done.stderr  # other units of the machine are not ours
    assert done.returncode == 0, done.stderr


def test_the_unit_may_touch_nothing_but_its_data(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    unit = tmp_path / "beatwire.service"
    unit.write_text(printed("beatwire.service"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=25", str(unit)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if "unrecognized option" in done.stderr or "Unknown" in done.stderr:
        pytest.skip("this systemd-analyze judges no file")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def test_the_container_runs_as_nobody_in_particular_and_says_how_it_is() -> None:
    text = printed("Containerfile")
    stages = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert len(stages) == 2
    assert all(stage.startswith("docker.io/library/python:3.") for stage in stages)
    last = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER beatwire$", last, re.MULTILINE)
    assert "/healthz" in last
    copied = {name for line in re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE) for name in line.split()}
    root = Path(__file__).parents[3]
    assert all((root / name).exists() for name in copied)
    assert {"config", "feeds", "scheduler", "pyproject.toml", "requirements.lock"} <= copied
