"""The house: floors, budgets and what stands at the top level are tests."""

import ast
import os
import shutil
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("config", "feeds", "scheduler")
TOP = {
    *PACKAGES,
    "tests",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "DECISIONS.md",
    "requirements.lock",
}

# One import for each floor that must break it, and nothing else: contract → (module, import).
TRESPASSES = {
    "house": ("config/settings.py", "import feeds.article"),
    "wings": ("feeds/text/characters.py", "import feeds.select.rights"),
    "kinds": ("feeds/collect/sources/feed.py", "import feeds.collect.sources.folder"),
    "formats": ("feeds/publish/formats/rss.py", "import feeds.publish.formats.atom"),
    "serving": ("feeds/web/__init__.py", "import feeds.collect.fetch"),
    "flask": ("feeds/publish/site.py", "import flask"),
    "feedgen": ("feeds/publish/site.py", "import feedgen.feed"),
    "apscheduler": ("scheduler/pace.py", "import apscheduler"),
    "granian": ("scheduler/pace.py", "import granian"),
    "sqlalchemy": ("feeds/pipeline/trip.py", "import sqlalchemy"),
    "pycurl": ("feeds/collect/drop.py", "import pycurl"),
    "re2": ("feeds/select/terms.py", "import re2"),
    "trafilatura": ("feeds/collect/drop.py", "import trafilatura"),
    "worker": ("scheduler/pace.py", "import feeds.collect.pages.reader"),
    "loader": ("scheduler/pace.py", "import config.loader"),
    "cycles": ("config/settings.py", "import config.complaints"),
}


def contracts() -> list[str]:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["id"] for contract in declared["tool"]["importlinter"]["contracts"]]


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    chosen = ["--contract", contract] if contract else []
    script = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", script, "--no-cache", *chosen],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_floors_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_every_floor_has_its_trespass() -> None:
    assert set(TRESPASSES) == set(contracts())


@pytest.mark.slow
@pytest.mark.parametrize("contract", TRESPASSES)
def test_each_floor_is_seen_to_break(contract: str, tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    module, trespass = TRESPASSES[contract]
    path = tmp_path / module
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{trespass}\n", encoding="utf-8")
    result = lint(tmp_path, contract)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout


def test_the_top_level_is_fixed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} == TOP


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.name}", _body_length(node)


def _body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (node.body[1].lineno if len(node.body) > 1 else node.end_lineno or 0) if docstring else first.lineno
    return (node.end_lineno or 0) - start + 1


def test_modules_stay_within_their_budget() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in modules()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}
    assert statistics.median(lengths.values()) <= 120


def test_functions_stay_within_their_budget() -> None:
    lengths = dict(item for path in modules() for item in functions(path))
    assert {name: length for name, length in lengths.items() if length > 40} == {}
    assert statistics.quantiles(lengths.values(), n=10)[-1] <= 25


def test_the_web_app_stays_small() -> None:
    lines = sum(len(p.read_text(encoding="utf-8").splitlines()) for p in (ROOT / "feeds" / "web").rglob("*.py"))
    assert lines <= 800


def test_every_package_opens_with_a_plate() -> None:
    bare = [p for p in modules() if p.name == "__init__.py" and "migrations" not in p.parts]
    assert [str(p) for p in bare if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))] == []


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def is_broad(node: ast.AST) -> bool:
    return isinstance(node, ast.ExceptHandler) and (
        node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
    )


def test_broad_handlers_stand_in_the_job_only() -> None:
    broad = {str(path.relative_to(ROOT)) for path in modules() if any(is_broad(node) for node in nodes(path))}
    assert broad <= {"scheduler/jobs.py"}


CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}


def test_nobody_below_the_scheduler_reads_the_clock() -> None:
    below = [path for path in modules() if path.relative_to(ROOT).parts[0] != "scheduler"]
    readers = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node)}"
        for path in below
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and ast.unparse(node).removeprefix("dt.") in CLOCKS
    ]
    assert readers == []
