"""The README is true to the letter: its commands, options, settings, kinds and addresses are those of the code."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from config.settings import Settings
from feeds.collect.sources import kinds
from feeds.web import create_app
from scheduler.cli import main
from tests.test_house import ROOT
from tests.world import make_settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def row(heading: str) -> list[list[str]]:
    """Give the cells of the table below `heading`."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 120


def test_its_commands_are_those_of_the_code_and_say_the_same() -> None:
    said = {cells[0].strip("`").split()[1]: cells[1] for cells in row("Commands")}
    assert set(said) == set(main.commands)
    for name, what in said.items():
        assert f"{what[0].upper()}{what[1:]}." == main.commands[name].short_help


def options(command: click.Command) -> set[str]:
    below = (options(part) for part in command.commands.values()) if isinstance(command, click.Group) else ()
    own = {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
    return own.union(*below)


def test_its_options_are_those_of_the_commands() -> None:
    having = {name: {command for command in main.commands if name in options(main.commands[command])} for name in (
        "--config", "--data", "--bind", "--base-url", "--json")}  # fmt: skip
    assert having["--config"] == having["--data"] == set(main.commands) - {"init", "deploy", "recover"}
    assert having["--bind"] == having["--base-url"] == {"run", "serve"}
    assert having["--json"] == set(main.commands) - {"init", "run", "serve", "release", "deploy", "recover"}


def test_every_command_shows_examples_that_parse() -> None:
    for name, command in main.commands.items():
        examples = re.findall(r"^\s*(?:.*&& )?beatwire (\S+)(.*)$", command.help or "", flags=re.MULTILINE)
        assert any(example[0] == name for example in examples), name
        for other, rest in examples:
            known = options(main.commands[other])
            assert {word for word in rest.split() if word.startswith("--")} <= known, name


def test_the_examples_of_a_command_stand_on_lines_of_their_own() -> None:
    for name in main.commands:
        shown = CliRunner().invoke(main, (name, "--help"), prog_name="beatwire", terminal_width=80).output
        assert "\\b" not in shown
        assert re.search(rf"^  beatwire {name}\b", shown, flags=re.MULTILINE), name
    assert "\\b" not in CliRunner().invoke(main, ("--help",)).output


def test_its_settings_have_the_defaults_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/you")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    settings = Settings()
    for setting, default, variable in row("Settings"):
        name = setting.strip("`")
        assert variable == f"`BEATWIRE_{name.upper()}`"
        assert name in Settings.model_fields
        if name in {"bind", "log"}:
            assert default == f"`{getattr(settings, name)}`"
    assert settings.data == Path("/home/you/.local/share/beatwire")
    assert settings.base_url == f"http://{settings.bind}"


def test_its_kinds_of_source_are_those_of_the_code() -> None:
    section = README.split("- **Sources**:")[1].split("- **The beat**")[0]
    assert set(re.findall(r"`(\w+)` \(", section)) == set(kinds())


def test_its_addresses_are_routed(tmp_path: Path) -> None:
    rules = {rule.rule for rule in create_app(make_settings(data=tmp_path)).url_map.iter_rules()}
    for address in ("/", "/healthz", "/readyz", "/status", "/status.json", "/metrics"):
        assert address in rules
    assert any(rule.startswith("/feeds/<") for rule in rules)
    assert any(rule.startswith("/articles/<") for rule in rules)


def test_it_has_the_two_lines() -> None:
    fences = re.findall(r"<!-- (run|test) -->\n```sh\n(.+)\n```", README)
    assert [name for name, _ in fences] == ["run", "test"]
    assert fences[0][1].endswith(".venv/bin/beatwire run")
    assert ".venv/bin/pytest" in fences[1][1]
